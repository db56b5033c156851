"""Perception: Gaussian inference with bias; expectation keeps symptoms alive without running away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.engine.alone import isolated, live
from somaloop.engine.reference import integrate_reference
from somaloop.mind.perception import MECHANISM, SIGNALS

QUIET = {f"perception.{port}": 0.08 for port in SIGNALS.values()}


def felt(hours=24.0 * 4, values=None, ports=None, initial=None):
    return integrate_reference(
        [MECHANISM],
        np.linspace(0.0, hours, 25),
        values=values,
        ports=QUIET | (ports or {}),
        initial=initial,
        max_step=4.0,
    )


@given(st.floats(0.2, 3.0), st.floats(0.2, 3.0), st.floats(0.0, 0.9), st.floats(0.0, 0.9))
def test_felt_lies_between_signal_and_expectation(prior, body, expected, signal):
    values = {"perception.prior_precision": prior, "perception.body_precision": body, "perception.bias": 0.0}
    values["perception.feeling_colours"] = 0.0  # its mean is kept over the swings, which are still here
    got = integrate_reference(
        [MECHANISM], [0.0, 1e-3], values=values, initial={"perception.expectation": expected},
        ports={"perception.pain_signal": signal},
    )["perception.felt_pain"][0]  # fmt: skip
    low, high = min(expected, signal), max(expected, signal)
    assert low - 0.03 <= got <= high + 0.03
    weight = prior / (prior + body)
    if low > 0.15 and high < 0.85:
        assert got == pytest.approx(weight * expected + (1 - weight) * signal, abs=0.01)


def test_vaguer_bodies_are_felt_more_as_expected():
    sharp = felt(1.0, {"perception.body_precision": 2.0}, initial={"perception.expectation": 0.5})
    vague = felt(1.0, {"perception.body_precision": 0.5}, initial={"perception.expectation": 0.5})
    assert vague["perception.felt_pain"][0] > sharp["perception.felt_pain"][0] + 0.1


def test_healthy_expectation_rests_and_high_expectation_keeps_itself_alive():
    healthy = felt(24.0 * 90)["perception.expectation"]
    ill = felt(24.0 * 90, {"perception.expectation_baseline": 0.52, "perception.bias": 0.09})["perception.expectation"]
    assert healthy[-1] < 0.13
    assert 0.35 < ill[-1] < 0.6
    assert abs(ill[-1] - ill[-5]) < 0.02


def test_learning_is_faster_where_it_confirms():
    up = felt(48.0, ports={port: 0.6 for port in QUIET}, initial={"perception.expectation": 0.3})
    down = felt(48.0, ports={port: 0.0 for port in QUIET}, initial={"perception.expectation": 0.3})
    rise = up["perception.expectation"][-1] - 0.3
    fall = 0.3 - down["perception.expectation"][-1]
    assert rise > 0
    assert rise > 0.5 * fall  # the baseline pulls down in both


def test_relief_lowers_reports_and_nothing_is_learned_asleep():
    relieved = felt(1.0, ports={"perception.relief": 0.05})
    plain = felt(1.0)
    assert relieved["perception.felt_pain"][0] < plain["perception.felt_pain"][0]
    asleep = felt(48.0, ports={"perception.asleep": 1.0}, initial={"perception.felt_burden": 0.4})
    assert asleep["perception.felt_burden"][-1] == pytest.approx(0.4, abs=1e-6)


def test_belief_in_a_treatment_takes_a_share_of_what_is_felt():
    """The same belief takes more points off strong symptoms than off weak ones."""
    for signal in (0.3, 0.6):
        strong = {port: signal for port in QUIET}
        plain, believing = (
            felt(0.1, ports=strong | {"perception.relief": relief}, initial={"perception.expectation": signal})
            for relief in (0.0, 0.25)
        )
        share = believing["perception.felt_now"][0] / plain["perception.felt_now"][0]
        assert share == pytest.approx(0.75, abs=0.02)


def test_general_distress_raises_what_is_expected_in_proportion():
    calm, distressed = (
        felt(0.1, ports={"perception.distress": rise}, initial={"perception.expectation": 0.4}) for rise in (0.0, 0.35)
    )
    assert distressed["perception.expected"][0] == pytest.approx(1.35 * calm["perception.expected"][0])


def test_felt_tension_has_good_and_bad_days_that_other_symptoms_do_not_share():
    """A month of steady signals: tension swings by the noise of its own, pain stays (fisher2017-ema-variances)."""
    body = isolated([MECHANISM])
    traits = {"perception.noise_size": 1.0, "perception.expectation_baseline": 0.5, "perception.shared_feeling": 0.0}
    outputs = ("perception.felt_tightness", "perception.felt_pain")
    run = live(body, 35, variants=[traits] * 16, outputs=outputs, seed=3, width=16)
    tension, pain = (run[name][24 * 7 :].std(axis=0).mean() for name in outputs)
    assert 0.12 < tension < 0.2
    assert pain < 0.02


def test_a_bad_day_colours_what_is_expected_in_proportion():
    """Who expects more is coloured more, tension through its own swing; no day is worse than the scale."""
    felt = {}
    for expected in (0.05, 0.5):
        for day in (0.0, 2.0):
            felt[expected, day] = integrate_reference(
                [MECHANISM], [0.0, 0.01], values={"perception.expectation_baseline": expected},
                ports={"perception.feeling_of_day": day},
            )["perception.felt_pain"][0]  # fmt: skip
    rises = [felt[expected, 2.0] - felt[expected, 0.0] for expected in (0.05, 0.5)]
    assert 0.0 < rises[0] < rises[1] < 0.2
