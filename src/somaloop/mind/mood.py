"""Mood and fatigue: slow feelings with good and bad days of their own.

Both follow their causes within hours and swing from day to day and within the day, as open diary data show: of the
variance within a person about two fifths (of fatigue a quarter) belong to days, a quarter (a third) to hours, and the
rest to the rating itself. People differ in one general distress, which moves mood, fatigue, worry and expected symptoms
alike, and in each of these by itself. Distress has good and bad months of its own, around where it stays over years; who
is let into a study in a bad month will on the mean be better later, treated or not.

How one feels in general has good and bad days and hours too: mood, fatigue, worry and felt tension swing together in
part. It is a cause that they have in common, not an effect of one on the other, which diaries show to be tiny.
"""

from __future__ import annotations

from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Arrow,
    Mechanism,
    Noise,
    Observable,
    Port,
    State,
    change,
    fixed,
    lognormal,
    normal,
)
from somaloop.language import functions as f
from somaloop.mind._writing import parameter as _p
from somaloop.mind._writing import partly_shared, shared_feeling

Q = Any


def _low_mood_target(q: Q) -> Any:
    day = partly_shared(q.shared_feeling, q.feeling_of_day, q.mood_day_noise)
    hour = partly_shared(q.shared_feeling, q.feeling_of_hour, q.mood_hour_noise)
    noise = q.noise_size * (q.mood_by_day * day + q.mood_by_hour * hour)
    months = q.mood_course_size * q.mood_course
    at_ease = q.low_mood_at_ease * (1.0 + q.distress_lowers_mood * q.distress + months)
    return f.unit_range(at_ease + q.low_mood_drive + noise, q.softness)


def _fatigue_target(q: Q) -> Any:
    day = partly_shared(q.shared_feeling, q.feeling_of_day, q.fatigue_day_noise)
    hour = partly_shared(q.shared_feeling, q.feeling_of_hour, q.fatigue_hour_noise)
    noise = q.noise_size * (q.fatigue_by_day * day + q.fatigue_by_hour * hour)
    at_ease = q.fatigue_at_ease * (1.0 + q.distress_tires * q.distress)
    return f.unit_range(
        at_ease + q.fatigue_drive + q.low_mood_tires * (q.low_mood - q.low_mood_usual) + noise, q.softness
    )


def _follows(q: Q, target: Any, lag: Any) -> Any:
    """Follows its target while awake; is mostly carried over the night."""
    speed = 1.0 - q.held_asleep * q.asleep
    return change(gain=speed * target / lag, loss_rate=speed / lag)


_DISTRESS = (
    "With the spreads of their own gives symptoms, low mood and worry that correlate by about 0.55 between people."
)


def _distress(target: str, description: str, strength: float) -> Arrow:
    return Arrow(
        name=f"distress_{target}", origin="mood.distress", target=f"{target}.distress", description=description,
        equation=lambda strength, q: strength * q.distress, unit="1", as_told=strength, as_known=fixed(strength), grade="B",
        method="fitted", source=("henry2005-dass21-structure", "gierk2014-sss8-structure"),
        note=f"Who people are, not a cause of the moment. {_DISTRESS}", structural=True,
    )  # fmt: skip


def _feeling(span: str, target: str, description: str) -> Arrow:
    quantity = f"feeling_of_{span}"
    return Arrow(
        name=f"{quantity}_{target}", origin=f"mood.{quantity}", target=f"{target}.{quantity}", description=description,
        equation=lambda strength, q: strength * getattr(q, quantity), unit="1", as_told=1.0, as_known=fixed(1.0), grade="C",
        method="assumed", source=("menghini2023-mood-structure",),
        note="Wiring: carries a swing of unit variance; how much of it enters is a parameter where it ends.", structural=True,
    )  # fmt: skip


