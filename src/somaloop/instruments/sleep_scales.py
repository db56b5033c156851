"""Questionnaires of sleep."""

from __future__ import annotations

from somaloop.instruments.instrument import Anchor, Instrument, Reliability
from somaloop.instruments.levels import FATIGUE, POOR_SLEEP, STAY_AWAY, WORRY, items, level, power_to
from somaloop.instruments.windows import Recall

# The PSQI adds up seven marks of 0 to 3: four for how sleep feels, one each for time to fall asleep (3 at an hour),
# time asleep (3 at four and a half hours, 0 at seven and a half) and how the day goes.
_PSQI = ((POOR_SLEEP, 4 / 7), (FATIGUE, 1 / 7), ("sleep.lying_awake_before_sleep", 24 / 7), ("sleep.asleep", -8 / 7))
_PSQI_OFFSET = 8 / 7 * 7.5 / 24

_ISI = items((POOR_SLEEP, 5), (FATIGUE, 1), (WORRY, 1))

SLEEP_SCALES = (
    Instrument(
        name="ISI",
        title="Insomnia severity in the last two weeks (ISI)",
        unit="points",
        kind="questionnaire",
        weights=_ISI,
        curve=power_to(level(_ISI), 4.95 / 21 * 28 * 0.8, 28),
        window=Recall(14),
        low=0,
        high=28,
        plain_error=2.52,
        step=1,
        important=6,
        better="lower",
        anchors=(Anchor("general adults, assumed", 4.95 / 21 * 28 * 0.8, None, "hinz2017-psqi-norm", sets=True),),
        missing=STAY_AWAY,
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
        curve=power_to(level(_PSQI, offset=_PSQI_OFFSET), 4.95, 21),
        window=Recall(28),
        low=0,
        high=21,
        reliability=Reliability(0.79, 3.1),
        step=1,
        important=3,
        better="lower",
        anchors=(Anchor("general adults", 4.95, 3.1, "hinz2017-psqi-norm", sets=True),),
        missing=STAY_AWAY,
        source="hinz2017-psqi-norm takacs2016-psqi-alpha",
        note="An important difference of 3 points is assumed (about one standard deviation).",
    ),
)
