"""Appraisal: stress, worry and alarm, with the slow beliefs that feed them.

A stressor is felt as stress at once, lingers for minutes, and becomes worry within hours. Slowly, the belief that body signals mean danger
(threat schema) grows when alarm surges and is escaped, and shrinks when it is stayed with; the latter also builds
safety. This is the slow part of the panic model of Robinaugh and colleagues, re-derived from the published equations;
its fast loop of minutes is replaced by an hourly hazard of a surge: the chance that a random push of the body exceeds
the push that starts runaway fear at the present schema.
"""

from __future__ import annotations

from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Arrow,
    Entry,
    Grade,
    Input,
    Mechanism,
    Noise,
    Observable,
    Port,
    Spread,
    State,
    change,
    lognormal,
    normal,
    proportional,
    relax,
)
from somaloop.language import functions as f
from somaloop.mind._writing import parameter as _p
from somaloop.mind._writing import partly_shared, shared_feeling

Q = Any
SCHEMA = "robinaugh2024-panic-schema-learning"
RUNAWAY = (
    "A parabola through the pushes that started runaway fear in runs of the fast equations at eleven schemas from 0.4."
)


def _stress(q: Q) -> Any:
    """Stress of the moment: most of it follows the stressor at once, the rest builds up and lingers.

    Nothing here makes a stressor of daily life more stressful to who believes in bodily danger: measured answers of
    people with somatic disorders are not larger (see ``autonomic.arousal_withdraws`` of the starting type).
    """
    return (1.0 - q.stress_lingers) * q.stress_gain * q.stressor + q.stress_lingers * q.lingering_stress


def _worry_target(q: Q) -> Any:
    alarm = q.loop_gain * q.sensation + q.body_alarm
    day = partly_shared(q.shared_feeling, q.feeling_of_day, q.day_noise)
    hour = partly_shared(q.shared_feeling, q.feeling_of_hour, q.hour_noise)
    noise = q.noise_size * (day * q.worry_by_day + hour * q.worry_by_hour)
    at_ease = q.worry_at_ease * (1.0 + q.distress)
    drive = at_ease + q.schema_worries * (q.threat_schema - q.schema_usual) + q.stress_worries * q.stress
    calm = q.safety_signal + q.safety_calms * (q.safety - q.safety_usual)
    return f.unit_range(drive + q.worry_drive + alarm - calm + noise, q.softness)


def _threshold(q: Q) -> Any:
    """The push of the body that starts runaway fear at the present schema."""
    mild = 1.0 - q.threat_schema
    return q.threshold_full + mild * (q.threshold_slope + q.threshold_bend * mild)


def _surge_rate(q: Q) -> Any:
    """Chance an hour that a normal push exceeds the threshold (logistic form of the normal tail)."""
    distance = (q.surge_threshold - q.push_by_stress * q.stress - q.alarm_pushes * q.body_alarm) / q.push_size
    return q.pushes_per_hour * f.logistic(-q.tail_scale * distance) * (1.0 - q.asleep)


def _escaped(q: Q) -> Any:
    """Rate of learning danger from surges that are escaped."""
    return q.surge_rate * q.avoidance * q.threat_learning


def _stayed(q: Q) -> Any:
    """Rate of unlearning it from surges that are stayed with."""
    return q.surge_rate * (1.0 - q.avoidance) * q.extinction


def _schema(q: Q) -> Any:
    """Surges teach; the pull of everyday life keeps pace with them and holds beliefs near the trait."""
    back = 1.0 / q.schema_return + q.everyday * (_escaped(q) + _stayed(q))
    return change(gain=_escaped(q) + back * q.schema_trait, loss_rate=_escaped(q) + _stayed(q) + back + q.schema_change)


def _safety(q: Q) -> Any:
    back = 1.0 / q.safety_return + q.everyday * (_escaped(q) + _stayed(q))
    built = _stayed(q) + q.exposure
    return change(gain=built + back * q.safety_trait, loss_rate=_escaped(q) + built + back)


