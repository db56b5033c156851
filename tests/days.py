"""Mechanisms of the body alone, for tests."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from somaloop.engine.alone import EveryDay, doses, isolated, live, only_on, over
from somaloop.language import Body

__all__ = ["EveryDay", "body_of", "doses", "live", "only_on", "over"]


@lru_cache(maxsize=8)
def body_of(*mechanisms: str) -> Body:
    return isolated([import_module(f"somaloop.body.{name}").MECHANISM for name in mechanisms])
