"""A comparison from end to end: twins, arms that do not disturb each other, exact storage."""

from __future__ import annotations

import json
from functools import lru_cache

import numpy as np
import pytest

from somaloop.model import whole_body
from somaloop.people import Person
from somaloop.protocol import Protocol, build_schedule
from somaloop.results.attribution import causal_arrows
from somaloop.results.compare import Arm, Question, compare
from somaloop.results.store import StoreError, capsule, checksum, plain, read_run, table, write_run

USUAL = Protocol.parse("drink 80 mg caffeine at 08:00\nsleep window 23:00 to 07:00\nstress 1 h at 10:00 on weekdays")


def question(extra: tuple[str, ...] = (), attribute: bool = False) -> Question:
    body = whole_body()

    def arm(name: str, lines: str) -> Arm:
        protocol = USUAL + lines if lines else USUAL
        empty = protocol.placebo_twin()
        twin = build_schedule(empty, body, 7) if empty != protocol else None
        return Arm(name, build_schedule(protocol, body, 7), str(protocol), twin)

    arms = (arm("without", ""), arm("same", ""), arm("with", "take 300 mg magnesium as glycinate at 21:00 daily"))
    return Question(
        title="test", person="one", traits=Person("ssd", {"magnesium": "low"}).traits(body),
        usual=build_schedule(USUAL, body, 7), arms=(*arms, *(arm(text, text) for text in extra)), days=7,
        settle_days=7, draws=4, attribute=attribute,
    )  # fmt: skip


@lru_cache(maxsize=1)
def result():
    return compare(whole_body(), question(attribute=True))


def test_twins_are_identical_and_treatment_changes_something():
    daily = result().daily
    for name in daily.data_vars:
        assert np.array_equal(daily[name].sel(arm="without"), daily[name].sel(arm="same"))
    difference = daily["magnesium.serum"].sel(arm="with") - daily["magnesium.serum"].sel(arm="without")
    assert (difference.isel(day=-1) > 0.005).all()
    assert not result().failures


def test_an_unrelated_arm_changes_nobody():
    more = compare(whole_body(), question(("yoga 45 min at 18:00 on monday",)))
    for arm in result().arms:
        for name in ("appraisal.worry", "magnesium.serum", "sleep.asleep"):
            assert np.array_equal(more.daily[name].sel(arm=arm), result().daily[name].sel(arm=arm))


def test_placebo_moves_reports_and_no_biomarker():
    daily = result().daily
    placebo, without = daily.sel(arm="with: placebo"), daily.sel(arm="without")
    known = [lane for lane in daily.lane.values if lane != "told"]
    for name, tolerance in (("magnesium.serum", 2e-3), ("magnesium.urine_rate", 0.01), ("gut.stools_per_week", 0.2)):
        moved = np.abs(placebo[name].sel(lane=known) - without[name].sel(lane=known)).max()
        assert moved < tolerance, name  # only what calmer feelings do to the body in their turn
    gain = (placebo - without)["learning.benefit_expectation"].isel(day=-1)
    assert (gain > 0.1).all()  # how fast and how far belief builds is open, that it builds is not
    assert (placebo["perception.felt_burden"].isel(day=-1) < without["perception.felt_burden"].isel(day=-1)).all()


def test_rows_hold_what_the_arrays_hold():
    comparison = result()
    row = next(r for r in comparison.rows if r.instrument == "PHQ-15" and r.arm == "with")
    series = {arm: comparison.series("PHQ-15", arm)[:, -1] for arm in ("without", "with")}
    assert row.told.difference.centre == pytest.approx(series["with"][0] - series["without"][0])
    assert row.known.difference.centre == pytest.approx(np.median(series["with"][2:] - series["without"][2:]))


def test_parts_of_every_difference_add_up():
    arrows = set(causal_arrows(whole_body()))
    seen = 0
    for row in (row for row in result().rows if row.arm == "with"):
        for lane, answer in ((0, row.told), (1, row.known)):
            rests = answer.rests_on
            series = {arm: result().series(row.instrument, arm)[lane, -1] for arm in ("without", "with")}
            assert rests is not None
            assert rests.whole == pytest.approx(series["with"] - series["without"], rel=1e-12, abs=1e-12)
            scale = 1e-9 * max(rests.gross, 1e-6)
            assert rests.inside + sum(rests.grades.values()) == pytest.approx(rests.whole, abs=scale)
            assert rests.inside + sum(part.part for part in rests.parts) == pytest.approx(rests.whole, abs=scale)
            for grade, value in rests.grades.items():
                assert sum(p.part for p in rests.parts if p.grade == grade) == pytest.approx(value, abs=scale)
            named = [arrow for part in rests.parts for arrow in part.arrows]
            assert len(named) == len(set(named))
            assert set(named) <= arrows
            assert all(part.error >= 0 for part in rests.parts)
            seen += len(rests.single)
    assert seen


def test_the_surest_ways_are_found():
    rows = {row.instrument: row for row in result().rows if row.arm == "with"}
    relief = rows["PHQ-15"].known.rests_on
    assert relief is not None
    assert "expectation_relieves_symptoms" in {part.arrow for part in relief.single}
    serum = rows["serum magnesium"].known.rests_on
    assert serum is not None
    assert serum.inside == pytest.approx(serum.whole, rel=0.05)  # swallowed magnesium reaches serum without arrows


def test_twins_rest_on_nothing():
    for row in (row for row in result().rows if row.arm == "same"):
        assert row.known.rests_on is not None
        assert row.known.rests_on.gross == 0.0


def test_a_run_is_saved_exactly_and_opens_in_xarray(tmp_path):
    import xarray as xr

    path = write_run(result(), tmp_path / "run.nc")
    again = read_run(path)
    for group in ("daily", "hourly"):
        assert checksum(again[group]) == checksum(getattr(result(), group))
    with xr.open_dataset(path, group="daily", engine="h5netcdf") as opened:
        assert opened["magnesium.serum"].attrs["units"] == "mmol/L"
    with pytest.raises(StoreError, match="no such file"):
        read_run(tmp_path / "nothing.nc")
    (tmp_path / "noise.nc").write_bytes(b"noise")
    with pytest.raises(StoreError, match="not a run"):
        read_run(tmp_path / "noise.nc")


def test_capsule_and_table_are_plain_json():
    text = json.dumps(plain(capsule(result(), "a.yaml", "title: x")), allow_nan=False)
    assert json.loads(text)["checksums"]["daily"] == checksum(result().daily)
    assert json.loads(json.dumps(table(result()), allow_nan=False))["outcomes"]
    assert plain(float("nan")) is None
