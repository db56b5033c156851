"""Which way an arrow pushes, found from its equation."""

from __future__ import annotations

import pytest
from toys import DRUG, MOOD, changed

from somaloop.language import assemble
from somaloop.language import functions as f
from somaloop.language.direction import direction


@pytest.mark.parametrize(
    ("equation", "sign"),
    [
        (lambda strength, q: strength * q.plasma, 1),
        (lambda strength, q: -strength * q.plasma, -1),
        (lambda strength, q: strength * (2.0 - q.plasma), -1),
        (lambda strength, q: strength * q.plasma**2, 1),
        (lambda strength, q: strength * f.maximum(0.0, q.plasma - 5.0), 1),  # nothing until far from rest
        (lambda strength, q: -strength * f.log(q.plasma), -1),  # not finite at rest
        (lambda strength, q: strength * q.plasma * q.gut, 1),  # nothing while the other is at rest
        (lambda strength, q: strength * 3.0, 0),
    ],
)
def test_direction(equation, sign):
    (arrow,) = DRUG.arrows
    body = assemble([changed(DRUG, arrows=(changed(arrow, equation=equation),)), MOOD])
    assert direction(body, arrow.name) == sign
