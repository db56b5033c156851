"""Whether the stated certainty is right: how often intervals hold what they should, and where in them it falls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr

from somaloop.calibrate.scoreboard import Line
from somaloop.plot.predicted_line import USE_WORDS, coverage_at, percent
from somaloop.plot.predicted_parts import OWN, USE_HUE, block, path_of, picture, segment, text
from somaloop.plot.style import FAINT, INK, MUTED, RULE, spread_apart
from somaloop.studies.scales import NORMAL_95

LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
BINS = 10


def _distances(lines: Sequence[Line], among: bool) -> list[float]:
    return [
        (line.among if among else line.model).z(line.observed)  # type: ignore[union-attr]
        for line in lines
        if line.model is not None and line.among is not None
    ]


def coverage_picture(lines: Sequence[Line], width: float = 380.0, alone: bool = False) -> str:
    """The share of what was found that central intervals hold, against the share that they should hold.

    The grey band is where 95 % of perfect forecasters would lie on as many independent numbers as there are studies.
    """
    left, right, top, tall = 44.0, width - 118.0, 30.0, width - 162.0
    bottom = top + tall

    def x(share: float) -> float:
        return left + (right - left) * share

    def y(share: float) -> float:
        return bottom - tall * min(max(share, 0.0), 1.0)

    checks = [line for line in lines if line.statistic.use == "validate"] or list(lines)
    studies = max(len({line.study.name for line in checks if line.model is not None}), 1)
    grid = np.linspace(0, 1, 41)
    reach = NORMAL_95 * np.sqrt(grid * (1 - grid) / studies)
    band = [*zip(grid, grid + reach, strict=True), *zip(grid[::-1], (grid - reach)[::-1], strict=True)]
    outline = "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in band)
    parts = [
        f'<path d="M{outline}Z" fill="{FAINT}"/>',
        segment(x(0), y(0), x(1), y(1), MUTED, 1.0, 'stroke-dasharray="3 3"'),
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(text(left - 8, y(share) + 4, f"{100 * share:.0f}", "end", MUTED, 11))
        parts.append(text(x(share), bottom + 17, f"{100 * share:.0f}", "middle", MUTED, 11))
    parts += [segment(left, bottom, right, bottom), segment(left, top, left, bottom)]
    parts.append(text((left + right) / 2, bottom + 34, "interval meant to hold, %", "middle", MUTED, 11))
    parts.append(text(left - 34, top - 12, "what was found lies in it, %", "start", MUTED, 11))
    ends: list[tuple[float, str, str, float]] = []
    said: list[str] = []
    for use in ("calibrate", "validate"):
        chosen = [line for line in lines if line.statistic.use == use and line.model is not None]
        if not chosen:
            continue
        for among, dash, words in ((False, "", "truths, sampling"), (True, 'stroke-dasharray="5 3"', "and studies")):
            found = coverage_at(_distances(chosen, among), LEVELS)
            hue = USE_HUE[use]
            thick = 2.4 if use == "validate" else 1.5
            parts.append(path_of([x(v) for v in LEVELS], [y(v) for v in found], hue, thick, dash))
            if not dash:
                parts += [
                    f'<circle cx="{x(level):.1f}" cy="{y(share):.1f}" r="2.2" fill="{hue}"/>'
                    for level, share in zip(LEVELS, found, strict=True)
                ]
            ends.append((y(found[-1]), f"{percent(found[-1])} {words}", hue, y(found[-1])))
            said.append(f"{USE_WORDS[use]}, {words}: {percent(found[-1])}")
    put = spread_apart([end[0] for end in ends], 14.0, top - 4, bottom)
    for place, (at, words, hue, _) in zip(put, ends, strict=True):
        parts.append(segment(x(0.95) + 3, at, right + 8, place, hue, 0.8))
        parts.append(text(right + 11, place + 4, words, "start", hue, 11))
    says = f"Share of published numbers inside intervals of 10 to 95 %. Inside the 95 % intervals: {'; '.join(said)}."
    return picture(width, bottom + 42, says, "".join(parts), alone=alone)


def places_picture(lines: Sequence[Line], width: float = 380.0, alone: bool = False) -> str:
    """Where what was found falls in its predictive distribution (PIT), for numbers that only check.

    Bars are the model's own forecast, the outline the one with differences between studies. A perfect forecaster's
    bars are all as high as the dashed line: a hump says that intervals are too wide, horns that they are too narrow.
    """
    checks = [line for line in lines if line.statistic.use == "validate" and line.model is not None]
    left, right, top, bottom = 44.0, width - 14.0, 30.0, 168.0
    edges = np.linspace(0, 1, BINS + 1)
    own, among = (
        np.histogram(ndtr(_distances(checks, wider)), edges)[0] / max(len(checks), 1) for wider in (False, True)
    )
    most = max(0.2, float(own.max(initial=0)), float(among.max(initial=0))) * 1.05

    def x(share: float) -> float:
        return left + (right - left) * share

    def y(share: float) -> float:
        return bottom - (bottom - top) * share / most

    parts = [
        block(x(a) + 1, y(0), x(b) - 1, y(float(share)), OWN)
        for a, b, share in zip(edges, edges[1:], own, strict=False)
    ]
    corners_x = [x(float(edge)) for edge in np.repeat(edges, 2)[1:-1]]
    parts.append(path_of(corners_x, [y(float(share)) for share in np.repeat(among, 2)], USE_HUE["validate"], 1.8))
    parts.append(segment(left, y(1 / BINS), right, y(1 / BINS), INK, 1.0, 'stroke-dasharray="3 3"'))
    parts.append(segment(left, bottom, right, bottom, RULE))
    for share in (0.0, 0.1, 0.2, 0.4, 0.6, 0.8):
        if share <= most and not (most > 0.5 and share == 0.1):
            parts.append(text(left - 8, y(share) + 4, f"{100 * share:.0f}", "end", MUTED, 11))
    for at, words, anchor in ((0.0, "below all", "start"), (0.5, "the middle", "middle"), (1.0, "above all", "end")):
        parts.append(text(x(at), bottom + 17, words, anchor, MUTED, 11))
    parts.append(text((left + right) / 2, bottom + 34, "place in the predictive distribution", "middle", MUTED, 11))
    parts.append(text(left - 34, top - 12, "share of numbers, %", "start", MUTED, 11))
    tails = percent(float(own[0] + own[-1]))
    says = (
        f"Where {len(checks)} published numbers fall in their predictive distributions: {tails} in the outer two of ten "
        "parts, where 20 % should be."
    )
    return picture(width, bottom + 42, says, "".join(parts), alone=alone)
