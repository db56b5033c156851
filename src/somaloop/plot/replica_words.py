"""What tables and pictures of replicas say of one trial: its design, numbers and verdict in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.plot.predicted_line import USE_WORDS, decimals, number, signed
from somaloop.trials.replica_answer import Predicted, ReplicaAnswer
from somaloop.trials.replicas import Figure, Found, Replica

STATE_WORDS: Mapping[str, str] = MappingProxyType({"inside": "inside", "outside": "outside", "none": "not printed"})


def design_words(item: Replica) -> str:
    """How it was done, and whether the model may have been fitted to it."""
    shape = "one arm" if not item.control else "crossover" if item.paired else "parallel"
    return f"{item.blinding}, {shape}, {sum(item.n.values()) if not item.paired else item.n[item.treatment]} people"


def use_words(item: Replica) -> str:
    """Whether it only checks."""
    return USE_WORDS[item.use]


def found_words(item: Replica, found: Found) -> str:
    """A conclusion in the words of a trialist: benefit or harm where the instrument has a good side."""
    if found == "no difference":
        return "no difference" if item.control else "no change"
    better = INSTRUMENTS[item.of].better
    if better == "neither":
        return found
    good = found == better
    return ("benefit" if good else "harm") if item.control else ("improved" if good else "worse")


def verdict_words(item: ReplicaAnswer) -> str:
    """What the model would most likely have concluded, and what was published, each with its share of trials."""
    likely, published = item.shares.likely, item.replica.found
    words = [
        f"{found_words(item.replica, found)} {percent(item.shares.of(found).value)}" for found in (likely, published)
    ]
    return words[0] if likely == published else f"{words[0]} ({words[1]})"


def percent(share: float) -> str:
    """A share in whole per cent; what is not nothing is not written as nothing."""
    return "under 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def shown(item: Replica, value: float) -> float:
    """A number as it is written: shares in per cent."""
    return 100.0 * value if item.measure == "share" else value


def unit_words(item: Replica) -> str:
    """The unit of an arm's number as it is written."""
    return "%" if item.measure == "share" else item.unit


def measure_words(item: Replica) -> str:
    """What an arm's number is: ``ISI, change``."""
    if item.measure == "share":
        return f"{item.of}, people with {_rule_words(item)}"
    against = "of the start" if item.start is not None else f"against {item.control}"
    words = {"value": "", "change": ", change", "percent": f", change {against}"}[item.measure]
    return f"{item.of}{words}"


def _rule_words(item: Replica) -> str:
    """Who counts in a share: ``1 more``, ``0.14 or more``."""
    rule = next(iter(item.rules.values()))
    if rule.by is not None:
        amount = f"{100 * rule.by:g} %" if rule.by_share else f"{rule.by:g}"
        return f"{amount} {'more' if rule.rise else 'less'}"
    if rule.at_least is not None:
        return f"{rule.at_least:g} or more"
    return f"{rule.at_most:g} or less"


def difference_words(item: Replica) -> str:
    """What the difference is."""
    if not item.control:
        return "change"
    return "difference of changes" if item.start is not None and item.measure == "value" else "difference"


def predicted_text(item: Replica, predicted: Predicted) -> tuple[str, str]:
    """The middle and the 95 % interval of a prediction."""
    low, high = shown(item, predicted.low), shown(item, predicted.high)
    places = decimals(low, high)
    return number(shown(item, predicted.middle), places), f"{number(low, places)} to {number(high, places)}"


def figure_text(item: Replica, figure: Figure | None) -> tuple[str, str]:
    """A published number and its 95 % interval; empty where there is none."""
    if figure is None:
        return "", ""
    middle = signed(f"{shown(item, figure.value):.4g}")
    if not math.isfinite(figure.low):
        return middle, ""
    low, high = shown(item, figure.low), shown(item, figure.high)
    places = decimals(low, high)
    return middle, f"{number(low, places)} to {number(high, places)}"


def reason_of(item: ReplicaAnswer) -> str:
    """Why it likely misses; empty where it does not, or no reason is on record."""
    return item.replica.reason if item.missed else ""
