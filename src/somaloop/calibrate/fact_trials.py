"""The virtual trials that ask the big facts: people in truths as known, arms as protocols, readings with their errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from somaloop.engine.truths import known_centre, known_truths
from somaloop.instruments import INSTRUMENTS
from somaloop.language import Body, SomaloopError
from somaloop.people import Criterion, Population
from somaloop.protocol import Protocol
from somaloop.studies.file_reader import USUAL_LIFE
from somaloop.studies.kinds import curve_moments, mean_at
from somaloop.studies.moments import Moment
from somaloop.studies.record import study_plan
from somaloop.studies.simulate import Sample, live_studies, recruit, settings_of
from somaloop.studies.study import Statistic, Study, StudyArm

Array = NDArray[np.float64]

DOSE = "300 mg magnesium as citrate at 21:00 daily"
REPORTS = ("PHQ-15", "GAD-7", "ISI", "PSS-10", "felt tension", "worry", "fatigue", "pain", "low mood")
BODY = ("cortisol", "heart rate", "RMSSD", "recorded sleep length", "recorded deep sleep", "stools")
LEVELS = ("serum magnesium", "red-cell magnesium", "CSF magnesium", "urine magnesium")
ITEMS = ("momentary worry", "momentary tension", "momentary fatigue", "momentary low mood")
RATINGS = (10.0, 14.0, 18.0, 22.0)
WEEKS, SETTLE, DIARY_DAYS = 6, 28, 28
MORE = 3  # times as many people keep a diary, for how far they differ needs many
COPIES = 8  # readings of each person, so that the error of single readings hardly counts
ARMS = MappingProxyType(
    {
        "nothing": "",
        "placebo": "take placebo at 21:00 daily; blinded",
        "magnesium": f"take {DOSE}; blinded",
        "open": f"take {DOSE}; open label",
    }
)


def trial(name: str, people: Population, arms: tuple[str, ...], read: tuple[str, ...]) -> Study:
    """A trial of some weeks in which everybody is read at the start and at the end."""
    usual = Protocol.parse(USUAL_LIFE)
    days = 7 * WEEKS
    made = {
        arm: StudyArm(arm, people, usual + Protocol.parse(ARMS[arm]) if ARMS[arm] else usual, ARMS[arm]) for arm in arms
    }
    statistics = tuple(
        Statistic(
            what=f"{of}, {arm}", of=of, kind="change", unit=INSTRUMENTS[of].unit, published=float("nan"), arm=arm,
            at=(Moment(days),), start=(Moment(0),),
        )
        for arm in arms for of in read
    )  # fmt: skip
    return Study(
        name=name, title=name, mechanism="facts", rows=(), design="parallel", usual=usual, varied_days=False, days=days,
        settle_days=SETTLE, arms=MappingProxyType(made), statistics=statistics,
    )  # fmt: skip


def diary(name: str, people: Population) -> Study:
    """Four ratings a day for four weeks on ordinary days that differ."""
    usual = Protocol.parse(USUAL_LIFE)
    statistics = tuple(
        Statistic(
            what=of, of=of, kind="within-person sd", unit="points", published=float("nan"), arm="all",
            between=(Moment(1), Moment(DIARY_DAYS)), ratings=RATINGS,
        )
        for of in ITEMS
    )  # fmt: skip
    return Study(
        name=name, title=name, mechanism="facts", rows=(), design="single", usual=usual, varied_days=True,
        days=DIARY_DAYS, settle_days=14, arms=MappingProxyType({"all": StudyArm("all", people, usual)}),
        statistics=statistics,
    )  # fmt: skip


def trials() -> Mapping[str, Study]:
    """All trials by name."""
    patients = (Criterion("PHQ-15", at_least=10),)
    return MappingProxyType(
        {
            "patients": trial("patients", Population("ssd", include=patients), tuple(ARMS), (*REPORTS, *BODY)),
            "patients who lack magnesium": trial(
                "patients who lack magnesium",
                Population("ssd", MappingProxyType({"magnesium": "low"}), include=patients),
                ("placebo", "magnesium"), REPORTS,
            ),
            "replete": trial("replete", Population("healthy"), ("placebo", "magnesium"), LEVELS),
            "diary": diary("diary", Population("general")),
        }
    )  # fmt: skip


@dataclass(frozen=True)
class Done:
    """A trial that was lived: ``read(arm, of)`` gives readings at start and end [2, truths, people, copies]."""

    study: Study
    sample: Sample
    people: int

    def read(self, arm: str, of: str) -> Array:
        """Readings at the start and at the end [2, truths, people, copies]."""
        both = [mean_at(self.sample, arm, of, (moment,)) for moment in (Moment(0), Moment(self.study.days))]
        return np.stack(both).reshape(2, -1, self.people, self.sample.copies)

    def change(self, arm: str, of: str) -> Array:
        """What each person changed since the start, on average over readings [truths, people]."""
        start, end = self.read(arm, of)
        return (end - start).mean(axis=-1)

    def effect(self, arm: str, against: str, of: str) -> Array:
        """What an arm does beyond another in the same person [truths, people]."""
        return self.change(arm, of) - self.change(against, of)

    def spread(self, of: str) -> float:
        """The standard deviation of single readings between people at the start, in the middle of truths."""
        start = self.read(next(iter(self.study.arms)), of)[0]
        return float(np.median(start.reshape(len(start), -1).std(axis=-1, ddof=1)))

    def level(self, of: str) -> float:
        """The mean reading at the start."""
        return float(self.read(next(iter(self.study.arms)), of)[0].mean())

    def ratings(self, of: str) -> Array:
        """Ratings of a diary item [occasions, truths, people]."""
        statistic = next(item for item in self.study.statistics if item.of == of)
        return self.sample.series("all", of, curve_moments(statistic))


def live_trials(
    body: Body, truths: int, people: int, seed: int = 1, progress: Callable[[int, int], None] | None = None
) -> dict[str, Done]:
    """Live all trials: the same ``people`` in each of ``truths`` drawn as known. Raises SomaloopError where a life failed."""
    body = body.declared
    plan, drawn, centre = study_plan(body), known_truths(body, truths, seed), known_centre(body)
    listed = trials()
    counts = {name: people * MORE if name == "diary" else people for name in listed}
    settings = {name: next(iter(settings_of(study).values())) for name, study in listed.items()}
    total = sum(
        truths * counts[name] * (study.settle_days + study.days * len(study.arms)) for name, study in listed.items()
    )
    done = 0

    def tick(lane_days: int) -> None:
        nonlocal done
        done += lane_days
        if progress is not None:
            progress(min(done, total), total)

    crowds = {
        setting: recruit(body, plan, setting, counts[name], seed, centre, None) for name, setting in settings.items()
    }
    lived = live_studies(body, plan, listed.values(), crowds, drawn, seed, tick)
    found = {}
    for name, study in listed.items():
        if lived[name].failures:
            raise SomaloopError(f"{name}: {lived[name].failures[0]}")
        found[name] = Done(study, Sample(lived[name], seed, 1 if name == "diary" else COPIES), counts[name])
    return found
