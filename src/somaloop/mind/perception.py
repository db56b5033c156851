"""Perception: each symptom is a body signal seen through what is expected.

The felt symptom is a weighted mean of the signal and of the expected symptom, with the weight of their precisions
(Gaussian inference), plus a bias of report. In people with Somatic Symptom Disorder the expectation and the bias are
high while detection is not better; a low precision of body signals is the rival account and is a trait too. What is felt
teaches what is expected: quickly where it confirms, slowly where it does not, so symptoms can keep themselves alive.
The Gaussian form is ours; the papers are mostly verbal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Mechanism,
    Noise,
    Observable,
    Port,
    State,
    change,
    lognormal,
    normal,
    relax,
)
from somaloop.language import functions as f
from somaloop.mind._writing import parameter as _p
from somaloop.mind._writing import partly_shared, shared_feeling

Q = Any
INFERENCE = "vandenbergh2017-predictive-symptom grahl2018-bayesian-placebo"


SYMPTOMS = ("tightness", "pain", "headache", "digestive", "palpitations", "fatigue")
SIGNALS = {"palpitations": "palpitation_signal"} | {
    name: f"{name}_signal" for name in SYMPTOMS if name != "palpitations"
}


def _weight(q: Q) -> Any:
    """The share of what is expected in what is felt."""
    return q.prior_precision / (q.prior_precision + q.body_precision)


def _expected(q: Q) -> Any:
    return q.expectation * (1.0 + q.distress + q.course_size * q.slow_course) + q.threat


def _swing(q: Q) -> Any:
    """Good and bad days and hours of felt tension that muscle tone does not explain."""
    day = partly_shared(q.shared_feeling, q.feeling_of_day, q.tension_day_noise)
    hour = partly_shared(q.shared_feeling, q.feeling_of_hour, q.tension_hour_noise)
    return q.noise_size * (q.tension_by_day * day + q.tension_by_hour * hour)


def _coloured(q: Q) -> Any:
    """How much more of the other symptoms is expected where one feels badly in general, as a factor that stays positive."""
    swing = partly_shared(q.days_of_feeling, q.feeling_of_day, q.feeling_of_hour)
    size = q.noise_size * q.feeling_colours
    return f.exp(size * swing - 0.5 * size * size)


def _felt(symptom: str, painful: bool) -> Callable[[Q], Any]:
    signal = SIGNALS[symptom]
    focus = f"focus_{symptom}"

    def equation(q: Q) -> Any:
        loudness = q.attention_gain * q.attention + (q.pain_log_gain if painful else 0.0)
        seen = getattr(q, signal) * f.exp(loudness)
        prior = getattr(q, focus) * q.expected * (1.0 if symptom == "tightness" else _coloured(q))
        report = q.bias * f.exp(-q.curiosity) + (_swing(q) if symptom == "tightness" else 0.0)
        return f.unit_range((q.weight * prior + (1.0 - q.weight) * seen + report) * (1.0 - q.relief), q.softness)

    return equation


def _learned(q: Q) -> Any:
    """Toward what is felt, faster where it confirms; back toward the person's baseline; only while awake."""
    surprise = q.felt_burden - q.expectation
    confirming = f.logistic(surprise / q.surprise_width)
    rate = (q.learning_disconfirmed + (q.learning_confirmed - q.learning_disconfirmed) * confirming) * (1.0 - q.asleep)
    baseline = q.expectation_baseline * f.exp(-q.belief_change)
    return change(gain=rate * q.felt_burden + q.returning * baseline, loss_rate=rate + q.returning)


def _alarming(q: Q) -> Any:
    """How alarming the felt burden is, 0 at the reference and 1 at the worst, steep where symptoms stand out."""
    here = f.logistic((q.felt_burden - q.alarm_middle) / q.alarm_width)
    usual = f.logistic((q.usual_burden - q.alarm_middle) / q.alarm_width)
    return (here - usual) / (1.0 - usual)


