"""What people do: therapy and practices, each a skill that grows with doing and fades slowly.

A session adds to a skill in proportion to what is still to be learned; skills fade over months. Slow breathing also
acts while it is done, yoga and relaxation for some minutes after too. What the skills change stands in the arrows.

Beside what is specific, two things come with any treatment. Keeping up a practice or going to sessions raises hope, most
of it with an hour a week already. An hour with a therapist is contact; classes are not counted as such, for most of
the time of a practice is spent alone at home and a teacher is shared. So the specific arrows are sized as against a
control that is hoped in as much (attention, a sham), not as against waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import add
from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Arrow,
    Entry,
    Grade,
    Input,
    Mechanism,
    Observable,
    Parameter,
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

Q = Any

# name, words, minutes of a session, share learned per session, weeks to fade, note
_PRACTICES = (
    ("cbt", "cbt", 50.0, 0.12, 26.0, "Reliable change in about five, clinical change in about eight weekly sessions.",
     "hansen2002-dose-effect"),
    ("somatic_experiencing", "somatic experiencing", 60.0, 0.12, 26.0, "Taken to be learned like other therapies.", ""),
    ("mindfulness", "mindfulness", 20.0, 0.025, 12.0, "Eight weeks of daily practice learn most of it.",
     "geschwind2011-mbct-esm"),
    ("slow_breathing", "slow breathing", 10.0, 0.04, 8.0, "Some weeks of daily practice learn most of it.",
     "fincham2023-breathwork"),
    ("yoga", "yoga", 45.0, 0.06, 12.0, "Two classes a week learn most of it in three months.", "boehm2012-yoga-fatigue"),
    ("relaxation", "relaxation", 20.0, 0.05, 12.0, "Some weeks of daily practice learn most of it.",
     "manzoni2008-relaxation"),
)  # fmt: skip
_ACUTE = ("yoga", "relaxation")
_WITH_THERAPIST = ("cbt", "somatic_experiencing")


def _skill(name: str) -> Any:
    def equation(q: Q) -> Any:
        learned = getattr(q, f"{name}_learning") * getattr(q, name) * f.exp(q.receptiveness)
        return change(gain=learned, loss_rate=learned + 1.0 / getattr(q, f"{name}_fading"))

    return equation


def _sum(q: Q, names: Iterable[str]) -> Any:
    return reduce(add, (getattr(q, name) for name in names))


def _now(name: str) -> Any:
    def equation(q: Q) -> Any:
        return relax(getattr(q, name), q.afterglow)

    return equation


def _parameters() -> tuple[Parameter, ...]:
    found: list[Parameter] = [
        Parameter(name="afterglow", value=0.3, unit="hour", description="time in which the effect of doing fades",
                  grade="D", method="assumed", note="About twenty minutes.", uncertainty=lognormal(0.3, 0.3)),
        Parameter(name="attendance_memory", value=240.0, unit="hour", description="time over which practising is counted",
                  grade="D", method="assumed", note="Ten days, so that a course goes on between weekly sessions.",
                  uncertainty=lognormal(240.0, 0.3)),
        Parameter(name="attendance_enough", value=1.0 / 168.0, unit="1",
                  description="share of time in practices at which they are hoped in for most", grade="D", method="assumed",
                  note="An hour a week: the usual weekly session counts for two thirds, twenty minutes a day for all.",
                  uncertainty=lognormal(1.0 / 168.0, 0.4)),
    ]  # fmt: skip
    for name, words, minutes, share, weeks, note, source in _PRACTICES:
        rate = share / (minutes / 60.0)
        found.append(
            Parameter(name=f"{name}_learning", value=rate, unit="1/hour", grade="C" if source else "D", method="assumed",
                      description=f"speed of learning during {words}", source=source,
                      note=f"{share:g} of what is left in a session of {minutes:g} min. {note}",
                      uncertainty=lognormal(rate, 0.3), between_people=lognormal(rate, 0.5))
        )  # fmt: skip
        found.append(
            Parameter(name=f"{name}_fading", value=weeks * 168.0, unit="hour", grade="D", method="assumed",
                      description=f"time in which the skill of {words} fades", note=f"{weeks:g} weeks, a judgement.",
                      uncertainty=lognormal(weeks * 168.0, 0.4))
        )  # fmt: skip
    return tuple(found)


def _arrow(
    name: str, quantity: str, target: str, description: str, *, as_known: Spread, grade: Grade,
    source: tuple[str, ...] = (), note: str, claim: str = "", unit: str = "1", sign: float = 1.0,
    equation: Callable[[Any, Any], Any] | None = None,
) -> Arrow:  # fmt: skip
    return arrow_in_question(
        name=name, origin=f"practices.{quantity}", target=target, description=description, unit=unit,
        equation=equation or proportional(quantity, sign=sign),
        as_known=as_known, grade=grade, method="assumed", source=source, note=note, claim=claim,
    )  # fmt: skip


_RITUAL = (
    "Models of learning have such a step; a practice as the teacher is untested. A quarter of a therapy's as its width."
)
_HOPE_APART = (
    "Less than was taken from trials against waiting, since hope and contact have arrows of their own now: "
    "mindfulness does 0.64 of it against an attention control (d 0.35 against 0.55, Goldberg 2018), CBT of anxiety 0.46 "
    "against placebo (g 0.56, Carpenter 2018; 1.23 against waiting, Bandelow 2015 as quoted there). Practices are taken "
    "like mindfulness, CBT of symptoms between the two. What is now left was judged so, and not fitted."
)
_ARROWS = (
    _arrow("practice_raises_hope", "attendance", "learning.practice", "A therapy or practice that is kept up is hoped in.",
           equation=lambda strength, q: strength * f.tanh(q.attendance / q.attendance_enough),
           as_known=normal(0.5, 0.25, low=0.0), grade="B",
           source=("smits2008-psych-placebo", "scott2022-untreated-anxiety", "fendel2024-olp-update"),
           note="As a share of the trust in a daily pill. A therapist's attention without a technique does 0.28 SD of anxiety "
           "more than waiting (0.45 less 0.17), 0.7 of what open pills do to reports (0.40 SD); 0.2 of that is contact. The "
           "article does not speak of placebo; both worlds have what is known."),
    _arrow("therapist_cares", "with_therapist", "learning.session", "A session of therapy is contact with somebody who cares.",
           as_known=normal(1.0, 0.4, low=0.0), grade="B", source=("smits2008-psych-placebo",),
           note="Like a clinician's visit of the same length: therapists who only gave attention are written as such visits. "
           "The article does not speak of it; both worlds have what is known."),
    _arrow("cbt_unlearns_danger", "cbt_skill", "appraisal.schema_change", "CBT lowers the belief that signals mean danger.",
           as_known=lognormal(2e-4, 0.5), grade="B", unit="1/hour",
           source=("vandessel2014-psychotherapy-mups", "barsky2004-cbt-hypochondriasis"),
           note="Known: takes a schema of 0.8 to about 0.65 in twelve weeks.", claim="C088"),
    _arrow("cbt_changes_expectation", "cbt_skill", "perception.belief_change", "CBT changes what symptoms are expected.",
           as_known=normal(0.2, 0.12, low=0.0), grade="B",
           source=("vandessel2014-psychotherapy-mups", "kleinstaeuber2011-short-psychotherapy"),
           note="Known: with all other ways about 0.34 SD of symptoms against waiting or usual care, from which 0.35 was "
           "taken. " + _HOPE_APART, claim="C088"),
    _arrow("cbt_builds_safety", "cbt_skill", "appraisal.exposure", "Approaching what is feared builds safety.",
           as_known=lognormal(4e-4, 0.5), grade="B", unit="1/hour", source=("liu2026-icbt-ssd",),
           note="Known: safety of 0.2 rises to about 0.4 in twelve weeks.", claim="C088"),
    _arrow("cbt_calms_worry", "cbt_skill", "appraisal.worry_drive", "CBT gives ways to end worry.", sign=-1.0,
           as_known=normal(0.035, 0.025, low=0.0), grade="B", source=("liu2026-icbt-ssd",),
           note="With all other ways about 0.5 to 0.7 SD of health anxiety against waiting, from which 0.06 was taken. "
           + _HOPE_APART, claim="C088"),
    _arrow("somatic_experiencing_brings_safety", "somatic_experiencing_skill", "appraisal.safety_signal",
           "Somatic Experiencing lets the body feel safe.", as_known=normal(0.0, 0.03), grade="B",
           source=("andersen2020-se-back-pain-null", "brom2017-se-ptsd"),
           note="Known: nothing on top of physiotherapy in the best-controlled trial; large against waiting in PTSD.",
           claim="C089"),
    _arrow("mindfulness_makes_curious", "mindfulness_skill", "perception.curiosity",
           "Observing without judging lowers the bias of report.", as_known=normal(0.4, 0.25, low=0.0),
           grade="B", source=("lakhan2013-mindfulness-somatization",),
           note="Known: 0.40 SD of severity against waiting or support, from which 0.6 was taken. " + _HOPE_APART,
           claim="C079"),
    _arrow("mindfulness_calms_worry", "mindfulness_skill", "appraisal.worry_drive", "Mindfulness calms worry.", sign=-1.0,
           as_known=normal(0.032, 0.025, low=0.0), grade="B",
           source=("lakhan2013-mindfulness-somatization", "geschwind2011-mbct-esm"),
           note="Known: 0.2 SD of anxiety in pooled trials against waiting or support, from which 0.05 was taken. "
           + _HOPE_APART, claim="C091"),
    _arrow("slow_breathing_raises_vagal_tone", "slow_breathing", "autonomic.vagal_drive",
           "Slow breathing raises vagal activity while it lasts.", as_known=normal(0.2, 0.08, low=0.0),
           grade="A", source=("shao2024-slow-breathing",), note="Known: SMD of log RMSSD 0.37 with an SD of about 0.5.",
           claim="C104"),
    _arrow("slow_breathing_slows_breath", "slow_breathing", "autonomic.breathing_drive",
           "Slow breathing is six breaths a minute.", sign=-1.0, as_known=normal(0.92, 0.1, low=0.0),
           grade="A", source=("shao2024-slow-breathing",), note="From 15 to 6 breaths a minute is a log change of 0.92.",
           claim="C104"),
    _arrow("slow_breathing_calms_worry", "slow_breathing_skill", "appraisal.worry_drive",
           "Weeks of slow breathing calm worry.", sign=-1.0, as_known=normal(0.04, 0.025, low=0.0), grade="B",
           source=("fincham2023-breathwork",), note="Known: 0.35 SD of stress against other conditions, mostly inactive, from "
           "which 0.06 was taken. " + _HOPE_APART, claim="C104"),
    _arrow("slow_breathing_builds_safety", "slow_breathing_skill", "appraisal.exposure",
           "Weeks of slow breathing teach that the body is safe.", as_known=normal(0.0, 5e-5), grade="C", unit="1/hour",
           source=("kerr2026-safety-learning-anxiety", "paskewitz2022-return-of-fear"), note=_RITUAL, claim="C110"),
    _arrow("slow_breathing_unlearns_danger", "slow_breathing_skill", "appraisal.schema_change",
           "Weeks of slow breathing lower the belief that signals mean danger.", as_known=normal(0.0, 5e-5), grade="C",
           unit="1/hour", source=("kerr2026-safety-learning-anxiety", "paskewitz2022-return-of-fear"), note=_RITUAL,
           claim="C110"),
    _arrow("yoga_builds_safety", "yoga_skill", "appraisal.exposure", "Weeks of yoga teach that the body is safe.",
           as_known=normal(0.0, 5e-5), grade="C", unit="1/hour",
           source=("kerr2026-safety-learning-anxiety", "paskewitz2022-return-of-fear"), note=_RITUAL, claim="C110"),
    _arrow("yoga_unlearns_danger", "yoga_skill", "appraisal.schema_change",
           "Weeks of yoga lower the belief that signals mean danger.", as_known=normal(0.0, 5e-5), grade="C", unit="1/hour",
           source=("kerr2026-safety-learning-anxiety", "paskewitz2022-return-of-fear"), note=_RITUAL, claim="C110"),
    _arrow("yoga_refreshes", "yoga_skill", "mood.fatigue_drive", "Yoga lowers fatigue.", sign=-1.0,
           as_known=normal(0.03, 0.02, low=0.0), grade="B", source=("boehm2012-yoga-fatigue",),
           note="Known: 0.27 SD of fatigue, from which 0.045 was taken. " + _HOPE_APART, claim="C105"),
    _arrow("yoga_loosens_muscle", "yoga_now", "muscle.relaxation", "Yoga loosens muscles while it lasts and after.",
           as_known=normal(0.2, 0.15), grade="C", note="Direction is plausible, no size was found.",
           claim="C105"),
    _arrow("yoga_calms_worry", "yoga_skill", "appraisal.worry_drive", "Yoga calms worry.", sign=-1.0,
           as_known=normal(0.04, 0.03, low=0.0), grade="B", source=("pascoe2017-yoga-mbsr",),
           note="Stress falls in pooled trials of yoga and mindfulness against active controls, which hope for as much.",
           claim="C105"),
    _arrow("relaxation_loosens_muscle", "relaxation_now", "muscle.relaxation", "Relaxation loosens muscles.",
           as_known=normal(0.25, 0.12, low=0.0), grade="B", source=("nestoriuc2008-emg-biofeedback-tth",),
           note="Known: trials of relaxation and biofeedback disagree about muscle tone."),
    _arrow("relaxation_calms_worry", "relaxation_skill", "appraisal.worry_drive", "Relaxation training calms.", sign=-1.0,
           as_known=normal(0.05, 0.03, low=0.0), grade="B", source=("manzoni2008-relaxation",),
           note="Known: 0.51 SD of anxiety, expectation with it, from which 0.08 was taken. " + _HOPE_APART),
)  # fmt: skip

MECHANISM = Mechanism(
    name="practices",
    title="Therapy and practices",
    description="CBT, Somatic Experiencing, mindfulness, slow breathing, yoga and relaxation as skills that grow, and the hope "
    "and care that come with them.",
    states=(
        *(
            State(name=f"{name}_skill", unit="1", description=f"skill of {words}, 0 to 1", low=-0.01, high=1.01)
            for name, words, *_ in _PRACTICES
        ),
        *(
            State(name=f"{name}_now", unit="1", description=f"present effect of {name.replace('_', ' ')}", low=-0.01,
                  high=1.5)
            for name in _ACUTE
        ),
        State(name="attendance", unit="1", description="share of the time in practices and sessions, lately", low=-0.01,
              high=10.0),
    ),
    observables=(
        Observable(name="with_therapist", unit="1", description="being in a session with a therapist"),
    ),
    parameters=_parameters(),
    inputs=tuple(
        Input(name=name, unit="1", description=f"doing {words}",
              entries=(Entry(verb="do", thing=words, kind="activity", default_minutes=minutes),))
        for name, words, minutes, *_ in _PRACTICES
    ),
    ports=(Port(name="receptiveness", unit="1", description="log gain of learning"),),
    arrows=_ARROWS,
    equations={
        **{f"{name}_skill": _skill(name) for name, *_ in _PRACTICES},
        **{f"{name}_now": _now(name) for name in _ACUTE},
        "attendance": lambda q: relax(_sum(q, (name for name, *_ in _PRACTICES)), q.attendance_memory),
        "with_therapist": lambda q: _sum(q, _WITH_THERAPIST),
    },
    outputs=("cbt_skill",),
)  # fmt: skip
