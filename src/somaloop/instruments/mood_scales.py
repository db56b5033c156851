"""Questionnaires of anxiety, depression and stress."""

from __future__ import annotations

from somaloop.instruments.curves import Power
from somaloop.instruments.instrument import Anchor, Instrument, Reliability
from somaloop.instruments.levels import (
    ANXIOUS_PATIENT,
    AROUSAL,
    DIGESTIVE,
    FATIGUE,
    FROM_HADS,
    FROM_PHQ9,
    HEART,
    LOW_MOOD,
    PAIN,
    POOR_SLEEP,
    SPREAD,
    STAY_AWAY,
    STRESS,
    TENSION,
    WORRY,
    items,
    level,
    power_to,
)
from somaloop.instruments.windows import Moment, Recall

_GAD7 = items((WORRY, 6), (TENSION, 1))
_PHQ9 = items((LOW_MOOD, 6), (FATIGUE, 1), (POOR_SLEEP, 1), (WORRY, 1))
_PSS10 = items((WORRY, 6), (LOW_MOOD, 2), (FATIGUE, 1), (TENSION, 1))
_HADS_A = items((WORRY, 5), (TENSION, 2))
_HADS_D = items((LOW_MOOD, 6), (FATIGUE, 1))
_DASS_D = items((LOW_MOOD, 6), (FATIGUE, 1))
_DASS_A = items((WORRY, 3), (HEART, 3), (AROUSAL, 1))
_DASS_S = items((WORRY, 4), (TENSION, 2), (AROUSAL, 1))
_BDI = items((LOW_MOOD, 14), (FATIGUE, 3), (POOR_SLEEP, 1), (WORRY, 3))
_HAM_A = items(
    (WORRY, 3), (TENSION, 2), (POOR_SLEEP, 1), (FATIGUE, 1), (LOW_MOOD, 1), (PAIN, 1), (HEART, 3), (DIGESTIVE, 1),
    (AROUSAL, 1),
)  # fmt: skip
_STAI = items((WORRY, 4), (TENSION, 2), (AROUSAL, 2), (STRESS, 2))

