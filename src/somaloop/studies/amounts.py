"""Shares and gains as files write them: ``10 %`` or 0.1; 3 (points) or ``50 %`` of where it began."""

from __future__ import annotations

import re

from somaloop.language import SomaloopError

_PERCENT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*%")


def share_of(value: float | str) -> float:
    """A share from 0 to 1. Raises SomaloopError with what to write instead."""
    if isinstance(value, str):
        found = _PERCENT.fullmatch(value.strip())
        if found is None:
            raise SomaloopError(f"{value!r} is not a share; write 10 % or 0.1")
        share, written = float(found.group(1)) / 100.0, value.strip()
    else:
        share, written = float(value), f"{value:g}"
    if not 0.0 <= share <= 1.0:
        meant = f"; did you mean {share:g} %?" if not isinstance(value, str) and 1.0 < share <= 100.0 else ""
        raise SomaloopError(f"a share lies between 0 and 1 (0 % and 100 %), got {written}{meant}")
    return share


def gain_of(value: float | str) -> tuple[float, bool]:
    """A gain, and whether it is a share of where it began. Raises SomaloopError."""
    if not isinstance(value, str):
        return float(value), False
    words = value.replace(" ", "")
    try:
        return (float(words[:-1]) / 100.0, True) if words.endswith("%") else (float(words), False)
    except ValueError:
        raise SomaloopError(f"{value!r} is neither a number nor a share; write 3 or 50 %") from None
