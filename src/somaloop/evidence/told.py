"""How strong an arrow is as told: the written rule from the article's words.

``told.yaml`` holds all that is decided by reading: which claims assert an arrow and with which words. From the words
follows a class, from the class a size in standard deviations. :mod:`somaloop.results.told` works out, with the model as
known, the strength that has this size, and ``told_strengths.json`` keeps it. ``docs/as-told.md`` explains the rule.

An arrow that the article does not speak of has what is known in both worlds. An asserted arrow is never weaker as told
than as known: the article says that it acts, and nowhere that it acts less than was measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import copysign, nan, sqrt
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from somaloop.evidence.source import read_records
from somaloop.language.arrow import Arrow
from somaloop.language.errors import SomaloopError, unknown
from somaloop.language.quantities import Grade, Method
from somaloop.language.spread import Spread

Size = Literal["small", "medium", "large", "centre"]
RULE = Path(__file__).with_name("told.yaml")
STRENGTHS = Path(__file__).with_name("told_strengths.json")
# Cohen's conventions for small, medium and large differences; the centre of the story is half as much again.
SIZES: Mapping[Size, float] = MappingProxyType({"small": 0.2, "medium": 0.5, "large": 0.8, "centre": 1.2})
KINDS = ("hedge", "plain", "strong", "loop")


class ToldError(SomaloopError):
    """The written rule contradicts itself or the model."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What an arrow carries away, as the article pictures it: two ways of living, or two people, that differ in it alone.

    ``origins`` are quantities of the model that stand for it. ``extra`` and ``instead`` are protocol lines on top of
    the usual life, with the cause and without it; ``person`` holds facts about who has it, ``hours`` those in which it
    acts where it does so for a while only.
    """

    name: str
    origins: tuple[str, ...]
    why: str
    extra: str = ""
    instead: str = ""
    person: Mapping[str, Any] = field(default_factory=dict)
    hours: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a port moves first: an output ``of`` its mechanism, with ``life`` added to the usual one.

    The mean of ``hours`` counts, or each waking hour where none are given. Where ``deviation`` is given, the port is a
    gain whose standard deviation is stated, and the size is read on the gain itself.
    """

    of: str
    hours: tuple[float, float] | None = None
    life: str = ""
    deviation: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the article says of an arrow: the claims, its own words, and whether the outcome goes up with the cause."""

    arrow: str
    claims: tuple[str, ...]
    words: tuple[str, ...]
    raises: bool


@dataclass(frozen=True)
class Rule:
    """The whole of ``told.yaml``; ``words`` maps each word to its kind."""

    words: Mapping[str, str]
    causes: tuple[Cause, ...]
    outcomes: Mapping[str, Outcome]
    assertions: Mapping[str, Assertion]

    def cause_of(self, arrow: Arrow) -> Cause | None:
        """The pictured cause that an arrow carries, or None where it leaves a state that differs between people."""
        return next((cause for cause in self.causes if arrow.origin in cause.origins), None)

    def outcome_of(self, arrow: Arrow) -> Outcome:
        """On what the size of an arrow is read."""
        cause, outcome = self.cause_of(arrow), self.outcomes[arrow.target]
        return replace(outcome, hours=cause.hours) if cause is not None and cause.hours is not None else outcome

    def cause_and_mechanism(self, arrow: Arrow) -> tuple[str, str]:
        """Where an arrow comes from (a pictured cause, or else a mechanism) and the mechanism on which it acts."""
        cause = self.cause_of(arrow)
        return cause.name if cause else arrow.origin.partition(".")[0], arrow.target.partition(".")[0]


def size_of_words(words: Iterable[str], kinds: Mapping[str, str]) -> Size:
    """The class of some words: loop words make the centre; a hedge makes small, a strong word large, both medium.

    Raises UnknownNameError for a word that the rule does not list.
    """
    found = set()
    for word in words:
        if word not in kinds:
            raise unknown("word of the article", word, kinds)
        found.add(kinds[word])
    if "loop" in found:
        return "centre"
    if "strong" in found:
        return "medium" if "hedge" in found else "large"
    return "small" if "hedge" in found else "medium"


def shares(sizes: Mapping[str, float]) -> dict[str, float]:
    """What each of several arrows gets of one told total, which is the largest of their sizes.

    The squares of the parts add up to the square of the total, in proportion to the sizes: what several arrows explain
    together (of the variance, where they are independent) is what the strongest would alone.
    """
    length = sqrt(sum(size * size for size in sizes.values()))
    return {name: size * max(sizes.values()) / length for name, size in sizes.items()}


def _shared(sizes: Mapping[str, float], group: Callable[[str], object]) -> dict[str, float]:
    groups: dict[object, dict[str, float]] = {}
    for name, size in sizes.items():
        groups.setdefault(group(name), {})[name] = size
    return {name: part for members in groups.values() for name, part in shares(members).items()}


def told_sizes(arrows: Mapping[str, Arrow]) -> dict[str, float]:
    """The size of every asserted arrow in standard deviations, for the arrows of a body, by name.

    Arrows from one cause into one mechanism share a total, then all arrows that move one outcome the same way do, so
    that nothing counts for more because it is written as more arrows. Raises UnknownNameError for an assertion about an
    arrow that is not there, and ToldError for a port without outcome.
    """
    rule = read_rule()
    for name in rule.assertions:
        if name not in arrows:
            raise unknown("arrow in told.yaml", name, arrows)
        if arrows[name].target not in rule.outcomes:
            raise ToldError(f"told.yaml names no outcome for the port {arrows[name].target}, where {name} ends")
    said = {name: SIZES[size_of_words(item.words, rule.words)] for name, item in rule.assertions.items()}
    by_cause = _shared(said, lambda name: rule.cause_and_mechanism(arrows[name]))
    return _shared(by_cause, lambda name: (rule.outcome_of(arrows[name]).of, rule.assertions[name].raises))


@lru_cache(maxsize=1)
def read_rule() -> Rule:
    """The written rule. Raises ToldError where it says something twice or names what it does not define."""
    import yaml

    data = yaml.safe_load(RULE.read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for kind, listed in data["words"].items():
        if kind not in KINDS:
            raise unknown("kind of words", kind, KINDS)
        for word in listed:
            if word in words:
                raise ToldError(f"told.yaml lists the word {word!r} twice")
            words[word] = kind
    causes = tuple(
        Cause(name, tuple(item["origins"]), item["why"], item.get("with", ""), item.get("without", ""),
              MappingProxyType(item.get("person", {})), tuple(item["hours"]) if "hours" in item else None)
        for name, item in data["causes"].items()
    )  # fmt: skip
    origins = [origin for cause in causes for origin in cause.origins]
    if len(origins) != len(set(origins)):
        raise ToldError("told.yaml gives one origin to two causes")
    outcomes = {
        port: Outcome(item) if isinstance(item, str)
        else Outcome(item.get("of", port), tuple(item["hours"]) if "hours" in item else None, item.get("life", ""),
                     item.get("deviation"), item.get("why", ""))
        for port, item in data["outcomes"].items()
    }  # fmt: skip
    assertions = {}
    for name, text in data["arrows"].items():
        claims, way, said = (part.strip() for part in text.split("|"))
        if way not in ("raises", "lowers"):
            raise unknown("way in which an arrow acts", way, ("raises", "lowers"))
        assertions[name] = Assertion(
            name, tuple(claims.split()), tuple(w.strip() for w in said.split(",")), way == "raises"
        )
    return Rule(MappingProxyType(words), causes, MappingProxyType(outcomes), MappingProxyType(assertions))


@lru_cache(maxsize=1)
def told_records() -> Mapping[str, Mapping[str, Any]]:
    """What ``somaloop told --record`` worked out for every asserted arrow, by name; empty where it never ran."""
    if not STRENGTHS.is_file():
        return MappingProxyType({})
    return MappingProxyType({record["arrow"]: record for record in read_records(STRENGTHS.name)})


@lru_cache(maxsize=1)
def _silent() -> Callable[[str], bool]:
    """Whether the article does not speak of an arrow. Read from the text itself, so that nothing heavy is loaded."""
    _, _, arrows = RULE.read_text(encoding="utf-8").partition("\narrows:\n")
    asserted = {
        line.partition(":")[0].strip() for line in arrows.splitlines() if line.strip() and line.lstrip()[0] != "#"
    }
    return lambda name: name not in asserted


def told(name: str, known: Spread) -> float:
    """The strength of an arrow as told, in its own unit: by the rule, at least that known, or as known where not said.

    It is not a number (NaN) for an arrow that the rule names and that was not worked out since.
    """
    if _silent()(name):
        return known.centre
    record = told_records().get(name)
    by_rule = nan if record is None else float(record["strength"])
    return copysign(max(abs(by_rule), abs(known.centre)), by_rule)


def retold(arrow: Arrow, known: Spread) -> Arrow:
    """The same arrow with another ``as_known``; where its strength as told came from the rule, it follows."""
    ruled = not arrow.structural and arrow.as_told == told(arrow.name, arrow.as_known)
    return replace(arrow, as_known=known, as_told=told(arrow.name, known) if ruled else arrow.as_told)


def arrow_in_question(
    *,
    name: str,
    origin: str,
    target: str,
    description: str,
    equation: Callable[[Any, Any], Any],
    unit: str,
    as_known: Spread,
    grade: Grade,
    method: Method,
    source: tuple[str, ...] = (),
    note: str = "",
    claim: str = "",
) -> Arrow:
    """An :class:`Arrow` whose strength as told follows from the written rule."""
    return Arrow(
        name=name, origin=origin, target=target, description=description, equation=equation, unit=unit,
        as_told=told(name, as_known), as_known=as_known, grade=grade, method=method, source=source, note=note, claim=claim,
    )  # fmt: skip
