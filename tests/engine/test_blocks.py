"""Blocks hold every lane once, fill whole vectors, and share the work evenly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.engine import blocks as module
from somaloop.engine.blocks import JAX_WIDTH, VECTOR, WIDEST, blocks, cores
from somaloop.language import SomaloopError


@given(st.integers(1, 5000), st.integers(1, 64), st.sampled_from(sorted(VECTOR)), st.none() | st.integers(1, 300))
def test_every_lane_is_in_one_block_and_no_core_has_much_more_than_another(lanes, cores, precision, widest):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "compiler", lambda: "heyoka")
        found = blocks(lanes, cores, precision, widest)
    assert [block.low for block in found] == [0, *(block.high for block in found[:-1])]
    assert found[-1].high == lanes
    vector = VECTOR[precision]
    widths = [block.width for block in found]
    assert all(width % vector == 0 and 0 < width < (widest or WIDEST[precision]) + vector for width in widths)
    assert max(widths) - min(widths) <= vector
    assert sum(widths) - lanes < vector, "no vector is filled with copies alone"
    assert len(found) % cores == 0 or len(found) == -(-lanes // vector)


@pytest.mark.parametrize("lanes", [1, 255, 256, 257, 1000])
def test_jax_has_one_width(lanes, monkeypatch):
    monkeypatch.setattr(module, "compiler", lambda: "jax")
    found = blocks(lanes, 2, "double")
    assert {block.width for block in found} == {JAX_WIDTH["cpu"]}
    assert found[-1].high == lanes


def test_the_number_of_cores_may_be_stated(monkeypatch):
    monkeypatch.setenv("SOMALOOP_CORES", "3")
    assert cores() == 3
    monkeypatch.delenv("SOMALOOP_CORES")
    assert cores() >= 1
    for wrong in ("0", "two", "-1"):
        monkeypatch.setenv("SOMALOOP_CORES", wrong)
        with pytest.raises(SomaloopError, match="SOMALOOP_CORES"):
            cores()
