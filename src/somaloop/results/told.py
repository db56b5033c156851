"""Work out the strengths as told: the rule of ``evidence/told.py``, measured in the model as known.

1. *What an arrow carries.* A copy of every asserted arrow, at strength one, ends in a probe. For an arrow that leaves a
   pictured cause an adult with SSD lives eight weeks with the cause and eight without: the difference of the last two
   weeks, hour of the day by hour of the day, is what the arrow carries away. For any other arrow it is what lies between
   one standard deviation of its origin below the mean and one above.
2. *The yardstick.* The standard deviation of the outcome. Both standard deviations are those between people of one
   starting type and waking hours, pooled over the types of a mixed crowd; for what the clock moves, between people and
   days.
3. *The strength.* In the same adult what is carried, times the strength, is pushed into the arrow's port for eight
   weeks; the strength is that at which the outcome of the last two weeks has moved by the told size.

Nothing here uses a strength as told, so the order of arrows does not matter and a second run gives the same numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.program import STEPS_PER_HOUR, layout
from somaloop.engine.quiet import NothingMissed
from somaloop.engine.simulate import DaySource, Lanes, Passage, run, start
from somaloop.engine.worlds import world_values
from somaloop.evidence.told import STRENGTHS, ToldError, read_rule, told_sizes
from somaloop.language import Body
from somaloop.people import Person, vary
from somaloop.protocol import Protocol, build_schedule
from somaloop.results.strength import CROWD, USUAL
from somaloop.results.told_bodies import PROBES, PUSHES, Moved, WithTracks, probed, pushed

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]

ADULT = "ssd"
EACH = 32
DAYS, READ = 56, 14
SEED = 1
SWING = 2.0  # standard deviations of a state in which people and days differ: as far apart as two halves of people
AWAKE = (8.0, 22.0)
# The least standard deviation of a quantity in which the model's people hardly differ: a tenth of normal for what is
# counted relative to normal, five points of 100 on a scale from 0 (or -1) to 1.
LEAST_OF_NORMAL, LEAST_OF_SCALE = 0.1, 0.05
TRIES, NEAR = 30, 1e-5


@dataclass(frozen=True, slots=True)
class Told:
    """One asserted arrow: its ``size`` in standard deviations, what it carries, the yardstick, and the strength.

    ``carried`` is the mean over the day of what the arrow brings at strength one, in the port's unit over the arrow's;
    ``deviation`` is the yardstick in the unit of ``outcome``. ``cause`` is empty where the origin is a state.
    """

    arrow: str
    cause: str
    outcome: str
    size: float
    carried: float
    deviation: float
    strength: float

    def record(self) -> dict[str, Any]:
        """As it is kept, rounded to four digits."""
        return {name: float(f"{x:.4g}") if isinstance(x, float) else x for name, x in asdict(self).items()}


def _usual(body: Body, lines: str = "") -> DaySource:
    usual = Protocol.parse(USUAL)
    return NothingMissed(build_schedule(usual + lines if lines.strip() else usual, body, DAYS))


def _lived(body: Body, outputs: Sequence[str], columns: Sequence[Array], schedule: DaySource, **more: Any) -> Passage:
    """Live the days; ``columns`` are values of one lane each. Raises ToldError where a lane failed."""
    plan = layout(body, tuple(outputs))
    persons = more.pop("persons", np.zeros(len(columns), dtype=np.int64))
    lanes = Lanes(np.stack(columns, axis=1), persons, tuple(f"lane {i}" for i in range(len(columns))))
    noise = more.pop("noise", False)
    begin = start(body, plan, lanes, SEED, noise)
    passage = run(
        body, plan, lanes, schedule, begin, first_day=0, days=DAYS, seed=SEED, resolution="hour", noise=noise, **more
    )
    if passage.failures:
        raise ToldError("; ".join(failure.sentence for failure in passage.failures))
    return passage


def _read(saved: Array, hours: tuple[float, float] | None) -> Array:
    """Of [days, hours, ...] the mean of the given hours of each day [days, ...], or the waking hours as they are."""
    low, high = AWAKE if hours is None else hours
    inside = saved[:, int(low) : int(high)]
    return inside.mean(axis=1) if hours is not None else inside.reshape(-1, *inside.shape[2:])


def _crowd(body: Body, outputs: Sequence[str], lines: str) -> Array:
    """The crowd's hourly outputs in the last two weeks [days, hours, outputs, people]."""
    plan = layout(body, tuple(outputs))
    columns, persons = [], []
    for number, person in enumerate(CROWD):
        centre = person.traits(body)
        indices = 1 + EACH * number + np.arange(EACH)
        people = np.repeat(world_values(body, plan, centre, "known")[:, None], EACH, axis=1)
        for name, values in vary(body, centre, SEED, indices).items():
            people[plan.row("values", name)] = values
        columns += list(people.T)
        persons += list(indices)
    passage = _lived(body, outputs, columns, _usual(body, lines), persons=np.array(persons, dtype=np.int64), noise=True)
    return passage.saved[-READ:]


