"""Questionnaires: what their items ask about, their published means, reliabilities and important differences.

The weights count items: an output has as many shares as items ask about it, in our own grouping. The curve runs through
one published mean of the general population (`sets`), where there is one; the scores of patients follow from the model.
Means and spreads are German where there is a choice (PHQ-9 of the United States is higher: nhanes2021-phq9-us-norm).
"""

from __future__ import annotations

from somaloop.instruments.curves import Straight, exponential_through, power_through
from somaloop.instruments.instrument import Anchor, Instrument, Reliability
from somaloop.instruments.levels import ANXIOUS_PATIENT, items, level
from somaloop.instruments.windows import Moment, Recall

PAIN, HEADACHE, DIGESTIVE = "perception.felt_pain", "perception.felt_headache", "perception.felt_digestive"
HEART, TIREDNESS, TENSION = "perception.felt_palpitations", "perception.felt_fatigue", "perception.felt_tightness"
BURDEN, WORRY, LOW_MOOD, FATIGUE = "perception.felt_burden", "appraisal.worry", "mood.low_mood", "mood.fatigue"
POOR_SLEEP, DANGER, AVOIDANCE = "sleep_perception.poor_sleep", "appraisal.threat_schema", "appraisal.avoidance"
AROUSAL, STRESS = "autonomic.arousal", "appraisal.stress"

# Readings that a study planned and did not get: assumed, a little less than one in twenty of those who are still in it.
_MISSING = 0.04

_PHQ15 = items((PAIN, 3), (HEADACHE, 1), (DIGESTIVE, 3), (HEART, 5), (TIREDNESS, 1), (POOR_SLEEP, 1))
_SSS8 = items((DIGESTIVE, 1), (PAIN, 2), (HEADACHE, 1), (HEART, 2), (TIREDNESS, 1), (POOR_SLEEP, 1))
_GAD7 = items((WORRY, 6), (TENSION, 1))
_PHQ9 = items((LOW_MOOD, 6), (FATIGUE, 1), (POOR_SLEEP, 1), (WORRY, 1))
_PSS10 = items((WORRY, 6), (LOW_MOOD, 2), (FATIGUE, 1), (TENSION, 1))
_ISI = items((POOR_SLEEP, 5), (FATIGUE, 1), (WORRY, 1))
_HADS_A = items((WORRY, 5), (TENSION, 2))
_HADS_D = items((LOW_MOOD, 6), (FATIGUE, 1))
_DASS_D = items((LOW_MOOD, 6), (FATIGUE, 1))
_DASS_A = items((WORRY, 3), (HEART, 3), (AROUSAL, 1))
_DASS_S = items((WORRY, 4), (TENSION, 2), (AROUSAL, 1))
_BDI = items((LOW_MOOD, 14), (FATIGUE, 3), (POOR_SLEEP, 1), (WORRY, 3))
_WHITELEY = items((DANGER, 7), (WORRY, 1.5), (BURDEN, 1.5))
_SSD12 = items((DANGER, 4), (WORRY, 3), (BURDEN, 4), (AVOIDANCE, 1))
_HAM_A = items(
    (WORRY, 3), (TENSION, 2), (POOR_SLEEP, 1), (FATIGUE, 1), (LOW_MOOD, 1), (PAIN, 1), (HEART, 3), (DIGESTIVE, 1),
    (AROUSAL, 1),
)  # fmt: skip
_IBS = items((DIGESTIVE, 3), ("gut.bloating", 1), ("gut.cramp", 0.5), (BURDEN, 0.5))
_FIQ = items((PAIN, 3), (FATIGUE, 2), (POOR_SLEEP, 1), (TENSION, 1), (WORRY, 1), (LOW_MOOD, 2))
_STAI = items((WORRY, 4), (TENSION, 2), (AROUSAL, 2), (STRESS, 2))

# The PSQI adds up seven marks of 0 to 3: four for how sleep feels, one each for time to fall asleep (3 above an hour),
# time asleep (3 below five hours, 0 above seven) and how the day goes.
_PSQI = ((POOR_SLEEP, 4 / 7), (FATIGUE, 1 / 7), ("sleep.lying_awake_before_sleep", 24 / 7), ("sleep.asleep", -8 / 7))
_PSQI_OFFSET = 8 / 7 * 7.5 / 24

_FROM_PHQ9 = 2.91 / 27  # the share of the range that the general adult reaches on it
_FROM_HADS = 4.7 / 21
_SPREAD = 1.2  # standard deviation over mean on PHQ-15, PHQ-9 and GAD-7, taken for scales whose spread was not seen

