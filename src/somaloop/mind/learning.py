"""Expectation: the belief that a treatment helps, and what that belief does to reports.

Taking something that is believed to help builds an expectation of benefit within days, and so does going to a therapy or
keeping up a practice; contact with a caring clinician or therapist adds to it; feeling better confirms it, feeling worse
undoes it; stopping lets it fade over weeks. A wary person also expects harm from what is swallowed. Belief concerns
doses alone: that a practice is real is known. Expectation moves feelings and reports; no arrow leads from here to a
biomarker.
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

Q = Any


def _hoped(q: Q) -> Any:
    """Expectation toward which taking, practising, contact and experience drive."""
    sure = q.belief * (1.0 + q.doubt_allowed) / (q.belief + q.doubt_allowed)
    trust = sure * f.tanh(q.taking / q.taking_enough) + q.practice + q.contact_counts * q.cared_for
    experience = f.exp(q.experience_counts * (q.usual_outcome - q.outcome))
    return f.tanh(q.suggestibility * trust * experience)


def _benefit(q: Q) -> Any:
    """Rises within days toward what is hoped, falls over weeks."""
    hoped = _hoped(q)
    rising = f.logistic((hoped - q.benefit_expectation) / q.rise_width)
    rate = 1.0 / q.fade_time + (1.0 / q.build_time - 1.0 / q.fade_time) * rising
    return change(gain=rate * hoped, loss_rate=rate)


_PARAMETERS = (
    _p("suggestibility", 0.75, "1", "expectation that full trust in a treatment builds",
       "With the arrows below gives the difference of 0.4 SD between open-label placebo and no pill, and about 0.45 of "
       "placebo in anxiety.", grade="B", source="vonwernsdorff2021-olp smits2008-psych-placebo",
       uncertainty=lognormal(0.75, 0.25), between_people=lognormal(0.75, 0.5)),
    _p("build_time", 96.0, "hour", "time in which expectation builds", "Most of the gain is there within 11 days.",
       grade="B", source="kaptchuk2010-open-label-placebo-ibs", uncertainty=lognormal(96.0, 0.3)),
    _p("fade_time", 24.0 * 21.0, "hour", "time in which it fades", "Three weeks; no figure was found.",
       uncertainty=lognormal(24.0 * 21.0, 0.4)),
    _p("rise_width", 0.05, "1", "difference at which building turns to fading", "Five points of 100."),
    _p("doubt_allowed", 0.1, "1", "belief at which a treatment is half trusted",
       "Expectation saturates with belief: pills known to be placebos did nine tenths of what blinded ones did.",
       grade="C", source="lembo2021-three-arm-placebo-ibs", uncertainty=lognormal(0.1, 0.6)),
    _p("taking_memory", 24.0, "hour", "time over which taking is counted", "A day of doses."),
    _p("taking_enough", 0.7, "1/day", "doses a day at which taking counts for most", "One capsule a day is nearly enough."),
    _p("day", 24.0, "hour/day", "hours in a day", "Turns doses an hour into doses a day."),
    _p("contact_memory", 24.0 * 7.0, "hour", "time over which contact is felt", "A week after a visit.",
       grade="C", source="kaptchuk2008-placebo-components-ibs"),
    _p("contact_reach", 40.0, "1", "feeling cared for that a visit of full attention builds, per share of the memory",
       "An hour's visit a week counts for about a quarter of full trust: sham with warmth exceeded sham by as much as sham "
       "exceeded waiting.", grade="B", source="kaptchuk2008-placebo-components-ibs", uncertainty=lognormal(40.0, 0.4)),
    _p("contact_counts", 1.0, "1", "trust per feeling of being cared for", "The unit of that feeling."),
    _p("experience_counts", 2.0, "1", "log change of expectation per change of what is felt", "Ten points better add a fifth.",
       grade="C", source="jepma2018-self-reinforcing-expectancy", uncertainty=lognormal(2.0, 0.5)),
    _p("outcome_memory", 24.0 * 21.0, "hour", "time over which the usual outcome is remembered", "Three weeks."),
    _p("outcome_usual", 0.11, "1", "outcome of the healthy reference person", "The usual felt burden."),
    _p("wariness", 0.06, "1", "expectation of harm from what is swallowed", "Smaller than benefit in most; nocebo effects of "
       "minutes-long experiments are an upper limit.", grade="B", source="petersen2014-nocebo-pain",
       uncertainty=lognormal(0.06, 0.5), between_people=lognormal(0.06, 0.8)),
)  # fmt: skip


def _arrow(
    name: str, quantity: str, target: str, description: str, *, strength: Spread, grade: Grade,
    source: tuple[str, ...], note: str, sign: float = 1.0,
) -> Arrow:  # fmt: skip
    return arrow_in_question(
        name=name, origin=f"learning.{quantity}", target=target, description=description, unit="1",
        equation=proportional(quantity, sign=sign),
        as_known=strength, grade=grade, method="assumed", source=source, note=note,
    )  # fmt: skip


_NOT_SAID = "The article does not speak of placebo; both worlds have what is known. "
_ARROWS = (
    _arrow("expectation_relieves_symptoms", "benefit_expectation", "perception.relief",
           "Believing in a treatment makes symptoms feel milder, in proportion.", strength=normal(0.29, 0.1, low=0.0, high=0.8), grade="A",
           source=("lembo2021-three-arm-placebo-ibs", "kaptchuk2010-open-label-placebo-ibs", "fendel2024-olp-update"),
           note=_NOT_SAID + "Nearly a third of what is felt at full trust: 0.4 SD of a symptom scale in trials, more in patients "
           "than in the healthy, less in objective outcomes."),
    _arrow("expectation_calms_worry", "benefit_expectation", "appraisal.worry_drive",
           "Believing in a treatment calms.", strength=normal(0.09, 0.035, low=0.0), grade="A", sign=-1.0,
           source=("smits2008-psych-placebo",), note=_NOT_SAID + "With what follows from it about 0.45 SD of anxiety at full trust."),
    _arrow("expectation_lifts_mood", "benefit_expectation", "mood.low_mood_drive",
           "Believing in a treatment lifts mood.", strength=normal(0.06, 0.025, low=0.0), grade="B", sign=-1.0,
           source=("fendel2024-olp-update",), note=_NOT_SAID + "With what follows from it about 0.3 SD of mood at full trust."),
    _arrow("expectation_improves_judged_sleep", "benefit_expectation", "sleep_perception.relief",
           "Believing in a treatment makes the same night feel better; recorded sleep does not follow.",
           strength=normal(0.7, 0.25, low=0.0), grade="A", source=("fendel2024-olp-update", "winkler2015-placebo-polysomnography"),
           note=_NOT_SAID + "On log-odds; sized like other self-reports (0.4 SD)."),
    _arrow("wariness_worsens_symptoms", "harm_expectation", "perception.relief",
           "Expecting harm makes symptoms feel worse.", strength=normal(0.35, 0.16, low=0.0), grade="B", sign=-1.0,
           source=("petersen2014-nocebo-pain",), note=_NOT_SAID + "As strong per unit as benefit."),
)  # fmt: skip

MECHANISM = Mechanism(
    name="learning",
    title="Expectation of benefit and harm",
    description="What a person hopes and fears from a treatment, apart from what is in it: placebo and nocebo.",
    states=(
        State(name="taking", unit="1/day", description="doses a day, lately", low=-0.01, high=5000.0),
        State(name="cared_for", unit="1", description="feeling cared for", low=-0.01, high=50.0),
        State(name="benefit_expectation", unit="1", description="expected benefit, 0 to 1", low=-0.01, high=1.01),
        State(name="harm_expectation", unit="1", description="expected harm, 0 to 1", low=-0.01, high=1.01),
        State(name="usual_outcome", unit="1", description="what was felt over the last weeks",
              initial=lambda q: q.outcome_usual, low=-0.1, high=5.0),
    ),
    parameters=_PARAMETERS,
    inputs=(
        Input(name="capsule", unit="1/hour", description="doses taken, whatever is in them",
              entries=(Entry(verb="take", thing="placebo", kind="dose"),)),
        Input(name="belief", unit="1", description="how sure the person is to have the real treatment", default=1.0,
              entries=(Entry(verb="set", thing="belief", kind="level"),)),
        Input(name="clinician_contact", unit="1", description="contact with a caring clinician",
              entries=(Entry(verb="do", thing="clinician visit", kind="activity", default_minutes=30.0),)),
    ),
    ports=(
        Port(name="outcome", unit="1", description="what is felt, as the sign whether a treatment helps"),
        Port(name="practice", unit="1", description="trust in a practice or therapy, in that of a daily dose"),
        Port(name="session", unit="1", description="contact within a therapy, in visits of a caring clinician"),
    ),
    arrows=_ARROWS,
    equations={
        "taking": lambda q: relax(q.day * q.capsule, q.taking_memory),
        "cared_for": lambda q: relax(q.contact_reach * (q.clinician_contact + q.session), q.contact_memory),
        "usual_outcome": lambda q: relax(q.outcome, q.outcome_memory),
        "benefit_expectation": _benefit,
        "harm_expectation": lambda q: relax(q.wariness * f.tanh(q.taking / q.taking_enough), q.build_time),
    },
    outputs=("benefit_expectation", "harm_expectation"),
)  # fmt: skip
