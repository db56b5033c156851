"""The catalogue: names, units, sources and outputs that exist, and the rows of the main job."""

from __future__ import annotations

import re

import pytest

from somaloop.instruments import INSTRUMENTS, MAIN, Growth, Moment, Recall, instrument, needed_outputs
from somaloop.instruments.catalogue import _ALL
from somaloop.language import UnknownNameError
from somaloop.language.units import unit
from somaloop.model import whole_body

BODY = whole_body()
KNOWN = {**BODY.states, **BODY.observables}

# Units of readings that no physical quantity has, or that a laboratory writes in its own way.
OF_FORMS = {"points", "a week", "share", "ratio", "%", "ln ms", "% MVC"}


def test_names_are_used_once_and_belong_to_no_quantity():
    names = [item.name for item in _ALL]
    assert len(set(names)) == len(names) == len(INSTRUMENTS)
    assert not set(names) & set(KNOWN)
    titles = [item.title for item in _ALL]
    assert len(set(titles)) == len(titles)


def test_the_main_job_keeps_its_twenty_rows():
    assert len(MAIN) == 20
    assert set(MAIN) == {name for name, item in INSTRUMENTS.items() if item.main}
    assert needed_outputs(["stools"]) == ("gut.stools_per_week",)


def test_unknown_instrument_suggests():
    with pytest.raises(UnknownNameError, match="did you mean 'PHQ-15'"):
        instrument("phq15")


@pytest.mark.parametrize("name", sorted(INSTRUMENTS))
def test_an_instrument_is_whole(name):
    from somaloop.evidence import source

    item = INSTRUMENTS[name]
    assert [output for output in item.outputs if output not in KNOWN] == []
    cited = [*item.source.split(), *(anchor.source for anchor in item.anchors)]
    assert cited
    for identifier in cited:
        source(identifier)
    if item.unit not in OF_FORMS:
        assert re.fullmatch(r"[\w/%1]+", item.unit)
        unit(item.unit)
    assert item.low < item.high
    assert item.error > 0 or item.relative_error > 0
    assert item.note.endswith(".")
    assert 0 <= item.missing < 0.5
    assert item.better in ("lower", "higher", "neither")


@pytest.mark.parametrize(
    "name", [name for name, item in INSTRUMENTS.items() if len(item.weights) == 1 and not item.per]
)
def test_units_of_what_is_read_off_directly(name):
    """A reading in a physical unit is its output in the same unit, unless it is counted otherwise or is the growth of a total."""
    item = INSTRUMENTS[name]
    (output, weight), own = item.weights[0], KNOWN[item.outputs[0]].unit
    if item.unit in OF_FORMS or weight != 1.0 or isinstance(item.window, Growth):
        return
    same = {("h", "hour"), ("% MVC", "1"), ("ratio", "1")}
    assert (item.unit, own) in same or unit(item.unit).same_as(unit(own)), output


def test_what_sets_a_curve_may_be_fitted():
    """Rows that only check never fix the curve of a scale."""
    from somaloop.evidence import source

    for item in INSTRUMENTS.values():
        for anchor in item.anchors:
            assert not anchor.sets or source(anchor.source).use == "calibrate", (item.name, anchor.source)


def test_no_belief_moves_what_a_device_measures():
    for item in INSTRUMENTS.values():
        if item.kind == "biomarker" or item.name.startswith("recorded"):
            assert not item.expectation_moves
            assert not any(
                output.startswith(("perception.", "appraisal.", "mood.", "sleep_perception."))
                for output in item.outputs
            )
        if item.kind == "questionnaire" or item.name.startswith(("momentary", "reported")):
            assert item.expectation_moves


def test_windows_are_those_of_the_forms():
    recalls = {"PHQ-15": 28, "SSS-8": 7, "PHQ-9": 14, "GAD-7": 14, "ISI": 14, "PSQI": 28, "PSS-10": 28, "HADS-A": 7}
    for name, days in recalls.items():
        assert INSTRUMENTS[name].window == Recall(days)
    for name in ("serum cortisol", "melatonin", "adrenaline", "plasma caffeine"):
        window = INSTRUMENTS[name].window
        assert isinstance(window, Moment) and window.minutes == 6
