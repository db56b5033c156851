"""What the fit told: each quantity before and after, and how far the model lay from the published numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot.style import BAND, FAINT, INK, MUTED, PAPER, RULE, WORLD_HUE, axis, bare_figure, note, rounded

Array = NDArray[np.float64]
WORD_HUE: Mapping[str, str] = {
    "identified": WORLD_HUE["known"],
    "one side only": "#00796f",
    "not identified by these data": MUTED,
    "at its bound": "#b3266d",
}
ROW = 21  # pixels for one quantity
WIDEST = 3.4  # prior standard deviations that the picture holds on either side
FURTHEST = 6.0  # spreads that the picture of targets holds


class Quantity(Protocol):
    """What the picture needs of a quantity; a finding of ``somaloop.calibrate.verdict`` has it."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def grade(self) -> str:
        """Its grade of evidence."""
        ...

    @property
    def score(self) -> tuple[float, float, float]:
        """Low end, median and high end of the posterior (95 %), in standard deviations of the prior."""
        ...

    @property
    def contraction(self) -> float:
        """The share of the prior's variance that is gone."""
        ...

    @property
    def word(self) -> str:
        """The verdict."""
        ...


def quantity_words(name: str) -> str:
    """A quantity's name for reading."""
    kind, _, rest = name.partition(".")
    if kind == "arrow":
        return rest.replace("_", " ")
    if kind == "spread":
        return f"how people differ in {rest.replace('.', ': ').replace('_', ' ')}"
    return name.replace(".", ": ").replace("_", " ")


def contraction_height(count: int) -> int:
    """The height of the picture of so many quantities, in pixels."""
    return ROW * count + 74


def contraction_figure(quantities: Sequence[Quantity]) -> go.Figure:
    """Each quantity as a line from prior (grey band, 95 %) to posterior (coloured by the verdict), the first on top."""
    count = len(quantities)
    figure = bare_figure(contraction_height(count), margin={"l": 318, "r": 60, "t": 34, "b": 36})
    places = list(range(count, 0, -1))
    figure.add_shape(
        type="rect", x0=-1.96, x1=1.96, y0=0.4, y1=count + 0.6, fillcolor=BAND, line_width=0, layer="below"
    )
    figure.add_shape(type="line", x0=0, x1=0, y0=0.4, y1=count + 0.6, line={"color": RULE, "width": 1}, layer="below")
    for word, hue in WORD_HUE.items():
        chosen = [(place, item) for place, item in zip(places, quantities, strict=True) if item.word == word]
        if not chosen:
            continue
        ends = [x for _, item in chosen for x in (item.score[0], item.score[2], None)]
        rows = [y for place, _ in chosen for y in (place, place, None)]
        figure.add_scatter(
            x=ends, y=rows, mode="lines", line={"color": hue, "width": 4}, hoverinfo="skip", cliponaxis=True
        )
        figure.add_scatter(
            x=rounded([item.score[1] for _, item in chosen]),
            y=[place for place, _ in chosen],
            mode="markers",
            marker={"size": 9, "color": PAPER, "line": {"color": hue, "width": 2.4}},
            text=[_hover(item) for _, item in chosen],
            hoverinfo="text",
        )
    for place, item in zip(places, quantities, strict=True):
        figure.add_annotation(
            note(f"{quantity_words(item.name)} <span style='color:{MUTED}'>{item.grade}</span>", x=0, xref="paper",
                 xanchor="right", xshift=-10, y=place, yanchor="middle")
        )  # fmt: skip
        figure.add_annotation(
            note(f"{100 * item.contraction:.0f} %", x=1, xref="paper", xanchor="left", xshift=8, y=place,
                 color=MUTED, size=11)
        )  # fmt: skip
    figure.add_annotation(
        note("prior variance gone", x=1, xref="paper", xanchor="right", xshift=58, y=1, yref="paper", yshift=16,
             color=MUTED, size=11)
    )  # fmt: skip
    figure.update_xaxes(**axis(range=[-WIDEST, WIDEST], title="standard deviations of the prior from its middle"))
    figure.update_xaxes(tickvals=[-3, -2, -1, 0, 1, 2, 3])
    figure.update_yaxes(**axis(range=[0.4, count + 0.6], showticklabels=False))
    return figure


def _hover(item: Quantity) -> str:
    low, middle, high = item.score
    return (
        f"{quantity_words(item.name)}<br>{item.word}<br>{middle:+.2f} ({low:+.2f} to {high:+.2f}) prior SD, "
        f"{100 * item.contraction:.0f} % of the prior's variance gone"
    )


def targets_figure(labels: Sequence[str], before: Array, after: Array) -> go.Figure:
    """Distance of the model's middle from every published number, in its spread, before (across) and after (up)."""
    figure = bare_figure(470, margin={"l": 58, "r": 20, "t": 16, "b": 46})
    end = FURTHEST + 0.4
    figure.add_shape(type="rect", x0=-end, x1=end, y0=-2.0, y1=2.0, fillcolor=BAND, line_width=0, layer="below")
    figure.add_shape(type="line", x0=-end, x1=end, y0=-end, y1=end, line={"color": FAINT, "width": 1.5}, layer="below")
    across, up = np.clip(before, -FURTHEST, FURTHEST), np.clip(after, -FURTHEST, FURTHEST)
    figure.add_scatter(
        x=rounded(across),
        y=rounded(up),
        mode="markers",
        marker={"size": 8, "color": WORLD_HUE["known"], "opacity": 0.6, "line": {"color": PAPER, "width": 0.8}},
        text=[f"{label}<br>before {x:+.1f}, after {y:+.1f} spreads" for label, x, y in zip(labels, before, after, strict=True)],
        hoverinfo="text",
    )  # fmt: skip
    figure.add_annotation(note("unmoved", x=4.6, y=5.3, color=MUTED, size=11, textangle=-38))
    figure.add_annotation(note("within two spreads", x=-end + 0.1, y=1.7, xanchor="left", color=MUTED, size=11))
    figure.update_xaxes(**axis(range=[-end, end], title="before the fit: model less published, in spreads"))
    figure.update_yaxes(**axis(range=[-end, end], title="after the fit"))
    figure.update_layout(font_color=INK)
    return figure
