"""The symbols reading: the same equations as SymPy expressions, for pages, for dependences and for export."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import sympy

FUNCTIONS = SimpleNamespace(
    exp=sympy.exp,
    log=sympy.log,
    sqrt=sympy.sqrt,
    sin=sympy.sin,
    cos=sympy.cos,
    tanh=sympy.tanh,
    arctan2=sympy.atan2,
    minimum=sympy.Min,
    maximum=sympy.Max,
)


def symbol(qualified_name: str) -> Any:
    """The symbol of a quantity; its name is ``mechanism.quantity``."""
    return sympy.Symbol(qualified_name, real=True)
