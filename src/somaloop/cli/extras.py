"""Extras: libraries that some commands need and a plain installation does not have."""

from __future__ import annotations

import importlib.util

from somaloop.cli.output import OutputError


def need(sentence: str, *modules: str) -> None:
    """Raise OutputError, with a sentence that says what to install, where one of the modules is missing."""
    if any(importlib.util.find_spec(name) is None for name in modules):
        raise OutputError(sentence)
