"""Typeset the equations of a mechanism from the very functions that run."""

from __future__ import annotations

from typing import Any

from somaloop.language import Body, Change
from somaloop.language.errors import ModelError
from somaloop.language.symbols import sympy


def _word(name: str) -> str:
    return r"\mathit{" + name.replace("_", r"\_") + "}"


class _LocalNames:
    """Read one mechanism alone: states, ports, observables and the rest stay symbols."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            raise ModelError(f"unknown quantity {name!r}")
        return self._names[name]


def _symbols(body: Body, mechanism: str) -> dict[str, Any]:
    prefix = f"{mechanism}."
    return {
        name.removeprefix(prefix): sympy.Symbol(name.removeprefix(prefix), real=True)
        for name in body.quantities
        if name.startswith(prefix)
    }


def _latex(expression: Any, names: dict[str, Any]) -> str:
    shown = sympy.nsimplify(expression, rational=False) if isinstance(expression, float | int) else expression
    return sympy.latex(
        shown,
        symbol_names={symbol: _word(name) for name, symbol in names.items()},
        mul_symbol=r"\,",
        fold_short_frac=False,
    )


def mechanism_equations(body: Body, mechanism: str) -> list[tuple[str, str]]:
    """(name, LaTeX) of every observable and state, in the order in which the mechanism's file gives them."""
    names = _symbols(body, mechanism)
    scope = _LocalNames(names)
    found = []
    for name, equation in body.mechanisms[mechanism].equations.items():
        result = equation(scope)
        if isinstance(result, Change):
            right = result.gain - result.loss_rate * names[name]
            left = rf"\frac{{d\,{_word(name)}}}{{dt}}"
        else:
            right, left = result, _word(name)
        found.append((name, f"{left} = {_latex(right, names)}"))
    return found


def arrow_equation(body: Body, arrow: str) -> str:
    """LaTeX of what an arrow adds to its port."""
    item = body.arrows[arrow]
    origin = item.origin.partition(".")[0]
    names = _symbols(body, origin)
    strength = sympy.Symbol("strength", real=True)
    expression = item.equation(strength, _LocalNames(names))
    return _latex(expression, names | {"strength": strength})
