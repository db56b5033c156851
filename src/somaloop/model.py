"""The whole described system: every mechanism of body and mind, assembled and checked."""

from __future__ import annotations

from functools import lru_cache

from somaloop.language import Body, ModelError, assemble


@lru_cache(maxsize=1)
def declared_body() -> Body:
    """The body as its mechanisms declare it, before studies were fitted. A new mechanism joins by a file."""
    from somaloop import body, mind

    return assemble([*body.mechanisms(), *mind.mechanisms()])


@lru_cache(maxsize=1)
def whole_body() -> Body:
    """The body that every command uses: what is open stands where the shipped posterior puts it."""
    from somaloop.evidence.known import known_body

    return known_body(declared_body())


def checked_body(again: bool = False) -> Body:
    """The whole body after the slow checks of units, dependences and sources.

    They run once for each state of the model's source; ``again`` runs them anyway. Raises ModelError.
    """
    from somaloop.engine.cache import cache_folder, source_hash

    body = whole_body()
    folder = cache_folder("checked")
    stamp = folder / source_hash() if folder is not None else None
    if stamp is not None and stamp.exists() and not again:
        return body
    from somaloop.evidence import missing_sources
    from somaloop.language.verify import verify

    verify(body.declared)
    missing = missing_sources(body.declared)
    if missing:
        raise ModelError("no record of these sources: " + ", ".join(missing))
    if stamp is not None:
        stamp.touch()
    return body
