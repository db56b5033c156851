"""The checksum of all that lives follow from apart from the plan."""

from __future__ import annotations

from dataclasses import replace

from somaloop.language import Body
from somaloop.model import whole_body
from somaloop.trials.stamp import stamp


def test_it_is_the_same_for_the_same_body_and_another_for_another_strength():
    body = whole_body()
    assert stamp(body) == stamp(body)
    mechanism = next(item for item in body.mechanisms.values() if item.arrows)
    arrow = mechanism.arrows[0]
    told = replace(mechanism, arrows=(replace(arrow, as_told=arrow.as_told + 1.0), *mechanism.arrows[1:]))
    other = Body({**body.mechanisms, mechanism.name: told}, before=body.before)
    assert stamp(other) != stamp(body)
    assert stamp(body.declared) != stamp(body)