QUESTIONNAIRES = (
    Instrument(
        name="PHQ-15",
        title="Somatic symptoms in the last four weeks (PHQ-15)",
        unit="points",
        kind="questionnaire",
        weights=_PHQ15,
        curve=power_through(level(_PHQ15), 3.85, 30),
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
        missing=_MISSING,
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
        curve=power_through(level(_SSS8), 3.85 / 30 * 32, 32),
        window=Recall(7),
        low=0,
        high=32,
        reliability=Reliability(0.80, 4.4),
        step=1,
        important=3,
        better="lower",
        anchors=(Anchor("general adults", 3.85 / 30 * 32, None, "kocalevent2013-phq15-norm", sets=True),),
        missing=_MISSING,
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
        curve=power_through(level(_SSD12), 2.885 / 24 * 48, 48),
        window=Recall(7),
        low=0,
        high=48,
        reliability=Reliability(0.95, 2.885 / 24 * 48 * _SPREAD),
        step=1,
        better="lower",
        anchors=(
            Anchor("general adults", 2.885 / 24 * 48, None, "norbye2020-wi6-distribution", sets=True),
            Anchor("trial of SSD", 30.7, 9.2, "hybelius2022-ssd-exposure-8wk"),
        ),
        missing=_MISSING,
        source="toussaint2017-ssd12-norm china2024-ssd12-correlations norbye2020-wi6-distribution",
        note="Its mean was not seen: health anxiety is nearly the same construct (r 0.82), so the general adult is assumed "
        "to reach the share of the range that stands for the Whiteley-6. No important difference was found.",
    ),
    Instrument(
        name="PHQ-9",
        title="Depression in the last two weeks (PHQ-9)",
        unit="points",
        kind="questionnaire",
        weights=_PHQ9,
        curve=power_through(level(_PHQ9), 2.91, 27),
        window=Recall(14),
        low=0,
        high=27,
        reliability=Reliability(0.87, 3.5),
        step=1,
        important=1.7,
        important_share=0.21,
        better="lower",
        anchors=(
            Anchor("general adults", 2.91, 3.5, "phq9-gad7-norm-germany", sets=True),
            Anchor("adults of the United States", 4.06, 4.63, "nhanes2021-phq9-us-norm"),
        ),
        missing=_MISSING,
        source="phq9-gad7-norm-germany kounali2022-mcid-phq9-gad7 bauerstaeb2021-mcid-ed50",
        note="An alpha of 0.87 is assumed. Another method gives 3.7 points as important.",
    ),
    Instrument(
        name="GAD-7",
        title="Anxiety in the last two weeks (GAD-7)",
        unit="points",
        kind="questionnaire",
        weights=_GAD7,
        curve=power_through(level(_GAD7), 2.95, 21),
        window=Recall(14),
        low=0,
        high=21,
        reliability=Reliability(0.89, 3.4),
        step=1,
        important=1.5,
        important_share=0.268,
        better="lower",
        anchors=(Anchor("general adults", 2.95, 3.4, "phq9-gad7-norm-germany", sets=True),),
        missing=_MISSING,
        main=True,
        source="phq9-gad7-norm-germany kounali2022-mcid-phq9-gad7 bauerstaeb2021-mcid-ed50",
        note="An alpha of 0.89 is assumed. Another method gives 3.3 points as important.",
    ),
    Instrument(
        name="ISI",
        title="Insomnia severity in the last two weeks (ISI)",
        unit="points",
        kind="questionnaire",
        weights=_ISI,
        curve=power_through(level(_ISI), 4.95 / 21 * 28 * 0.8, 28),
        window=Recall(14),
        low=0,
        high=28,
        plain_error=2.52,
        step=1,
        important=6,
        better="lower",
        anchors=(Anchor("general adults", 4.95 / 21 * 28 * 0.8, None, "hinz2017-psqi-norm", sets=True),),
        missing=_MISSING,
        main=True,
        source="dieperink2020-isi-retest morin2011-isi hinz2017-psqi-norm",
        note="Its mean was not seen: the general adult is assumed to reach four fifths of the share of the range that "
        "stands for the PSQI, whose marks for time asleep count where nobody complains. An important difference of 6 is "
        "from memory; 7 can just be told from error, and 8.4 marks moderate improvement.",
    ),
    Instrument(
        name="PSQI",
        title="Sleep quality in the last four weeks (PSQI)",
        unit="points",
        kind="questionnaire",
        weights=_PSQI,
        offset=_PSQI_OFFSET,
        curve=power_through(level(_PSQI, offset=_PSQI_OFFSET), 4.95, 21),
        window=Recall(28),
        low=0,
        high=21,
        reliability=Reliability(0.77, 3.1),
        step=1,
        important=3,
        better="lower",
        anchors=(Anchor("general adults", 4.95, 3.1, "hinz2017-psqi-norm", sets=True),),
        missing=_MISSING,
        source="hinz2017-psqi-norm",
        note="An alpha of 0.77 and an important difference of 3 points are assumed (about one standard deviation).",
    ),
    Instrument(
        name="PSS-10",
        title="Perceived stress in the last four weeks (PSS-10)",
        unit="points",
        kind="questionnaire",
        weights=_PSS10,
        curve=power_through(level(_PSS10), 12.9, 40),
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
        missing=_MISSING,
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
        curve=power_through(level(_HADS_A), 4.7, 21),
        window=Recall(7),
        low=0,
        high=21,
        reliability=Reliability(0.80, 3.5),
        step=1,
        important=1.5,
        better="lower",
        anchors=(Anchor("general adults", 4.7, 3.5, "hinz2011-hads-norm", sets=True),),
        missing=_MISSING,
        source="hinz2011-hads-norm",
        note="An alpha of 0.80 and 1.5 points as important are assumed; the spread follows from 21 % at 8 or more.",
    ),
    Instrument(
        name="HADS-D",
        title="Depression in the last week (HADS-D)",
        unit="points",
        kind="questionnaire",
        weights=_HADS_D,
        curve=power_through(level(_HADS_D), 4.75, 21),
        window=Recall(7),
        low=0,
        high=21,
        reliability=Reliability(0.81, 3.7),
        step=1,
        important=1.5,
        better="lower",
        anchors=(Anchor("general adults", 4.75, 3.7, "hinz2011-hads-norm", sets=True),),
        missing=_MISSING,
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
            curve=power_through(level(weights), share * 21 * times, 21 * times),
            window=Recall(7),
            low=0,
            high=21 * times,
            reliability=Reliability(alpha, share * 21 * times * _SPREAD),
            step=1,
            better="lower",
            anchors=(Anchor("general adults", share * 21 * times, None, norm, sets=True),),
            missing=_MISSING,
            source=f"henry2005-dass21-structure {norm}",
            note=f"Its norm was not seen: the general adult is assumed to reach the share of the range that stands for "
            f"the {of}; an alpha of {alpha} is assumed. {said}",
        )
        for length, times, said in (
            (21, 1, "Raw sum of seven items, 0 to 21, not doubled."),
            (42, 2, "Sum of fourteen items, 0 to 42; a doubled DASS-21 is read with it."),
        )
        for scale, weights, share, of, alpha, norm in (
            ("depression", _DASS_D, _FROM_PHQ9, "PHQ-9", 0.88, "phq9-gad7-norm-germany"),
            ("anxiety", _DASS_A, _FROM_PHQ9, "PHQ-9", 0.82, "phq9-gad7-norm-germany"),
            ("stress", _DASS_S, _FROM_HADS, "HADS-A", 0.90, "hinz2011-hads-norm"),
        )
    ),
    Instrument(
        name="Whiteley-6",
        title="Health anxiety (Whiteley-6)",
        unit="points",
        kind="questionnaire",
        weights=_WHITELEY,
        curve=exponential_through(level(_WHITELEY), 2.0, 24),
        window=Recall(28),
        low=0,
        high=24,
        reliability=Reliability(0.80, 2.885),
        step=1,
        better="lower",
        anchors=(Anchor("adults of 40 and older", 2.885, 2.885, "norbye2020-wi6-distribution"),),
        missing=_MISSING,
        source="norbye2020-wi6-distribution",
        note="Scores fall off exponentially: the curve puts the middle adult at the median of 2; mean and spread are those "
        "of an exponential with this median. An alpha of 0.80 is assumed, and that its present tense asks about a month.",
    ),
    Instrument(
        name="HAM-A",
        title="Anxiety as a clinician rates it, last week (HAM-A)",
        unit="points",
        kind="questionnaire",
        weights=_HAM_A,
        curve=power_through(level(_HAM_A, ANXIOUS_PATIENT), 21.8, 56),
        window=Recall(7),
        low=0,
        high=56,
        plain_error=2.0,
        step=1,
        better="lower",
        anchors=(Anchor("anxious outpatients", 21.8, 4.5, "caillard1995-mgb6-hama", sets=True),),
        missing=_MISSING,
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
        curve=power_through(level(_BDI), _FROM_PHQ9 * 63, 63),
        window=Recall(14),
        low=0,
        high=63,
        reliability=Reliability(0.90, _FROM_PHQ9 * 63 * _SPREAD),
        step=1,
        better="lower",
        anchors=(Anchor("general adults", _FROM_PHQ9 * 63, None, "phq9-gad7-norm-germany", sets=True),),
        missing=_MISSING,
        source="phq9-gad7-norm-germany",
        note="Its norm was not seen: the general adult is assumed to reach the share of the range that stands for the "
        "PHQ-9; an alpha of 0.90 is assumed.",
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
        missing=_MISSING,
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
        important_share=0.14,
        better="lower",
        missing=_MISSING,
        source="bagis2013-fm-citrate",
        note="Ten parts of 0 to 10 taken as felt; what can be done at home and at work follows pain and low mood. Weights, "
        "an error of 6 points and a fall of 14 % as important are assumed.",
    ),
    Instrument(
        name="STAI-state",
        title="Anxiety at this moment (STAI, state)",
        unit="points",
        kind="questionnaire",
        weights=_STAI,
        curve=power_through(0.5, 50.0, 80, 20),
        window=Moment(30, 15),
        low=20,
        high=80,
        plain_error=3.0,
        step=1,
        better="lower",
        missing=_MISSING,
        source="pires2016-sleep-deprivation-state-anxiety",
        note="No norm was seen: a straight line from 20 at ease to 80 in the worst anxiety, and an error of 3 points, are "
        "assumed.",
    ),
)
