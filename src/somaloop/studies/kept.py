"""Predictions that are kept as they go, by a checksum of all that they follow from."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.cache import PACKAGE, source_hash
from somaloop.engine.program import compiler
from somaloop.engine.truths import Truths
from somaloop.studies.study import Study

Result = tuple[NDArray[np.float64], NDArray[np.float64], tuple[str, ...]]
"""Of one study: values [truths, statistics], sampling [statistics], failures."""


@lru_cache(maxsize=1)
def source_stamp() -> str:
    """A checksum of the source that predictions follow from, apart from the studies themselves."""
    digest = hashlib.sha256((compiler() + source_hash()).encode())
    for folder in ("engine", "instruments", "people", "protocol", "studies"):
        for path in sorted((PACKAGE / folder).glob("*.*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def key_of(study: Study, truths: Truths, centre: Truths, small: int, large: int, seed: int, bounded: bool) -> str:
    """The name under which a study's prediction is kept."""
    digest = hashlib.sha256(f"{source_stamp()} {study!r} {small} {large} {seed} {bounded}".encode())
    for item in (truths, centre):
        digest.update("".join(item.names).encode() + np.ascontiguousarray(item.scores).tobytes())
    return digest.hexdigest()[:32]


def load(folder: Path | None, key: str, count: int) -> Result | None:
    """A prediction of ``count`` statistics that was kept; None where there is none that is whole."""
    if folder is None or not (folder / f"{key}.npz").is_file():
        return None
    try:
        with (folder / f"{key}.npz").open("rb") as file, np.load(file, allow_pickle=False) as kept:
            values, sampling, failures = kept["values"], kept["sampling"], kept["failures"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None  # half-written or of another version: done anew
    return (values, sampling, tuple(str(item) for item in failures)) if values.shape[1] == count else None


def save(folder: Path | None, key: str, result: Result) -> None:
    """Keep a prediction, whole or not at all."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    values, sampling, failures = result
    part = folder / f"{key}.part.npz"
    np.savez_compressed(part, values=values, sampling=sampling, failures=np.array(failures, dtype=str))
    os.replace(part, folder / f"{key}.npz")
