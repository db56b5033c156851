"""Pieces of the page of a trial: a picture for wide and narrow windows, shares in cells, tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from somaloop.plot.trial_words import (
    interval_of,
    percent_of,
)
from somaloop.trials.answer import Share

Section = tuple[str, str, str]
SLIM = 350.0  # the width that pictures for narrow windows are drawn for
MOST_FIRST = 3  # contrasts that the first screen shows in full
DASH = "–"  # noqa: RUF001
HEADS = {"nil": "nil:<br>false positives", "known": "as known:<br>assurance", "middle": "middle of known:<br>power",
         "told": "as told:<br>power"}  # fmt: skip


def both(draw: Callable[[float], str], wide: float) -> str:
    """A picture for wide windows, no wider than it is drawn, and one for narrow ones."""
    return f'<div style="max-width:{wide:g}px"><div class="wide">{draw(wide)}</div><div class="slim">{draw(SLIM)}</div></div>'


def share_cell(share: Share | None) -> str:
    """A cell of a table: a share with its interval below; a dash for none."""
    if share is None:
        return f'<td class="number">{DASH}</td>'
    return f'<td class="number"><b>{percent_of(share)}</b><small>{interval_of(share)}</small></td>'


def table(head: Sequence[tuple[str, bool]], rows: str, caption: str = "", kind: str = "plain") -> str:
    """A table with a head (words, and whether its column holds numbers) and rows of HTML."""
    cells = "".join(f'<th scope="col"{" class=number" if numeric else ""}>{words}</th>' for words, numeric in head)
    titled = f"<caption>{caption}</caption>" if caption else ""
    return f'<div class="scroller"><table class="{kind}">{titled}<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>'
