"""Where results go: a folder that appears whole or not at all, and progress that can be interrupted."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from somaloop.language import SomaloopError


class OutputError(SomaloopError):
    """The results cannot be written where they should go."""


@contextmanager
def result_folder(out: Path | None, name: str) -> Iterator[Path]:
    """A temporary folder that becomes ``out`` (default ``out/NAME``) when the block ends well, and vanishes otherwise.

    Files of an earlier run of the same names are replaced; other files in ``out`` stay.
    """
    target = out if out is not None else Path("out") / name
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} is a file; --out needs a folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise OutputError(f"cannot write to {target.parent}: {error.strerror}") from None
    try:
        yield work
        target.mkdir(exist_ok=True)
        for item in sorted(work.iterdir()):
            item.replace(target / item.name)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def shown_path(out: Path | None, name: str) -> Path:
    """The folder that :func:`result_folder` fills."""
    return out if out is not None else Path("out") / name


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal's standard error; None where there is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each named step on a terminal; elsewhere a line when a step begins. Told (step, done, of)."""
    if not sys.stderr.isatty():
        begun: set[str] = set()

        def tell(step: str, done: int, of: int) -> None:
            if step not in begun:
                begun.add(step)
                sys.stderr.write(f"{step} ...\n")
                sys.stderr.flush()

        yield tell
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Callable[..., None]] = {}

        def show(step: str, done: int, of: int) -> None:
            if step not in tasks:
                task = bar.add_task(step, total=of)
                tasks[step] = lambda done, of, task=task: bar.update(task, completed=done, total=of)
            tasks[step](done, of)

        yield show