def _spread(body: Body, name: str, values: Array, hours: tuple[float, float] | None) -> float:
    """The standard deviation of a quantity of the crowd [days, hours, people] between people of one type and times."""
    read = _read(values, hours).reshape(-1, len(CROWD), EACH)
    within = float(np.sqrt(read.var(axis=(0, 2)).mean()))
    least, mean = 0.0, float(read.mean())
    item = body.states.get(name) or body.observables[name]
    if item.low >= -1.02 and item.high <= 1.06 and hours is None:
        least = LEAST_OF_SCALE
    elif item.unit == "1" and 0.5 < mean < 2.0:
        least = LEAST_OF_NORMAL * mean
    return max(within, least)


def _between(body: Body, name: str, middle: float, deviation: float) -> float:
    """What an arrow carries over the swing of its origin, with all else at reference."""
    arrow, half = body.arrows[name], SWING * deviation / 2.0
    above, below = (float(arrow.equation(1.0, Moved(body, arrow.origin, middle + side))) for side in (half, -half))
    return above - below


def _carried(body: Body, names: Sequence[str], crowd: Callable[[str], Array]) -> dict[str, Array]:
    """What each arrow carries at strength one, by hour of the day [24]."""
    rule = read_rule()
    probes = probed(body, names)
    outputs = tuple(f"{PROBES}.{name}" for name in names)
    found: dict[str, Array] = {}
    for cause in rule.causes:
        mine = [name for name in names if rule.cause_of(body.arrows[name]) is cause]
        if not mine:
            continue
        read = []
        for person, lines in (
            (Person(ADULT, dict(cause.person)), cause.extra),
            (Person(ADULT), cause.instead),
        ):
            column = world_values(probes, layout(probes, outputs), person.traits(probes), "known")
            read.append(_lived(probes, outputs, [column], _usual(probes, lines)).saved[-READ:, ..., 0].mean(axis=0))
        for name in mine:
            found[name] = (read[0] - read[1])[:, names.index(name)]
            if not np.any(np.abs(found[name]) > 0):
                raise ToldError(f"the cause {cause.name} gives the arrow {name} nothing to carry")
    for name in names:
        if name not in found:
            origin = crowd(body.arrows[name].origin)
            deviation = _spread(body, body.arrows[name].origin, origin, None)
            swing = _between(body, name, float(_read(origin, None).mean()), deviation)
            if swing == 0.0:
                raise ToldError(f"nobody differs in what {name} carries")
            found[name] = np.full(24, swing)
    return found


