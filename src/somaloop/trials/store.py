"""Finished pieces as Parquet files, which pandas, polars and DuckDB open; whole, or noticed and done anew.

``FOLDER/lives`` holds screenings, and ``FOLDER/lives/KEY`` the lives of one plan, model and seed: ``lives-WORLD-KEY.parquet`` has a row for each person,
truth and course, and a column for each reading (``PHQ-15@day 84``), in the instrument's unit and before error of
measurement. ``people-WORLD.parquet`` says how often each person stands in the pool that trials draw from.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from somaloop.language import SomaloopError
from somaloop.studies.crowd import Crowd
from somaloop.trials.pieces import Part, Piece, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

NEEDED = "virtual trials keep what was lived as Parquet: install the extra, pip install 'somaloop[trials]'"
FORMAT = "1"


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise SomaloopError(NEEDED) from None
    return pyarrow


def table_of(part: Part, about: dict[str, str]) -> pa.Table:
    """A part as a table; its failures and ``about`` stand in the metadata."""
    arrow = _arrow()
    columns = {
        name: arrow.array(column).dictionary_encode() if column.dtype.kind == "U" else arrow.array(column)
        for name, column in part.columns.items()
    }
    told = {"somaloop": FORMAT, "failures": json.dumps(list(part.failures)), **about}
    return arrow.table(columns).replace_schema_metadata(told)


def part_of(table: pa.Table) -> Part:
    """A part from its table."""
    columns = {name: table.column(name).to_numpy() for name in table.column_names}
    columns = {name: column.astype(str) if column.dtype.kind == "O" else column for name, column in columns.items()}
    failures = json.loads((table.schema.metadata or {}).get(b"failures", b"[]"))
    return Part(columns, tuple(failures))


def write_part(path: Path, part: Part, about: dict[str, str]) -> None:
    """Write a part at once or not at all."""
    arrow = _arrow()
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        arrow.parquet.write_table(table_of(part, about), half, compression="zstd", write_page_checksum=True)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)


def read_part(path: Path, key: str, rows: int) -> Part | None:
    """A part that was kept; None where there is none, it is damaged, or it is of another key."""
    arrow = _arrow()
    if not path.is_file():
        return None
    try:
        with arrow.OSFile(str(path)) as file:
            table = arrow.parquet.read_table(file, page_checksum_verification=True)
    except (OSError, ValueError, arrow.ArrowException):
        return None
    told = table.schema.metadata or {}
    if told.get(b"key") != key.encode() or told.get(b"somaloop") != FORMAT.encode() or table.num_rows != rows:
        return None
    return part_of(table)


@dataclass(frozen=True)
class Kept:
    """Where the pieces of one plan are kept (nowhere if ``folder`` is None). ``model`` is the checksum of the model."""

    folder: Path | None
    model: str

    def path(self, piece: Piece) -> Path | None:
        """The file of a piece; screenings lie a folder higher, for all plans that let in the same people share them."""
        if self.folder is None:
            return None
        folder = self.folder.parent if piece.kind == "screening" else self.folder
        return folder / f"{piece.kind.replace(' ', '-')}-{piece.world}-{piece.key(self.model)[:16]}.parquet"

    def load(self, piece: Piece) -> Part | None:
        """What was kept of a piece, or None."""
        path = self.path(piece)
        return None if path is None else read_part(path, piece.key(self.model), rows_of(piece))

    def save(self, piece: Piece, part: Part) -> None:
        """Keep what came out of a piece. Raises SomaloopError where it cannot be written."""
        path = self.path(piece)
        if path is None:
            return
        try:
            write_part(path, part, {"key": piece.key(self.model), "plan": piece.plan.name, "seed": str(piece.seed)})
        except OSError as error:
            raise SomaloopError(f"cannot write {path}: {error.strerror or error}") from None

    def sentence(self) -> str:
        """What somebody who stopped the run should know."""
        if self.folder is None:
            return "stopped; nothing was kept, for no folder was given"
        count = sum(not path.name.startswith("people-") for path in self.folder.parent.rglob("*.parquet"))
        pieces = "1 finished piece is" if count == 1 else f"{count} finished pieces are"
        return f"stopped; {pieces} kept in {self.folder.parent}, and the same command goes on from there"


def write_people(kept: Kept, world: str, crowd: Crowd, age: NDArray, female: NDArray) -> None:
    """Who is in the pool of a world, and how often: a row for each different person, whose ``age`` and sex are given."""
    if kept.folder is None:
        return
    person, first, times = np.unique(crowd.indices, return_index=True, return_counts=True)
    columns: dict[str, Any] = {
        "person": person, "times": times, "age": age, "sex": np.where(female, "female", "male")
    }  # fmt: skip
    for name, both in crowd.bounds.items():
        columns |= {f"{name}: lowest chance": both[0, first], f"{name}: highest chance": both[1, first]}
    try:
        write_part(kept.folder / f"people-{world}.parquet", Part(columns), {"world": world})
    except OSError as error:
        raise SomaloopError(f"cannot write to {kept.folder}: {error.strerror or error}") from None
