"""Mood and fatigue: levels, couplings and swings of the published size."""

from __future__ import annotations

import numpy as np
import pytest

from somaloop.engine.alone import isolated
from somaloop.engine.program import layout
from somaloop.engine.reference import integrate_reference
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.mind.mood import MECHANISM


def test_levels_follow_drives_and_stay_on_the_scale():
    quiet = integrate_reference([MECHANISM], [0.0, 72.0])
    assert quiet["mood.low_mood"][-1] == pytest.approx(0.16, abs=0.02)
    assert quiet["mood.fatigue"][-1] == pytest.approx(0.28, abs=0.03)
    for drive in (-5.0, 5.0):
        pushed = integrate_reference([MECHANISM], [0.0, 72.0], ports={"mood.fatigue_drive": drive})
        assert -0.01 <= pushed["mood.fatigue"][-1] <= 1.01


def test_swings_of_patients_match_the_diary():
    """Within-person SD of 22 points, less the 35 % that is rating noise, is about 18 (fisher2017-ema-variances)."""
    body = isolated([MECHANISM])
    plan = layout(body, ("mood.low_mood", "mood.fatigue"))
    column = world_values(
        body, plan, {"mood.noise_size": 1.0, "mood.low_mood_at_ease": 0.45, "mood.fatigue_at_ease": 0.54}, "known"
    )
    lanes = Lanes(np.repeat(column[:, None], 60, axis=1), np.arange(60), tuple(str(i) for i in range(60)))
    saved = run(body, plan, lanes, None, start(body, plan, lanes, 2), first_day=-3, days=31, seed=2).saved[3:]
    for index in range(2):
        within = saved[:, [10, 14, 18, 22], index].reshape(-1, 60).std(axis=0).mean()
        assert 0.13 < within < 0.21


def test_general_distress_moves_mood_fatigue_worry_and_symptoms_together():
    """The reference person has none; two people apart by it differ in all four, the arrows being the same in both worlds."""
    arrows = [arrow for arrow in MECHANISM.arrows if arrow.origin == "mood.distress"]
    assert {arrow.target for arrow in arrows} == {"appraisal.distress", "perception.distress"}
    assert all(arrow.as_told == arrow.as_known.centre and arrow.structural for arrow in arrows)
    levels = [
        integrate_reference([MECHANISM], [0.0, 72.0], values={"mood.distress_trait": trait}) for trait in (0.0, 1.0)
    ]
    for name in ("mood.low_mood", "mood.fatigue"):
        calm, distressed = (level[name][-1] for level in levels)
        assert distressed > 1.2 * calm
    assert levels[0]["mood.distress"][-1] == 0.0


def _together(share: float) -> tuple[float, float]:
    """Correlation of low mood and fatigue within people, and the spread of fatigue, without the arrow between them."""
    body = isolated([MECHANISM])
    plan = layout(body, ("mood.low_mood", "mood.fatigue"))
    traits = {"mood.noise_size": 1.0, "mood.low_mood_at_ease": 0.45, "mood.fatigue_at_ease": 0.54,
              "mood.low_mood_tires": 0.0, "mood.shared_feeling": share}  # fmt: skip
    column = world_values(body, plan, traits, "known")
    lanes = Lanes(np.repeat(column[:, None], 60, axis=1), np.arange(60), tuple(str(i) for i in range(60)))
    saved = run(body, plan, lanes, None, start(body, plan, lanes, 2), first_day=-3, days=31, seed=2).saved[3:]
    within = saved[:, [10, 14, 18, 22]].reshape(-1, 2, 60)
    return np.mean([np.corrcoef(within[..., i].T)[0, 1] for i in range(60)]), within[:, 1].std(axis=0).mean()


def test_a_shared_feeling_joins_swings_and_leaves_their_size():
    (apart, size_apart), (joined, size_joined) = _together(0.001), _together(0.4)
    assert abs(apart) < 0.08
    assert 0.25 < joined < 0.45
    assert size_joined == pytest.approx(size_apart, rel=0.1)


def test_the_shared_feeling_reaches_worry_symptoms_and_the_judgement_of_sleep_in_both_worlds():
    arrows = [arrow for arrow in MECHANISM.arrows if arrow.origin.startswith("mood.feeling_of_")]
    assert {arrow.target.partition(".")[0] for arrow in arrows} == {"appraisal", "perception", "sleep_perception"}
    assert all(arrow.as_told == arrow.as_known.centre == 1.0 and arrow.structural for arrow in arrows)
