"""The circadian clock: light, pacemaker, melatonin.

The pacemaker is the light-driven van der Pol oscillator of the homeostatic-circadian-light model (Skeldon 2023, whose
``y`` is the main variable of Forger and whose ``x`` is its complement). Light uses up a pigment that recovers in the
dark; what is used pushes the pacemaker. Indoor light follows the sun's hours, and closed eyes see nothing, so light
counts in proportion to being awake. The pacemaker gives the circadian part of the thresholds of sleep, the phase that
other rhythms follow, and the nightly window in which melatonin is made (Breslow 2013). Feedback of melatonin on the
pacemaker is left out, since the constants of the pacemaker were fitted without it.
"""

from __future__ import annotations

from math import pi
from typing import Any

from somaloop.body._circadian_parameters import PARAMETERS
from somaloop.evidence.told import arrow_in_question
from somaloop.language import Arrow, Entry, Input, Mechanism, Observable, Port, State, change, fixed, normal, relax
from somaloop.language import functions as f

Q = Any


def _light(q: Q) -> Any:
    """Light at open eyes."""
    day = f.tanh((q.clock_hour - q.dawn) / q.twilight) - f.tanh((q.clock_hour - q.dusk) / q.twilight)
    return q.evening_light + q.daylight_gain * day + q.outdoor_light


def _pigment_use(q: Q) -> Any:
    """Rate at which light uses pigment. Asleep is a probability: it weights the response, not the light."""
    bright = _light(q) / q.gate_reference
    return (1.0 - q.asleep) * q.gate_rate * f.exp(q.gate_exponent * f.log(bright))


def _push(q: Q) -> Any:
    sensitivity = (1.0 - q.light_sensitivity * q.x) * (1.0 - q.light_sensitivity * q.y)
    return q.gate_drive * q.pigment_use * (1.0 - q.bleached) * sensitivity


def _rate(q: Q) -> Any:
    return 2.0 * pi / q.cycle


def _x(q: Q) -> Any:
    pull = (q.cycle / (q.period_scale * q.period)) ** 2 + q.light_speed * q.push
    return change(
        gain=_rate(q) * (q.stiffness * q.x - q.y * pull),
        loss_rate=_rate(q) * q.stiffness * q.cubic * q.x * q.x,
    )


def _sleep_drive(q: Q) -> Any:
    aged = (q.age - q.age_young) / (q.age_old - q.age_young)
    amplitude = q.amplitude_young + (q.amplitude_old - q.amplitude_young) * aged
    linear = q.drive_mean + q.drive_x * q.x + q.drive_y * q.y
    return amplitude * (linear + q.drive_xx * q.x * q.x + q.drive_xy * q.x * q.y + q.drive_yy * q.y * q.y)


def _radius(q: Q) -> Any:
    return f.sqrt(q.x * q.x + q.y * q.y + q.phase_floor)


def _phase_cosine(q: Q) -> Any:
    return (q.y * f.cos(q.phase_offset) + q.x * f.sin(q.phase_offset)) / _radius(q)


def _phase_sine(q: Q) -> Any:
    return (q.y * f.sin(q.phase_offset) - q.x * f.cos(q.phase_offset)) / _radius(q)


def _window(q: Q) -> Any:
    """1 within the nightly window of melatonin, 0 outside."""
    nearness = q.phase_cosine * f.cos(q.window_middle) + q.phase_sine * f.sin(q.window_middle)
    return f.logistic((nearness - f.cos(q.window_half)) / q.window_softness)


def _synthesis(q: Q) -> Any:
    return q.synthesis * q.melatonin_capacity * _window(q) * f.exp(-q.light_suppression * q.push)


def _structural(name: str, origin: str, target: str, description: str) -> Arrow:
    return Arrow(
        name=name,
        origin=f"circadian.{origin}",
        target=target,
        description=description,
        equation=lambda strength, q: strength * getattr(q, origin),
        unit="1",
        as_told=1.0,
        as_known=fixed(1.0),
        grade="A",
        method="assumed",
        note="Wiring: the master clock sets the phase of the other rhythms.",
        structural=True,
    )


