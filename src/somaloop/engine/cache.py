"""Where compiled programs and passed checks are kept between runs: inside the checkout, or nowhere."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def cache_folder(name: str) -> Path | None:
    """A writable folder for cached files, or None. ``SOMALOOP_CACHE`` moves it."""
    root = _root()
    if root is None:
        return None
    folder = root / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder if os.access(folder, os.W_OK) else None
    except OSError:
        return None


def _root() -> Path | None:
    if "SOMALOOP_CACHE" in os.environ:
        return Path(os.environ["SOMALOOP_CACHE"])
    checkout = PACKAGE.parent.parent
    return checkout / ".cache" / "somaloop" if (checkout / "pyproject.toml").is_file() else None


@lru_cache(maxsize=1)
def source_hash() -> str:
    """A checksum of the model's own source, apart from strengths as told, which the world as known does not hang on."""
    digest = hashlib.sha256()
    for folder in ("language", "body", "mind"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    digest.update((PACKAGE / "model.py").read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def known_hash() -> str:
    """A checksum of all that results follow from: the model's source, strengths as told, and the posterior."""
    digest = hashlib.sha256(source_hash().encode())
    for name in ("told.py", "told.yaml", "told_strengths.json"):
        digest.update((PACKAGE / "evidence" / name).read_bytes())
    posterior = PACKAGE / "evidence" / "posterior.nc"
    if posterior.is_file():
        digest.update(posterior.read_bytes())
    return digest.hexdigest()
