"""Errors that say what is wrong, where, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SomaloopError(Exception):
    """Base of every error that somaloop raises on purpose; its text is written for the user."""


class UnknownNameError(SomaloopError, AttributeError):
    """A name that nobody declared."""


class ModelError(SomaloopError):
    """The model is put together wrongly: units, sources, dependences or dead quantities."""


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest known name, or an empty string."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.55)
    if not close:
        lowered = {item.lower(): item for item in names}
        match = difflib.get_close_matches(name.lower(), list(lowered), n=1, cutoff=0.55)
        close = [lowered[match[0]]] if match else []
    return f"; did you mean {close[0]!r}?" if close else ""


def unknown(kind: str, name: str, known: Iterable[str], where: str = "") -> UnknownNameError:
    """Build the error for a name of some kind that does not exist, with the nearest one that does."""
    names = list(known)
    place = f" in {where}" if where else ""
    return UnknownNameError(f"unknown {kind} {name!r}{place}{suggestion(name, names)}")
