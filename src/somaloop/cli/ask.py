"""From a file to a question: the experiment or capsule is read, the person and the schedules are made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from somaloop.language import Body, SomaloopError
from somaloop.people import Person
from somaloop.protocol import (
    RED_FLAGS,
    SCOPE,
    Experiment,
    ExperimentArm,
    PersonWords,
    Schedule,
    build_schedule,
    parse_experiment,
    safety_notes,
)
from somaloop.protocol.source import read_text
from somaloop.results.kept import EVERYTHING, Kept, kept, kept_from
from somaloop.results.store import CAPSULE_FORMAT, READABLE_CAPSULES

if TYPE_CHECKING:
    from somaloop.results.compare import Question


class CapsuleError(SomaloopError):
    """A capsule that cannot be used."""


def person_of(words: PersonWords) -> Person:
    """The person that a file describes."""
    return Person(words.type, dict(words.facts))


@dataclass(frozen=True)
class Asked:
    """An experiment with its text, the capsule that it came from, if any, and which arrows and worlds are kept.

    ``changed`` tells whether the command line asks for something else than the capsule.
    """

    experiment: Experiment
    text: str
    name: str
    capsule: dict[str, Any] | None = None
    kept: Kept = EVERYTHING
    changed: bool = False

    @property
    def person(self) -> Person:
        """The person of the experiment."""
        return person_of(self.experiment.person)

    def usual_schedule(self, body: Body, days: int) -> Schedule:
        """The schedule of usual life, for settling and for scans."""
        return build_schedule(self.experiment.usual, body, days)

    def warnings(self, body: Body, arms: tuple[ExperimentArm, ...] | None = None) -> tuple[str, ...]:
        """What the person could come to harm by, for every arm, once each."""
        found: dict[str, None] = {}
        for arm in arms or self.experiment.arms:
            facts = arm.person.facts
            kidney, age = facts.get("kidney function"), facts.get("age")
            schedule = build_schedule(arm.protocol, body, self.experiment.days)
            notes = safety_notes(
                arm.protocol,
                schedule,
                kidney_function_ml_min=float(kidney) if isinstance(kidney, int | float) else None,
                age=float(age) if isinstance(age, int | float) else None,
            )
            for note in notes:
                if note.sentence not in (RED_FLAGS, SCOPE):
                    found[note.sentence if note.level == "note" else str(note)] = None
            for text in schedule.notes:
                found[text] = None
        return tuple(found)


def load_experiment(
    file: Path,
    seed: int | None = None,
    draws: int | None = None,
    *,
    grade: str | None = None,
    cut: tuple[str, ...] = (),
    only_world: str | None = None,
) -> Asked:
    """Read an experiment (.yaml) or a capsule (.json). Raises SomaloopError with file and line for what is wrong.

    What is given here goes before what a capsule says; arrows are cut in addition to those that it cuts.
    """
    from dataclasses import replace

    text = read_text(file)
    content: dict[str, Any] | None = None
    name, source = file.stem, str(file)
    if file.suffix.lower() == ".json":
        content = read_capsule(file, text)
        text, source = content["experiment"], f"{file} ({content['experiment name']})"
        name = Path(str(content["experiment name"])).stem
    from somaloop.model import whole_body

    body = whole_body()
    experiment = parse_experiment(text, source, lambda words: _check(body, words))
    earlier = content or {}
    chosen_seed = int(seed if seed is not None else earlier.get("seed", experiment.seed))
    chosen_draws = int(draws if draws is not None else earlier.get("draws", experiment.draws))
    recorded = kept_from(earlier.get("arrows", {}), body)
    chosen = kept(body, grade or recorded.grade, (*recorded.cut, *cut), only_world or recorded.only_world)
    changed = seed is not None or draws is not None or chosen != recorded
    return Asked(replace(experiment, seed=chosen_seed, draws=chosen_draws), text, name, content, chosen, changed)


def _check(body: Body, words: PersonWords) -> None:
    person_of(words).traits(body)


def read_capsule(file: Path, text: str) -> dict[str, Any]:
    """The content of a capsule. Raises CapsuleError for what is not one, or for one of another format."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise CapsuleError(f"{file}:{error.lineno}: this is not JSON ({error.msg})") from None
    if not isinstance(content, dict) or "somaloop capsule" not in content:
        raise CapsuleError(f"{file}: this JSON is not a somaloop capsule; give the capsule.json of an earlier run")
    if content["somaloop capsule"] not in READABLE_CAPSULES:
        raise CapsuleError(
            f"{file}: capsule format {content['somaloop capsule']!r} is not the {CAPSULE_FORMAT} that this version reads"
        )
    wanted: dict[str, type] = {"experiment name": str, "experiment": str, "seed": int, "draws": int, "checksums": dict}
    if content["somaloop capsule"] >= CAPSULE_FORMAT:
        wanted["arrows"] = dict
    for key, kind in wanted.items():
        if not isinstance(content.get(key), kind):
            raise CapsuleError(f"{file}: the capsule lacks {key!r} or holds something else there")
    return content


def question_of(asked: Asked, body: Body) -> Question:
    """The question that an experiment of one person asks, with a placebo twin for every arm that takes something."""
    from somaloop.results.compare import Arm, Question

    experiment = asked.experiment
    schedules = experiment.schedules(body)
    arms = []
    for arm in experiment.arms:
        empty = arm.protocol.placebo_twin()
        twin = None
        if empty != arm.protocol and arm is not experiment.comparator:
            twin = build_schedule(empty, body, experiment.days, before=experiment.usual)
        arms.append(Arm(arm.name, schedules[arm.name], str(arm.protocol), twin))
    return Question(
        title=experiment.title,
        person=asked.person.describe(),
        traits=asked.person.traits(body),
        usual=experiment.usual_schedule(body),
        arms=tuple(arms),
        days=experiment.days,
        settle_days=experiment.settle_days,
        draws=experiment.draws,
        seed=experiment.seed,
        outcomes=experiment.outcomes,
        facts={"type": experiment.person.type, **experiment.person.facts},
        warnings=asked.warnings(body),
        kept=asked.kept,
    )