_PARAMETERS = (
    _p("stress_lag", 0.4, "hour", "time in which lingering stress builds up and fades", "Under half an hour."),
    _p("stress_lingers", 0.2, "1", "share of stress that lingers; the rest is there only while the stressor is",
       "Small: ACTH turns down as soon as a speech ends in all of 15 people.", grade="C", source="tsst-nelson-acth",
       uncertainty=normal(0.2, 0.1, low=0.0, high=0.6)),
    _p("stress_gain", 1.0, "1", "appraised stress per stressor", "1 makes a strong stressor a speech test.",
       uncertainty=lognormal(1.0, 0.1), between_people=lognormal(1.0, 0.35)),
    _p("worry_lag", 1.0, "hour", "time in which worry follows its causes", "Autocorrelation of 0.41 over four hours.",
       grade="C", source="fisher2017-ema-variances"),
    _p("worry_asleep", 0.1, "1", "share of that speed that is left asleep", "Worry is mostly carried over the night: "
       "overnight autocorrelation is nearly that of four hours.", grade="C", source="fisher2017-ema-variances"),
    _p("worry_at_ease", 0.19, "1", "worry of a healthy person without stress", "Gives about 0.22 with usual stress; "
       "people differ by 18 points in diaries, of which other traits make some. The reference is the mean, not the middle.",
       grade="C", source="fisher2017-ema-variances", between_people=lognormal(0.165, 0.5, high=0.7)),
    _p("schema_worries", 0.6, "1", "worry per unit of threat schema above the usual", "A schema of 0.8 adds 18 points of 100.",
       uncertainty=lognormal(0.6, 0.3)),
    _p("schema_usual", 0.5, "1", "threat schema of the healthy reference person", "The healthy start of the panic model.",
       source="robinaugh2024-panic-schema-gain", grade="D"),
    _p("stress_worries", 0.35, "1", "worry per unit of appraised stress", "A strong stressor adds a third of the scale.",
       uncertainty=lognormal(0.35, 0.3)),
    _p("safety_calms", 0.15, "1", "fall of worry per unit of safety above the usual", "Full safety takes 8 points.",
       uncertainty=lognormal(0.15, 0.4)),
    _p("safety_usual", 0.5, "1", "safety of the healthy reference person", "The healthy start of the panic model.",
       source="robinaugh2024-panic-schema-gain", grade="D"),
    _p("loop_gain", 1.0, "1", "how strongly this person's sensations alarm, times the strength of the arrow",
       "Broad between people and small in most: stress precedes symptoms in about a third of patients.", grade="B",
       source="vangils2014-stress-fss-var", between_people=lognormal(1.0, 0.7)),
    _p("softness", 0.04, "1", "softness of the ends of the scale of worry", "Four points of 100."),
    _p("noise_size", 0.6, "1", "size of good and bad days of worry; 1 is that of patients",
       "People in the general population vary less than patients; size assumed.",
       between_people=lognormal(0.6, 0.3)),
    _p("worry_by_day", 0.135, "1", "swing of worry from day to day in patients", "About 40 % of a within-person variance of "
       "20 points squared (our split).", grade="C", source="fisher2017-ema-variances"),
    _p("worry_by_hour", 0.12, "1", "swing of worry within the day in patients, before the lag of worry smooths it",
       "About 25 % of that variance after smoothing (our split).", grade="C", source="fisher2017-ema-variances"),
    shared_feeling("Worry is read as the lack of calmness."),
    _p("threshold_full", 0.225, "1", "threshold of runaway fear at a schema of 1", RUNAWAY,
       grade="D", method="derived", source="robinaugh2024-panic-ode-fast"),
    _p("threshold_slope", 0.808, "1", "its rise per schema below 1", RUNAWAY, grade="D",
       method="derived", source="robinaugh2024-panic-ode-fast"),
    _p("threshold_bend", 0.214, "1", "its rise per square of that", RUNAWAY, grade="D",
       method="derived", source="robinaugh2024-panic-ode-fast"),
    _p("push_size", 0.107, "1", "standard deviation of random pushes of the body", "Makes about one surge in a month at a "
       "schema of 0.8 and hardly any at 0.5.", uncertainty=lognormal(0.107, 0.15), between_people=lognormal(0.107, 0.2)),
    _p("tail_scale", 1.702, "1", "scale that makes a logistic resemble a normal distribution", "A constant of mathematics."),
    _p("pushes_per_hour", 1.0, "1/hour", "independent pushes an hour", "The memory of an hour in the panic model.",
       source="robinaugh2024-panic-noise-context", grade="D"),
    _p("push_by_stress", 0.1, "1", "mean push per unit of stress", "Small beside the random push."),
    _p("alarm_pushes", 0.25, "1", "mean push per unit of bodily alarm", "A quarter of the felt alarm."),
    _p("threat_learning", 0.25, "1", "share by which a surge that is escaped moves beliefs", "From the panic model.",
       grade="D", method="derived", source=SCHEMA),
    _p("extinction", 0.10, "1", "share by which a surge that is stayed with moves beliefs", "From the panic model; lower in "
       "the anxious.", grade="C", method="derived", source=f"{SCHEMA} kerr2026-safety-learning-anxiety",
       between_people=lognormal(0.10, 0.3)),
    _p("schema_trait", 0.5, "1", "threat schema to which this person returns", "Healthy 0.5, patients about 0.8.",
       grade="D", source="robinaugh2024-panic-schema-gain", between_people=normal(0.5, 0.16, low=0.1, high=0.95)),
    _p("schema_return", 24.0 * 60.0, "hour", "time in which the schema returns to the trait", "Two months: relapse after "
       "therapy is slow.", uncertainty=lognormal(24.0 * 60.0, 0.4)),
    _p("safety_trait", 0.5, "1", "safety to which this person returns", "Healthy 0.5, patients about 0.2.", grade="D",
       source="robinaugh2024-panic-schema-gain"),
    _p("safety_return", 24.0 * 60.0, "hour", "time in which safety returns to the trait", "Two months: safety fades sooner "
       "than threat.", grade="C", source="paskewitz2022-return-of-fear", uncertainty=lognormal(24.0 * 60.0, 0.4)),
    _p("everyday", 4.0, "1", "pull back to the trait per surge, in units of what the surge teaches",
       "Keeps beliefs near the trait in an uneventful life; size chosen for that. Without it a trait of 0.85 "
       "climbs to 0.97 within twelve weeks.", uncertainty=lognormal(4.0, 0.4)),
    _p("avoidance_slope", 15.0, "1", "steepness of avoidance with the schema", "From the panic model.", grade="D",
       method="derived", source=SCHEMA),
    _p("avoidance_middle", 0.75, "1", "schema at which half is avoided", "From the panic model.", grade="D",
       method="derived", source=SCHEMA),
    _p("avoidance_lag", 24.0, "hour", "time in which avoidance follows the schema", "Daily in the panic model.",
       grade="D", method="derived", source=SCHEMA),
    _p("worry_usual", 0.22, "1", "worry of the healthy reference person", "From runs of the whole model."),
)  # fmt: skip


