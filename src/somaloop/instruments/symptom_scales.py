"""Questionnaires of bodily symptoms and of what people think of them."""

from __future__ import annotations

from somaloop.instruments.curves import Straight, exponential_through
from somaloop.instruments.instrument import Anchor, Instrument, Reliability
from somaloop.instruments.levels import (
    AVOIDANCE,
    BURDEN,
    DANGER,
    DIGESTIVE,
    FATIGUE,
    FROM_WHITELEY,
    HEADACHE,
    HEART,
    LOW_MOOD,
    PAIN,
    POOR_SLEEP,
    SPREAD,
    STAY_AWAY,
    TENSION,
    TIREDNESS,
    WORRY,
    items,
    level,
    power_to,
)
from somaloop.instruments.windows import Recall

_PHQ15 = items((PAIN, 3), (HEADACHE, 1), (DIGESTIVE, 3), (HEART, 5), (TIREDNESS, 1), (POOR_SLEEP, 1))
_SSS8 = items((DIGESTIVE, 1), (PAIN, 2), (HEADACHE, 1), (HEART, 2), (TIREDNESS, 1), (POOR_SLEEP, 1))
_WHITELEY = items((DANGER, 7), (WORRY, 1.5), (BURDEN, 1.5))
_SSD12 = items((DANGER, 5), (WORRY, 1), (BURDEN, 5), (AVOIDANCE, 1))
_IBS = items((DIGESTIVE, 3), ("gut.bloating", 1), ("gut.cramp", 0.5), (BURDEN, 0.5))
_FIQ = items((PAIN, 3), (FATIGUE, 2), (POOR_SLEEP, 1), (TENSION, 1), (WORRY, 1), (LOW_MOOD, 2))

SYMPTOM_SCALES = (
    Instrument(
        name="PHQ-15",
        title="Somatic symptoms in the last four weeks (PHQ-15)",
        unit="points",
        kind="questionnaire",
        weights=_PHQ15,
        curve=power_to(level(_PHQ15), 3.85, 30),
        window=Recall(28),
        low=0,
        high=30,
        reliability=Reliability(0.81, 4.05),
        step=1,
        important=3,
        better="lower",
        anchors=(
            Anchor("general adults", 3.85, 4.05, "kocalevent2013-phq15-norm", sets=True),
            Anchor("trial of SSD", 11.1, 4.7, "hybelius2022-ssd-exposure-8wk"),
        ),
        missing=STAY_AWAY,
        main=True,
        source="kroenke2002-phq15-structure kocalevent2013-phq15-norm hybelius2024-phq15-sss8-psychometrics",
        note="The item on sexual pain or problems has no counterpart in the model, and that on periods counts as pain of "
        "the belly in women only; both are left out.",
    ),
    Instrument(
        name="SSS-8",
        title="Somatic symptoms in the last week (SSS-8)",
        unit="points",
        kind="questionnaire",
        weights=_SSS8,
        curve=power_to(level(_SSS8), 3.85 / 30 * 32, 32),
        window=Recall(7),
        low=0,
        high=32,
        reliability=Reliability(0.80, 4.4),
        step=1,
        important=3,
        better="lower",
        anchors=(Anchor("general adults, assumed", 3.85 / 30 * 32, None, "kocalevent2013-phq15-norm", sets=True),),
        missing=STAY_AWAY,
        source="gierk2014-sss8-structure hybelius2024-phq15-sss8-psychometrics kocalevent2013-phq15-norm",
        note="Its mean was not seen: the general adult is assumed to reach the share of the range that stands for the "
        "PHQ-15, and to vary as much. People with somatoform disorders notice 6 points rather than 3.",
    ),
    Instrument(
        name="SSD-12",
        title="Thoughts, feelings and acts about symptoms (SSD-12)",
        unit="points",
        kind="questionnaire",
        weights=_SSD12,
        curve=power_to(level(_SSD12), FROM_WHITELEY * 48, 48),
        window=Recall(7),
        low=0,
        high=48,
        reliability=Reliability(0.95, FROM_WHITELEY * 48 * SPREAD),
        step=1,
        better="lower",
        anchors=(
            Anchor("general adults, assumed", FROM_WHITELEY * 48, None, "norbye-wi6-mean", sets=True),
            Anchor("trial of SSD", 30.7, 9.2, "hybelius2022-ssd-exposure-8wk"),
        ),
        missing=STAY_AWAY,
        source="toussaint2017-ssd12-norm china2024-ssd12-correlations norbye-wi6-mean",
        note="Its mean was not seen: health anxiety is nearly the same construct (r 0.82), so the general adult is assumed "
        "to reach the share of the range that stands for the Whiteley-6. No important difference was found. "
        "Fewer items of felt symptoms would meet outpatients (china2024), and miss the population (toussaint2017).",
    ),
    Instrument(
        name="Whiteley-6",
        title="Health anxiety (Whiteley-6)",
        unit="points",
        kind="questionnaire",
        weights=_WHITELEY,
        curve=exponential_through(level(_WHITELEY).median, 2.0, 24),
        window=Recall(28),
        low=0,
        high=24,
        reliability=Reliability(0.80, 3.15),
        step=1,
        better="lower",
        anchors=(Anchor("adults of 40 and older", 3.15, 3.15, "norbye-wi6-mean"),),
        missing=STAY_AWAY,
        source="norbye2020-wi6-distribution norbye-wi6-mean",
        note="Scores fall off exponentially: the curve puts the middle adult at the median of 2. The spread of an "
        "exponential is its mean. An alpha of 0.80 is assumed, and that its present tense asks about a month.",
    ),
    Instrument(
        name="IBS-SSS",
        title="Severity of irritable bowels in the last ten days (IBS-SSS)",
        unit="points",
        kind="questionnaire",
        weights=tuple((name, 500.0 * weight) for name, weight in _IBS),
        curve=Straight(),
        window=Recall(10),
        low=0,
        high=500,
        plain_error=35.0,
        step=5,
        important=50,
        better="lower",
        missing=STAY_AWAY,
        source="lembo2021-three-arm-placebo-ibs",
        note="Five lines of 0 to 100 taken as felt: how bad and how often pain is, bloating, dissatisfaction, interference. "
        "Weights and an error of 35 points are assumed; 50 points are what trials count as better.",
    ),
    Instrument(
        name="FIQ",
        title="Impact of fibromyalgia in the last week (FIQ)",
        unit="points",
        kind="questionnaire",
        weights=tuple((name, 100.0 * weight) for name, weight in _FIQ),
        curve=Straight(),
        window=Recall(7),
        low=0,
        high=100,
        plain_error=6.0,
        step=0.1,
        important_share=0.141,
        better="lower",
        missing=STAY_AWAY,
        source="bennett2009-fiq-important-difference",
        note="Ten parts of 0 to 10 taken as felt; what can be done at home and at work follows pain and low mood. Weights and "
        "an error of 6 points are assumed.",
    ),
)
