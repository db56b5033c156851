"""Twenty-four hours of two lives, from one waking to the next: ten quantities under each other on one time axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from somaloop.plot.happenings import Happening, in_window, levels
from somaloop.plot.panels import Shown, find_panels
from somaloop.plot.style import FAINT, INK, LIFE_HUES, MUTED, axis, axis_range, bare_figure, note, rounded, translucent

Array = NDArray[np.float64]
PANEL, GAP, LINE = 84, 26, 15  # heights in pixels: a panel, the room above it for its name, a line of labels


class Days(Protocol):
    """What a picture of a day needs of a comparison."""

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms."""
        ...

    @property
    def hourly(self) -> Any:
        """Hourly means with dimensions (world, arm, hour)."""
        ...

    @property
    def events(self) -> Any:
        """For each arm, what happens: (day, hour, text)."""
        ...


def waking_hour(comparison: Days, arms: Sequence[str], day: int) -> int:
    """The clock hour at which the first of the arms wakes on ``day`` (0 is the first); 6 where nothing tells."""
    if "sleep.asleep" not in comparison.hourly:
        return 6
    found = []
    for arm in arms:
        asleep = np.asarray(comparison.hourly["sleep.asleep"].sel(arm=arm, world="known"))[24 * day : 24 * day + 14]
        ends = [i for i, (now, later) in enumerate(pairwise(asleep)) if now >= 0.5 > later]
        found += [ends[-1] + 1] if ends else []
    return min(found, default=6)


def _hours(comparison: Days) -> int:
    return int(comparison.hourly.sizes["hour"])