def _arrow(
    name: str, quantity: str, target: str, description: str, usual: str | None, *, as_known: Spread,
    grade: Grade, source: tuple[str, ...] = (), note: str, claim: str = "", unit: str = "1", sign: float = 1.0,
) -> Arrow:  # fmt: skip
    return arrow_in_question(
        name=name, origin=f"appraisal.{quantity}", target=target, description=description, unit=unit,
        equation=proportional(quantity, usual, sign),
        as_known=as_known, grade=grade, method="assumed", source=source, note=note, claim=claim,
    )  # fmt: skip


_ARROWS = (
    _arrow("stress_arouses", "stress", "autonomic.sympathetic_drive", "Stress arouses the body.", None,
           as_known=lognormal(0.75, 0.15), grade="A",
           source=("tsst-heart-rate-size", "stress-hrv-castaldo-kim"),
           note="A speech test (1) takes a resting arousal of 0.15 near its top.", claim="C015"),
    _arrow("stress_drives_cortisol", "stress", "hpa.stress", "Stress drives the hormones of stress.", None,
           as_known=lognormal(1.0, 0.15), grade="A", source=("tsst-nelson-plasma", "tsst-nelson-acth"),
           note="The strength 1 is the unit; the size stands in the gland model.", claim="C015"),
    _arrow("worry_arouses", "worry", "autonomic.sympathetic_drive", "Worry keeps the body aroused.", "worry_usual",
           as_known=normal(0.12, 0.08, low=0.0), grade="B",
           source=("gad-emg-contested", "fisher2017-couplings"),
           note="Known: anxious patients differ little at rest.", claim="C001 C013"),
    _arrow("worry_disturbs_sleep", "worry", "sleep.arousal", "Worry keeps people awake.", "worry_usual",
           as_known=normal(0.4, 0.2, low=0.0), grade="B", source=("fisher2017-sleep-to-symptoms",),
           note="An arousal of 0.5 makes the latency of insomnia.", claim="C066"),
    _arrow("worry_turns_attention_to_body", "worry", "perception.attention_drive", "Worry turns attention to the body.",
           "worry_usual", as_known=normal(0.5, 0.35), grade="C",
           source=("rief2007-filter-mechanisms", "nakao2007-amplification-not-sensitivity"),
           note="Known: sign supported, no size.", claim="C012"),
    _arrow("worry_colours_perception", "worry", "perception.threat", "Threat raises the symptom that is expected.",
           "worry_usual", as_known=normal(0.12, 0.08), grade="B",
           source=("bogaerts2010-negative-affect-symptoms", "fisher2017-couplings"),
           note="Known: negative affect raises symptoms in high reporters without a change of the body; within-person "
           "links are weak.", claim="C013 C023"),
    _arrow("schema_colours_perception", "threat_schema", "perception.threat", "Who believes in danger expects symptoms.",
           "schema_usual", as_known=normal(0.1, 0.08), grade="C",
           source=("vandenbergh2017-predictive-symptom",), note="Between persons the link is strong, its size by this way "
           "is assumed.", claim="C011"),
    _arrow("worry_lowers_mood", "worry", "mood.low_mood_drive", "Worry lowers mood.", "worry_usual",
           as_known=normal(0.2, 0.1, low=0.0), grade="B", source=("fisher2017-couplings",),
           note="A third of the change of worry at most."),
    _arrow("worry_judges_sleep_harshly", "worry", "sleep_perception.worry", "Worry makes the same night feel poorer.",
           "worry_usual", as_known=normal(0.8, 0.5), grade="B", source=("fisher2017-sleep-to-symptoms",),
           note="On log-odds: 30 points of worry add a quarter of a log-odd."),
    _arrow("avoidance_lowers_mood", "avoidance", "mood.low_mood_drive", "Avoidance costs joy.", None,
           as_known=normal(0.04, 0.03, low=0.0), grade="C", source=("zale2013-fear-disability",),
           note="Sign from cross-sections, size assumed."),
    _arrow("surges_release_adrenaline", "surge_rate", "autonomic.adrenaline_drive", "A surge of fear releases adrenaline.",
           None, as_known=normal(1.0, 0.5, low=0.0), grade="C", unit="hour",
           source=("robinaugh2024-panic-ode-fast",),
           note="Expected value: a surge of ten minutes with several times the resting adrenaline.", claim="C017 C018"),
    _arrow("stress_spends_magnesium", "stress", "magnesium.tubular_maximum_shift", "Stress makes the kidney lose magnesium.",
           None, as_known=normal(0.0, 0.006), grade="C", unit="mmol/L",
           source=("stress-pickering2020-table", "exam-grases2006"),
           note="Known: no controlled human study gives a size; centred on zero.",
           claim="C034"),
    _arrow("stress_empties_red_cells", "stress", "magnesium.red_cell_loss", "Stress lowers magnesium in red cells.",
           None, as_known=normal(0.1, 0.1), grade="C", unit="mmol/L", source=("stress-sleep-takase2004",),
           note="Examinations took 3.5 % from red cells; a usual life has a mean stress near 0.05.",
           claim="C034"),
)  # fmt: skip