def _strengths(
    body: Body, names: Sequence[str], carried: Mapping[str, Array], goals: Mapping[str, float], tick: Callable[[], None]
) -> dict[str, float]:
    """The strengths that move each arrow's outcome by its goal (in the outcome's unit, with its sign)."""
    rule = read_rule()
    levered = pushed(body, names)
    outputs = tuple(dict.fromkeys(rule.outcome_of(body.arrows[name]).of for name in names))
    plan = layout(levered, outputs)
    base = world_values(levered, plan, Person(ADULT).traits(levered), "known")
    for name in names:
        base[plan.row("values", f"arrow.push_{name}")] = 0.0
    tracks = {f"{PUSHES}.{name}": np.repeat(carried[name], STEPS_PER_HOUR) for name in names}
    lives = {name: rule.outcome_of(body.arrows[name]).life for name in names}
    schedules = {life: WithTracks(_usual(levered, life), tracks) for life in dict.fromkeys(lives.values())}

    def moved(trial: Mapping[str, float]) -> dict[str, float]:
        """What each push does to its outcome, against none; half below and half above for a state of people."""
        effects: dict[str, float] = {}
        for life, schedule in schedules.items():
            mine = [name for name in trial if lives[name] == life]
            if not mine:
                continue
            columns = []
            for name in mine:
                ends = (0.0, 1.0) if rule.cause_of(body.arrows[name]) else (-0.5, 0.5)
                for end in ends:
                    column = base.copy()
                    column[plan.row("values", f"arrow.push_{name}")] = end * trial[name]
                    columns.append(column)
            saved = _lived(levered, outputs, columns, schedule).saved[-READ:]
            for number, name in enumerate(mine):
                outcome = rule.outcome_of(body.arrows[name])
                read = _read(saved, outcome.hours).mean(axis=0)[outputs.index(outcome.of)]
                effects[name] = float(read[2 * number + 1] - read[2 * number])
        tick()
        return effects

    # a first look with a small push gives the slope and the sign; then false position between what is too little and
    # too much, as an arrow's effect bends where a scale ends
    first = {name: 1e-3 / float(np.abs(carried[name]).max()) for name in names}
    slope = {name: effect / first[name] for name, effect in moved(first).items()}
    for name, value in slope.items():
        if value == 0.0:
            raise ToldError(
                f"a push into {body.arrows[name].target} does not move {rule.outcome_of(body.arrows[name]).of}"
            )
    found: dict[str, float] = {}
    low = {name: (0.0, 0.0) for name in names}  # strength and effect of what is too little, without the goal's sign
    high: dict[str, tuple[float, float]] = {}
    guess = {name: goals[name] / slope[name] for name in names}
    for _ in range(TRIES):
        left = {name: guess[name] for name in names if name not in found}
        if not left:
            break
        for name, effect in moved(left).items():
            share = effect / goals[name]
            if abs(share - 1.0) < NEAR:
                found[name] = left[name]
            elif share < 1.0:
                low[name] = (left[name], share)
            else:
                high[name] = (left[name], share)
            if name not in high:
                guess[name] = left[name] * min(2.0, 1.05 / max(share, 0.3))
            else:
                (a, fa), (b, fb) = low[name], high[name]
                inside = min(max((1.0 - fa) / (fb - fa), 0.02), 0.98)
                guess[name] = a + (b - a) * inside
    missing = [name for name in names if name not in found]
    if missing:
        raise ToldError("no strength reaches the told size of " + ", ".join(missing))
    return found


def work_out(body: Body, names: Sequence[str] | None = None, progress: Progress | None = None) -> dict[str, Told]:
    """The strengths as told of the asserted arrows (or of ``names`` alone), by name.

    Takes some minutes for all. Raises ToldError where an arrow has nothing to carry or no strength has the told size.
    """
    rule, sizes = read_rule(), told_sizes(body.arrows)
    chosen = list(rule.assertions if names is None else names)
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(min(done, TRIES), TRIES)

    outcomes = {name: rule.outcome_of(body.arrows[name]) for name in chosen}
    signs = {name: 1.0 if rule.assertions[name].raises else -1.0 for name in chosen}
    wanted = tuple(
        dict.fromkeys(
            [o.of for o in outcomes.values() if o.deviation is None]
            + [body.arrows[n].origin for n in chosen if rule.cause_of(body.arrows[n]) is None]
        )
    )
    lives = dict.fromkeys(["", *(o.life for o in outcomes.values())])
    crowds = {life: _crowd(body, wanted, life) for life in lives}
    tick()
    carried = _carried(body, chosen, lambda name: crowds[""][:, :, wanted.index(name)])
    tick()
    deviations = {
        name: _spread(body, o.of, crowds[o.life][:, :, wanted.index(o.of)], o.hours)
        if o.deviation is None
        else o.deviation
        for name, o in outcomes.items()
    }
    goals = {name: sizes[name] * deviations[name] * signs[name] for name in chosen}
    pushed_ones = [name for name in chosen if outcomes[name].deviation is None]
    strengths = _strengths(body, pushed_ones, carried, goals, tick) if pushed_ones else {}
    strengths |= {name: goals[name] / float(carried[name].mean()) for name in chosen if name not in strengths}
    return {
        name: Told(
            arrow=name,
            cause=cause.name if (cause := rule.cause_of(body.arrows[name])) else "",
            outcome=outcomes[name].of,
            size=sizes[name],
            carried=float(carried[name].mean()),
            deviation=deviations[name],
            strength=strengths[name],
        )
        for name in chosen
    }


def keep(found: Mapping[str, Told], path: Path = STRENGTHS) -> Path:
    """Write the strengths beside the rule, one arrow a line."""
    lines = ",\n".join(json.dumps(item.record()) for item in found.values())
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return path
