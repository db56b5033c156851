"""Shared settings of the tests: Hypothesis without deadlines, since first calls compile."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile("somaloop", deadline=None, max_examples=40)
settings.load_profile("somaloop")
