"""The design of a plan: what each design needs and refuses, how long it lasts, periods, clusters, allocation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.language import suggestion
from somaloop.studies.amounts import share_of
from somaloop.studies.file_reader import FileReader, Keys
from somaloop.trials.plan import Allocation, AllocationMethod, Clusters, Periods, TrialArm
from somaloop.trials.text import TrialText

PEOPLE_STRATA = ("sex", "age")
# Blocks twice and three times as long as the ratio asks for: short enough to stay even, not all of one length.
USUAL_BLOCKS = (2, 3)
CHANCE = Allocation().chance


@dataclass(frozen=True, slots=True)
class Needs:
    """What a design cannot be without, by key of the plan, with what to write."""

    key: str
    hint: str


NEEDS: Mapping[str, Needs] = MappingProxyType(
    {
        "crossover": Needs(
            "periods", "write periods: {sequences: [[placebo, magnesium], [magnesium, placebo]], weeks: 4}"
        ),
        "n-of-1": Needs("periods", "write periods: {sequences: [[placebo, magnesium, placebo, magnesium]], weeks: 1}"),
        "cluster": Needs("clusters", "write clusters: {size: 12, likeness: 0.05}"),
        "factorial": Needs(
            "factors", "write factors with their levels and lines; the first level is without treatment"
        ),
    }
)
ONLY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"periods": ("crossover", "n-of-1"), "clusters": ("cluster",), "factors": ("factorial",)}
)


def share(reader: FileReader, value: float | str, path: Keys, otherwise: float = 0.0) -> float:
    """A share, or a problem and ``otherwise``."""
    from somaloop.language import SomaloopError

    try:
        return share_of(value)
    except SomaloopError as error:
        reader.say(str(error), path)
        return otherwise


def fits_design(reader: FileReader, text: TrialText) -> None:
    """What the design needs is there, and nothing that belongs to another design."""
    need = NEEDS.get(text.design)
    if need is not None and not getattr(text, need.key):
        reader.say(f"a {text.design} design needs the key {need.key}", ("design",), hint=need.hint)
    for key, designs in ONLY.items():
        if getattr(text, key) and text.design not in designs:
            meant = " or ".join(designs)
            reader.say(f"{key} do not belong to a {text.design} design", (key,), hint=f"write design: {meant}")
    waiting = [name for name, arm in text.arms.items() if arm.waiting]
    if text.design == "waiting list" and not waiting:
        hint = "give the arm that waits waiting: true and no lines"
        reader.say("in a waiting-list design somebody waits", ("arms",) if text.arms else (), hint=hint)
    if text.design == "factorial" and len(text.factors) == 1:
        reader.say("a factorial design needs two factors or more", ("factors",), hint="with one factor it is parallel")
    count = len(text.arms)
    if not text.factors and count < 2:
        reader.say(f"a {text.design} design needs two arms or more", ("arms",) if text.arms else ())
    if text.design == "dose-finding" and 1 < count < 3:
        reader.say("a dose-finding design needs two doses or more beside the control", ("arms",))


def read_length(reader: FileReader, text: TrialText, periods: Periods | None) -> int:
    """How many days the trial lasts."""
    if text.weeks is not None and text.days is not None:
        reader.say("say how long the trial lasts: either weeks or days", ("days",), hint="write: weeks: 12")
    days = 7 * text.weeks if text.weeks is not None else text.days
    if periods is None:
        if days is None:
            reader.say("say how long the trial lasts: weeks or days", (), hint="write: weeks: 12")
        return days or 7
    count = len(periods.sequences[0])
    total = count * periods.weeks + (count - 1) * periods.washout_weeks
    if days is None or days == 7 * total:
        return 7 * total
    lasts = f"{days / 7:g} weeks"
    if 7 * periods.washout_weeks >= days:
        said = f"a washout of {_weeks(periods.washout_weeks)} is longer than the study, which lasts {lasts}"
        reader.say(said, ("periods", "washout"), hint=_shorter(count, periods.weeks, days))
    elif 7 * total > days:
        said = f"{count} periods of {_weeks(periods.weeks)} with a washout of {_weeks(periods.washout_weeks)} take {_weeks(total)}"
        reader.say(
            f"{said}; the study lasts {lasts}", ("periods", "weeks"), hint=f"write weeks: {total}, or leave weeks out"
        )
    else:
        said = f"the periods end after {_weeks(total)}, but the study lasts {lasts}"
        reader.say(said, ("periods", "weeks"), hint=f"write weeks: {total}, or leave weeks out: the periods say it")
    return days


def _weeks(number: int) -> str:
    return f"{number} week{'' if number == 1 else 's'}"


def _shorter(count: int, weeks: int, days: int) -> str:
    room = (days // 7 - count * weeks) // (count - 1) if count > 1 else -1
    if room >= 0:
        return f"{count} periods of {_weeks(weeks)} leave room for a washout of {_weeks(room)}"
    return f"{count} periods of {_weeks(weeks)} do not fit into it either"


def read_periods(reader: FileReader, text: TrialText, arms: Mapping[str, TrialArm]) -> Periods | None:
    """Sequences of arms, their length and the washout between."""
    if text.periods is None:
        return None
    found: list[tuple[str, ...]] = []
    length = len(text.periods.sequences[0])
    for number, sequence in enumerate(text.periods.sequences):
        path: Keys = ("periods", "sequences", number)
        for place, name in enumerate(sequence):
            reader.known("arm", name, arms, (*path, place))
        if len(sequence) != length:
            reader.say(f"this sequence has {len(sequence)} periods, the first one has {length}", path)
        if len(set(sequence)) < 2:
            reader.say("in this sequence nobody changes arms", path, hint="a sequence holds two arms or more")
        if tuple(sequence) in found:
            reader.say("this sequence stands twice", path)
        found.append(tuple(sequence))
    never = [name for name in arms if not any(name in sequence for sequence in found)]
    if never:
        reader.say(f"no sequence holds the arm {never[0]!r}", ("periods", "sequences"))
    return Periods(sequences=tuple(found), weeks=text.periods.weeks, washout_weeks=text.periods.washout)


def read_clusters(reader: FileReader, text: TrialText) -> Clusters | None:
    """Size and likeness of clusters."""
    if text.clusters is None:
        return None
    if text.clusters.size < 2:
        hint = "a cluster trial with clusters of one person is a parallel trial"
        reader.say("a cluster needs two people or more", ("clusters", "size"), hint=hint)
    likeness = share(reader, text.clusters.likeness, ("clusters", "likeness"))
    if likeness >= 1.0:
        reader.say("people of a cluster cannot be wholly alike: likeness is below 1", ("clusters", "likeness"))
    return Clusters(size=text.clusters.size, likeness=likeness)


def read_allocation(
    reader: FileReader, text: TrialText, arms: Mapping[str, TrialArm], periods: Periods | None
) -> Allocation:
    """How people are given to arms, or to sequences where there are periods."""
    given, path = text.allocation, ("allocation",)
    strata = tuple(given.strata)
    method: AllocationMethod = given.method or ("stratified" if strata else "blocked")
    for place, name in enumerate(strata):
        if name not in INSTRUMENTS and name not in PEOPLE_STRATA:
            near = suggestion(name, (*PEOPLE_STRATA, *INSTRUMENTS))
            reader.say(f"unknown stratum {name!r}{near}", (*path, "strata", place), hint="sex, age or an instrument")
    if method in ("stratified", "minimised") and not strata:
        reader.say(f"{method} allocation needs strata", (*path, "method"), hint="write strata: [sex, PHQ-15]")
    if method in ("simple", "blocked") and strata:
        reader.say(f"{method} allocation takes no strata", (*path, "strata"), hint="write method: stratified")
    if text.clusters is not None and method in ("stratified", "minimised"):
        hint = "write method: blocked, and sex or age among the covariates"
        reader.say(f"whole clusters are given to arms, so allocation cannot be {method}", (*path, "method"), hint=hint)
    if given.chance is not None and method != "minimised":
        reader.say("chance belongs to minimised allocation", (*path, "chance"), hint="write method: minimised")
    chance = CHANCE if given.chance is None else share(reader, given.chance, (*path, "chance"), CHANCE)
    courses = len(periods.sequences) if periods is not None else len(arms)
    if chance <= 1.0 / max(courses, 2):
        said = f"with a chance of {chance:g} the better arm is not preferred; it lies between {1 / max(courses, 2):.2g} and 1"
        reader.say(said, (*path, "chance"), hint=f"write chance: {CHANCE:g}")
    ratio = _ratio(reader, text, arms, periods)
    whole = len(periods.sequences) if periods is not None else sum(ratio.values())
    blocks = tuple(times * max(whole, 1) for times in USUAL_BLOCKS)
    if given.blocks is not None:
        blocks = (given.blocks,) if isinstance(given.blocks, int) else tuple(given.blocks)
        if method in ("simple", "minimised"):
            reader.say(f"{method} allocation takes no blocks", (*path, "blocks"), hint="write method: blocked")
        for place, size in enumerate(blocks):
            if whole and size % whole:
                where = (*path, "blocks") if isinstance(given.blocks, int) else (*path, "blocks", place)
                what = (
                    f"{whole} sequences" if periods is not None else f"the ratio {':'.join(map(str, ratio.values()))}"
                )
                near = max(1, round(size / whole)) * whole
                reader.say(f"a block of {size} does not fit {what}", where, hint=f"write {near}, a multiple of {whole}")
    return Allocation(method=method, ratio=ratio, blocks=blocks, strata=strata, chance=chance)


def _ratio(
    reader: FileReader, text: TrialText, arms: Mapping[str, TrialArm], periods: Periods | None
) -> Mapping[str, int]:
    path: Keys = ("allocation", "ratio")
    given = text.allocation.ratio
    if periods is not None:
        if given:
            reader.say("sequences are equally likely; a ratio of arms belongs to designs without periods", path)
        return MappingProxyType({})
    for name in given:
        reader.known("arm", name, arms, (*path, name))
    absent = [name for name in arms if name not in given]
    if given and absent:
        reader.say(f"the ratio leaves out the arm {absent[0]!r}", path, hint=f"add {absent[0]}: 1")
    return MappingProxyType({name: given.get(name, 1) for name in arms})
