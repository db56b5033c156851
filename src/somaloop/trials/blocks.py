"""Replicates in blocks, spread over processes: the same numbers for any number of them, and nothing lost by an interruption."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.language import SomaloopError
from somaloop.trials import pickling  # noqa: F401  (plans travel to the processes)
from somaloop.trials.live import Interrupted
from somaloop.trials.work import Work, fingerprint, run_block

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 20
FOLDER = "replicates"
Progress = Callable[[str, int, int], None]
STEP = "analysing replicates"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True, slots=True)
class Block:
    """Replicates ``first`` to ``last - 1`` in one world at one size; at the ``planned`` one more is asked."""

    world: str
    size: int
    first: int
    last: int
    planned: bool = False

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.world}-{self.size}{'-planned' if self.planned else ''}-{self.first}-{self.last}.parquet"


def blocks_of(worlds: Sequence[str], sizes: Sequence[int], replicates: int) -> list[Block]:
    """All blocks; the first replicates of all worlds and sizes come first, so that an early stop shows something of all."""
    return [
        Block(world, size, first, min(first + BLOCK, replicates), size == sizes[0])
        for first in range(0, replicates, BLOCK)
        for size in dict.fromkeys(sizes)
        for world in worlds
    ]


def run_blocks(
    work: Work,
    replicates: int,
    folder: Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The records of all replicates, in order. Finished blocks are kept below ``folder``, and taken from there.

    ``workers`` are processes (default: one for each core; with 1 all is done here). ``progress(step, done, all)`` is told
    replicates and may raise to interrupt. Raises SomaloopError where a process is lost, and Interrupted on Ctrl-C.
    """
    import pandas as pd

    wanted = blocks_of(list(work.pools), work.setup.plan.sizes, replicates)
    kept = None if folder is None else folder / FOLDER / fingerprint(work)
    found: dict[Block, pd.DataFrame] = {}
    for block in wanted:
        table = _load(kept, block)
        if table is not None:
            found[block] = table
    todo = [block for block in wanted if block not in found]
    total = sum(block.last - block.first for block in wanted)
    done = sum(block.last - block.first for block in found)
    if progress is not None:
        progress(STEP, done, total)
    try:
        for block, table in _results(work, todo, workers or os.cpu_count() or 1):
            _save(kept, block, table)
            found[block] = table
            done += block.last - block.first
            if progress is not None:
                progress(STEP, done, total)
    except KeyboardInterrupt:
        where = (
            f"kept in {kept}, and the same command goes on from here"
            if kept is not None
            else "lost: no folder was named"
        )
        raise Interrupted(f"stopped; {done} of {total} replicates are {where}") from None
    ordered = sorted(wanted, key=lambda block: (list(work.pools).index(block.world), block.size, block.first))
    return pd.concat([found[block] for block in ordered], ignore_index=True)


def _results(work: Work, todo: Sequence[Block], workers: int) -> Iterator[tuple[Block, pd.DataFrame]]:
    workers = min(workers, len(todo))
    if workers <= 1:
        for block in todo:
            yield block, run_block(work, block.world, block.size, block.first, block.last)
        return
    with _one_thread_each(), ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(work,)
    ) as pool:  # fmt: skip
        waiting: dict[Future[pd.DataFrame], Block] = {pool.submit(_run, block): block for block in todo}
        try:
            while waiting:
                for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(future), future.result()
        except BrokenProcessPool:
            raise SomaloopError(
                "a process that analysed replicates was ended from outside (often for want of memory); "
                "finished ones are kept, and the same command goes on from here"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_work: Work | None = None


def _begin(work: Work) -> None:
    """What a process does first. An interruption is the parent's to handle."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _work = work


def _run(block: Block) -> pd.DataFrame:
    assert _work is not None
    return run_block(_work, block.world, block.size, block.first, block.last)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that begin meanwhile use one thread for linear algebra: there are as many of them as cores."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _load(folder: Path | None, block: Block) -> pd.DataFrame | None:
    if folder is None or not (folder / block.name).is_file():
        return None
    import pandas as pd

    try:
        return pd.read_parquet(folder / block.name)
    except (OSError, ValueError):  # half-written: done anew
        return None


def _save(folder: Path | None, block: Block, table: pd.DataFrame) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{block.name}.part"
    table.to_parquet(part, index=False)
    os.replace(part, folder / block.name)
