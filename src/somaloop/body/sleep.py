"""Sleep: pressure, falling asleep, waking, and what a short night leaves behind.

Pressure rises awake and falls asleep, as in the homeostatic-circadian-light model (Skeldon 2023). That model switches
at two thresholds that the clock moves; here the same thresholds, made soft, set rates of falling asleep and of waking,
and ``asleep`` is the probability of being asleep. This adds what switches lack: latency, awakenings within the night,
and their growth with arousal and age. Sleep happens in bed only.

``not_yet_asleep`` follows those who have not slept since going to bed; who is awake in bed but has slept is awake after
onset. The mean of each over a day, times 24 h, is the latency and the time awake after sleep onset, which need a stated
time in bed.
"""

from __future__ import annotations

from typing import Any

from somaloop.body._sleep_arrows import ARROWS
from somaloop.body._sleep_parameters import PARAMETERS
from somaloop.language import Entry, Input, Mechanism, Observable, Port, State, change, relax
from somaloop.language import functions as f

Q = Any


def _bounded(q: Q, drive: Any) -> Any:
    """Close to ``drive`` where it is small, never beyond the ceiling."""
    return q.drive_ceiling * f.tanh(drive / q.drive_ceiling)


def _ceiling(q: Q) -> Any:
    """What pressure would rise to without sleep."""
    aged = (q.age - q.age_young) / (q.age_old - q.age_young)
    usual = q.pressure_young + (q.pressure_old - q.pressure_young) * aged
    return usual + q.pressure_per_need * q.extra_need


def _felt(q: Q) -> Any:
    """Sleep pressure as felt: what blocks adenosine hides it, what sedates adds to it."""
    return q.pressure / (1.0 + f.positive_part(q.pressure_block)) + q.sleepiness


def _readiness(q: Q) -> Any:
    """Rate of falling asleep of a calm person: none below the threshold, full above it, in bed only."""
    above = q.felt_pressure - (q.threshold + q.threshold_gap + q.circadian_drive) + q.falling_offset
    aged = f.exp(q.falling_per_year * (q.age - q.reference_age))
    return q.in_bed * q.falling_rate * aged * f.logistic(above / q.falling_width)


def _falling(q: Q) -> Any:
    return _readiness(q) * f.exp(-_bounded(q, q.arousal_delay * (q.arousal + q.hyperarousal)))


def _falling_again(q: Q) -> Any:
    return _readiness(q) * f.exp(-_bounded(q, q.arousal_keeps_awake * (q.arousal + q.hyperarousal)))


def _waking(q: Q) -> Any:
    below = q.threshold - q.threshold_gap + q.circadian_drive - q.felt_pressure
    drive = q.arousal_wakes * (q.arousal + q.hyperarousal) + q.awakening_drive
    aged = q.awakening_per_year * (q.age - q.reference_age)
    hazard = q.awakening_rate * f.exp(aged + _bounded(q, drive))
    return hazard + q.waking_rate * f.logistic(below / q.waking_width) + q.leaving_rate * (1.0 - q.in_bed)


def _asleep(q: Q) -> Any:
    """Those not yet asleep fall asleep, the others who are awake fall asleep again."""
    return change(
        gain=q.falling_again + (q.falling - q.falling_again) * q.not_yet_asleep,
        loss_rate=q.falling_again + q.waking,
    )


def _not_yet_asleep(q: Q) -> Any:
    reset = q.leaving_rate * (1.0 - q.in_bed)
    return change(gain=reset, loss_rate=reset + q.falling)


def _slow_wave(q: Q) -> Any:
    usual = f.log(q.deep_share / (1.0 - q.deep_share))
    pressed = q.deep_slope * (q.felt_pressure - q.deep_reference)
    shallowed = q.arousal_shallows * (q.arousal + q.hyperarousal)
    return q.asleep * f.logistic(usual + pressed - shallowed + q.deep_log_gain)


def _waking_pulse(q: Q) -> Any:
    fallen = f.positive_part(q.asleep_lagged - q.asleep)
    return q.pulse_gain * fallen * fallen / (fallen + q.pulse_softness)


def _missing(q: Q) -> Any:
    """Hours of sleep missing, if a whole day were like this moment."""
    need = q.need + q.need_per_year * (q.age - q.reference_age) + q.extra_need
    return need - q.day * q.asleep


def _share(name: str, description: str, initial: Any) -> State:
    return State(name=name, unit="1", description=description, initial=initial, low=-0.01, high=1.01)


