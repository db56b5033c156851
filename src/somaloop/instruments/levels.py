"""Where the outputs that questionnaires ask about stand in people, so that one published mean can fix a curve.

The levels of the general adult are means over days and people of the general population in ordinary life (stressors on
four days of ten, bed times that vary), rounded. They belong to the model: `measured` works them out anew when the
population changes, and `tests/instruments/test_levels.py` says when they no longer fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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

GENERAL_ADULT: Mapping[str, float] = MappingProxyType(
    {
        "perception.felt_burden": 0.158,
        "perception.felt_tightness": 0.183,
        "perception.felt_pain": 0.151,
        "perception.felt_headache": 0.154,
        "perception.felt_digestive": 0.132,
        "perception.felt_palpitations": 0.117,
        "perception.felt_fatigue": 0.201,
        "appraisal.worry": 0.258,
        "appraisal.threat_schema": 0.479,
        "appraisal.stress": 0.016,
        "appraisal.avoidance": 0.052,
        "mood.low_mood": 0.261,
        "mood.fatigue": 0.374,
        "sleep_perception.poor_sleep": 0.265,
        "sleep.lying_awake_before_sleep": 0.0179,
        "sleep.awake_after_onset": 0.0268,
        "sleep.asleep": 0.2785,
        "autonomic.arousal": 0.144,
        "gut.cramp": 0.042,
        "gut.bloating": 0.067,
        "muscle.tenderness": 0.111,
    }
)

# The four rated items are those of fisher2017-ema-variances (outpatients with generalised anxiety or depression); the
# rest is assumed in proportion.
ANXIOUS_PATIENT: Mapping[str, float] = MappingProxyType(
    {
        **GENERAL_ADULT,
        "appraisal.worry": 0.54,
        "perception.felt_tightness": 0.40,
        "mood.fatigue": 0.545,
        "mood.low_mood": 0.454,
        "perception.felt_pain": 0.30,
        "perception.felt_palpitations": 0.30,
        "perception.felt_digestive": 0.30,
        "perception.felt_headache": 0.30,
        "sleep_perception.poor_sleep": 0.42,
        "autonomic.arousal": 0.20,
    }
)


def items(*pairs: tuple[str, float]) -> Weights:
    """Weights that add up to one, from how many items of a form ask about each output."""
    whole = sum(count for _, count in pairs)
    return tuple((name, count / whole) for name, count in pairs)


def level(weights: Weights, people: Mapping[str, float] = GENERAL_ADULT, offset: float = 0.0) -> float:
    """The weighted sum of the levels at which people stand. Raises KeyError for an output that has none."""
    return offset + sum(weight * people[name] for name, weight in weights)
