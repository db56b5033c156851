"""The big facts that evidence tells about magnesium, placebo and the loop, each asked of the model by a virtual trial."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from somaloop.calibrate.fact_trials import BODY, DIARY_DAYS, DOSE, REPORTS, WEEKS, Done, live_trials
from somaloop.calibrate.facts import Fact, Number, number
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body
from somaloop.studies.kinds import correlation

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

TRUTHS, PEOPLE = 16, 96
TENTH = 0.1**0.5  # a correlation that explains a tenth of the variance
SMALL = 0.2  # of a standard deviation between people: a small effect (Cohen)
PAIRS = (("worry", "tension"), ("fatigue", "tension"), ("worry", "fatigue"), ("low mood", "fatigue"))


def big_facts(
    body: Body, *, truths: int = TRUTHS, people: int = PEOPLE, seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Fact, ...]:  # fmt: skip
    """All big facts, from one set of virtual trials; deterministic in ``seed``."""
    done = live_trials(body, truths, people, seed, progress)
    patients, lacking = done["patients"], done["patients who lack magnesium"]
    return (
        placebo_is_larger(patients, lacking),
        brain_and_muscle_stay(done["replete"]),
        laxation_is_surest(patients),
        *couplings_are_weak(done["diary"]),
        expectation_moves_reports(patients),
        open_trials_are_larger(patients),
    )


def _who(done: Done, arms: str) -> str:
    people = next(iter(done.study.arms.values())).people
    chosen = "".join(f", {item.of} of {item.at_least:g} or more at screening" for item in people.include)
    facts = "".join(f", {word} {value}" for word, value in people.facts.items())
    return f"{people.kind}{facts}{chosen}; {WEEKS} weeks; {arms}; {done.people} people in each of the truths"


def _gain(done: Done, of: str, arm: str, against: str = "") -> Array:
    """A gain in standard deviations between people [truths, people]: less of a report, or nearer to none."""
    moved = done.effect(arm, against, of) if against else done.change(arm, of)
    sign = -1.0 if INSTRUMENTS[of].better == "lower" else 1.0
    return sign * moved / done.spread(of)


def _mean(x: Array) -> Callable[[Indices], Array]:
    return lambda people: x[:, people].mean(axis=1)


def placebo_is_larger(patients: Done, lacking: Done) -> Fact:
    """Placebo and natural course do more than magnesium by itself."""
    numbers: list[Number] = []
    for words, done in (("", patients), (", where magnesium lacks", lacking)):
        course = np.stack([_gain(done, of, "placebo") for of in REPORTS])
        specific = np.stack([_gain(done, of, "magnesium", "placebo") for of in REPORTS])
        more = course - specific
        beaten = [of for of, x in zip(REPORTS, more, strict=True) if np.median(x.mean(axis=1)) < 0]
        exceptions = f" (not larger: {', '.join(beaten)})" if beaten else ""
        numbers += [
            number(f"PHQ-15 under placebo{words}, gain", "SD", _mean(course[0]), done.people),
            number(f"PHQ-15, magnesium beyond placebo{words}, gain", "SD", _mean(specific[0]), done.people),
            number(f"PHQ-15, the first less the second{words}", "SD", _mean(more[0]), done.people, side="above"),
            number(f"the same, mean of {len(REPORTS)} reports{words}{exceptions}", "SD", _mean(more.mean(axis=0)),
                   done.people, side="above"),
        ]  # fmt: skip
    return Fact(
        "Placebo and natural course are larger than the specific effect of magnesium",
        "Is the gain under placebo larger than what magnesium adds to it, on the scale that let people in and on the mean of "
        f"{len(REPORTS)} reports, also where magnesium lacks?",
        _who(patients, f"placebo against {DOSE}, both blinded; the same with low magnesium"),
        tuple(numbers), ("lembo2021-three-arm-placebo-ibs", "yeung2018-insomnia-placebo-vs-none"),
    )  # fmt: skip


def brain_and_muscle_stay(done: Done) -> Fact:
    """Magnesium by mouth hardly moves brain and muscle of replete people."""
    numbers = []
    for of, side in (("CSF magnesium", "below"), ("red-cell magnesium", "below"), ("urine magnesium", "")):
        level = done.level(of)
        error = float(INSTRUMENTS[of].error_of(np.asarray(level)))
        words = f"{of}, rise beyond placebo" + (f" (error of one sample {100 * error / level:.0f} %)" if side else "")
        rise = 100 * done.effect("magnesium", "placebo", of) / level
        numbers.append(
            number(
                words, "%", _mean(rise), done.people, decimals=1, side="below" if side else "", bar=100 * error / level
            )
        )
    return Fact(
        "In replete people magnesium by mouth hardly moves brain and muscle",
        "Does the magnesium of cerebrospinal fluid, and of red cells (which follow soft tissue), rise by less than the error "
        "of one sample?",
        _who(done, f"placebo against {DOSE}, both blinded"),
        tuple(numbers),
        ("wary1999-oral-mg-brain-muscle-null",),
    )


def laxation_is_surest(done: Done) -> Fact:
    """Of all that magnesium does beyond placebo, looser bowels are the surest."""
    others = [of for of in (*REPORTS, *BODY) if of != "stools"]
    size = {of: done.effect("magnesium", "placebo", of) / done.spread(of) for of in ("stools", *others)}

    def first(people: Indices) -> Array:
        rest = np.stack([np.abs(size[of][:, people].mean(axis=1)) for of in others])
        return np.abs(size["stools"][:, people].mean(axis=1)) - rest.max(axis=0)

    middle = {of: float(np.median(np.abs(size[of].mean(axis=1)))) for of in others}
    next_ = max(middle, key=lambda of: middle[of])
    sure = {of: _sure(size[of]) for of in size}
    surest = max(others, key=lambda of: sure[of])
    return Fact(
        "Laxation is the surest effect",
        "Beyond placebo, is the effect on stools larger (in standard deviations between people) than that on any "
        f"of {len(others)} other outcomes, the levels of magnesium itself left out, and its direction as sure?",
        _who(done, f"placebo against {DOSE}, both blinded"),
        (
            number("stools", "SD", _mean(size["stools"]), done.people),
            number(f"the largest other effect: {next_}", "SD", _mean(size[next_]), done.people),
            number("stools less the largest other effect, sizes", "SD", first, done.people, side="above"),
            Number("truths in which stools become more frequent", "share", sure["stools"], sure["stools"],
                   sure["stools"], 2, "above", 0.95, float(sure["stools"] > 0.95)),
            Number(f"the surest other direction: {surest}", "share", sure[surest], sure[surest], sure[surest]),
        ),
        ("iom1997-mg-diarrhea-dose", "mori2019-mgo-constipation"),
    )  # fmt: skip


def _sure(effect: Array) -> float:
    """In which share of truths the mean effect has its commoner sign."""
    up = float((effect.mean(axis=1) > 0).mean())
    return max(up, 1.0 - up)


def couplings_are_weak(done: Done) -> tuple[Fact, Fact]:
    """From moment to moment one feeling hardly moves with another; and people differ in that."""
    series = {word: done.ratings(f"momentary {word}") for word in ("worry", "tension", "fatigue", "low mood")}
    half = len(series["worry"]) // 2

    def coupled(part: slice) -> Array:
        return np.stack([correlation(series[a][part], series[b][part], axis=0) for a, b in PAIRS])

    each = coupled(slice(None))  # [pairs, truths, people]
    halves = coupled(slice(half)), coupled(slice(half, None))

    def differ(people: Indices) -> Array:
        """How far people differ beyond chance: the covariance over people of couplings in two halves of the diary."""
        first, second = (x[:, :, people] - x[:, :, people].mean(axis=2, keepdims=True) for x in halves)
        shared = ((first * second).sum(axis=2) / max(len(people) - 1, 1)).mean(axis=0)
        return np.sign(shared) * np.sqrt(np.abs(shared))

    people = next(iter(done.study.arms.values())).people.kind
    trial = f"{people}; four ratings a day for {DIARY_DAYS} ordinary days that differ; {done.people} people in each of the truths"
    pairs = tuple(number(f"{a} and {b}", "correlation", _mean(each[i]), done.people) for i, (a, b) in enumerate(PAIRS))
    mean = number(
        "mean of the four pairs", "correlation", _mean(each.mean(axis=0)), done.people, side="below", bar=TENTH
    )
    spread = number("standard deviation of couplings between people, beyond chance", "correlation", differ, done.people, side="above")  # fmt: skip
    return (
        Fact(
            "Couplings within persons are weak",
            "Does one feeling explain less than a tenth of the variance of another at the same moment (r below 0.32)?",
            trial, (*pairs, mean), ("fisher2017-couplings",),
        ),
        Fact(
            "People differ in these couplings",
            "Does who couples more in one half of a diary also couple more in the other half?",
            trial, (spread,), ("fisher2017-couplings",),
        ),
    )  # fmt: skip


def expectation_moves_reports(done: Done) -> Fact:
    """A placebo moves what people say, not what laboratories find."""
    reports = np.stack([_gain(done, of, "placebo", "nothing") for of in REPORTS])
    samples = np.stack([done.effect("placebo", "nothing", of) / done.spread(of) for of in BODY])

    def reported(people: Indices) -> Array:
        return reports[:, :, people].mean(axis=2).mean(axis=0)

    def most(people: Indices) -> Array:
        return np.abs(samples[:, :, people].mean(axis=2)).max(axis=0)

    return Fact(
        "Expectation moves reports, not biomarkers",
        f"Against nothing, does a placebo change {len(REPORTS)} reports on average, while not one of {len(BODY)} measurements "
        f"({', '.join(BODY)}) changes by as much as {SMALL} SD, or by as much as the reports?",
        _who(done, "placebo, blinded, against nothing"),
        (
            number("mean gain of reports", "SD", reported, done.people, side="above"),
            number("largest change of any measurement", "SD", most, done.people, side="below", bar=SMALL),
            number("gain of reports less the largest change of a measurement", "SD",
                   lambda people: reported(people) - most(people), done.people, side="above"),
        ),
        ("kaptchuk2008-placebo-components-ibs", "winkler2015-placebo-polysomnography"),
    )  # fmt: skip


def open_trials_are_larger(done: Done) -> Fact:
    """The same dose does more where people know that they take it."""
    by: Mapping[str, Array] = {
        arm: np.stack([_gain(done, of, arm, "nothing") for of in REPORTS]) for arm in ("open", "magnesium")
    }
    numbers = [
        number(f"{words}, mean gain of {len(REPORTS)} reports against nothing", "SD", _mean(by[arm].mean(axis=0)), done.people)
        for arm, words in (("open", "open label"), ("magnesium", "blinded"))
    ]  # fmt: skip
    more = by["open"] - by["magnesium"]
    numbers += [
        number("open label beyond blinded, mean of reports", "SD", _mean(more.mean(axis=0)), done.people, side="above"),
        number("open label beyond blinded, PHQ-15", "SD", _mean(more[0]), done.people, side="above"),
    ]
    return Fact(
        "Open-label trials come out larger than blinded ones of the same dose",
        "Is the gain against nothing larger where people know that they take magnesium?",
        _who(done, f"{DOSE}, open label and blinded, against nothing"),
        tuple(numbers),
        ("tarleton2017-phq9-gad7-crossover", "kaptchuk2010-open-label-placebo-ibs"),
    )