_PARAMETERS = (
    _p("body_precision", 1.0, "1", "precision of body signals", "The unit of precision; a low value is the rival account "
       "of functional symptoms.", grade="C", source="smith2020-interoceptive-precision",
       uncertainty=lognormal(1.0, 0.25), between_people=lognormal(1.0, 0.35)),
    _p("prior_precision", 0.6, "1", "precision of what is expected", "Gives what is expected rather more than a third of "
       "the weight.", grade="C", source=INFERENCE, uncertainty=lognormal(0.6, 0.3), between_people=lognormal(0.6, 0.35)),
    _p("expectation_baseline", 0.08, "1", "symptom that the person expects without news",
       "The level of a healthy person's symptoms; people with SSD about 0.45.",
       between_people=lognormal(0.063, 0.7, high=0.8)),
    _p("bias", 0.02, "1", "added to every report of a symptom", "Small reporting bias; people with SSD about 0.08.",
       grade="B", source="wolters2022-interoceptive-accuracy dorn2007-ibs-report-criterion",
       uncertainty=normal(0.02, 0.01, low=0.0), between_people=normal(0.02, 0.04, low=-0.03, high=0.25)),
    _p("attention_gain", 0.35, "1", "log gain of body signals when attention is fully on the body",
       "Sign supported, no size published.", grade="C", source="rief2007-filter-mechanisms",
       uncertainty=lognormal(0.35, 0.5), between_people=lognormal(0.35, 0.4)),
    _p("attention_lag", 2.0, "hour", "time in which attention to the body follows its causes",
       "Carry-over between answers of a diary of 0.4 to 0.7 over hours.", source="witthoeft2024-symptom-query-effect",
       grade="C"),
    _p("learning_confirmed", 1.0 / 120.0, "1/hour", "rate of learning what is felt where it confirms the expectation",
       "About five days; rates were not published, only that confirming ones are larger.", grade="C",
       source="jepma2018-self-reinforcing-expectancy", uncertainty=lognormal(1.0 / 120.0, 0.4),
       between_people=lognormal(1.0 / 120.0, 0.4)),
    _p("learning_disconfirmed", 1.0 / 480.0, "1/hour", "the same where it is better than expected", "About twenty days.",
       grade="C", source="jepma2018-self-reinforcing-expectancy", uncertainty=lognormal(1.0 / 480.0, 0.4),
       between_people=lognormal(1.0 / 480.0, 0.4)),
    _p("surprise_width", 0.03, "1", "difference at which confirming turns to disconfirming", "A few points of 100."),
    _p("returning", 1.0 / 360.0, "1/hour", "rate at which expectation returns to the person's baseline",
       "About fifteen days; keeps learning from running away.", uncertainty=lognormal(1.0 / 360.0, 0.4)),
    _p("felt_lag", 1.0, "hour", "time over which felt symptoms are averaged", "An hour of an awake person's attention."),
    _p("softness", 0.03, "1", "softness of the ends of the scale of felt symptoms", "Three points of 100."),
    _p("usual_burden", 0.11, "1", "felt burden of the healthy reference person", "From runs of the whole model."),
    _p("alarm_middle", 0.38, "1", "felt burden at which alarm rises fastest", "Between the healthy and the ill."),
    _p("alarm_width", 0.07, "1", "width of that rise", "As steep as the step from ordinary to worrying symptoms may be; no figure was found."),
    _p("noise_size", 0.6, "1", "size of good and bad days of felt tension; 1 is that of patients", "As for worry.",
       between_people=lognormal(0.6, 0.3)),
    _p("course_size", 0.25, "1", "relative swing of what is expected over good and bad months, beside that of distress",
       "Symptom scales keep three quarters or so of their differences over a season; size assumed.", grade="C",
       source="liao2016-phq15-reliability-taiwan", uncertainty=lognormal(0.25, 0.4)),
    _p("tension_by_day", 0.125, "1", "swing of felt tension from day to day in patients, beside that of tone",
       "A third of 19 points squared; felt tension and tone dissociate.", grade="C", source="fisher2017-ema-variances"),
    _p("tension_by_hour", 0.1, "1", "swing of felt tension within the day in patients, beside that of tone",
       "A quarter of that variance.", grade="C", source="fisher2017-ema-variances"),
    shared_feeling("Felt tension is read as the lack of calmness."),
    _p("feeling_colours", 0.3, "1", "relative swing of the other expected symptoms with how one feels in general, in patients",
       "Half the relative swing of worry; bloating and pain swing by more than that in diaries, of which signals make a part. "
       "Tension has its own swing.", grade="D", source="openesm-icc-somatic", uncertainty=lognormal(0.3, 0.5)),
    _p("days_of_feeling", 0.6, "1", "share of that swing which is of days and not of hours", "As for worry.",
       uncertainty=normal(0.6, 0.15, low=0.1, high=0.95)),
    *(
        _p(f"focus_{name}", 1.0, "1", f"how much {name} is what this person expects", "1 expects all symptoms alike; a "
           "dominant symptom is above.", between_people=lognormal(1.0, 0.3))
        for name in SYMPTOMS
        if name != "tightness"
    ),
    _p("focus_tightness", 1.0, "1", "how much tightness is what this person expects",
       "As for the others; of the items of a diary muscle tension differed most between people.", grade="C",
       source="fisher2017-ema-variances", between_people=lognormal(1.0, 0.6)),
)  # fmt: skip

