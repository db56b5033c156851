"""``convergence``: how accurate the step of six minutes is, state by state, as a page."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.cli.ask import load_experiment, person_of
from somaloop.cli.output import progress_bar, write_text
from somaloop.model import checked_body

if TYPE_CHECKING:
    from somaloop.engine.convergence import Accuracy

WORLDS = ("known", "told")
DAYS = 7

# Every input is used, so that every state moves.
FULL_WEEK = """
eat meals at 08:00, 13:00 and 19:00 daily
diet 80 % processed
drink 80 mg caffeine at 08:00, 13:30 and 17:00 daily
drink 0.5 L water at 10:00 and 15:00 daily
drink 20 g alcohol at 20:00 daily
stress 2 h at 10:00 on weekdays, strong
exercise 30 min at 17:30 daily, moderate
walk outdoors 30 min at 12:30 daily
nap 30 min at 14:00 daily
breathe slowly 10 min at 18:00 daily
yoga 45 min at 18:30 daily
relaxation 20 min at 20:30 daily
mindfulness 20 min at 21:30 daily
cbt session 50 min at 16:00 daily
somatic experiencing session 50 min at 12:00 daily
clinician visit on day 2 at 15:00
take 150 mg magnesium as glycinate at 21:00 daily
take 50 mg magnesium as threonate at 08:00 daily
take 50 mg magnesium as malate at 08:00 daily
take 150 mg magnesium as citrate at 12:00 daily
take 300 mg magnesium as oxide at 13:00 daily
use omeprazole
use hydrochlorothiazide
use furosemide
sleep window 23:30 to 06:30 daily
"""

_HEADER = "<!-- Made by `./somaloop convergence` from the code; changes here are lost. -->\n"
_INTRODUCTION = """# Convergence

How far the numbers are from those of an infinitely small step. Each state is integrated without noise from the initial
states, with the step of six minutes whole, halved and in quarters, and compared at every step of the grid with one
sixteenth of it. The error is the largest over the {days} days, as a share of the state's own range in them. The order is
the power of the step with which the error falls, from whole to half steps and from half to quarter steps; the
integrator's own is 4 ([numerics](numerics.md)). It is lower where an equation has a kink (the positive part of
something that changes its sign), since no step ends there; · is an error of rounding alone. The second
life has bed times off the full hour on purpose. That the small step tends to the truth is shown by other engines, which
integrate the same model from SBML ([sbml](sbml.md)).
"""


def _order(value: float) -> str:
    return "·" if isnan(value) else f"{value:.1f}"


def _table(found: Sequence[Accuracy]) -> str:
    by_state: dict[str, dict[str, Accuracy]] = {}
    for item in found:
        by_state.setdefault(item.state, {})[item.world] = item
    heads = [f"{what}, as {world}" for world in WORLDS for what in ("range", "error", "order")]
    lines = ["| state | unit | " + " | ".join(heads) + " |", "| --- | --- |" + " ---: |" * len(heads)]
    moving = {name: row for name, row in by_state.items() if any(item.moves for item in row.values())}
    for name, row in sorted(moving.items(), key=lambda pair: -max(item.errors[0] for item in pair[1].values())):
        cells = [name, row[WORLDS[0]].unit]
        for world in WORLDS:
            item = row[world]
            cells += (
                [f"{item.span:.3g}", f"{item.errors[0]:.1e}", f"{_order(item.order(0))}, {_order(item.order(1))}"]
                if item.moves
                else ["0", "", ""]
            )
        lines.append("| " + " | ".join(cells) + " |")
    still = [name for name in by_state if name not in moving]
    text = "\n".join(lines) + "\n"
    return text + (f"\nNot moved by these days: {', '.join(still)}.\n" if still else "")


def _summary(found: Sequence[Accuracy]) -> str:
    worst = {world: max((x for x in found if x.world == world), key=lambda x: x.errors[0]) for world in WORLDS}
    parts = [f"{item.errors[0]:.1e} as {world} ({item.state})" for world, item in worst.items()]
    return f"Largest errors: {', '.join(parts)}."


def convergence_page(tables: Sequence[tuple[str, Sequence[Accuracy]]]) -> str:
    """The page: for each title, the summary and the table of every state."""
    parts = [_HEADER, _INTRODUCTION.format(days=DAYS)]
    for title, found in tables:
        parts += [f"## {title}\n", _summary(found) + "\n", _table(found)]
    return "\n".join(parts)


def convergence_command(file: Path, out: Path) -> int:
    """Measure two lives of the experiment's person, in both worlds, and write the page."""
    from somaloop.engine.convergence import measure
    from somaloop.protocol import Protocol, build_schedule

    asked = load_experiment(file)
    body = checked_body()
    arm = asked.experiment.arms[-1]
    traits = person_of(arm.person).traits(body)
    lives = (
        (f"{asked.experiment.title}: {arm.name}", asked.experiment.schedules(body)[arm.name]),
        ("A week in which everything happens", build_schedule(Protocol.parse(FULL_WEEK), body, DAYS)),
    )
    tables = []
    with progress_bar("convergence") as show:
        for done, (title, schedule) in enumerate(lives, start=1):
            tables.append((title, measure(body, traits, schedule, DAYS, WORLDS)))
            if show is not None:
                show(done, len(lives))
    write_text(out, convergence_page(tables))
    for title, found in tables:
        print(f"{title}. {_summary(found)}")
    print(f"wrote {out}")
    return 0
