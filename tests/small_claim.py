"""A small body (appraisal and the stress axis) and one claim about it, which lives in seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from somaloop.claims import ClaimAnswer, answer_claims, parse_design
from somaloop.engine.alone import isolated
from somaloop.language import Arrow, Body, assemble
from somaloop.model import whole_body

LIVES = """settle: 1
usual life: |
  stress 30 min at 10:00 on day 300, mild
people:
  general: {type: general}
lives:
  general/calm: {days: 2}
  general/stressed:
    days: 2
    lines: stress 1 h at 14:00 on day 2, strong
  general/calm again:
    days: 2
    lines: stress 1 h at 14:00 on day 200, strong
"""
EXPERIMENTS = """C015:
  asks: An hour of stress.
  with: general/stressed
  without: general/calm
  outcomes:
    - {of: hpa.cortisol_serum, hours: [14, 16], claimed: higher}
"""
ARROW = "stress_drives_cortisol"
PEOPLE = 8


@lru_cache(maxsize=1)
def small_body() -> Body:
    mechanisms = whole_body().mechanisms
    return isolated([mechanisms["appraisal"], mechanisms["hpa"]])


def with_arrow(change: Callable[[Arrow], Arrow]) -> Body:
    """The small body with the arrow from stress to cortisol changed."""
    found = []
    for mechanism in small_body().mechanisms.values():
        arrows = tuple(change(arrow) if arrow.name == ARROW else arrow for arrow in mechanism.arrows)
        found.append(replace(mechanism, arrows=arrows))
    return assemble(found)


def answer(folder: Path, body: Body | None = None, experiments: str = EXPERIMENTS, people: int = PEOPLE) -> ClaimAnswer:
    body = body or small_body()
    return answer_claims(body, parse_design(body, LIVES, experiments), ["C015"], folder=folder, people=people)["C015"]
