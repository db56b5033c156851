"""Counter-based randomness: one stream for each (person, process, day).

A number depends on the seed, the person's index, the name of the process and the day, and on nothing else; so twins
in different arms share their days, and adding a person, an arm or a process changes nobody.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from somaloop.engine._jax import jax, jnp
from somaloop.language import Body

_DAY_OFFSET = 100_000  # so that settling days, which are negative, count too
_FEWEST = 64


def name_code(name: str) -> int:
    """A stable number for the name of a process or quantity."""
    return zlib.crc32(name.encode())


def person_keys(seed: int, indices: NDArray[np.int64]) -> Any:
    """Raw keys, shape [lanes, 2], of the people with these indices."""
    base = jax.random.PRNGKey(seed)
    filled = jnp.asarray(evened(np.asarray(indices)), dtype=jnp.uint32)
    found = jax.vmap(lambda index: jax.random.fold_in(base, index))(filled)
    return jnp.asarray(np.asarray(found)[: len(indices)])


def evened(array: NDArray[Any], axis: int = -1) -> NDArray[Any]:
    """The array with its last entry repeated along ``axis``, up to the next power of two from 64 on.

    JAX compiles a program for every shape that it meets, and jobs come in all sizes.
    """
    count = array.shape[axis]
    missing = max(_FEWEST, 1 << max(count - 1, 0).bit_length()) - count
    if not missing:
        return array
    last = np.take(array, [-1], axis=axis)
    return np.concatenate([array, np.repeat(last, missing, axis=axis)], axis=axis)


def _daily(keys: Any, names: tuple[str, ...], day: Any, draw: Any) -> Any:
    counter = jnp.asarray(day + _DAY_OFFSET, dtype=jnp.uint32)

    def one(key: Any, code: Any) -> Any:
        return draw(jax.random.fold_in(jax.random.fold_in(key, code), counter))

    codes = jnp.asarray(np.array([name_code(name) for name in names], dtype=np.uint32))
    per_lane = jax.vmap(jax.vmap(one, in_axes=(None, 0)), in_axes=(0, None))(keys, codes)
    return jnp.moveaxis(per_lane, 0, -1)  # [names, 24, lanes]


def daily_normals(keys: Any, names: tuple[str, ...], day: Any) -> Any:
    """Standard normal numbers for every hour of a day, shape [names, 24, lanes]."""
    return _daily(keys, names, day, lambda key: jax.random.normal(key, (24,)))


def daily_uniforms(keys: Any, names: tuple[str, ...], day: Any) -> Any:
    """Uniform numbers for every hour of a day, shape [names, 24, lanes]."""
    return _daily(keys, names, day, lambda key: jax.random.uniform(key, (24,)))


def noise_track(body: Body, names: tuple[str, ...], keys: Any, memory: Any, day: Any, loud: Any) -> Any:
    """The noises at the 25 full hours of a day, shape [25, names, lanes], from ``memory`` at its first midnight.

    Each is a stationary Ornstein-Uhlenbeck process of unit spread; ``loud`` is 1 for noise and 0 for none.
    """
    if not names:
        return jnp.zeros((25, 0, keys.shape[0]))
    times = jnp.array([body.noises[name].time_constant for name in names])
    keep = jnp.exp(-1.0 / times)[:, None]
    shocks = daily_normals(keys, names, day) * loud
    knots = [memory]
    for index in range(24):
        knots.append(keep * knots[-1] + jnp.sqrt(1.0 - keep**2) * shocks[:, index])
    return jnp.stack(knots)


def first_noise(keys: Any, names: tuple[str, ...]) -> Any:
    """The noise at the first midnight, drawn from its stationary distribution, shape [names, lanes]."""
    if not names:
        return jnp.zeros((0, keys.shape[0]))
    found = daily_normals(jnp.asarray(evened(np.asarray(keys), axis=0)), names, -_DAY_OFFSET)
    return np.asarray(found)[:, 0, : len(keys)]
