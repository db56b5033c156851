"""Draw truths from the posterior of an emulated model: no-U-turn sampling (NumPyro) of standard normal scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.emulator import Emulators, terms
from somaloop.calibrate.likelihood import FREEDOM, log_density

Array = NDArray[np.float64]

CHAINS = 4
WARM_UP = 600
ACCEPTANCE = 0.9


@dataclass(frozen=True)
class Evidence:
    """What was seen: ``values`` [statistics] on their scales and ``spread`` [statistics], how far each may lie off.

    ``spread`` is without the emulator's own error, which :meth:`distance` adds.
    """

    values: Array
    spread: Array
    freedom: float = FREEDOM

    def scale(self, emulators: Emulators) -> Array:
        """The scale of the distance between what was seen and what the emulators say [statistics]."""
        return np.sqrt(self.spread**2 + emulators.errors**2)


@dataclass(frozen=True)
class Sample:
    """Draws [chains, draws, names] of the scores that were sampled, and how well the chains agree."""

    draws: Array
    divergent: int
    reach: Array  # split r-hat of each name
    effective: Array  # effective number of draws of each name

    @staticmethod
    def nothing() -> Sample:
        """A sample of nothing, before sampling."""
        return Sample(np.zeros((1, 0, 0)), 0, np.zeros(0), np.zeros(0))

    @property
    def flat(self) -> Array:
        """All draws [chains * draws, names]."""
        return self.draws.reshape(-1, self.draws.shape[-1])


@lru_cache(maxsize=8)
def _sampler(shape: tuple[int, ...], freedom: float, chains: int, warm_up: int, count: int) -> Callable[..., Any]:
    """A compiled sampler for problems of one shape (names, terms, statistics): key, data -> draws, divergences."""
    from somaloop.engine._jax import jax, jnp  # sets up JAX before NumPyro does
    from numpyro.infer.hmc import hmc  # isort: skip

    names = shape[0]

    def potential(constants: Any, first: Any, second: Any, weights: Any, values: Any, scale: Any) -> Any:
        def of(scores: Any) -> Any:
            distance = values - constants - terms(scores, first, second, jnp) @ weights
            return 0.5 * (scores**2).sum() - log_density(distance, scale, freedom, jnp).sum()

        return of

    def one_chain(key: Any, *data: Any) -> Any:
        begin, rest = jax.random.split(key)
        initial, step = hmc(potential_fn_gen=potential, algo="NUTS")
        state = initial(
            0.3 * jax.random.normal(begin, (names,)), num_warmup=warm_up, target_accept_prob=ACCEPTANCE,
            model_args=data, rng_key=rest,
        )  # fmt: skip

        def advance(state: Any, _: Any) -> Any:
            state = step(state, model_args=data)
            return state, (state.z, state.diverging)

        _, (draws, divergent) = jax.lax.scan(advance, state, None, length=warm_up + count)
        return draws[warm_up:], divergent[warm_up:].sum()

    def all_chains(key: Any, *data: Any) -> Any:
        return jax.lax.map(lambda k: one_chain(k, *data), jax.random.split(key, chains))

    return jax.jit(all_chains)


def sample(
    emulators: Emulators, evidence: Evidence, *, seed: int, count: int = 500, chains: int = CHAINS,
    warm_up: int = WARM_UP,
) -> Sample:  # fmt: skip
    """Draw scores of all names that ``emulators`` read (see :meth:`Emulators.narrowed`); the prior is standard normal."""
    from somaloop.engine._jax import jax

    names = int(max(emulators.first.max(initial=-1), emulators.second.max(initial=-1))) + 1
    if names == 0:
        return Sample(np.zeros((chains, count, 0)), 0, np.zeros(0), np.zeros(0))
    shape = (names, *emulators.weights.shape)
    run = _sampler(shape, evidence.freedom, chains, warm_up, count)
    draws, divergent = run(
        jax.random.key(seed), emulators.constants, emulators.first, emulators.second, emulators.weights,
        evidence.values, evidence.scale(emulators),
    )  # fmt: skip
    found = np.asarray(draws)
    reach, effective = agreement(found)
    return Sample(found, int(np.sum(np.asarray(divergent))), reach, effective)


def agreement(draws: Array) -> tuple[Array, Array]:
    """Split r-hat and effective number of draws of every name of draws [chains, draws, names]."""
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    return np.asarray(split_gelman_rubin(draws)), np.asarray(effective_sample_size(draws))


def log_likelihood(emulators: Emulators, evidence: Evidence, scores: Array) -> Array:
    """The log likelihood of truths [truths, names] under the emulators, up to a constant [truths]."""
    said = emulators.constants + terms(scores, emulators.first, emulators.second) @ emulators.weights
    return log_density(evidence.values - said, evidence.scale(emulators), evidence.freedom).sum(axis=-1)