MOOD_SCALES = (
    Instrument(
        name="PHQ-9",
        title="Depression in the last two weeks (PHQ-9)",
        unit="points",
        kind="questionnaire",
        weights=_PHQ9,
        curve=power_to(level(_PHQ9), 2.91, 27),
        window=Recall(14),
        low=0,
        high=27,
        reliability=Reliability(0.892, 3.5),
        step=1,
        important=1.7,
        important_share=0.21,
        better="lower",
        anchors=(
            Anchor("general adults", 2.91, 3.5, "phq9-gad7-norm-germany", sets=True),
            Anchor("adults of the United States", 4.06, 4.63, "nhanes2021-phq9-us-norm"),
        ),
        missing=STAY_AWAY,
        source="phq9-gad7-norm-germany phq9-reliability-mdd-2020 kounali2022-mcid-phq9-gad7 bauerstaeb2021-mcid-ed50",
        note="The alpha is that of patients. Another method gives 3.7 points as important.",
    ),
    Instrument(
        name="GAD-7",
        title="Anxiety in the last two weeks (GAD-7)",
        unit="points",
        kind="questionnaire",
        weights=_GAD7,
        curve=power_to(level(_GAD7), 2.95, 21),
        window=Recall(14),
        low=0,
        high=21,
        reliability=Reliability(0.89, 3.4),
        step=1,
        important=1.5,
        important_share=0.268,
        better="lower",
        anchors=(Anchor("general adults", 2.95, 3.4, "phq9-gad7-norm-germany", sets=True),),
        missing=STAY_AWAY,
        main=True,
        source="phq9-gad7-norm-germany loewe2008-gad7-general-population kounali2022-mcid-phq9-gad7 bauerstaeb2021-mcid-ed50",
        note="Another method gives 3.3 points as important.",
    ),
    Instrument(
        name="PSS-10",
        title="Perceived stress in the last four weeks (PSS-10)",
        unit="points",
        kind="questionnaire",
        weights=_PSS10,
        curve=power_to(level(_PSS10), 12.9, 40),
        window=Recall(28),
        low=0,
        high=40,
        reliability=Reliability(0.82, 6.3),
        step=1,
        better="lower",
        anchors=(
            Anchor("adults of the United States, 1983", 12.9, 6.3, "cohen2012-pss10-us-norm", sets=True),
            Anchor("adults of the United States, 2009", 15.8, 7.5, "cohen2012-pss10-us-norm"),
        ),
        missing=STAY_AWAY,
        main=True,
        source="cohen2012-pss10-us-norm andreou2011-pss-dass-correlations",
        note="The poll of 1983 was by telephone; the panel of 2009, on the internet, is higher. No important difference was "
        "found.",
    ),
    Instrument(
        name="HADS-A",
        title="Anxiety in the last week (HADS-A)",
        unit="points",
        kind="questionnaire",
        weights=_HADS_A,
        curve=power_to(level(_HADS_A), 4.7, 21),
        window=Recall(7),
        low=0,
        high=21,
        reliability=Reliability(0.80, 3.5),
        step=1,
        important=1.5,
        better="lower",
        anchors=(Anchor("general adults", 4.7, 3.5, "hinz2011-hads-norm", sets=True),),
        missing=STAY_AWAY,
        source="hinz2011-hads-norm",
        note="An alpha of 0.80 and 1.5 points as important are assumed; the spread follows from 21 % at 8 or more.",
    ),
    Instrument(
        name="HADS-D",
        title="Depression in the last week (HADS-D)",
        unit="points",
        kind="questionnaire",
        weights=_HADS_D,
        curve=power_to(level(_HADS_D), 4.75, 21),
        window=Recall(7),
        low=0,
        high=21,
        reliability=Reliability(0.81, 3.7),
        step=1,
        important=1.5,
        better="lower",
        anchors=(Anchor("general adults", 4.75, 3.7, "hinz2011-hads-norm", sets=True),),
        missing=STAY_AWAY,
        source="hinz2011-hads-norm",
        note="An alpha of 0.81 and 1.5 points as important are assumed; the spread follows from 23 % at 8 or more.",
    ),
    *(
        Instrument(
            name=f"DASS-{length} {scale}",
            title=f"{scale.capitalize()} in the last week (DASS-{length})",
            unit="points",
            kind="questionnaire",
            weights=weights,
            curve=power_to(level(weights), share * 21 * times, 21 * times),
            window=Recall(7),
            low=0,
            high=21 * times,
            reliability=Reliability(alpha, share * 21 * times * SPREAD),
            step=1,
            better="lower",
            anchors=(Anchor("general adults, assumed", share * 21 * times, None, norm, sets=True),),
            missing=STAY_AWAY,
            source=f"henry2005-dass21-structure {norm}",
            note=f"Its norm was not seen: the general adult is assumed to reach the share of the range that stands for "
            f"the {of}; an alpha of {alpha} is assumed. {said}",
        )
        for length, times, said in (
            (21, 1, "Raw sum of seven items, 0 to 21, not doubled."),
            (42, 2, "Sum of fourteen items, 0 to 42; a doubled DASS-21 is read with it."),
        )
        for scale, weights, share, of, alpha, norm in (
            ("depression", _DASS_D, FROM_PHQ9, "PHQ-9", 0.88, "phq9-gad7-norm-germany"),
            ("anxiety", _DASS_A, FROM_PHQ9, "PHQ-9", 0.82, "phq9-gad7-norm-germany"),
            ("stress", _DASS_S, FROM_HADS, "HADS-A", 0.90, "hinz2011-hads-norm"),
        )
    ),
    Instrument(
        name="HAM-A",
        title="Anxiety as a clinician rates it, last week (HAM-A)",
        unit="points",
        kind="questionnaire",
        weights=_HAM_A,
        curve=power_to(level(_HAM_A, ANXIOUS_PATIENT), 21.8, 56),
        window=Recall(7),
        low=0,
        high=56,
        plain_error=2.0,
        step=1,
        better="lower",
        anchors=(Anchor("anxious outpatients", 21.8, 4.5, "caillard1995-mgb6-hama", sets=True),),
        missing=STAY_AWAY,
        source="caillard1995-mgb6-hama fisher2017-ema-variances",
        note="The curve puts people who feel what anxious outpatients write in diaries at the mean at which a trial of them "
        "began. An error of 2 points (two raters, r near 0.9) is assumed.",
    ),
    Instrument(
        name="BDI-II",
        title="Depression in the last two weeks (BDI-II)",
        unit="points",
        kind="questionnaire",
        weights=_BDI,
        curve=power_to(level(_BDI), FROM_PHQ9 * 63, 63),
        window=Recall(14),
        low=0,
        high=63,
        reliability=Reliability(0.89, FROM_PHQ9 * 63 * SPREAD, "retest"),
        step=1,
        better="lower",
        anchors=(Anchor("general adults, assumed", FROM_PHQ9 * 63, None, "phq9-gad7-norm-germany", sets=True),),
        missing=STAY_AWAY,
        source="phq9-gad7-norm-germany gomesoliveira2012-bdi2-community",
        note="Its norm was not seen: the general adult is assumed to reach the share of the range that stands for the "
        "PHQ-9, and to vary as people do there.",
    ),
    Instrument(
        name="STAI-state",
        title="Anxiety at this moment (STAI, state)",
        unit="points",
        kind="questionnaire",
        weights=_STAI,
        curve=Power(20, 80, 1.0),
        window=Moment(30, 15),
        low=20,
        high=80,
        plain_error=3.0,
        step=1,
        better="lower",
        missing=STAY_AWAY,
        source="pires2016-sleep-deprivation-state-anxiety",
        note="No norm was seen: a straight line from 20 at ease to 80 in the worst anxiety, and an error of 3 points, are "
        "assumed.",
    ),
)
