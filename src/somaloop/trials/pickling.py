"""Lets plans travel between processes: a read-only mapping is pickled as the mapping that it shows."""

from __future__ import annotations

import copyreg
from types import MappingProxyType
from typing import Any


def _shown(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)  # its type has no name by which it could be found again


def _parts(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _shown, (dict(mapping),)


copyreg.pickle(MappingProxyType, _parts)