_ARROWS = (
    arrow_in_question(
        name="sensation_alarms",
        origin="perception.felt_burden",
        target="appraisal.sensation",
        description="Felt symptoms are read as danger: the loop's step from body to mind.",
        equation=lambda strength, q: strength * _alarming(q),
        unit="1",
        as_known=lognormal(0.10, 0.8),
        grade="B",
        method="assumed",
        source=("fisher2017-couplings", "vangils2014-stress-fss-var", "groen-vangils2021-anxiety-somatic-ema"),
        note="Known: weak within persons, clear in a small minority.",
        claim="C012 C013 C075",
    ),
    arrow_in_question(
        name="symptoms_teach_outcome",
        origin="perception.felt_burden",
        target="learning.outcome",
        description="What is felt tells whether a treatment seems to help.",
        equation=lambda strength, q: strength * q.felt_burden,
        unit="1",
        as_known=lognormal(1.0, 0.1),
        grade="B",
        method="assumed",
        source=("jepma2018-self-reinforcing-expectancy",),
        note="The strength 1 is the unit in which outcomes are counted.",
    ),
    arrow_in_question(
        name="symptoms_lower_mood",
        origin="perception.felt_burden",
        target="mood.low_mood_drive",
        description="Living with symptoms lowers mood.",
        equation=lambda strength, q: strength * (q.felt_burden - q.usual_burden),
        unit="1",
        as_known=normal(0.2, 0.1, low=0.0),
        grade="B",
        method="assumed",
        source=("schenk2017-affect-somatic-within", "fisher2017-couplings"),
        note="Known: within persons the link is small.",
        claim="C002",
    ),
)


def _signal(name: str) -> Port:
    return Port(name=SIGNALS[name], unit="1", description=f"body signal of {name}, 0 none to 1 extreme")


MECHANISM = Mechanism(
    name="perception",
    title="Perception of symptoms",
    description="Body signals are felt through what is expected; what is felt teaches what is expected.",
    states=(
        State(
            name="expectation",
            unit="1",
            description="the symptom that is expected",
            initial=lambda q: q.expectation_baseline,
            low=-0.01,
            high=1.01,
        ),
        State(name="attention", unit="1", description="attention to the body above usual", low=-1.01, high=1.01),
        State(
            name="felt_burden",
            unit="1",
            description="mean of the felt symptoms over the last waking hour",
            initial=lambda q: q.expectation_baseline,
            low=-0.01,
            high=1.01,
        ),
    ),
    observables=(
        Observable(name="weight", unit="1", description="share of the expected in what is felt", low=0.0, high=1.0),
        Observable(name="expected", unit="1", description="what is expected now, with the threat of the moment"),
        *(
            Observable(name=f"felt_{name}", unit="1", description=f"felt {name}, 0 to 1", low=0.0, high=1.01)
            for name in SYMPTOMS
        ),
        Observable(name="felt_now", unit="1", description="mean of the six felt symptoms", low=0.0, high=1.01),
    ),
    parameters=_PARAMETERS,
    noises=(
        Noise(name="slow_course", description="good and bad months of symptoms", time_constant=24.0 * 75.0),
        Noise(name="tension_day_noise", description="good and bad days of felt tension", time_constant=48.0),
        Noise(name="tension_hour_noise", description="good and bad hours of felt tension", time_constant=5.0),
    ),
    ports=(
        *(_signal(name) for name in SYMPTOMS),
        Port(name="pain_log_gain", unit="1", description="log gain of pain and headache"),
        Port(name="attention_drive", unit="1", description="what draws attention to the body"),
        Port(name="threat", unit="1", description="rise of the expected symptom by threat"),
        Port(name="distress", unit="1", description="relative rise of the expected symptom by general distress"),
        Port(
            name="feeling_of_day",
            unit="1",
            description="how badly one feels in general this day, in SD",
        ),
        Port(name="feeling_of_hour", unit="1", description="the same of this hour"),
        Port(
            name="relief", unit="1", description="share of what would be reported that belief in a treatment takes away"
        ),
        Port(name="curiosity", unit="1", description="log fall of the bias of report, by mindful observation"),
        Port(name="asleep", unit="1", description="probability of being asleep"),
        Port(name="belief_change", unit="1", description="log fall of the expected baseline, by therapy"),
    ),
    arrows=_ARROWS,
    equations={
        "weight": _weight,
        "expected": _expected,
        **{f"felt_{name}": _felt(name, name in ("pain", "headache")) for name in SYMPTOMS},
        "felt_now": lambda q: sum(getattr(q, f"felt_{name}") for name in SYMPTOMS) / float(len(SYMPTOMS)),
        "felt_burden": lambda q: change(
            gain=(1.0 - q.asleep) * q.felt_now / q.felt_lag, loss_rate=(1.0 - q.asleep) / q.felt_lag
        ),
        "expectation": _learned,
        "attention": lambda q: relax(f.tanh(q.attention_drive), q.attention_lag),
    },
    outputs=("felt_burden", *(f"felt_{name}" for name in SYMPTOMS), "expectation", "attention"),
)
