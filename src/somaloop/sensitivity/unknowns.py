"""The open quantities in words: what each is, how good its evidence is, and which bundle it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from somaloop.evidence import marked_ids
from somaloop.evidence.priors import ARROW, SPREAD, open_quantities
from somaloop.language import Body


@dataclass(frozen=True, slots=True)
class Unknown:
    """One open quantity: its name, in words, its grade, method and sources, its bundle, and what it is (``about``).

    A bundle holds the numbers of one mechanism, or the arrows that leave it.
    """

    name: str
    words: str
    grade: str
    method: str
    sources: tuple[str, ...]
    bundle: str
    about: str


def personal(body: Body) -> tuple[str, ...]:
    """The open quantities that can move one person's answer: how far people differ does not."""
    return tuple(name for name in open_quantities(body) if not name.startswith(SPREAD))


def unknown_of(body: Body, name: str) -> Unknown:
    """One open quantity of a body (``arrow.NAME`` or ``mechanism.parameter``) in words."""
    if name.startswith(ARROW):
        plain = name.removeprefix(ARROW)
        arrow = body.arrows[plain]
        words = f"{plain.replace('_', ' ')} (arrow)"
        leaves = arrow.origin.partition(".")[0].replace("_", " ")
        return Unknown(
            name, words, arrow.grade, arrow.method, marked_ids(arrow.source), f"arrows that leave {leaves}",
            arrow.description,
        )  # fmt: skip
    mechanism, _, plain = name.partition(".")
    parameter = body.parameters[name]
    words = f"{mechanism}: {plain}".replace("_", " ")
    bundle = f"numbers of {mechanism.replace('_', ' ')}"
    return Unknown(
        name, words, parameter.grade, parameter.method, marked_ids(parameter.source), bundle, parameter.description
    )


def unknowns_of(body: Body, names: Iterable[str]) -> tuple[Unknown, ...]:
    """Open quantities in words, in their order."""
    return tuple(unknown_of(body, name) for name in names)
