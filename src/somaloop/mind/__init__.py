"""The mind's mechanisms, one file each. A file joins by being here: it must define ``MECHANISM``."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from somaloop.language import Mechanism


def mechanisms() -> tuple[Mechanism, ...]:
    """Every mechanism of this folder, in alphabetical order of its file."""
    names = sorted(item.name for item in pkgutil.iter_modules(__path__) if not item.name.startswith("_"))
    return tuple(import_module(f"{__name__}.{name}").MECHANISM for name in names)
