"""The verdict on a claim, by rule, from what the runs gave. Nothing about any one claim stands here.

The rules look at one outcome at a time, with all effects turned so that positive
is what the article says:

* an effect is *shown* in a world if its whole 95 % interval lies above a thousandth of the smallest difference that
  matters (less counts as nothing), *reversed* if it lies as far below zero, and *not shown* otherwise;
* it is *tested in people* if at least half of its mean is left when only arrows are kept that were tested in people
  (as known those of grade A and B; as told also those of grade X, which a test contradicts), or if studies looked at it.

The rules themselves stand in :data:`RULES`. A claim that names several outcomes gets its weakest verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from somaloop.results import Interval

Verdict = Literal[
    "supported",
    "supported but too small to notice",
    "only as told",
    "untested",
    "contradicted",
    "not an empirical claim",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
NOTHING = 0.001  # share of the smallest difference that matters below which an effect counts as none
TESTED_SHARE = 0.5  # share of a mean effect that tested arrows must carry by themselves
RULES: Mapping[int, str] = MappingProxyType(
    {
        1: "**Contradicted**: studies of people found the opposite; or they found no difference, so precisely that one that "
        "matters is ruled out, while the article's arrows show one; or the effect as known is reversed, and at least half "
        "of that is left on tested arrows.",
        2: "Shown as known: **untested** if it is not tested (here studies count only if they found it); else **supported** "
        "if the mean is at least what matters, **supported but too small to notice** if not.",
        3: "Not shown as known, but as told: **only as told** if it was tested, else **untested**.",
        4: "Shown in neither world: **untested**; the model has nothing that carries it.",
        5: "A claim that nothing changes is **supported** if the whole interval as known lies within what matters on both "
        "sides, **contradicted** if it lies outside, else **untested**.",
    }
)
WEAKEST_FIRST: tuple[Verdict, ...] = (
    "contradicted",
    "only as told",
    "untested",
    "supported but too small to notice",
    "supported",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the rules look at, for one outcome, turned so that positive is what the article says.

    ``told_share`` and ``known_share`` are how much of the mean effect is left on arrows tested in people. ``bar`` is the smallest difference that matters. ``published`` is the effect in people where one with an interval
    is known, and ``published_bar`` what matters on its own scale (NaN if that is not known); ``studied`` says that
    studies of the effect exist, also where they gave no interval.
    """

    told: Interval
    known: Interval
    told_share: float
    known_share: float
    bar: float
    claims_nothing: bool = False
    published: Interval | None = None
    published_bar: float = float("nan")
    studied: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, what gave it in one sentence, and the number of the rule in :data:`RULES`."""

    verdict: Verdict
    because: str
    rule: int


def turned(interval: Interval, direction: float) -> Interval:
    """The interval with its sign changed where the article says lower."""
    if direction >= 0:
        return interval
    return Interval(-interval.centre, -interval.high, -interval.low)


def _shown(interval: Interval, least: float) -> bool:
    return interval.low > least


def _reversed(interval: Interval, least: float) -> bool:
    return interval.high < -least


def _nothing_claimed(found: Findings) -> Judged:
    low, high, bar = found.known.low, found.known.high, found.bar
    if -bar < low and high < bar:
        return Judged("supported", "As known, any difference is surely smaller than what matters, as claimed.", 5)
    if low >= bar or high <= -bar:
        return Judged(
            "contradicted", "As known, there is surely a difference that matters, and the claim says none.", 5
        )
    return Judged("untested", "As known, the interval leaves both nothing and a difference that matters possible.", 5)


def _against(found: Findings, least: float) -> Judged | None:
    """Rule 1."""
    published = found.published
    if published is not None and published.high < 0:
        return Judged("contradicted", "Studies of people found the opposite.", 1)
    if (
        published is not None
        and published.low <= 0.0 <= published.high < found.published_bar
        and _shown(found.told, least)
    ):
        return Judged(
            "contradicted",
            "Studies of people found no difference, and precisely enough to rule out one that matters.",
            1,
        )
    if _reversed(found.known, least) and found.known_share >= TESTED_SHARE:
        return Judged(
            "contradicted", "As known, the effect goes the other way, mostly over arrows tested in people.", 1
        )
    return None


def judge(found: Findings) -> Judged:
    """The verdict on one outcome."""
    if found.claims_nothing:
        return _nothing_claimed(found)
    least = NOTHING * found.bar
    against = _against(found, least)
    if against is not None:
        return against
    found_by_studies = found.published is not None and found.published.low > 0
    if _shown(found.known, least):
        if not (found.known_share >= TESTED_SHARE or found_by_studies):
            return Judged(
                "untested", "As known, the effect is there, but mostly over arrows that no trial tested in people.", 2
            )
        if found.known.centre >= found.bar:
            return Judged("supported", "As known, the effect is surely there, and its mean is one that matters.", 2)
        return Judged(
            "supported but too small to notice",
            "As known, the effect is surely there, but its mean is smaller than what matters.",
            2,
        )
    studied = found.studied or found.published is not None
    if _shown(found.told, least):
        if found.told_share >= TESTED_SHARE or studied:
            return Judged(
                "only as told",
                "As told, the effect is there; as known, it cannot be told from nothing, though people were tested.",
                3,
            )
        return Judged(
            "untested", "As told, the effect is there, but mostly over arrows that no trial tested in people.", 3
        )
    if found_by_studies:
        return Judged(
            "untested", "In neither world can the effect be told from nothing: the model lacks what studies found.", 4
        )
    return Judged("untested", "In neither world can the effect be told from nothing.", 4)


def weakest(judged: Iterable[Judged]) -> Judged:
    """The verdict on a claim that names several outcomes: it holds only as far as its weakest part."""
    return min(judged, key=lambda item: WEAKEST_FIRST.index(item.verdict))
