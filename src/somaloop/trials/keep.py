"""Save an answer and read it back exactly: ``answer.json`` for what is said of the trial, ``records.parquet`` for its rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import numpy as np

from somaloop.language import SomaloopError
from somaloop.results.store import versions, write_json
from somaloop.trials import answer as nouns
from somaloop.trials.answer import TrialAnswer

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
ANSWER, RECORDS = "answer.json", "records.parquet"
_APART = ("plan", "records")


class AnswerError(SomaloopError):
    """A folder holds no answer, or one that this version cannot read."""


def write_answer(answer: TrialAnswer, folder: Path) -> Path:
    """Write an answer into a folder; the path of ``answer.json``. Files appear whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{RECORDS}.part"
    answer.records.to_parquet(part, index=False)
    part.replace(folder / RECORDS)
    content = {
        "somaloop trial answer": FORMAT, "plan": answer.plan.text, "file": answer.plan.file, "versions": versions(),
        **{item.name: _plain(getattr(answer, item.name)) for item in fields(answer) if item.name not in _APART},
    }  # fmt: skip
    return write_json(content, folder / ANSWER)


def read_answer(folder: str | Path) -> TrialAnswer:
    """Read an answer back. Raises AnswerError for a folder without one, PlanError for a plan that no longer reads."""
    import pandas as pd

    from somaloop.trials.read import parse_plan

    folder = Path(folder)
    for name in (ANSWER, RECORDS):
        if not (folder / name).is_file():
            raise AnswerError(f"{folder} holds no answer of a trial: {name} is missing")
    try:
        content = json.loads((folder / ANSWER).read_text(encoding="utf-8"))
        if content.get("somaloop trial answer") != FORMAT:
            raise AnswerError(f"{folder / ANSWER}: not an answer of a trial that this version reads")
        records: pd.DataFrame = pd.read_parquet(folder / RECORDS)
        hints = get_type_hints(TrialAnswer, {**vars(nouns), "pd": pd})
        found = {name: _typed(content[name], kind) for name, kind in hints.items() if name not in _APART}
    except (ValueError, KeyError, TypeError) as error:
        raise AnswerError(f"{folder / ANSWER}: cannot be read ({error})") from None
    return TrialAnswer(plan=parse_plan(content["plan"], content["file"]), records=records, **found)


def _plain(value: Any) -> Any:
    """An answer's part as JSON holds it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any, kind: Any) -> Any:
    """JSON as what it was: dataclasses, tuples, read-only mappings, arrays; null is NaN where a number stood."""
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(_typed(item, get_args(kind)[0]) for item in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return MappingProxyType({key: _typed(item, get_args(kind)[1]) for key, item in value.items()})
    if origin is np.ndarray:
        return np.array([np.nan if item is None else item for item in value], dtype=float)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind, dict(vars(nouns)))
        return kind(**{item.name: _typed(value[item.name], hints[item.name]) for item in fields(kind)})
    if kind is float:
        return float("nan") if value is None else float(value)
    return value