ARROWS = (
    _structural(
        "clock_moves_thresholds", "sleep_drive", "sleep.circadian_drive", "The clock moves the thresholds of sleep."
    ),
    _structural("clock_times_cortisol_cosine", "phase_cosine", "hpa.phase_cosine", "The clock times cortisol."),
    _structural("clock_times_cortisol_sine", "phase_sine", "hpa.phase_sine", "The clock times cortisol."),
    _structural("clock_times_heart", "phase_cosine", "autonomic.phase_cosine", "The clock times heart and vagus."),
    arrow_in_question(
        name="melatonin_brings_sleepiness",
        origin="circadian.melatonin_plasma",
        target="sleep.sleepiness",
        description="More (or less) melatonin than usual makes more (or less) sleepy.",
        equation=lambda strength, q: (
            strength * q.melatonin_plasma / q.melatonin_reference * (1.0 - 1.0 / q.melatonin_capacity)
        ),
        unit="1",
        as_known=normal(0.3, 0.15, low=0.0),
        grade="B",
        method="assumed",
        note=(
            "The usual nightly melatonin is part of the fitted circadian drive, so only a surplus or lack counts. "
            "Known: swallowed melatonin, many times the natural level, shortens latency by some minutes."
        ),
        claim="C068",
    ),
    arrow_in_question(
        name="daylight_lifts_mood",
        origin="circadian.recent_outdoors",
        target="mood.low_mood_drive",
        description="Time in daylight lifts mood over days.",
        equation=lambda strength, q: -strength * q.recent_outdoors / q.outdoors_daily,
        unit="1",
        as_known=normal(0.05, 0.03),
        grade="B",
        method="assumed",
        note=(
            "Per hour outdoors a day. Known: perceived "
            "stress and mood improve consistently, unblinded; bright light treats low mood."
        ),
        claim="C107",
    ),
    arrow_in_question(
        name="outdoors_calms_stress_axis",
        origin="circadian.outdoor_light",
        target="hpa.log_drive",
        description="Being outdoors lowers the drive of the stress axis.",
        equation=lambda strength, q: -strength * q.outdoor_light / (q.outdoors_half + q.outdoor_light),
        unit="1",
        as_known=normal(0.2, 0.15),
        grade="B",
        method="derived",
        source=("hunter2019-nature-pill",),
        note=(
            "Salivary cortisol fell 21% per hour beyond the day's own fall. Half an hour at 0.6 gives about this; half "
            "or less is taken as known, since rest and leaving work were not controlled."
        ),
        claim="C107",
    ),
)

MECHANISM = Mechanism(
    name="circadian",
    title="Circadian clock",
    description="Light, the pacemaker, its phase and melatonin.",
    states=(
        State(
            name="x", unit="1", description="Complementary variable of the pacemaker.", initial=-0.644, low=-2, high=2
        ),
        State(name="y", unit="1", description="Main variable of the pacemaker.", initial=-0.809, low=-2, high=2),
        State(name="bleached", unit="1", description="Share of photopigment used up.", initial=0.184, low=0, high=1),
        State(
            name="pineal", unit="pmol/L", description="Melatonin in the pineal gland.", initial=79.1, low=0, high=1e4
        ),
        State(name="plasma", unit="pmol/L", description="Melatonin in plasma.", initial=127.0, low=0, high=1e4),
        State(
            name="melatonin_capacity",
            unit="1",
            description="Capacity to make melatonin, relative to the reference person.",
            initial=1.0,
            low=0,
            high=20,
        ),
        State(
            name="recent_outdoors",
            unit="1",
            description="Share of the last days spent in bright light.",
            initial=0.0,
            low=0,
            high=1,
        ),
    ),
    observables=(
        Observable(name="pigment_use", unit="1/hour", description="Rate at which light uses photopigment.", low=0.0),
        Observable(name="push", unit="1", description="Push of light on the pacemaker."),
        Observable(name="sleep_drive", unit="1", description="Circadian part of the thresholds of sleep."),
        Observable(name="phase_cosine", unit="1", description="Cosine of the clock's phase.", low=-1, high=1),
        Observable(name="phase_sine", unit="1", description="Sine of the clock's phase.", low=-1, high=1),
        Observable(name="melatonin_plasma", unit="pg/mL", description="Melatonin in plasma.", low=0.0),
    ),
    parameters=PARAMETERS,
    inputs=(
        Input(name="clock_hour", unit="hour", description="Local clock time, 0 to 24."),
        Input(
            name="outdoor_light",
            unit="lux",
            description="Light on top of the usual, from being outdoors or from a lamp.",
            entries=(
                Entry(
                    verb="do",
                    thing="outdoors",
                    kind="activity",
                    unit="lux",
                    default_minutes=30.0,
                    default_level=10000.0,
                ),
                Entry(
                    verb="do",
                    thing="bright light",
                    kind="activity",
                    unit="lux",
                    default_minutes=30.0,
                    default_level=10000.0,
                ),
            ),
        ),
    ),
    ports=(
        Port(name="asleep", unit="1", description="Probability of being asleep (eyes closed)."),
        Port(name="melatonin_log_gain", unit="1", description="Log change of the making of melatonin."),
    ),
    arrows=ARROWS,
    equations={
        "pigment_use": _pigment_use,
        "push": _push,
        "bleached": lambda q: change(gain=q.pigment_use, loss_rate=q.pigment_use + q.gate_recovery),
        "x": _x,
        "y": lambda q: change(gain=_rate(q) * (q.x + q.push)),
        "sleep_drive": _sleep_drive,
        "phase_cosine": _phase_cosine,
        "phase_sine": _phase_sine,
        "melatonin_capacity": lambda q: relax(f.exp(2.0 * f.tanh(q.melatonin_log_gain / 2.0)), q.capacity_time),
        "pineal": lambda q: change(gain=_synthesis(q), loss_rate=q.pineal_release),
        "plasma": lambda q: change(gain=q.pineal_release * q.pineal, loss_rate=q.plasma_clearance),
        "melatonin_plasma": lambda q: q.molar_mass * q.plasma,
        "recent_outdoors": lambda q: relax(q.outdoor_light / (q.outdoors_half + q.outdoor_light), q.outdoors_memory),
    },
    outputs=("melatonin_plasma", "phase_cosine", "phase_sine", "sleep_drive", "recent_outdoors"),
)
