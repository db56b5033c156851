"""Figures: every world and arm is drawn, labels keep apart, gaps stay gaps."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from report._synthetic import synthetic, two_lives, with_failure

from somaloop.plot import (
    Curves,
    RestPoint,
    day_figure,
    difference_figure,
    find_panels,
    gain_figure,
    in_bars,
    trajectory_figure,
)
from somaloop.plot.day import waking_hour
from somaloop.plot.days import MISSING, packed
from somaloop.plot.happenings import Happening, in_window, levels, word_for
from somaloop.plot.style import spread_apart
from somaloop.plot.trajectory import reading_days


def words(figure: object) -> str:
    return " ".join(note.text for note in figure.layout.annotations)  # type: ignore[attr-defined]


def test_trajectories_hold_both_worlds_and_every_arm() -> None:
    figure = trajectory_figure(synthetic(draws=20), "PHQ-15")
    names = {trace.name for trace in figure.data if trace.name}
    assert names == {
        f"{arm}, {world}" for arm in ("without", "with", "with: placebo") for world in ("as told", "as known")
    }
    assert "as told" in words(figure)
    assert "placebo" in words(figure)


def test_a_failed_draw_leaves_a_gap_as_known_and_says_so() -> None:
    comparison = synthetic(days=28, draws=10)
    daily = comparison.daily.copy(deep=True)
    daily["appraisal.worry"].loc[{"lane": "known 3"}] = np.nan
    figure = trajectory_figure(replace(comparison, daily=daily), "worry")
    for trace in figure.data:
        if trace.name == "with, as known":
            assert all(value is None for value in trace.y)
        if trace.name == "with, as told":
            assert all(value is not None for value in trace.y)
    assert "a run failed" in words(figure)


@pytest.mark.parametrize(("days", "last"), [(5, 4), (84, 83), (30, 29)])
def test_readings_end_with_the_study(days: int, last: int) -> None:
    chosen = reading_days(days)
    assert chosen[-1] == last
    assert chosen == sorted(set(chosen))


def test_differences_point_right_where_it_is_better() -> None:
    comparison = synthetic(draws=20)
    rows = {row.instrument: row for row in comparison.rows}
    assert in_bars(rows["PHQ-15"], -3.0) == pytest.approx(1.0)
    assert in_bars(rows["serum magnesium"], 1.0) > 0
    figure = difference_figure(comparison)
    assert "too small to notice" in words(figure)
    assert "the run failed" in words(difference_figure(with_failure()))


def test_the_day_runs_from_waking_to_waking() -> None:
    comparison = two_lives()
    assert waking_hour(comparison, comparison.arms, 2) == 7
    figure = day_figure(comparison)
    assert "07:00" not in figure.layout.xaxis.ticktext[1:]
    assert len(figure.data) == 10 * 2 * 2
    assert all(len(trace.x) == 24 for trace in figure.data)
    text = words(figure)
    for part in ("Cortisol", "nmol/L", "pg/mL", "beats/min", "mmol/L", "mg/L", "coffee", "stress", "to bed", "both"):
        assert part in text


def test_the_day_goes_without_what_is_absent() -> None:
    comparison = two_lives()
    less = replace(comparison, hourly=comparison.hourly.drop_vars(["sleep.asleep", "appraisal.worry"]))
    figure = day_figure(less)
    assert "not in this run: Asleep, Worry" in words(figure)
    assert len(find_panels(less)[0]) == 8


def test_a_short_run_gives_the_hours_that_there_are() -> None:
    figure = day_figure(two_lives(days=1))
    assert 0 < len(figure.data[0].x) <= 24


def test_loop_figures_mark_stable_and_tipping_points() -> None:
    shown = np.linspace(0, 1, 11)
    rests = (RestPoint(0.1, 0.4, True), RestPoint(0.4, 1.6, False), RestPoint(0.8, 0.3, True))
    curves = Curves(shown, {"told": shown**0.5, "known": 0.2 + 0.2 * shown}, {"told": rests, "known": rests[:1]})
    figure = gain_figure(curves)
    markers = [trace.marker.color for trace in figure.data if trace.mode == "markers"]
    assert len(markers) == 4
    assert markers.count("#ffffff") == 1
    assert "tips here: 40" in words(figure)
    assert "gain 0.40" in words(figure)


def test_events_are_placed_by_day_and_hour() -> None:
    events = [(1, 8.0, "drink 95 mg caffeine"), (2, 8.0, "eat meals"), (2, 23.0, "sleep window 23:00 to 07:00")]
    assert [item.word for item in in_window(events, 24.0, 48.0)] == ["meal", "to bed"]
    assert word_for("take 300 mg magnesium glycinate salt") == "magnesium"
    assert word_for("take placebo") == "placebo"


@given(st.lists(st.floats(0, 24), max_size=12))
def test_labels_on_one_line_never_touch(hours: list[float]) -> None:
    items = [Happening(hour, "coffee", "") for hour in sorted(hours)]
    lines = levels(items, 0.2)
    for line in set(lines):
        places = [item.hour for item, at in zip(items, lines, strict=True) if at == line]
        assert all(later - now >= 7.2 * 0.2 - 1e-9 for now, later in itertools.pairwise(places))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_labels_are_moved_apart(places: list[float]) -> None:
    put = sorted(spread_apart(places, 13.0, 0.0, 200.0))
    assert all(later - now >= 12.5 for now, later in itertools.pairwise(put))


@given(st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=50))
def test_packing_keeps_values_and_gaps(values: list[float]) -> None:
    import base64

    array = np.array(values)
    whole = packed(array)
    codes = np.frombuffer(base64.b64decode(whole["codes"]), dtype="<u2")
    assert (codes == MISSING).tolist() == np.isnan(array).tolist()
    back = whole["low"] + whole["step"] * codes
    finite = np.isfinite(array)
    if finite.any():
        assert np.abs(back - array)[finite].max() <= np.ptp(array[finite]) / MISSING + 1e-9