MECHANISM = Mechanism(
    name="appraisal",
    title="Appraisal, worry and alarm",
    description="Stress, worry, surges of alarm, and the slow beliefs about danger and safety.",
    states=(
        State(name="lingering_stress", unit="1", description="stress that builds up and fades over minutes", low=-0.01,
              high=5.0),
        State(name="worry", unit="1", description="worry, 0 to 1", initial=lambda q: q.worry_at_ease, low=-0.01, high=1.05),
        State(name="threat_schema", unit="1", description="belief that body signals mean danger, 0 to 1",
              initial=lambda q: q.schema_trait, low=-0.01, high=1.01),
        State(name="safety", unit="1", description="belief of being safe in the body, 0 to 1",
              initial=lambda q: q.safety_trait, low=-0.01, high=1.01),
        State(name="avoidance", unit="1", description="share of alarms that are escaped",
              initial=lambda q: f.logistic(q.avoidance_slope * (q.schema_trait - q.avoidance_middle)), low=-0.01, high=1.01),
    ),
    observables=(
        Observable(name="stress", unit="1", description="appraised stress, 1 in a speech test", low=-0.01, high=5.0),
        Observable(name="surge_threshold", unit="1", description="push of the body that starts runaway fear", low=0.0),
        Observable(name="surge_rate", unit="1/hour", description="surges of alarm an hour", low=0.0),
        Observable(name="worry_target", unit="1", description="worry toward which the present moment drives"),
    ),
    parameters=_PARAMETERS,
    inputs=(
        Input(
            name="stressor", unit="1", description="stress from outside, 1 in a speech test",
            entries=(
                Entry(verb="face", thing="stress", kind="activity", default_minutes=60.0, default_level=0.65,
                      levels={"mild": 0.35, "moderate": 0.65, "strong": 1.0}),
            ),
        ),
    ),
    noises=(
        Noise(name="day_noise", description="good and bad days of worry", time_constant=72.0),
        Noise(name="hour_noise", description="good and bad hours of worry", time_constant=3.0),
    ),
    ports=(
        Port(name="sensation", unit="1", description="sensations that are read as danger"),
        Port(name="body_alarm", unit="1", description="bodily arousal that is read as danger"),
        Port(name="worry_drive", unit="1", description="other causes of worry"),
        Port(name="distress", unit="1", description="relative rise of worry at ease by general distress"),
        Port(name="feeling_of_day", unit="1", description="how badly one feels in general this day, in SD"),
        Port(name="feeling_of_hour", unit="1", description="the same of this hour"),
        Port(name="safety_signal", unit="1", description="bodily signs of safety"),
        Port(name="asleep", unit="1", description="probability of being asleep"),
        Port(name="schema_change", unit="1/hour", description="rate at which therapy lowers the threat schema"),
        Port(name="exposure", unit="1/hour", description="rate at which practice builds safety"),
    ),
    arrows=_ARROWS,
    equations={
        "lingering_stress": lambda q: relax(q.stress_gain * q.stressor, q.stress_lag),
        "stress": _stress,
        "worry_target": _worry_target,
        "worry": lambda q: change(
            gain=(1.0 - (1.0 - q.worry_asleep) * q.asleep) * q.worry_target / q.worry_lag,
            loss_rate=(1.0 - (1.0 - q.worry_asleep) * q.asleep) / q.worry_lag,
        ),
        "surge_threshold": _threshold,
        "surge_rate": _surge_rate,
        "threat_schema": _schema,
        "safety": _safety,
        "avoidance": lambda q: relax(
            f.logistic(q.avoidance_slope * (q.threat_schema - q.avoidance_middle)), q.avoidance_lag
        ),
    },
    outputs=("stress", "worry", "threat_schema", "safety", "avoidance", "surge_rate"),
)  # fmt: skip
