"""Where results go: folders, files and pages of the documentation; progress, and the words where it is stopped."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    target = asked_folder(out, name)
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
    """Where the results of a run go, a folder or a file: ``out``, or ``out/NAME`` where that is None."""
    return out if out is not None else Path("out") / name


def asked_folder(out: Path | None, name: str) -> Path:
    """The folder of :func:`shown_path`, not made yet. Raises OutputError where it is a file."""
    folder = shown_path(out, name)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; --out needs a folder")
    return folder


def made_folder(out: Path | None, name: str) -> Path:
    """The folder of :func:`shown_path`, made, for runs that fill it bit by bit. Raises OutputError where it cannot be."""
    folder = asked_folder(out, name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror}") from None
    return folder


def write_text(path: Path, text: str) -> Path:
    """Write a file, in a folder that is made where it is missing; its path. Raises OutputError where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from None
    return path


def documents() -> Path:
    """The folder of the documentation of this checkout, whose pages ``--record`` renews."""
    from somaloop.engine.cache import PACKAGE

    return PACKAGE.parent.parent / "docs"


def keep_documents(pages: Mapping[str, str]) -> None:
    """Renew pages and pictures of the documentation, by their paths in ``docs``, and say so."""
    for name, text in pages.items():
        print(f"Kept: {write_text(documents() / name, text).name}")


def between_marks(text: str, name: str, content: str) -> str:
    """The text with what stands between ``<!-- NAME -->`` and its end renewed; unchanged where a mark is missing."""
    head, begins, rest = text.partition(f"<!-- {name} -->")
    _, ends, tail = rest.partition(f"<!-- end of {name} -->")
    return f"{head}{begins}\n{content}\n{ends}{tail}" if begins and ends else text


def say_failed(failures: Iterable[str]) -> None:
    """Say on standard error what failed, a line each."""
    for sentence in failures:
        sys.stderr.write(f"failed: {sentence}\n")


def goes_on(kept: str, where: str = "here") -> str:
    """How a run that was stopped is gone on with, such as ``goes_on("finished studies are kept")``."""
    return f"stopped; {kept}, and the same command goes on from {where}"


def stopped(sentence: str) -> int:
    """Say on standard error that a run was stopped; its exit status."""
    sys.stderr.write(f"{sentence}\n")
    return 130


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
