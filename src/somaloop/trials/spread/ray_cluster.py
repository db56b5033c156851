"""A Ray cluster: each piece is a task of one core, and a task whose worker is lost is done again elsewhere.

Pieces come back here and are kept here, so machines share nothing but the program. A piece gives the same numbers
wherever it is done, for they hang on the seed and the persons alone; every machine must have the same model.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from somaloop.language import Body, SomaloopError
from somaloop.trials.pieces import Part, Piece, work
from somaloop.trials.spread.engine import Tick
from somaloop.trials.stamp import stamp

NEEDED = "spreading needs Ray: install the extra, pip install 'somaloop[ray]'"
RETRIES = 8  # how often a piece whose worker was lost is done again
AHEAD = 2  # pieces that are handed out for each core, so that none waits for the next
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
_SOURCE = str(Path(__file__).resolve().parents[3])  # the folder that holds the package
Task = Callable[[Piece, str], Part]


def do(piece: Piece, model: str) -> Part:
    """What a worker does: one piece on one core. Raises SomaloopError where its model is not the one asked for."""
    os.environ["SOMALOOP_CORES"] = "1"  # Ray hands out a task for every core
    from somaloop.model import whole_body

    body = whole_body()
    if stamp(body) != model:
        raise SomaloopError("a machine of the cluster has another version of somaloop or another model than this one")
    return work(body, piece)


class RayCluster:
    """An :class:`Engine` on the cluster at ``address``, or on one of this machine with ``cores`` workers (default: all).

    ``task`` is what workers do, :func:`do` unless tests want otherwise; ``retries`` how often a lost piece is done again.
    A cluster that this process is connected to already is used, and left as it is.
    """

    def __init__(self, address: str = "", cores: int | None = None, task: Task = do, retries: int = RETRIES) -> None:
        self.address, self.cores, self.task, self.retries = address, cores, task, retries
        self._ray: Any = None
        self._ours = False

    def __enter__(self) -> RayCluster:
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        try:
            import ray
        except ImportError:
            raise SomaloopError(NEEDED) from None
        self._ray = ray
        if not ray.is_initialized():
            self._connect()
            self._ours = True
        return self

    def _connect(self) -> None:
        given: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if self.address:
            given["address"] = self.address
        else:
            given |= {"num_cpus": self.cores, "include_dashboard": False}
        before = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = os.pathsep.join(item for item in (_SOURCE, before) if item)  # workers inherit it
        try:
            with warnings.catch_warnings():
                # Ray starts its processes by fork and exec at once, which JAX's threads do not mind.
                warnings.filterwarnings("ignore", message=r"os\.fork\(\) was called", category=RuntimeWarning)
                self._ray.init(**given)
        except (ConnectionError, ValueError, RuntimeError) as error:
            where = f"at {self.address}" if self.address else "on this machine"
            raise SomaloopError(f"no Ray cluster {where}: {error}") from None
        finally:
            if before is None:
                del os.environ["PYTHONPATH"]
            else:
                os.environ["PYTHONPATH"] = before

    def __exit__(self, *error: object) -> None:
        if self._ours:
            self._ray.shutdown()
            self._ours = False

    def run(self, body: Body, pieces: Iterable[Piece], tick: Tick | None = None) -> Iterator[tuple[Piece, Part]]:
        """Hand out some pieces ahead and give them back as they come. Raises SomaloopError for what no retry helped."""
        ray = self._ray
        model = stamp(body)
        task = ray.remote(self.task).options(num_cpus=1, max_retries=self.retries)
        waiting, under_way = iter(pieces), {}
        most = max(int(ray.cluster_resources().get("CPU", 1)), 1) * AHEAD
        try:
            while True:
                for piece in islice(waiting, most - len(under_way)):
                    under_way[task.remote(piece, model)] = piece
                if not under_way:
                    return
                for reference in ray.wait(list(under_way), num_returns=1)[0]:
                    piece = under_way.pop(reference)
                    part = self._result(reference, piece)
                    if tick is not None:
                        tick(piece.days)
                    yield piece, part
        finally:
            for reference in under_way:
                ray.cancel(reference, force=True)

    def _result(self, reference: Any, piece: Piece) -> Part:
        from ray.exceptions import RayError, RayTaskError

        try:
            return self._ray.get(reference)
        except RayTaskError as error:
            cause = error.cause
            raise SomaloopError(str(cause)) if isinstance(cause, SomaloopError) else error from None
        except RayError as error:
            raise SomaloopError(
                f"a piece was lost more than {self.retries} times ({len(piece.persons)} people as {piece.world}): {error}; "
                "finished pieces are kept"
            ) from None
