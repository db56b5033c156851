"""The main outputs are those that are committed, and a move of them is written down."""

from __future__ import annotations

import numpy as np
import pytest
from baseline.changelog import added, line_of
from baseline.measure import ROUNDING, kept, measure, moved, scale_of

SCRIPT = "python tests/baseline/update.py --why '...'"


def test_numbers_are_those_that_are_committed():
    old, new = kept(), measure()
    names = moved(old, new)
    told = "; ".join(f"{name}: {old.get(name)} -> {new.get(name)}" for name in names[:8])
    assert not names, (
        f"{len(names)} of {len(new)} numbers moved ({told}). If that is meant, run {SCRIPT} and commit what it writes "
        "with the changelog."
    )


def test_the_committed_numbers_cover_what_they_should():
    numbers = kept()
    assert all(np.isfinite(value) for value in numbers.values())
    for word in (
        "main job / PHQ-15 / difference, as known",
        "day / general, as told / cortisol",
        "types / ssd, as known / PHQ-15",
    ):
        assert word in numbers, f"{word} is not recorded; run {SCRIPT}"


def test_what_counts_as_moved():
    old = {
        "main job / PHQ-15 / without, as known": 10.0,
        "main job / PHQ-15 / difference, as known": -0.01,
        "day / general, as known / asleep at 03 h": 1.0,
        "day / general, as known / asleep at 12 h": 0.0,
    }
    assert moved(old, old) == []
    little = {name: value + 0.5 * ROUNDING * scale_of(name, old) for name, value in old.items()}
    assert moved(old, little) == []  # a difference is measured by the level, an hour by its day
    far = {**old, "main job / PHQ-15 / difference, as known": -0.05, "day / general, as known / asleep at 12 h": 0.5}
    assert moved(old, far) == ["day / general, as known / asleep at 12 h", "main job / PHQ-15 / difference, as known"]
    assert moved(old, {**old, "types / new / PHQ-15": 3.0}) == ["types / new / PHQ-15"]
    assert moved({**old, "gone / a / b": 1.0}, old) == ["gone / a / b"]
    assert moved(old, {**old, "day / general, as known / asleep at 03 h": float("nan")})


CHANGES = """# Changelog

## [Unreleased]

### Added

- a thing

### Numbers moved

- an earlier move
  on two lines

## [0.1.0]

### Numbers moved

- long ago
"""


def test_the_line_goes_to_the_unreleased_part():
    line = line_of(["a / b", "c / d"], {"a / b": 1.0}, {"a / b": 2.5, "c / d": 0.1}, "a new source.")
    assert line == "- Baseline (a new source): a, b: 1 -> 2.5; c, d: none -> 0.1."
    text = added(CHANGES, line)
    assert text.replace(line + "\n", "") == CHANGES
    assert text.index("on two lines") < text.index(line) < text.index("## [0.1.0]")


def test_the_section_is_made_where_it_is_missing():
    bare = CHANGES.replace("### Numbers moved\n\n- an earlier move\n  on two lines\n\n", "", 1)
    text = added(bare, "- x")
    assert text.index("- a thing") < text.index("### Numbers moved\n\n- x") < text.index("## [0.1.0]")
    with pytest.raises(ValueError, match="Unreleased"):
        added("# Changelog\n", "- x")


def test_many_moves_are_counted():
    names = [f"n{i}" for i in range(15)]
    line = line_of(names, dict.fromkeys(names, 1.0), dict.fromkeys(names, 2.0))
    assert line.count("->") == 12 and line.endswith("; and 3 more.")
