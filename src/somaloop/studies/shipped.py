"""The studies that are shipped, and the published rows that no study expresses, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from somaloop.language import SomaloopError, unknown
from somaloop.studies.read import read_studies
from somaloop.studies.study import Study, Use
from somaloop.studies.use import use_of

DATA = Path(__file__).with_name("data")
_REASONS = "not_expressed_"


@lru_cache(maxsize=1)
def shipped_studies() -> tuple[Study, ...]:
    """All shipped studies, by file. Raises StudyError for what is wrong, SomaloopError for a name that stands twice."""
    found = [
        study
        for path in sorted(DATA.glob("*.yaml"))
        if not path.name.startswith(_REASONS)
        for study in read_studies(path)
    ]
    seen: dict[str, str] = {}
    for study in found:
        if study.name in seen:
            raise SomaloopError(f"two studies are called {study.name!r}: in {seen[study.name]} and {study.file}")
        seen[study.name] = study.file
    return tuple(found)


def studies_for(use: Use) -> tuple[Study, ...]:
    """The shipped studies with only those statistics that may be used so; studies that have none are left out."""
    return tuple(part for study in shipped_studies() if (part := only(study, use)) is not None)


def only(study: Study, use: Use) -> Study | None:
    """A study with only the statistics of one use, or None if it has none."""
    kept = tuple(item for item in study.statistics if item.use == use)
    return replace(study, statistics=kept) if kept else None


@lru_cache(maxsize=1)
def not_expressed() -> Mapping[str, str]:
    """Rows that no study expresses, with the reason."""
    found: dict[str, str] = {}
    for path in sorted(DATA.glob(f"{_REASONS}*.yaml")):
        reasons = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for row, reason in reasons.items():
            if row in found:
                raise SomaloopError(f"{path.name}: the reason for {row!r} is given twice")
            use_of([row])  # raises for a row that does not exist
            if not isinstance(reason, str) or not reason.strip():
                raise SomaloopError(f"{path.name}: {row!r} needs a reason")
            found[row] = reason.strip()
    return MappingProxyType(found)


def study(name: str) -> Study:
    """The shipped study of this name. Raises UnknownNameError with the nearest."""
    found = {item.name: item for item in shipped_studies()}
    if name not in found:
        raise unknown("study", name, found)
    return found[name]
