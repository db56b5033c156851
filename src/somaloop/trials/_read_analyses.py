"""What a plan reads and how it judges it: visits, outcomes, analyses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.language import SomaloopError, suggestion
from somaloop.studies.amounts import gain_of
from somaloop.studies.file_reader import FileReader, Keys, too_early
from somaloop.studies.moments import Moment, moment
from somaloop.trials._read_design import share
from somaloop.trials.plan import Allocation, Analysis, Outcome, Periods, TrialArm
from somaloop.trials.text import AnalysisText, TrialText

BASELINE = Moment(0)
COVARIATES = ("baseline", "sex", "age", "strata")
_EVERY = re.compile(r"every(?:\s+(\d+))?\s+(day|week)s?")

_APART = ("parallel", "waiting list", "cluster", "factorial", "dose-finding")


@dataclass(frozen=True, slots=True)
class Fits:
    """To which designs a method belongs, and what to write in its place for others."""

    designs: tuple[str, ...]
    needs: str


METHODS: Mapping[str, Fits] = MappingProxyType(
    {
        "ancova": Fits(_APART, "arms of different people"),
        "mmrm": Fits(_APART, "arms of different people"),
        "responder": Fits(_APART, "arms of different people"),
        "bayesian": Fits(_APART, "arms of different people"),
        "crossover": Fits(("crossover",), "periods (design: crossover)"),
        "n-of-1": Fits(("n-of-1",), "periods (design: n-of-1)"),
        "factorial": Fits(("factorial",), "factors (design: factorial)"),
        "dose": Fits(("dose-finding",), "doses (design: dose-finding)"),
        "cluster": Fits(("cluster",), "clusters (design: cluster)"),
    }
)
USUAL_METHOD: Mapping[str, str] = MappingProxyType(
    {
        "crossover": "crossover",
        "n-of-1": "n-of-1",
        "factorial": "factorial",
        "dose-finding": "dose",
        "cluster": "cluster",
    }
)


def read_visits(reader: FileReader, text: TrialText, days: int, periods: Periods | None) -> tuple[Moment, ...]:
    """The visits in their order, the baseline (day 0) first."""
    if isinstance(text.visits, str):
        return _every(reader, text.visits, days)
    found: list[Moment] = []
    for number, words in enumerate(text.visits):
        path: Keys = ("visits", number)
        try:
            visit = BASELINE if words.strip().lower() == "baseline" else moment(words)
        except SomaloopError as error:
            reader.say(f"{error}" + suggestion(words, ("baseline",)), path)
            continue
        if visit.hour is not None:
            hint = f"write day {visit.day}: each instrument knows its own hour"
            reader.say(f"a visit is a day, not a clock time: {words!r}", path, hint=hint)
        elif visit.day > days:
            last = f"week {days // 7}" if days % 7 == 0 else f"day {days}"
            reader.say(f"the visit {words!r} comes after the end of the trial", path, hint=f"the last day is {last}")
        elif visit.day < 0:
            said = f"the visit {words!r} comes before the screening, which is on the evening of day 0"
            reader.say(said, path, hint="write baseline for the first visit")
        elif found and visit <= found[-1]:
            reader.say(f"the visit {words!r} does not come after the one before it, {found[-1]}", path)
        else:
            found.append(visit)
    if found and found[0] != BASELINE:
        reader.say("the baseline is missing among the visits", ("visits",), hint="begin with: [baseline, ...]")
    if len(found) < 2 and len(found) == len(text.visits):
        reader.say("a trial needs a visit after the baseline", ("visits",))
    elif periods is not None and len(found) == len(text.visits):
        _each_period(reader, found, periods)
    return tuple(found)


def _every(reader: FileReader, words: str, days: int) -> tuple[Moment, ...]:
    given = _EVERY.fullmatch(words.strip().lower())
    step = int(given.group(1) or 1) * (7 if given.group(2) == "week" else 1) if given is not None else 0
    if not step:
        hint = "write visits: [baseline, week 4, week 12], or visits: every 2 weeks"
        reader.say(f"{words!r} does not say when the visits are", ("visits",), hint=hint)
        return (BASELINE, Moment(days))
    if step > days:
        reader.say("the first visit after the baseline comes after the end of the trial", ("visits",))
    return tuple(Moment(day) for day in range(0, days + 1, step))


def _each_period(reader: FileReader, visits: list[Moment], periods: Periods) -> None:
    for number, (first, last) in enumerate(periods.spans):
        if not any(first <= visit.day <= last for visit in visits):
            said = f"period {number + 1} (day {first} to day {last}) has no visit"
            reader.say(said, ("visits",), hint=f"add week {last // 7}, its last day")


def read_outcomes(reader: FileReader, text: TrialText) -> tuple[Outcome, ...]:
    """What is read, and which of it answers the question."""
    found: list[Outcome] = []
    for number, item in enumerate(text.outcomes):
        path: Keys = ("outcomes", number)
        if not reader.known("instrument", item.of, INSTRUMENTS, (*path, "of")):
            continue
        message = too_early(item.of, 0, text.settle)
        if message:
            reader.say(message, path)
        if any(item.of == other.of for other in found):
            reader.say(f"the outcome {item.of!r} stands twice", path)
        usual = INSTRUMENTS[item.of].better
        better = item.better or ("" if usual == "neither" else usual)
        if item.primary and not better:
            said = f"neither way is better for {item.of}, so nothing would count as a benefit"
            reader.say(said, path, hint="write better: lower, or better: higher")
        found.append(Outcome(of=item.of, primary=item.primary, better=better))
    primaries = [number for number, item in enumerate(text.outcomes) if item.primary]
    if not primaries:
        hint = f"write {{of: {text.outcomes[0].of}, primary: true}}"
        reader.say("no outcome is primary: say which one answers the question", ("outcomes",), hint=hint)
    for number in primaries[1:]:
        reader.say("a second outcome is primary; one answers the question", ("outcomes", number, "primary"))
    return tuple(found)


def read_analyses(
    reader: FileReader, text: TrialText, visits: tuple[Moment, ...], allocation: Allocation,
    arms: Mapping[str, TrialArm], periods: Periods | None,
) -> tuple[Analysis, ...]:  # fmt: skip
    """The analyses; the first one decides."""
    several = isinstance(text.analysis, list)
    items = text.analysis if isinstance(text.analysis, list) else [text.analysis]
    found = []
    for number, item in enumerate(items):
        path: Keys = ("analysis", number) if several else ("analysis",)
        found.append(_analysis(reader, text, item, path, visits, allocation))
        _in_every_period(reader, found[-1].at, visits, periods, path)
        if item.method == "dose" and text.design == "dose-finding":
            doses = {arm.dose for arm in arms.values() if arm.dose}
            if len(doses) < 2:
                said = "a dose analysis needs arms with two different doses or more beside the control"
                reader.say(said, path, hint="give the arms dose: 150 mg, dose: 300 mg, ...")
    return tuple(found)


def _analysis(
    reader: FileReader, text: TrialText, item: AnalysisText, path: Keys, visits: tuple[Moment, ...],
    allocation: Allocation,
) -> Analysis:  # fmt: skip
    def at(key: str) -> Keys:
        return (*path, key) if (*path, key) in reader.found.nodes else path

    method = item.method
    fits = METHODS[method]
    if text.design not in fits.designs:
        usual = USUAL_METHOD.get(text.design, "ancova")
        said = f"the analysis {method!r} needs {fits.needs}; this is a {text.design} design"
        reader.say(said, at("method"), hint=f"write method: {usual}")
    after = [visit for visit in visits if visit.day >= 1]
    if method == "mmrm" and len(after) == 1:
        said = "an mmrm needs two visits or more after the baseline"
        reader.say(said, at("method"), hint="write method: ancova, or add visits")
    covariates = _covariates(reader, item, at("covariates"), allocation, text.design)
    alpha = share(reader, item.alpha, at("alpha"), 0.05)
    if not 0.0 < alpha < 0.5:
        reader.say(
            f"an alpha of {alpha:g} cannot be meant; it is above 0 and below 0.5", at("alpha"), hint="write 0.05"
        )
    by, by_share = None, False
    if item.by is not None:
        try:
            by, by_share = gain_of(item.by)
        except SomaloopError as error:
            reader.say(str(error), at("by"))
        if by is not None and (by <= 0 or (by_share and by > 1)):
            reader.say(f"nobody can gain by {item.by}", at("by"), hint="write by: 3 (points), or by: 50 %")
    if method == "responder" and item.by is None:
        reader.say("a responder analysis needs by: how much somebody must gain", path, hint="write by: 3, or by: 50 %")
    if method != "responder" and item.by is not None:
        reader.say(f"by belongs to a responder analysis, not to {method}", at("by"), hint="write method: responder")
    for key, value in (("prior", item.prior), ("sure", item.sure)):
        if value is not None and method != "bayesian":
            hint = "write method: bayesian"
            reader.say(f"{key} belongs to a bayesian analysis, not to {method}", at(key), hint=hint)
    sure = 0.975 if item.sure is None else share(reader, item.sure, at("sure"), 0.975)
    if not 0.5 < sure < 1.0:
        said = f"to be {sure:g} sure cannot be meant; it is above 0.5 and below 1"
        reader.say(said, at("sure"), hint="write 0.975")
    return Analysis(
        method=method, at=_visit(reader, item, at("at"), visits), covariates=covariates, alpha=alpha, sides=item.sides,
        by=by, by_share=by_share, prior_mean=item.prior.mean if item.prior else 0.0,
        prior_sd=item.prior.sd if item.prior else None, sure=sure,
    )  # fmt: skip


def _visit(reader: FileReader, item: AnalysisText, path: Keys, visits: tuple[Moment, ...]) -> Moment:
    last = visits[-1] if visits else BASELINE
    if item.at is None:
        return last
    try:
        found = moment(item.at)
    except SomaloopError as error:
        reader.say(str(error), path)
        return last
    if visits and (found not in visits or found == BASELINE):
        listed = ", ".join(str(visit) for visit in visits if visit != BASELINE)
        near = min(visits, key=lambda visit: abs(visit.day - found.day))
        meant = f"; did you mean {near}?" if near != BASELINE else ""
        reader.say(f"{item.at!r} is not a visit after the baseline{meant}", path, hint=f"visits are on {listed}")
    return found


def _in_every_period(
    reader: FileReader, at: Moment, visits: tuple[Moment, ...], periods: Periods | None, path: Keys
) -> None:
    """What counts is the same place, from the end of the period, in every period."""
    if periods is None or not visits or at == BASELINE:
        return
    where = (*path, "at") if (*path, "at") in reader.found.nodes else path
    held = [[visit for visit in visits if first <= visit.day <= last] for first, last in periods.spans]
    own = next((inside for inside in held if at in inside), None)
    if own is None:
        reader.say(
            f"{at} lies in a washout, where nothing is compared", where, hint="leave at out: the last visits count"
        )
        return
    place = len(own) - own.index(at)
    short = next((number for number, inside in enumerate(held) if inside and len(inside) < place), None)
    if short is not None:
        said = f"{at} is visit {place} from the end of its period, but period {short + 1} has only {len(held[short])}"
        reader.say(said, where, hint="give every period the same visits, or leave at out")


def _covariates(
    reader: FileReader, item: AnalysisText, path: Keys, allocation: Allocation, design: str
) -> tuple[str, ...]:
    if item.covariates is None:
        return () if design in ("crossover", "n-of-1") else ("baseline",)
    for place, name in enumerate(item.covariates):
        where = (*path, place)
        if name not in COVARIATES and name not in INSTRUMENTS:
            near = suggestion(name, (*COVARIATES, *INSTRUMENTS))
            hint = "baseline, sex, age, strata, or an instrument (its reading at baseline)"
            reader.say(f"unknown covariate {name!r}{near}", where, hint=hint)
        if name == "strata" and not allocation.strata:
            hint = "write allocation: {method: stratified, strata: [sex]}"
            reader.say("the covariate strata needs an allocation with strata", where, hint=hint)
        if name in item.covariates[:place]:
            reader.say(f"the covariate {name!r} stands twice", where)
    return tuple(item.covariates)
