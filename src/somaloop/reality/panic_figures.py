"""Figures of panic: the push of the body that starts runaway fear.

The published model runs in minutes. Here its fast loop is an hourly hazard, whose threshold is a parabola through
runs of the published equations; how long a surge lasts is not in it, so that is no figure.
"""

from __future__ import annotations

from functools import lru_cache, partial

from somaloop.engine.reference import integrate_reference
from somaloop.mind.appraisal import MECHANISM
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="panic", unit="1", source="robinaugh-threshold-derived")
_FORM = "(threshold of the hourly hazard)"


@lru_cache(maxsize=16)
def _threshold(schema: float) -> float:
    """The push that the hazard of a surge is reckoned from, at a threat schema."""
    start = {"appraisal.threat_schema": schema}
    return float(integrate_reference([MECHANISM], [0.0, 0.01], initial=start)["appraisal.surge_threshold"][0])


_HIGH = (
    "The parabola follows runs of the same equations in which fear passed 0.5, which at so low a schema it does for a "
    "moment before arousal falls by itself; the table asks for more."
)

FIGURES: tuple[Figure, ...] = (
    _figure(
        what=f"push that starts runaway fear at a threat schema of 0.1, none up to 1.0 {_FORM}",
        published=1.0, low=1.0, high=2.0, range_from="none up to the largest push that was tried",
        model=partial(_threshold, 0.1),
    ),
    *(
        _figure(
            what=f"push that starts runaway fear at a threat schema of {schema:.1f} {_FORM}",
            published=published, low=published - 0.02, high=published + 0.02, range_from="step of the pushes",
            model=partial(_threshold, schema), miss=_HIGH if schema < 0.4 else "",
        )
        for schema, published in ((0.3, 0.94), (0.5, 0.70), (0.6, 0.58), (0.7, 0.48), (0.8, 0.38), (0.9, 0.30), (1.0, 0.24))
    ),
)  # fmt: skip
