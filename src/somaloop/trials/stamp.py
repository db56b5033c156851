"""A checksum of all that lives follow from apart from the plan: source, compiler, and the numbers of the body."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from somaloop.engine.cache import PACKAGE, known_hash
from somaloop.engine.program import compiler, layout
from somaloop.engine.worlds import WORLDS, world_values
from somaloop.language import Body

_FOLDERS = ("engine", "instruments", "people", "protocol")
_FILES = (
    *(f"evidence/{name}.py" for name in ("known", "posterior", "priors")),
    *(f"studies/{name}.py" for name in ("crowd", "moments", "needs", "record", "varied")),
    *(f"trials/{name}.py" for name in ("courses", "drivers", "living", "pieces", "recruit", "script", "status")),
)


@lru_cache(maxsize=1)
def _source() -> bytes:
    digest = hashlib.sha256((compiler() + known_hash()).encode())
    paths = [path for folder in _FOLDERS for path in sorted((PACKAGE / folder).glob("*.*"))]
    for path in (*paths, *(PACKAGE / name for name in _FILES)):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def stamp(body: Body) -> str:
    """The checksum of a body (its strengths as told and as known, its parameters) and of the source it is lived by."""
    digest = hashlib.sha256(_source())
    for each in (body, body.declared):
        for world in WORLDS:
            digest.update(world_values(each, layout(each), {}, world).tobytes())
    return digest.hexdigest()
