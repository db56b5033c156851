"""The whole described system: every mechanism of body and mind, assembled."""

from __future__ import annotations

from functools import lru_cache

from somaloop.language import Body, assemble


@lru_cache(maxsize=1)
def whole_body() -> Body:
    """The body that every command uses. A new mechanism joins by a file in ``body`` or ``mind``."""
    from somaloop import body, mind

    return assemble([*body.mechanisms(), *mind.mechanisms()])
