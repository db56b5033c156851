"""Lets plans travel between processes: a read-only mapping is pickled as the mapping that it shows."""

from __future__ import annotations

import copyreg
from types import MappingProxyType
from typing import Any


def _parts(mapping: MappingProxyType[Any, Any]) -> tuple[type, tuple[dict[Any, Any]]]:
    return MappingProxyType, (dict(mapping),)


copyreg.pickle(MappingProxyType, _parts)