MECHANISM = Mechanism(
    name="sleep",
    title="Sleep",
    description="Sleep pressure, the probability of being asleep, and lost sleep.",
    states=(
        State(name="pressure", unit="1", description="Sleep pressure.", initial=13.59, low=5.0, high=22.0),
        _share("asleep", "Probability of being asleep.", 0.947),
        _share("not_yet_asleep", "Probability of not having slept since going to bed.", 0.002),
        _share("asleep_lagged", "Probability of having been asleep a little earlier.", 0.683),
        State(
            name="loss_first",
            unit="hour",
            description="First stage of averaging lost sleep.",
            initial=2.36,
            low=-20,
            high=20,
        ),
        State(
            name="sleep_loss",
            unit="hour",
            description="Sleep a day below need, lately.",
            initial=0.66,
            low=-20,
            high=20,
        ),
        State(
            name="lately_awake",
            unit="hour",
            description="Hours a night lying awake in bed, lately.",
            initial=lambda q: q.ordinary_wakefulness,
            low=-0.1,
            high=24.0,
        ),
    ),
    observables=(
        Observable(name="felt_pressure", unit="1", description="Sleep pressure as felt."),
        Observable(name="falling", unit="1/hour", description="Rate of first falling asleep.", low=0.0),
        Observable(name="falling_again", unit="1/hour", description="Rate of falling asleep again.", low=0.0),
        Observable(name="waking", unit="1/hour", description="Rate of waking.", low=0.0),
        Observable(
            name="lying_awake_before_sleep",
            unit="1",
            description="In bed and not yet asleep (mean over a day times 24 h: latency).",
            low=-0.01,
            high=1.01,
        ),
        Observable(
            name="awake_after_onset",
            unit="1",
            description="In bed, awake, and slept before (mean over a day times 24 h: time awake after onset).",
            low=-0.01,
            high=1.01,
        ),
        Observable(name="slow_wave", unit="1", description="Probability of slow-wave sleep.", low=-0.01, high=1.01),
        Observable(name="waking_pulse", unit="1", description="Pulse that follows waking, up to 1.", low=0.0, high=1.1),
    ),
    parameters=PARAMETERS,
    inputs=(
        Input(
            name="in_bed",
            unit="1",
            description="In bed to sleep (1) or not (0). Always 1 means sleeping whenever sleep comes.",
            default=1.0,
            entries=(
                Entry(verb="sleep", thing="sleep window", kind="level"),
                Entry(verb="do", thing="nap", kind="activity", default_minutes=30.0),
            ),
        ),
    ),
    ports=(
        Port(name="circadian_drive", unit="1", description="Circadian part of the thresholds."),
        Port(name="pressure_block", unit="1", description="Block of felt pressure: pressure / (1 + block)."),
        Port(name="arousal", unit="1", description="Arousal in bed beyond that of a calm person."),
        Port(name="sleepiness", unit="1", description="Sedation, on the scale of pressure."),
        Port(name="awakening_drive", unit="1", description="Log change of the hazard of awakening."),
        Port(name="deep_log_gain", unit="1", description="Log change of the odds of slow-wave sleep."),
    ),
    arrows=ARROWS,
    equations={
        "pressure": lambda q: relax(_ceiling(q) * (1.0 - q.asleep), q.pressure_time),
        "felt_pressure": _felt,
        "falling": _falling,
        "waking": _waking,
        "falling_again": _falling_again,
        "asleep": _asleep,
        "not_yet_asleep": _not_yet_asleep,
        "lying_awake_before_sleep": lambda q: q.in_bed * q.not_yet_asleep,
        "awake_after_onset": lambda q: q.in_bed * (1.0 - q.asleep - q.not_yet_asleep),
        "slow_wave": _slow_wave,
        "asleep_lagged": lambda q: relax(q.asleep, q.pulse_time),
        "waking_pulse": _waking_pulse,
        "loss_first": lambda q: relax(_missing(q), q.loss_memory),
        "sleep_loss": lambda q: relax(q.loss_first, q.loss_memory),
        "lately_awake": lambda q: relax(q.day * q.in_bed * (1.0 - q.asleep), q.night_memory),
    },
    outputs=(
        "asleep",
        "lying_awake_before_sleep",
        "awake_after_onset",
        "slow_wave",
        "waking_pulse",
        "sleep_loss",
        "lately_awake",
    ),
)
