"""All figures, in the order of the page."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from somaloop.language import SomaloopError
from somaloop.reality.figure import Figure

FILES = (
    "sleep",
    "circadian",
    "hpa",
    "autonomic",
    "caffeine",
    "alcohol",
    "magnesium",
    "gut",
    "cortex",
    "muscle",
    "diet",
    "medicines",
    "panic",
    "perception",
    "diary",
    "practices",
)


def figures_of(file: str) -> tuple[Figure, ...]:
    """The figures of one file; they share experiments, so one process should work them out together."""
    found: tuple[Figure, ...] = import_module(f"somaloop.reality.{file}_figures").FIGURES
    return found


@lru_cache(maxsize=1)
def figures() -> tuple[Figure, ...]:
    """Every figure; a name that stands twice in one mechanism or a source that is not on record raises."""
    from somaloop.evidence import sources

    found = tuple(figure for file in FILES for figure in figures_of(file))
    seen: set[tuple[str, str]] = set()
    for figure in found:
        if (figure.mechanism, figure.what) in seen:
            raise SomaloopError(f"two figures of {figure.mechanism} are called {figure.what!r}")
        seen.add((figure.mechanism, figure.what))
        if figure.source not in sources():
            raise SomaloopError(f"no record of the source {figure.source!r} of figure {figure.what!r}")
    return found
