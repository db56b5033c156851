"""Strengths of arrows that nobody had to measure: told and known strengths as they are, for tests of pictures."""

from __future__ import annotations

from somaloop.engine.worlds import WORLDS
from somaloop.language import Body
from somaloop.results.strength import Strength, Strengths, bundles_of, own_strength


def made_strengths(body: Body) -> Strengths:
    """Each arrow as strong as its own number, each bundle as the sum of its arrows."""
    arrows, bundles = {}, {}
    for world in WORLDS:
        for pair, items in bundles_of(body).items():
            for arrow in items:
                output = next((name for name in body.outputs if name.startswith(f"{pair[1]}.")), "")
                arrows[world, arrow.name] = Strength(own_strength(arrow, world), output, "usual life")
            sizes = [arrows[world, arrow.name].size for arrow in items]
            bundles[world, pair] = Strength(sum(sizes), "", "usual life")
    return Strengths(arrows, bundles)
