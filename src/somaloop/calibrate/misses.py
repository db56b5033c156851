"""Why the model likely misses a published number: written by hand, one sentence for each, shown beside the miss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from somaloop.calibrate.scoreboard import Line
from somaloop.language import SomaloopError, unknown
from somaloop.studies import shipped_studies

CAUSES = Path(__file__).with_name("misses.yaml")


def parse_causes(text: str, labels: Iterable[str], file: str = "") -> Mapping[str, str]:
    """Likely causes by label. Raises UnknownNameError for a label that no study has, SomaloopError for an empty cause."""
    known = set(labels)
    found: dict[str, str] = {}
    for label, cause in (yaml.safe_load(text) or {}).items():
        if label not in known:
            raise unknown("statistic", str(label), known, file)
        if not isinstance(cause, str) or not cause.strip():
            raise SomaloopError(f"{file}: {label!r} needs a cause in words")
        found[label] = " ".join(cause.split())
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def likely_causes() -> Mapping[str, str]:
    """The causes that are on record for shipped studies, by label."""
    labels = (study.label(statistic) for study in shipped_studies() for statistic in study.statistics)
    return parse_causes(CAUSES.read_text(encoding="utf-8"), labels, CAUSES.name)


def cause_of(line: Line, causes: Mapping[str, str] | None = None) -> str:
    """The likely cause of a miss; empty where there is none on record or the number does not miss."""
    if line.model is None or line.inside:
        return ""
    known = likely_causes() if causes is None else causes
    return known.get(line.study.label(line.statistic), "")


def without_cause(lines: Iterable[Line]) -> tuple[str, ...]:
    """Labels of numbers outside both intervals for which no cause is on record."""
    return tuple(
        line.study.label(line.statistic)
        for line in lines
        if line.model is not None and not (line.inside or line.inside_among or cause_of(line))
    )


def outlived(lines: Iterable[Line]) -> tuple[str, ...]:
    """Labels with a cause on record of numbers that the model predicts by now."""
    inside = {line.study.label(line.statistic) for line in lines if line.inside}
    return tuple(label for label in likely_causes() if label in inside)
