"""How a job's lanes are divided into blocks, each of which is one call of the program a day."""

from __future__ import annotations

import os
from typing import NamedTuple

from somaloop.engine.program import Precision, compiler
from somaloop.language import SomaloopError

WIDEST = {"double": 64, "single": 128}
"""Lanes of a heyoka block, so that all a step reads stays in the cache of a core."""
VECTOR = {"double": 8, "single": 16}
"""Widths that fill whole vectors of any processor; a remainder would be worked out lane by lane."""
JAX_WIDTH = {"cpu": 256, "gpu": 131_072}


def cores() -> int:
    """How many blocks run at a time: ``SOMALOOP_CORES`` if set, else the machine's cores. Raises SomaloopError."""
    wanted = os.environ.get("SOMALOOP_CORES", "")
    if not wanted:
        return os.cpu_count() or 1
    if not wanted.isdigit() or int(wanted) < 1:
        raise SomaloopError(f"SOMALOOP_CORES is a number of cores, 1 or more, not {wanted!r}")
    return int(wanted)


class Block(NamedTuple):
    """Lanes ``low`` to ``high`` (half-open), run as ``width`` lanes, of which the surplus repeats the last."""

    low: int
    high: int
    width: int


def blocks(lanes: int, cores: int, precision: Precision, widest: int | None = None) -> list[Block]:
    """The blocks of a job of so many lanes.

    heyoka gives the same numbers to the last bit in blocks of any width of whole vectors, so the lanes are shared out
    evenly between the cores. JAX has one width for every size of job, so that one compiled program serves all.
    ``widest`` bounds the width; with JAX it is the width.
    """
    if compiler() != "heyoka":
        width = widest or _jax_width(lanes)
        return [Block(low, min(low + width, lanes), width) for low in range(0, lanes, width)]
    vector = VECTOR[precision]
    vectors, most = -(-lanes // vector), -(-(widest or WIDEST[precision]) // vector)
    count = min(vectors, cores * -(-vectors // (most * cores)))
    found, low = [], 0
    for number in range(count):
        width = vector * (vectors // count + (number < vectors % count))
        found.append(Block(low, min(low + width, lanes), width))
        low += width
    return found


def _jax_width(lanes: int) -> int:
    from somaloop.engine._jax import jax

    if jax.default_backend() == "cpu":
        return JAX_WIDTH["cpu"]
    # a GPU is filled by tens of thousands; small jobs need not pay for the largest block
    width = 1024
    while width < min(lanes, JAX_WIDTH["gpu"]):
        width *= 2
    return width
