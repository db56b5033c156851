"""The line of the changelog that says which numbers moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

UNRELEASED, SECTION = "## [Unreleased]", "### Numbers moved"
MOST = 12


def line_of(moved: Sequence[str], old: Mapping[str, float], new: Mapping[str, float], why: str = "") -> str:
    """``- Baseline (why): name: old -> new; ...``, the furthest first."""
    parts = [f"{name.replace(' / ', ', ')}: {_said(old.get(name))} -> {_said(new.get(name))}" for name in moved[:MOST]]
    rest = f"; and {len(moved) - MOST} more" if len(moved) > MOST else ""
    reason = f" ({why.strip().rstrip('.')})" if why.strip() else ""
    return f"- Baseline{reason}: {'; '.join(parts)}{rest}."


def _said(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"


def added(text: str, line: str) -> str:
    """The changelog with a line at the end of the unreleased section of numbers that moved, which is made if need be.

    Raises ValueError for a changelog without an unreleased part.
    """
    lines = text.splitlines()
    if UNRELEASED not in lines:
        raise ValueError(f"the changelog has no part {UNRELEASED!r}")
    begin = lines.index(UNRELEASED)
    end = next((i for i in range(begin + 1, len(lines)) if lines[i].startswith("## ")), len(lines))
    section = next((i for i in range(begin, end) if lines[i] == SECTION), None)
    if section is None:
        last = _last_text(lines, begin, end)
        new = [*lines[: last + 1], "", SECTION, "", line, *lines[last + 1 :]]
    else:
        stop = next((i for i in range(section + 1, end) if lines[i].startswith("### ")), end)
        last = _last_text(lines, section, stop)
        space = [""] if last == section else []
        new = [*lines[: last + 1], *space, line, *lines[last + 1 :]]
    return "\n".join(new) + "\n"


def _last_text(lines: Sequence[str], begin: int, end: int) -> int:
    return max(i for i in range(begin, end) if lines[i].strip())
