"""The error of the six-minute step, state by state, and the order with which it falls."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from days import EveryDay, doses
from toys import toy_body

from somaloop.cli.ask import load_experiment
from somaloop.cli.convergence import FULL_WEEK, convergence_page
from somaloop.engine.convergence import ROUNDING, Accuracy, measure
from somaloop.engine.worlds import WORLDS
from somaloop.model import whole_body
from somaloop.protocol import Protocol, build_schedule

ROOT = Path(__file__).resolve().parents[2]
DAYS = 4


@lru_cache(maxsize=1)
def asked():
    return load_experiment(ROOT / "examples" / "magnesium.yaml")


def measured(schedule, days=DAYS):
    body = whole_body()
    return measure(body, asked().person.traits(body), schedule, days, WORLDS)


@lru_cache(maxsize=1)
def example():
    return measured(asked().experiment.schedules(whole_body())["with"])


@lru_cache(maxsize=2)
def full(lines=FULL_WEEK):
    return measured(build_schedule(Protocol.parse(lines), whole_body(), DAYS))


def test_linear_kinetics_are_exact_and_slow_moods_are_of_fourth_order():
    schedule = EveryDay({"drug.swallowed": doses((8.0, 100.0))})
    found = {item.state: item for item in measure(toy_body(), {}, schedule, 2, ("told",))}
    assert found["drug.gut"].errors[0] < ROUNDING and isnan(found["drug.gut"].order())
    for name in ("drug.plasma", "mood.level"):
        assert found[name].errors[0] < 1e-3
        assert 3.7 < found[name].order(0) < 4.5
        assert 3.7 < found[name].order(1) < 4.5


def test_every_state_of_the_example_is_within_a_thousandth_of_its_range():
    worst = sorted(example(), key=lambda item: -item.errors[0])
    assert worst[0].errors[0] < 1e-3, worst[:5]


def test_halving_the_step_shrinks_every_error_at_fourth_order_or_near_it():
    """Kinks (the positive part of what changes its sign) leave third order; second is the least that is taken."""
    for world in WORLDS:
        orders = {
            item.state: (item.order(0) + item.order(1)) / 2  # over both halvings: where terms cancel, one misleads
            for item in example()
            if item.world == world and item.errors[0] > 1e-6
        }
        assert min(orders.values()) > 2.0, sorted(orders.items(), key=lambda pair: pair[1])[:5]
        assert np.median(list(orders.values())) > 3.4


def test_a_full_week_moves_every_state():
    moved = {item.state for item in full() if item.moves}
    assert set(whole_body().states) == moved


@pytest.mark.parametrize("lines", [FULL_WEEK.replace("23:30 to 06:30", "23:00 to 07:00"), FULL_WEEK], ids=["on", "off"])
def test_times_on_and_off_the_full_hour_are_within_a_thousandth(lines):
    worst = max(full(lines), key=lambda item: item.errors[0])
    assert worst.errors[0] < 1e-3, worst


STRESSES = """
eat meals at 08:00, 13:00 and 19:00 daily
stress 2 h at 07:30 on day 1, strong
stress 2 h at 16:42 on day 1, strong
stress 12 min at 09:00 on day 2, strong
stress 1 h at 20:00 on day 2, moderate
stress 4 h at 09:00 on day 3, mild
sleep window 23:00 to 07:00 daily
"""


def test_stress_of_any_strength_and_hour_is_within_a_thousandth():
    """Where in its first step a stress takes the gut over the bend of an equation differs from one to the next."""
    found = measured(build_schedule(Protocol.parse(STRESSES), whole_body(), 3), 3)
    worst = max(found, key=lambda item: item.errors[0])
    assert worst.errors[0] < 1e-3, worst


def test_the_page_names_every_state_with_its_error_and_order():
    rows = (
        Accuracy("a.x", "mg", "known", 2.0, (1.6e-3, 1e-4, 6.25e-6), 8.0),
        Accuracy("a.x", "mg", "told", 0.0, (0.0, 0.0, 0.0), 0.0),
        Accuracy("a.y", "1", "known", 0.0, (0.0, 0.0, 0.0), 0.0),
        Accuracy("a.y", "1", "told", 0.0, (0.0, 0.0, 0.0), 0.0),
    )
    page = convergence_page([("A life", rows)])
    assert "| a.x | mg | 2 | 1.6e-03 | 4.0, 4.0 | 0 |  |  |" in page
    assert "Not moved by these days: a.y." in page
    assert "Largest errors: 1.6e-03 as known (a.x)" in page


def test_the_page_in_the_documents_is_of_these_states():
    """The page is made by a command; this only finds one that was made from another model."""
    page = (ROOT / "docs" / "convergence.md").read_text(encoding="utf-8")
    _, _, everything = page.partition("## A week in which everything happens")
    for name in whole_body().states:
        assert f"| {name} |" in everything, name
