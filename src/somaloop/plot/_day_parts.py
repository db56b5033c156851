"""The parts of the picture of a day: the clock, what happens, the key, words beside the panels, the nights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from somaloop.plot.happenings import Happening, levels
from somaloop.plot.panels import Shown
from somaloop.plot.style import FAINT, INK, MUTED, axis, note, translucent

Array = NDArray[np.float64]
LINE = 15  # height in pixels of a line of labels


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
        """For each arm, what happens: (day, hour, text); day 1 is the first."""
        ...


def clock(begin: int, count: int, anchor: str) -> dict[str, Any]:
    """The time axis: the hours of the clock, every third one written."""
    ticks = [hour for hour in range(count + 1) if (begin + hour) % 3 == 0]
    words = [f"{(begin + hour) % 24:02d}:00" for hour in ticks]
    return axis(
        range=[0, count],
        tickvals=ticks,
        ticktext=words,
        anchor=anchor,
        showgrid=True,
        gridcolor=FAINT,
        ticks="outside",
        tickcolor=FAINT,
        ticklen=4,
    )


def strips(marks: dict[str, tuple[Happening, ...]], first: int) -> list[tuple[str, list[Happening], list[int]]]:
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
            result.append((name, moved, levels(moved, 0.28)))
    return result


def heading(
    arms: Sequence[str], hues: dict[str, str], strips: list[tuple[str, list[Happening], list[int]]], height: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The key (arms in their hues, worlds by line) and the strips of what happens, at the top."""
    key = "   ".join(f'<b style="color:{hues[arm]}">{arm}</b>' for arm in arms)
    notes = [
        note(
            f"{key}     solid: as known,  dotted: as told",
            xref="paper",
            yref="paper",
            x=0,
            y=1,
            xanchor="left",
            yanchor="top",
            yshift=-6,
            size=13,
            color=MUTED,
        ),
    ]
    shapes: list[dict[str, Any]] = []
    place = 34
    for name, items, lines in strips:
        colour = hues.get(name, MUTED)
        deepest = max(lines)
        for item, line in zip(items, lines, strict=True):
            y = place + LINE * (deepest - line) + LINE / 2
            notes.append(
                note(
                    item.word,
                    x=item.hour,
                    y=1 - y / height,
                    xref="x",
                    yref="paper",
                    yanchor="middle",
                    size=11,
                    color=colour if name in hues else INK,
                    hovertext=item.text,
                    captureevents=True,
                )
            )
        place += LINE * (deepest + 1)
        for item in items:
            shapes.append(
                {
                    "type": "line",
                    "xref": "x",
                    "yref": "paper",
                    "x0": item.hour,
                    "x1": item.hour,
                    "layer": "above",
                    "y0": 1 - (place + 6) / height,
                    "y1": 1 - (place + 1) / height,
                    "line": {"color": colour, "width": 2},
                }
            )
            shapes.append(
                {
                    "type": "line",
                    "xref": "x",
                    "yref": "paper",
                    "x0": item.hour,
                    "x1": item.hour,
                    "layer": "below",
                    "y0": 46 / height,
                    "y1": 1 - (place + 6) / height,
                    "line": {"color": translucent(colour, 0.28), "width": 1, "dash": "1px,3px"},
                }
            )
        notes.append(
            note(
                name if len(name) <= 23 else name[:22] + "…",
                x=1,
                xref="paper",
                xanchor="left",
                xshift=8,
                y=1 - (place - LINE / 2) / height,
                yref="paper",
                yanchor="middle",
                size=11,
                color=colour,
            )
        )
        place += 8
    return notes, shapes


def panel_words(
    shown: Shown, values: dict[tuple[str, str], Array], hues: dict[str, str], upper: float, height: int
) -> list[dict[str, Any]]:
    """The panel's name and unit above it, and each arm's number for the day beside it."""
    what = {"mean": "mean", "peak": "highest", "hours": "asleep"}[shown.panel.summary]
    found = [
        note(
            f"<b>{shown.panel.title}</b>" + (f"  {shown.unit}" if shown.unit else ""),
            xref="paper",
            yref="paper",
            x=0,
            xanchor="left",
            y=upper,
            yanchor="bottom",
            size=12,
            yshift=2,
        ),
        note(
            what,
            xref="paper",
            yref="paper",
            x=1,
            xshift=10,
            xanchor="left",
            y=upper,
            yanchor="top",
            size=10,
            color=MUTED,
        ),
    ]
    for number, (arm, hue) in enumerate(hues.items()):
        known, told = shown.summarise(values[arm, "known"]), shown.summarise(values[arm, "told"])
        found.append(
            note(
                f"<b>{known}</b>  <span style='font-size:10px'>told {told}</span>",
                xref="paper",
                yref="paper",
                x=1,
                xshift=10,
                xanchor="left",
                y=upper - (20 + 22 * number) / height,
                yanchor="top",
                size=13,
                color=hue,
            )
        )
    return found


def nights(
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
            shapes.append(
                {
                    "type": "rect",
                    "xref": "x",
                    "yref": "paper",
                    "x0": int(low),
                    "x1": int(high),
                    "y0": ends[0],
                    "y1": ends[1],
                    "line": {"width": 0},
                    "fillcolor": translucent(hues[arm], 0.07),
                    "layer": "below",
                }
            )
    return shapes