_PARAMETERS = (
    _p("low_mood_at_ease", 0.16, "1", "low mood of a healthy person without special cause", "Diary means of 15 to 20 of 100; people "
       "differ by 16 points, of which other traits make some.",
       grade="C", source="fisher2017-ema-variances", between_people=lognormal(0.146, 0.42, high=0.7)),
    _p("fatigue_at_ease", 0.28, "1", "fatigue of a healthy person without special cause", "Diary means near 30 of 100; people differ "
       "by 17 points, of which other traits make some.",
       grade="C", source="fisher2017-ema-variances", between_people=lognormal(0.27, 0.25, high=0.8)),
    _p("distress_trait", 0.0, "1", "general distress of this person, in standard deviations from the average",
       "One factor on which people differ in mood, worry, fatigue and symptoms, beside a spread of each of its own.",
       grade="B", source="henry2005-dass21-structure", between_people=normal(0.0, 0.7, low=-2.0, high=3.0)),
    _p("course_size", 0.7, "1", "swing of general distress over good and bad months, in standard deviations of people",
       "With the lasting part of 0.7 makes a standard deviation of 1.", grade="C", source="text4hope-3month-change",
       uncertainty=normal(0.7, 0.1, low=0.3, high=1.1)),
    _p("mood_course_size", 0.3, "1", "relative swing of low mood at ease over good and bad months, beside that of distress",
       "Scores of depression keep about two thirds of their differences over three months; size assumed.", grade="C",
       source="text4hope-3month-change", uncertainty=lognormal(0.3, 0.4)),
    _p("distress_lowers_mood", 0.35, "1", "relative rise of low mood at ease per unit of general distress", _DISTRESS,
       grade="C", method="fitted", source="gierk2014-sss8-structure"),
    _p("distress_tires", 0.3, "1", "relative rise of fatigue at ease per unit of general distress", _DISTRESS,
       grade="C", method="fitted", source="gierk2014-sss8-structure"),
    _p("low_mood_usual", 0.18, "1", "low mood of the reference person", "From runs of the whole model."),
    _p("ordinary_tiredness", 0.22, "1", "fatigue that is ordinary tiredness and no symptom", "Leaves a healthy person a "
       "signal of about 0.09, as the other body signals."),
    _p("low_mood_tires", 0.3, "1", "fatigue per low mood above usual", "Tiredness and low mood go together in diaries.",
       grade="C", source="fisher2017-couplings", uncertainty=lognormal(0.3, 0.4)),
    _p("mood_lag", 4.0, "hour", "time in which mood follows its causes", "Autocorrelation of 0.46 over four hours.", grade="C",
       source="fisher2017-ema-variances"),
    _p("fatigue_lag", 1.0, "hour", "time in which fatigue follows its causes", "Autocorrelation of 0.32 over four hours.",
       grade="C", source="fisher2017-ema-variances"),
    _p("held_asleep", 0.9, "1", "how much less mood moves during sleep", "Overnight autocorrelation is not much lower than "
       "that of four hours.", grade="C", source="fisher2017-ema-variances"),
    _p("softness", 0.04, "1", "softness of the ends of the scales", "Four points of 100."),
    _p("noise_size", 0.6, "1", "size of good and bad days; 1 is that of patients", "As for worry.",
       between_people=lognormal(0.6, 0.3)),
    _p("mood_by_day", 0.155, "1", "swing of mood from day to day in patients", "40 % of 22 points squared.", grade="C",
       source="fisher2017-ema-variances"),
    _p("mood_by_hour", 0.15, "1", "swing of mood within the day in patients, before its lag smooths it",
       "A quarter of that variance after smoothing.", grade="C", source="fisher2017-ema-variances"),
    _p("fatigue_by_day", 0.115, "1", "swing of fatigue from day to day in patients", "A quarter of 22 points squared.", grade="C",
       source="fisher2017-ema-variances"),
    _p("fatigue_by_hour", 0.17, "1", "swing of fatigue within the day in patients, before its lag smooths it",
       "Over a third of that variance after smoothing.", grade="C", source="fisher2017-ema-variances"),
    shared_feeling("Energy shares least; one number stands for mood and fatigue."),
)  # fmt: skip