def day_figure(
    comparison: Days, arms: Sequence[str] | None = None, day: int | None = None, start_hour: int | None = None
) -> go.Figure:
    """Draw 24 hours of two or more arms; each arm has a hue, as known is solid and as told dotted.

    ``day`` (1 is the first) defaults to the last that is followed by enough hours; ``start_hour`` to waking.
    Quantities that the run does not hold are left out and named under the picture.
    """
    chosen = tuple(arms) if arms is not None else comparison.arms[:2]
    hours = _hours(comparison)
    first_day = (day - 1) if day is not None else max(0, hours // 24 - 2)
    begin = waking_hour(comparison, chosen, first_day) if start_hour is None else start_hour
    first = 24 * first_day + begin
    count = max(1, min(24, hours - first))
    panels, absent = find_panels(comparison)
    hues = {arm: LIFE_HUES[i % len(LIFE_HUES)] for i, arm in enumerate(chosen)}
    window = np.arange(count) + 0.5
    marks = {arm: in_window(comparison.events.get(arm, ()), first, first + count) for arm in chosen}
    strips = _strips(marks, first)
    top = 34 + sum(LINE * (1 + max(lines, default=0)) + 8 for _, _, lines in strips) + 14
    height = top + len(panels) * (PANEL + GAP) + 46 + (18 if absent else 0)
    figure = bare_figure(height, margin={"l": 52, "r": 140, "t": 0, "b": 0})
    notes, shapes = _heading(chosen, hues, strips, height)

    layout: dict[str, Any] = {}
    for number, shown in enumerate(panels):
        suffix = "" if number == 0 else str(number + 1)
        upper = 1 - (top + number * (PANEL + GAP) + GAP) / height
        values = {(arm, w): shown.read(comparison, arm, w)[first : first + count] for arm in chosen for w in ("told", "known")}
        for (arm, world), line in values.items():
            figure.add_scatter(
                x=[float(v) for v in window], y=rounded(line), yaxis=f"y{suffix}", mode="lines",
                line={"color": hues[arm], "width": 2.4 if world == "known" else 1.5,
                      "dash": "solid" if world == "known" else "2px,3px", "shape": "spline", "smoothing": 0.5},
                opacity=1.0 if world == "known" else 0.85, connectgaps=False,
                customdata=[f"{int(first + h) % 24:02d}:30" for h in window],
                hovertemplate=f"%{{customdata}}  %{{y}} {shown.unit}<extra>{arm}, as {world}</extra>",
            )
        ends = axis_range(np.concatenate(list(values.values())), floor_zero=shown.panel.low == 0.0)
        ends = (ends[0], shown.panel.high * 1.06 if shown.panel.high is not None and shown.panel.factor == 100 else ends[1])
        layout[f"yaxis{suffix}"] = axis(
            domain=[upper - PANEL / height, upper], range=list(ends), nticks=4, showgrid=True, gridcolor=FAINT
        )
        notes += _panel_words(shown, values, hues, upper, height)
    bottom = 1 - (top + len(panels) * (PANEL + GAP)) / height
    shapes += _nights(comparison, chosen, hues, first, count, (bottom, 1 - (top + 8) / height))
    layout["xaxis"] = _clock(begin, count, f"y{len(panels)}" if len(panels) > 1 else "y")
    if absent:
        notes.append(note(f"not in this run: {', '.join(absent)}", xref="paper", yref="paper", x=0, y=0, xanchor="left",
                          yanchor="bottom", color=MUTED, size=11))
    figure.update_layout(annotations=notes, shapes=shapes, **layout)
    return figure


def _clock(begin: int, count: int, anchor: str) -> dict[str, Any]:
    ticks = [hour for hour in range(count + 1) if (begin + hour) % 3 == 0]
    words = [f"{(begin + hour) % 24:02d}:00" for hour in ticks]
    return axis(
        range=[0, count], tickvals=ticks, ticktext=words, anchor=anchor, showgrid=True, gridcolor=FAINT,
        ticks="outside", tickcolor=FAINT, ticklen=4,
    )


def _strips(
    marks: dict[str, tuple[Happening, ...]], first: int
) -> list[tuple[str, list[Happening], list[int]]]:
    """What happens, line by line: first what all arms share, then what is each arm's own."""
    keys = [{(item.hour, item.text) for item in items} for items in marks.values()]
    common = set.intersection(*keys) if len(keys) > 1 else set()
    groups: list[tuple[str, list[Happening]]] = []
    everyone = [item for item in next(iter(marks.values()), ()) if (item.hour, item.text) in common]
    groups.append(("both" if len(marks) == 2 else "all", everyone))
    groups += [(arm, [i for i in items if (i.hour, i.text) not in common]) for arm, items in marks.items()]
    result = []
    for name, items in groups:
        moved = [Happening(item.hour - first, item.word, item.text) for item in items]
        if moved:
            result.append((name, moved, levels(moved, 0.19)))
    return result


def _heading(
    arms: Sequence[str], hues: dict[str, str], strips: list[tuple[str, list[Happening], list[int]]], height: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The key (arms in their hues, worlds by line) and the strips of what happens, at the top."""
    key = "   ".join(f'<b style="color:{hues[arm]}">{arm}</b>' for arm in arms)
    notes = [
        note(f"{key}     solid: as known,  dotted: as told", xref="paper", yref="paper", x=0, y=1, xanchor="left",
             yanchor="top", yshift=-6, size=13, color=MUTED),
    ]
    shapes: list[dict[str, Any]] = []
    place = 34
    for name, items, lines in strips:
        colour = hues.get(name, MUTED)
        deepest = max(lines)
        for item, line in zip(items, lines, strict=True):
            y = place + LINE * (deepest - line) + LINE / 2
            notes.append(
                note(item.word, x=item.hour, y=1 - y / height, xref="x", yref="paper", yanchor="middle", size=11,
                     color=colour if name in hues else INK, hovertext=item.text, captureevents=True)
            )
        place += LINE * (deepest + 1)
        for item in items:
            shapes.append({"type": "line", "xref": "x", "yref": "paper", "x0": item.hour, "x1": item.hour, "layer": "above",
                           "y0": 1 - (place + 6) / height, "y1": 1 - (place + 1) / height,
                           "line": {"color": colour, "width": 2}})
            shapes.append({"type": "line", "xref": "x", "yref": "paper", "x0": item.hour, "x1": item.hour, "layer": "below",
                           "y0": 46 / height, "y1": 1 - (place + 6) / height,
                           "line": {"color": translucent(colour, 0.28), "width": 1, "dash": "1px,3px"}})
        notes.append(
            note(name if len(name) <= 23 else name[:22] + "…", x=1, xref="paper", xanchor="left", xshift=8, y=1 - (place - LINE / 2) / height, yref="paper",
                 yanchor="middle", size=11, color=colour)
        )
        place += 8
    return notes, shapes


def _panel_words(
    shown: Shown, values: dict[tuple[str, str], Array], hues: dict[str, str], upper: float, height: int
) -> list[dict[str, Any]]:
    """The panel's name and unit above it, and each arm's number for the day beside it."""
    what = {"mean": "mean", "peak": "highest", "hours": "asleep"}[shown.panel.summary]
    found = [
        note(f"<b>{shown.panel.title}</b>" + (f"  {shown.unit}" if shown.unit else ""), xref="paper", yref="paper", x=0,
             xanchor="left", y=upper, yanchor="bottom", size=12, yshift=2),
        note(what, xref="paper", yref="paper", x=1, xshift=10, xanchor="left", y=upper, yanchor="top", size=10, color=MUTED),
    ]
    for number, (arm, hue) in enumerate(hues.items()):
        known, told = shown.summarise(values[arm, "known"]), shown.summarise(values[arm, "told"])
        found.append(
            note(f"<b>{known}</b>  <span style='font-size:10px'>told {told}</span>", xref="paper", yref="paper", x=1,
                 xshift=10, xanchor="left", y=upper - (20 + 22 * number) / height, yanchor="top", size=13, color=hue)
        )
    return found


def _nights(
    comparison: Days, arms: Sequence[str], hues: dict[str, str], first: int, count: int, ends: tuple[float, float]
) -> list[dict[str, Any]]:
    """Shade when each arm sleeps (as known), in its own hue."""
    if "sleep.asleep" not in comparison.hourly:
        return []
    shapes = []
    for arm in arms:
        asleep = np.asarray(comparison.hourly["sleep.asleep"].sel(arm=arm, world="known"))[first : first + count] >= 0.5
        edges = np.flatnonzero(np.diff(np.concatenate([[False], asleep, [False]]).astype(int)))
        for low, high in zip(edges[::2], edges[1::2], strict=True):
            shapes.append({"type": "rect", "xref": "x", "yref": "paper", "x0": int(low), "x1": int(high), "y0": ends[0],
                           "y1": ends[1], "line": {"width": 0}, "fillcolor": translucent(hues[arm], 0.07),
                           "layer": "below"})
    return shapes
