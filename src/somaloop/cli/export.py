"""``export sbml``: the noise-free model of an experiment's person as a file for other simulators."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.cli.ask import Asked, load_experiment, person_of
from somaloop.cli.output import OutputError
from somaloop.language import Body, unknown
from somaloop.model import checked_body

if TYPE_CHECKING:
    from somaloop.protocol import ExperimentArm

WORLDS = ("known", "told")


def _arm(asked: Asked, name: str | None) -> ExperimentArm:
    arms = {arm.name: arm for arm in asked.experiment.arms}
    if name is None:
        return asked.experiment.comparator
    if name not in arms:
        raise unknown("arm", name, arms, f"{asked.name} (its arms: {', '.join(arms)})")
    return arms[name]


def _settled(asked: Asked, body: Body, arm: ExperimentArm, world: str, days: int) -> dict[str, float]:
    """States at the midnight that begins day 1, after some days of usual life; none for no days."""
    if days == 0:
        return {}
    from somaloop.engine.quiet import quiet_run

    own = asked.experiment.kind == "day"  # there, each arm has always been lived
    before = asked.experiment.schedules(body)[arm.name] if own else asked.usual_schedule(body, asked.experiment.days)
    traits = person_of(arm.person).traits(body)
    end = quiet_run(body, traits, (world,), before, days, first_day=-days, resolution="day").end
    return dict(zip(body.states, end.state[:, 0].tolist(), strict=True))


def _write(out: Path, text: str) -> None:
    if out.is_dir():
        raise OutputError(f"{out} is a folder; --out needs the name of a file")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as folder:
            made = Path(folder) / out.name
            made.write_text(text, encoding="utf-8")
            made.replace(out)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {error.strerror}") from None


def export_sbml_command(file: Path, out: Path | None, world: str, arm_name: str | None, days: int, settle: int) -> int:
    """Write the model of one arm in one world as SBML, have libSBML check it, and say what is in it."""
    if world not in WORLDS:
        raise unknown("world", world, WORLDS)
    asked = load_experiment(file)
    arm = _arm(asked, arm_name)
    from somaloop.engine.program import layout
    from somaloop.engine.worlds import world_values
    from somaloop.io import SbmlError, check_sbml, export_sbml

    body = checked_body()
    person, plan = person_of(arm.person), layout(body)
    values = dict(zip(plan.values, world_values(body, plan, person.traits(body), world).tolist(), strict=True))
    started = f"after {settle} days of usual life" if settle else "from the model's initial states"
    text = export_sbml(
        body,
        values,
        _settled(asked, body, arm, world, settle),
        asked.experiment.schedules(body)[arm.name],
        days=days,
        title=f"{asked.experiment.title}: {arm.name}, as {world}",
        remarks=(
            f"The person: {person.describe()}. The world: as {world}. The arm: {arm.name}, {days} days {started}.",
            *str(arm.protocol).splitlines(),
        ),
    )
    found = check_sbml(text)
    wrong = [item for item in found if item.severity != "warning"]
    if wrong:
        raise SbmlError(f"libSBML finds {len(wrong)} errors, the first in line {wrong[0].line}: {wrong[0].message}")
    target = out if out is not None else Path("out") / f"{asked.name}.xml"
    _write(target, text)
    others = [item.name for item in asked.experiment.arms if item is not arm]
    print(
        f"wrote {target}: arm {arm.name!r} as {world}, {days} days {started}; {len(body.states)} states, "
        f"{len(body.parameters)} parameters, {len(body.arrows)} arrows, {text.count('<event ')} events; "
        f"libSBML: no errors, {len(found)} warnings"
    )
    if arm_name is None and others:
        print(f"another arm: --arm {' or '.join(repr(name) for name in others)}")
    return 0
