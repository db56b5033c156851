"""Check that what a body cites is on record, and used as it may be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from somaloop.evidence.claim import claims
from somaloop.evidence.source import sources
from somaloop.language.body import Body


def ids_in(text: str | Iterable[str]) -> tuple[str, ...]:
    """The ids in a ``source`` or ``claim``: one string with spaces or commas between them, or several strings."""
    parts = [text] if isinstance(text, str) else text
    return tuple(name for part in parts for name in re.split(r"[\s,;]+", part) if name)


def marked_ids(text: str | Iterable[str]) -> tuple[str, ...]:
    """The ids in a ``source``, for reading: those of which nothing was read are marked as unverified."""
    known = sources()
    return tuple(f"{name} (unverified)" if name in known and known[name].from_memory else name for name in ids_in(text))


def _cited(body: Body) -> Iterator[str]:
    for item in (*body.parameters.values(), *body.arrows.values()):
        yield from ids_in(item.source)


def missing_sources(body: Body) -> list[str]:
    """Ids that parameters or arrows cite and that have no record."""
    return sorted(set(_cited(body)) - set(sources()))


def missing_claims(body: Body) -> list[str]:
    """Claim ids that arrows name and that the article's list of claims does not have."""
    named = {name for arrow in body.arrows.values() for name in ids_in(arrow.claim)}
    return sorted(named - set(claims()))


def values_from_validation(body: Body) -> list[str]:
    """Parameters whose every source is kept for checking results only and so must not set values."""
    known = sources()
    found = []
    for name, parameter in body.parameters.items():
        cited = [known[i] for i in ids_in(parameter.source) if i in known]
        if cited and parameter.method != "assumed" and all(item.use == "validate" for item in cited):
            found.append(name)
    return found
