"""Ratings of virtual people beside the open diary data sets of openESM: how much varies between and within people."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from somaloop.reality._diary_experiments import KIND, ratings, shared

DATA = Path(__file__).parents[3] / "shared" / "data" / "openesm_descriptives" / "descriptives.csv"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the open diary descriptives are not beside the checkout")

# One item a data set where several mean the same; single concerns (such as worry about one relative) are left out.
NAMES = {
    "worry": ("worry", "worried", "worries", "worrying", "worry_frequent", "parent_worried"),
    "fatigue": ("fatigue", "fatigued", "tired", "exhausted", "fatiguability", "parent_exhausted"),
    "low mood": ("down", "depressed", "sad", "downhearted", "parent_sad"),
    "muscle tension": ("muscle_tension",),
}
CALM = "Ordinary people's good and bad days are assumed to be 0.6 of those of patients; in community samples they are more."
MISSES = {
    ("worry", "within", "general"): CALM,
    ("fatigue", "within", "general"): CALM,
    (
        "worry",
        "between",
        "general",
    ): "People differ widely in worry, to meet the spread of anxiety scales; a little more than in open diaries.",
}


@lru_cache(maxsize=1)
def open_data() -> dict[str, list[tuple[float, float]]]:
    """For each item the (share of variance between people, median SD within people of 100 points) of each data set."""
    found: dict[str, dict[str, tuple[float, float]]] = {item: {} for item in NAMES}
    with DATA.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            width = float(row["scale_max"] or 0) - float(row["scale_min"] or 0)
            for item, names in NAMES.items():
                if row["item"] in names and width >= 3 and row["icc"] and row["dataset"] not in found[item]:
                    found[item][row["dataset"]] = float(row["icc"]), 100.0 * float(row["sd_median"]) / width
    return {item: list(sets.values()) for item, sets in found.items()}


def spread(item: str, what: str) -> tuple[float, float]:
    """The middle nine tenths of the data sets; all of them where there are few."""
    values = np.array([row[("between", "within").index(what)] for row in open_data()[item]])
    edge = 0.05 if len(values) >= 10 else 0.0
    return float(np.quantile(values, edge)), float(np.quantile(values, 1 - edge))


def model(item: str, what: str, kind: str) -> float:
    if what == "between":
        return shared(item, kind=kind)
    rated = ratings(item, kind)
    return float(np.median(np.nanstd(rated.reshape(-1, rated.shape[-1]), axis=0, ddof=1)))


def test_there_are_enough_data_sets():
    counts = {item: len(rows) for item, rows in open_data().items()}
    assert counts["worry"] >= 10 and counts["fatigue"] >= 8 and counts["low mood"] >= 30
    assert counts["muscle tension"] == 4


@pytest.mark.parametrize("kind", ["general", KIND])
@pytest.mark.parametrize("what", ["between", "within"])
@pytest.mark.parametrize("item", sorted(NAMES))
def test_ratings_vary_as_in_open_data(item, what, kind):
    low, high = spread(item, what)
    value = model(item, what, kind)
    inside = low <= value <= high
    reason = MISSES.get((item, what, kind), "")
    if reason:
        assert not inside, f"{value:.3g} now lies in {low:.3g} to {high:.3g}: no longer a miss; remove the reason"
    else:
        assert inside, f"{value:.3g} does not lie in {low:.3g} to {high:.3g}"