_ARROWS = (
    _distress("appraisal", "People of much general distress worry more.", 0.35),
    _distress("perception", "People of much general distress expect more symptoms.", 0.35),
    _feeling("day", "appraisal", "Who has a bad day worries more."),
    _feeling("hour", "appraisal", "Who has a bad hour worries more."),
    _feeling("day", "perception", "Who has a bad day feels more tense, and expects more symptoms."),
    _feeling("hour", "perception", "Who has a bad hour feels more tense, and expects more symptoms."),
    _feeling("day", "sleep_perception", "Who has a bad day judges nights more harshly."),
    Arrow(
        name="fatigue_is_felt",
        origin="mood.fatigue",
        target="perception.fatigue_signal",
        description="Fatigue reaches perception as a body signal.",
        equation=lambda strength, q: (
            strength * q.softness * f.softplus((q.fatigue - q.ordinary_tiredness) / q.softness)
        ),
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring. The first points of fatigue are ordinary tiredness and no symptom.",
        structural=True,
    ),
    arrow_in_question(
        name="low_mood_worries",
        origin="mood.low_mood",
        target="appraisal.worry_drive",
        description="Low mood feeds worry.",
        equation=lambda strength, q: strength * (q.low_mood - q.low_mood_usual),
        unit="1",
        as_known=normal(0.15, 0.1, low=0.0),
        grade="B",
        method="assumed",
        source=("fisher2017-couplings", "schenk2017-affect-somatic-within"),
        note="Known: within persons the links are weak.",
    ),
    arrow_in_question(
        name="low_mood_colours_perception",
        origin="mood.low_mood",
        target="perception.threat",
        description="Low mood raises the symptom that is expected.",
        equation=lambda strength, q: strength * (q.low_mood - q.low_mood_usual),
        unit="1",
        as_known=normal(0.1, 0.06),
        grade="B",
        method="assumed",
        source=("bogaerts2010-negative-affect-symptoms", "schenk2017-affect-somatic-within"),
        note="Negative affect raises symptoms in high reporters.",
    ),
)

MECHANISM = Mechanism(
    name="mood",
    title="Mood and fatigue",
    description="Low mood and fatigue, their causes, and their good and bad days.",
    states=(
        State(name="low_mood", unit="1", description="low mood, 0 to 1", initial=lambda q: q.low_mood_at_ease, low=-0.01,
              high=1.05),
        State(name="fatigue", unit="1", description="fatigue, 0 to 1", initial=lambda q: q.fatigue_at_ease, low=-0.01,
              high=1.05),
    ),
    observables=(
        Observable(name="distress", unit="1", description="general distress, in standard deviations", low=-10.0),
        Observable(name="feeling_of_day", unit="1", description="how badly one feels in general this day, in standard deviations",
                   low=-10.0),
        Observable(name="feeling_of_hour", unit="1", description="the same of this hour", low=-10.0),
    ),
    parameters=_PARAMETERS,
    noises=(
        Noise(name="slow_course", description="good and bad months of general distress", time_constant=24.0 * 75.0),
        Noise(name="mood_course", description="good and bad months of mood", time_constant=24.0 * 75.0),
        Noise(name="feeling_day_noise", description="good and bad days of how one feels in general", time_constant=48.0),
        Noise(name="feeling_hour_noise", description="good and bad hours of how one feels in general", time_constant=3.0),
        Noise(name="mood_day_noise", description="good and bad days of mood", time_constant=48.0),
        Noise(name="mood_hour_noise", description="good and bad hours of mood", time_constant=3.0),
        Noise(name="fatigue_day_noise", description="good and bad days of fatigue", time_constant=36.0),
        Noise(name="fatigue_hour_noise", description="good and bad hours of fatigue", time_constant=2.0),
    ),
    ports=(
        Port(name="low_mood_drive", unit="1", description="causes of low mood"),
        Port(name="fatigue_drive", unit="1", description="causes of fatigue"),
        Port(name="asleep", unit="1", description="probability of being asleep"),
    ),
    arrows=_ARROWS,
    equations={
        "distress": lambda q: q.distress_trait + q.course_size * q.slow_course,
        "feeling_of_day": lambda q: q.feeling_day_noise,
        "feeling_of_hour": lambda q: q.feeling_hour_noise,
        "low_mood": lambda q: _follows(q, _low_mood_target(q), q.mood_lag),
        "fatigue": lambda q: _follows(q, _fatigue_target(q), q.fatigue_lag),
    },
    outputs=("low_mood", "fatigue"),
)  # fmt: skip
