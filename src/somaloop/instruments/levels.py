"""Where the outputs that questionnaires ask about stand in people, so that one published mean can fix a curve.

The levels are means and standard deviations over people of the general population, each averaged over two weeks of the
usual life of studies, rounded. They belong to the model: ``tests/instruments/test_levels.py`` measures them and says
when they no longer fit; then they are copied from there. Over people a level is taken as log-normal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt
from types import MappingProxyType

from somaloop.instruments.curves import Power, power_through
from somaloop.instruments.instrument import Weights

PAIN = "perception.felt_pain"
HEADACHE = "perception.felt_headache"
DIGESTIVE = "perception.felt_digestive"
HEART = "perception.felt_palpitations"
TIREDNESS = "perception.felt_fatigue"
TENSION = "perception.felt_tightness"
BURDEN = "perception.felt_burden"
WORRY = "appraisal.worry"
LOW_MOOD = "mood.low_mood"
FATIGUE = "mood.fatigue"
POOR_SLEEP = "sleep_perception.poor_sleep"
DANGER = "appraisal.threat_schema"
AVOIDANCE = "appraisal.avoidance"
AROUSAL = "autonomic.arousal"
STRESS = "appraisal.stress"

# The share of its range that the general adult reaches on a scale, for scales whose own mean was not seen; and how far
# people vary about it: standard deviation over mean, as on PHQ-15, PHQ-9 and GAD-7.
FROM_PHQ9 = 2.91 / 27
FROM_HADS = 4.7 / 21
FROM_WHITELEY = 3.15 / 24
SPREAD = 1.2

# Questionnaires that a study planned and did not get from people who are still in it: assumed, one in twenty-five.
STAY_AWAY = 0.04

# How alike people's levels of two outputs are: a correlation that shared distress brings about in the model.
ALIKE = 0.65


@dataclass(frozen=True, slots=True)
class Level:
    """How high something stands in people: ``mean`` and standard deviation ``sd`` over them."""

    mean: float
    sd: float = 0.0

    @property
    def log_variance(self) -> float:
        """The variance of its logarithm over people."""
        return log(1.0 + (self.sd / self.mean) ** 2)

    @property
    def median(self) -> float:
        """The level of the middle person."""
        return self.mean / sqrt(1.0 + (self.sd / self.mean) ** 2)


GENERAL_ADULT: Mapping[str, Level] = MappingProxyType(
    {
        BURDEN: Level(0.170, 0.13),
        TENSION: Level(0.196, 0.16),
        PAIN: Level(0.168, 0.13),
        HEADACHE: Level(0.170, 0.14),
        DIGESTIVE: Level(0.147, 0.12),
        HEART: Level(0.145, 0.12),
        TIREDNESS: Level(0.186, 0.16),
        WORRY: Level(0.248, 0.17),
        DANGER: Level(0.501, 0.15),
        STRESS: Level(0.0232, 0.0085),
        AVOIDANCE: Level(0.0961, 0.17),
        LOW_MOOD: Level(0.233, 0.14),
        FATIGUE: Level(0.331, 0.13),
        POOR_SLEEP: Level(0.332, 0.15),
        "sleep.lying_awake_before_sleep": Level(0.0256, 0.021),
        "sleep.awake_after_onset": Level(0.0367, 0.023),
        "sleep.asleep": Level(0.274, 0.028),
        AROUSAL: Level(0.147, 0.034),
        "gut.cramp": Level(0.0428, 0.0028),
        "gut.bloating": Level(0.0675, 0.013),
        "muscle.tenderness": Level(0.106, 0.054),
    }
)

# The four rated items are those of fisher2017-ema-variances (outpatients with generalised anxiety or depression); the
# rest is assumed in proportion.
ANXIOUS_PATIENT: Mapping[str, Level] = MappingProxyType(
    {
        **GENERAL_ADULT,
        WORRY: Level(0.54, 0.18),
        TENSION: Level(0.40, 0.23),
        FATIGUE: Level(0.545, 0.17),
        LOW_MOOD: Level(0.454, 0.16),
        **dict.fromkeys((PAIN, HEART, DIGESTIVE, HEADACHE), Level(0.30, 0.18)),
        POOR_SLEEP: Level(0.42, 0.15),
        AROUSAL: Level(0.20, 0.04),
    }
)


def items(*pairs: tuple[str, float]) -> Weights:
    """Weights that add up to one, from how many items of a form ask about each output."""
    whole = sum(count for _, count in pairs)
    return tuple((name, count / whole) for name, count in pairs)


def level(weights: Weights, people: Mapping[str, Level] = GENERAL_ADULT, offset: float = 0.0) -> Level:
    """The level of a weighted sum. Raises KeyError for an output that has none.

    An output that counts with a negative weight is taken to fall as the others rise.
    """
    mean = offset + sum(weight * people[name].mean for name, weight in weights)
    sds = [abs(weight) * people[name].sd for name, weight in weights]
    return Level(mean, sqrt((1.0 - ALIKE) * sum(sd**2 for sd in sds) + ALIKE * sum(sds) ** 2))


def power_to(who: Level, score: float, top: float, bottom: float = 0.0) -> Power:
    """The power curve from ``bottom`` to ``top`` on which people of this level average ``score``."""
    return power_through(who.mean, who.log_variance, score, top, bottom)
