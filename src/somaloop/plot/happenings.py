"""What happens in a day, in a word: from the lines of a protocol to marks on a time axis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORDS = (  # the first that fits the text wins
    (r"sleep window", "to bed"),
    (r"placebo", "placebo"),
    (r"magnesium|capsule", "magnesium"),
    (r"caffeine|coffee|tea\b|espresso", "coffee"),
    (r"alcohol|wine|beer", "alcohol"),
    (r"water", "water"),
    (r"meal|breakfast|lunch|dinner|supper|\beat\b", "meal"),
    (r"stress|conflict|exam|deadline", "stress"),
    (r"outdoors|outside|daylight", "outdoors"),
    (r"bright light", "bright light"),
    (r"exercise|walk|run\b|sport", "exercise"),
    (r"breath", "slow breathing"),
    (r"somatic", "body therapy"),
    (r"cbt|therapy", "therapy"),
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens at an hour: a word, and the whole line."""

    hour: float
    word: str
    text: str


def word_for(text: str) -> str:
    """One or two words for a line of a protocol."""
    for pattern, word in _WORDS:
        if re.search(pattern, text.lower()):
            return word
    parts = [part for part in text.split() if not any(letter.isdigit() for letter in part)]
    return " ".join(parts[1:3] or parts[:2]).strip(",;") or text


def in_window(events: Iterable[tuple[int, float, str]], first: float, last: float) -> tuple[Happening, ...]:
    """What happens between two hours; these count from the first midnight, days count from 1."""
    found = []
    for day, hour, text in events:
        at = 24.0 * (day - 1) + hour
        if first <= at < last:
            found.append(Happening(at, word_for(text), text))
    return tuple(sorted(found, key=lambda item: item.hour))


def levels(items: Sequence[Happening], hours_per_letter: float) -> list[int]:
    """The line (0 is the lowest) on which each label fits without touching an earlier one."""
    ends: list[float] = []
    chosen = []
    for item in items:
        half = (len(item.word) + 1.2) * hours_per_letter / 2
        number = next((i for i, end in enumerate(ends) if item.hour - half >= end), len(ends))
        if number == len(ends):
            ends.append(0.0)
        ends[number] = item.hour + half
        chosen.append(number)
    return chosen
