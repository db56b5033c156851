"""Measured curves that lie beside the checkout: caffeine in plasma, and the hourly hormones behind the stress figures."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from somaloop.reality._night_experiments import caffeine_curve
from somaloop.reality._stress_experiments import CARROLL, YEHUDA

DATA = Path(__file__).parents[3] / "shared" / "data"
CAFFEINE = DATA / "pkdb_caffeine" / "caffeine_plasma_long.csv"
PROFILES = DATA / "hpa_profiles"


def group_curves() -> list[tuple[np.ndarray, np.ndarray]]:
    """Hours and plasma level (mg/L per mg/kg) of groups that swallowed caffeine and whose weight is known."""
    rows = defaultdict(list)
    with CAFFEINE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            swallowed = row["subject_type"] == "group" and row["route"] == "oral"
            if swallowed and row["weight_kg"] and row["oral_contraceptives"] != "Y":
                rows[row["study"], row["curve"]].append(row)
    curves = []
    for found in rows.values():
        dose = float(found[0]["dose"])
        per_kilogram = dose if found[0]["dose_unit"] == "mg/kg" else dose / float(found[0]["weight_kg"])
        hours, level = (np.array([float(row[name]) for row in found]) for name in ("time_h", "caffeine_ug_ml"))
        order = hours.argsort()
        curves.append((hours[order], level[order] / per_kilogram))
    return curves


@pytest.mark.skipif(not CAFFEINE.exists(), reason="the caffeine curves are not beside the checkout")
@pytest.mark.parametrize("hour", [1.0, 2.0, 4.0, 6.0, 8.0])
def test_caffeine_in_plasma_lies_among_the_measured_curves(hour):
    measured = [np.interp(hour, *curve) for curve in group_curves() if curve[0][-1] >= hour]
    assert len(measured) >= 8
    low, high = np.quantile(measured, [0.1, 0.9])
    assert low < caffeine_curve(350.0)[round(hour * 10)] / 5.0 < high


@pytest.mark.skipif(not PROFILES.exists(), reason="the hormone profiles are not beside the checkout")
@pytest.mark.parametrize(
    ("file", "starts", "kept"),
    [("Yehuda-1996-control-cortisol", 10.0, YEHUDA), ("Carroll-2007-controlGroupCortisol", 0.0, CARROLL)],
)
def test_the_hourly_values_are_those_of_the_digitised_groups(file, starts, kept):
    """Clock hours to the hundredth; a minute or two of digitising moves a sample across an hour."""
    minutes, level = np.loadtxt(PROFILES / f"{file}.txt").T
    hours = np.floor(minutes / 60.0 + starts + 1e-6).astype(int) % 24
    means = np.array([level[hours == hour].mean() for hour in range(24)])
    assert means.mean() == pytest.approx(kept.mean(), rel=0.02)
    assert np.corrcoef(means, kept)[0, 1] > 0.99
