"""JAX, set up once: 64-bit, one thread a program, compiled programs kept between runs."""

from __future__ import annotations

import os
from typing import Any

from somaloop.engine.cache import cache_folder

if "jax" not in __import__("sys").modules:
    flags = os.environ.get("XLA_FLAGS", "")
    if "intra_op_parallelism" not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} --xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1".strip()

import jax as _jax_module
import jax.numpy as _jnp_module

jax: Any = _jax_module
jnp: Any = _jnp_module

jax.config.update("jax_enable_x64", True)
_folder = cache_folder("compiled")
if _folder is not None:
    jax.config.update("jax_compilation_cache_dir", str(_folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.2)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
