"""The worst error of one engine: any state at any hour of two weeks, as a share of the state's range.

The truth is libRoadRunner at a relative tolerance of 1e-9. python -m peers.accuracy ENGINE TOLERANCE
"""

from __future__ import annotations

import os
import sys

import numpy as np
import task

from peers import roadrunner_peer


def main(engine: str, tolerance: float, days: int = task.CHECKED_DAYS) -> float:
    """The error for the first person."""
    exact = roadrunner_peer.solve(roadrunner_peer.build(1e-9, days), 1, days)[:, :, None]
    if engine == "libRoadRunner":
        got = roadrunner_peer.solve(roadrunner_peer.build(tolerance, days), 1, days)[:, :, None]
    elif engine == "heyoka":
        from peers import heyoka_peer

        got = heyoka_peer.solve(heyoka_peer.build(tolerance), 1, days, True)
    elif engine == "diffrax":
        from peers import diffrax_peer
        from somaloop.engine._jax import jax  # noqa: F401  (64 bits)

        got = diffrax_peer.solve(tolerance, 1, days)
    else:
        if engine == "somaloop by JAX":
            os.environ["SOMALOOP_ENGINE"] = "jax"
        from somaloop.engine.simulate import run

        lanes, begin = task.people(1)
        passage = run(
            task.body(), task.plan(), lanes, task.schedule(), begin,
            first_day=0, days=days, seed=1, resolution="step", noise=False,
            precision="single" if "single" in engine else "double",
        )  # fmt: skip
        got = passage.saved[:, ::10].reshape(-1, *passage.saved.shape[2:])
    return task.worst_error(np.asarray(got), exact)


if __name__ == "__main__":
    print(main(sys.argv[1], float(sys.argv[2])))
