"""How strong an arrow is, on one scale for all: what happens to the mechanism that it enters when it is cut.

Arrows have different units, so their own numbers cannot be compared. Here one person with SSD and little magnesium
lives some ordinary ways of living (``LIVES``) with all arrows, and again without one of them. The strength is the mean
change of one output of the mechanism where the arrow ends, in standard deviations of that output over the people, hours
and ways of living of a mixed crowd; of the outputs and the ways of living the one that changes most is taken. A cut takes
away all that an arrow brings, also what is always there, and what comes back through the loop is part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import Layout, layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import WORLDS, without_arrow, world_values
from somaloop.language import Arrow, Body, SomaloopError
from somaloop.people import Person, vary
from somaloop.protocol import Protocol, build_schedule

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

USUAL = """
eat meals at 08:00, 13:00 and 19:00 daily
diet 60 % processed
drink 80 mg caffeine at 08:00 and 13:30 daily
drink 20 g alcohol at 21:00 on tuesday, friday and saturday
stress 2 h at 10:00 on weekdays, moderate
exercise 30 min at 17:30 on monday and thursday, moderate
walk outdoors 30 min at 12:30 on weekends
sleep window 23:00 to 07:00 daily
"""
# Three ways of living, so that every arrow has something to carry; kept apart, so that medicines do not hide practices.
LIVES: Mapping[str, str] = MappingProxyType(
    {
        "usual life": "",
        "tablets and medicines": """
use omeprazole daily
use hydrochlorothiazide daily
use furosemide daily
take 100 mg magnesium as glycinate at 21:00 daily
take 100 mg magnesium as malate at 08:00 daily
take 100 mg magnesium as l-threonate at 13:00 daily
""",
        "therapy and practices": """
cbt session 50 min at 16:00 weekly on tuesday
somatic experiencing session 50 min at 16:00 weekly on friday
breathe slowly 10 min at 18:00 daily
relaxation 20 min at 20:00 daily
mindfulness 20 min at 07:30 daily
yoga 45 min at 18:30 on monday and thursday
""",
    }
)
PERSON = Person("ssd", {"magnesium": "low"})
DAYS = 28  # lived; the last half is read
CROWD = (Person("general"), Person("primary care"), PERSON)  # the standard deviations stand on people around these
EACH = 8
SEED = 1
WHOLE = ""

Bundle = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Strength:
    """What a cut changes most: ``change`` in standard deviations (as it is with the arrow, less without it)."""

    change: float
    output: str = ""
    life: str = ""

    @property
    def size(self) -> float:
        """The change without its sign."""
        return abs(self.change)


@dataclass(frozen=True)
class Strengths:
    """Strengths by world and arrow, and by world and bundle (all arrows from one mechanism to another, cut together)."""

    arrows: Mapping[tuple[str, str], Strength]
    bundles: Mapping[tuple[str, Bundle], Strength]


def own_strength(arrow: Arrow, world: str) -> float:
    """The strength of an arrow in its own unit: as told, or the centre of what is known."""
    return arrow.as_told if world == "told" else arrow.as_known.centre


def ends(arrow: Arrow) -> Bundle:
    """The mechanisms that an arrow leaves and enters."""
    return arrow.origin.partition(".")[0], arrow.target.partition(".")[0]


def bundles_of(body: Body) -> dict[Bundle, tuple[Arrow, ...]]:
    """All arrows in question, by the mechanisms that they connect."""
    found: dict[Bundle, list[Arrow]] = {}
    for arrow in body.arrows.values():
        if not arrow.structural:
            found.setdefault(ends(arrow), []).append(arrow)
    return {pair: tuple(items) for pair, items in found.items()}


def _cuts(body: Body) -> list[tuple[str, tuple[str, ...]]]:
    """What is run: each world whole, and without each arrow, and each bundle of several, that has any strength there."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for world in WORLDS:
        found.append((world, ()))
        for arrows in bundles_of(body).values():
            alive = tuple(arrow.name for arrow in arrows if own_strength(arrow, world) != 0.0)
            found += [(world, (name,)) for name in alive]
            if len(alive) > 1:
                found.append((world, alive))
    return found


def _lanes(body: Body, plan: Layout, cuts: Sequence[tuple[str, tuple[str, ...]]]) -> Lanes:
    """First the cuts of one person, then a crowd of other people as known."""
    traits = PERSON.traits(body)
    base = {world: world_values(body, plan, traits, world) for world in WORLDS}
    columns = []
    for world, names in cuts:
        column = base[world]
        for name in names:
            column = without_arrow(plan, column, name)
        columns.append(column)
    labels = [f"{world}, without {' and '.join(names)}" if names else world for world, names in cuts]
    persons = [0] * len(cuts)
    for number, person in enumerate(CROWD):
        indices = 1 + EACH * number + np.arange(EACH)
        centre = person.traits(body)
        people = np.repeat(world_values(body, plan, centre, "known")[:, None], EACH, axis=1)
        for name, values in vary(body, centre, SEED, indices).items():
            people[plan.row("values", name)] = values
        columns += list(people.T)
        labels += [f"{person.describe()}, person {index}" for index in indices]
        persons += list(indices)
    return Lanes(np.stack(columns, axis=1), np.array(persons, dtype=np.int64), tuple(labels))


def _mean_and_square(saved: Array, day: int, first_lane: int) -> Array:
    """Of one day's hours [24, outputs, lanes] the mean and the mean square [2, outputs, lanes]."""
    return np.stack([saved.mean(axis=0), np.square(saved).mean(axis=0)])


def _entered(body: Body) -> tuple[str, ...]:
    """The outputs of the mechanisms that any arrow in question enters."""
    targets = {target for _, target in bundles_of(body)}
    return tuple(name for name in body.outputs if name.partition(".")[0] in targets)


def _strongest(changes: Mapping[str, Array], outputs: Sequence[str], cut: int, target: str) -> Strength:
    best = Strength(0.0)
    for life, table in changes.items():
        for number, name in enumerate(outputs):
            if name.startswith(f"{target}.") and abs(table[number, cut]) > best.size:
                best = Strength(float(table[number, cut]), name, life)
    return best


def arrow_strengths(
    body: Body, progress: Progress | None = None, *, days: int = DAYS, lives: Mapping[str, str] = LIVES
) -> Strengths:
    """Measure every arrow in question in both worlds; the same numbers every time.

    ``lives`` are lines that are added to the usual life, ``days`` how long each is lived. ``progress`` is called with
    person-days done and person-days in all. Raises SomaloopError where a run failed.
    """
    plan = layout(body, _entered(body))
    cuts = _cuts(body)
    lanes = _lanes(body, plan, cuts)
    count, total, done = len(cuts), len(lanes) * days * len(lives), 0

    def tick(lived: int) -> None:
        nonlocal done
        done += lived
        if progress is not None:
            progress(done, total)

    usual = Protocol.parse(USUAL)
    means: dict[str, Array] = {}
    crowd: list[Array] = []
    for life, lines in lives.items():
        schedule = build_schedule(usual + lines if lines else usual, body, days)
        passage = run(
            body, plan, lanes, schedule, start(body, plan, lanes, SEED),
            first_day=0, days=days, seed=SEED, resolution="hour", keep=_mean_and_square, progress=tick,
        )  # fmt: skip
        if passage.failures:
            raise SomaloopError("; ".join(failure.sentence for failure in passage.failures))
        read = passage.saved[days // 2 :].mean(axis=0)  # [mean and mean square, outputs, lanes]
        means[life] = read[0, :, :count]
        crowd.append(read[..., count:])
    mean, square = np.concatenate(crowd, axis=-1).mean(axis=-1)
    spread = np.sqrt(np.maximum(square - mean**2, 0.0))
    scale = np.where(spread > 1e-6 * np.abs(mean), spread, np.inf)  # what never varies tells nothing
    wholes = {world: cuts.index((world, ())) for world in WORLDS}
    base = np.array([wholes[world] for world, _ in cuts])
    changes = {life: (table[:, base] - table) / scale[:, None] for life, table in means.items()}
    measured = {
        (world, names): _strongest(changes, plan.outputs, number, ends(body.arrows[names[0]])[1])
        for number, (world, names) in enumerate(cuts)
        if names
    }
    return _gathered(body, measured)


def _gathered(body: Body, measured: Mapping[tuple[str, tuple[str, ...]], Strength]) -> Strengths:
    nothing = Strength(0.0)
    arrows, bundles = {}, {}
    for world in WORLDS:
        for pair, items in bundles_of(body).items():
            names = tuple(arrow.name for arrow in items)
            for name in names:
                arrows[world, name] = measured.get((world, (name,)), nothing)
            alive = tuple(name for name in names if (world, (name,)) in measured)
            bundles[world, pair] = measured.get((world, alive), nothing)
    return Strengths(MappingProxyType(arrows), MappingProxyType(bundles))
