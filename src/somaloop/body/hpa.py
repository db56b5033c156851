"""The stress axis: brain, pituitary and adrenal, with glands that grow.

CRH drives ACTH, ACTH drives cortisol, and cortisol holds both back through a receptor of high affinity (in inverse
proportion, at the brain) and one of low affinity (at brain and pituitary). The masses of pituitary and adrenal cortex
grow with the hormone that feeds them and turn over in weeks. This is the model of Milo and co-workers (2025) with two
changes, a squared response of the adrenal and its adaptation to ACTH within half an hour, so that new ACTH counts more
than lasting ACTH; and three additions: a drive from the clock in the brain, whose two harmonics follow the circadian
phase and not the wall clock; a pulse at awakening; and stress, to which the axis habituates. The adrenal's sensitivity
has a shallow daily wave. All hormones are relative numbers near 1; a laboratory reads them through scales. Bursts
within the hour are left out.

The clock's drive was fitted to three groups' days with the pulse of awakening spread over the minutes in which people
wake; the answer to stress was fitted to the ACTH of a speech test, and its cortisol is a check. As long as a drive is
raised, cortisol stays raised; only habituation makes it fall. Twenty minutes into a speech cortisol has risen by less
than was measured.
"""

from __future__ import annotations

from math import log, pi
from typing import Any

from somaloop.body._hpa_parameters import PARAMETERS
from somaloop.evidence.told import arrow_in_question
from somaloop.language import Mechanism, Observable, Port, State, change, lognormal, normal, relax
from somaloop.language import functions as f

Q = Any
_LN2 = log(2.0)


def _wave(q: Q, hour: Any) -> Any:
    """A daily cosine that peaks at ``hour``, from the circadian phase."""
    angle = 2.0 * pi * hour / q.day
    return q.phase_cosine * f.cos(angle) + q.phase_sine * f.sin(angle)


def _half_wave(q: Q, hour: Any) -> Any:
    """A half-daily cosine that peaks at ``hour`` (the double angle of the circadian phase)."""
    angle = 4.0 * pi * hour / q.day
    cosine = q.phase_cosine * q.phase_cosine - q.phase_sine * q.phase_sine
    sine = 2.0 * q.phase_cosine * q.phase_sine
    return cosine * f.cos(angle) + sine * f.sin(angle)


def _clock(q: Q) -> Any:
    first = q.clock_first * _wave(q, q.clock_first_hour)
    second = q.clock_second * _half_wave(q, q.clock_second_hour)
    return q.clock_level + first + second


def _drive(q: Q) -> Any:
    log_drive = _clock(q) + q.awakening_response * q.waking + q.tonic_drive + q.log_drive
    stressed = 1.0 + q.reactivity * q.stress * f.exp(q.stress_log_gain - q.habituation)
    return f.exp(log_drive) * stressed


def _low_affinity(q: Q, cortisol: Any) -> Any:
    return 1.0 / (1.0 + (cortisol / q.glucocorticoid_half) ** q.glucocorticoid_steepness)


def _sensitivity(q: Q) -> Any:
    daily = q.adrenal_rhythm * _wave(q, q.adrenal_rhythm_hour)
    return f.exp(daily + q.awakening_adrenal_share * q.awakening_response * q.waking)


def _freshness(q: Q) -> Any:
    """Response of the adrenal to ACTH that is new to it, relative to ACTH that it has adapted to."""
    return q.acth / q.acth_lately


def _crh_expected(q: Q) -> Any:
    first = q.crh_first * _wave(q, q.crh_first_hour)
    return f.exp(q.crh_level + first + q.crh_second * _half_wave(q, q.crh_second_hour))


def _adrenal_start(q: Q) -> Any:
    return f.exp(q.tonic_drive)


def _pituitary_start(q: Q) -> Any:
    return _low_affinity(q, 1.0) / _low_affinity(q, _adrenal_start(q))


def _habituating(q: Q) -> Any:
    return q.habituation_rate * f.hill(f.positive_part(q.stress), q.habituation_half, q.habituation_steepness)


def _free(q: Q) -> Any:
    """Free cortisol relative to the anchor at which saliva was measured."""
    return (q.cortisol_serum / q.serum_anchor) ** q.saliva_exponent


_ARROWS = (
    arrow_in_question(
        name="crh_stirs_bowel",
        origin="hpa.crh_excess",
        target="gut.crh",
        description="The hormone of the stressed brain stirs the colon and opens the gut's barrier.",
        equation=lambda strength, q: strength * q.crh_excess,
        unit="1",
        as_known=lognormal(0.8, 0.35),
        grade="B",
        method="assumed",
        source=("fukudo1998-crh-colon", "vanuytsel2014-stress-permeability", "pritchard2015-stress-gut-mri"),
        note="Infused CRH acts on the human bowel; how far that of the brain reaches it is taken as most of it.",
        claim="C061",
    ),
    arrow_in_question(
        name="cortisol_spills_magnesium",
        origin="hpa.cortisol_excess",
        target="magnesium.tubular_maximum_shift",
        description="Lasting cortisol makes the kidney spill magnesium: stress depletes the stores.",
        equation=lambda strength, q: -strength * q.cortisol_excess,
        unit="mmol/L",
        as_known=normal(0.0, 0.004),
        grade="C",
        method="assumed",
        source=("noise-mocci2001", "stress-sleep-takase2004"),
        note=("Human studies disagree in direction and none gives a renal loss."),
        claim="C034",
    ),
    arrow_in_question(
        name="cortisol_raises_worry",
        origin="hpa.cortisol_excess",
        target="appraisal.worry_drive",
        description="Cortisol that stays raised makes anxious.",
        equation=lambda strength, q: strength * q.cortisol_excess,
        unit="1",
        as_known=normal(0.0, 0.05),
        grade="C",
        method="assumed",
        source=("fischer2022-ssd-daily-cortisol", "tak2011-cortisol-fsd"),
        note="Known: people with somatic disorders have no more of it.",
        claim="C058",
    ),
    arrow_in_question(
        name="cortisol_keeps_awake",
        origin="hpa.cortisol_excess",
        target="sleep.arousal",
        description="Cortisol that stays raised keeps the night aroused.",
        equation=lambda strength, q: strength * q.cortisol_excess,
        unit="1",
        as_known=normal(0.05, 0.08),
        grade="C",
        method="assumed",
        source=("leproult1997-sleep-loss-evening-cortisol",),
        note="The article has it the other way round only. Known: evening cortisol and short sleep go together weakly.",
    ),
    arrow_in_question(
        name="cortisol_inflames_bowel",
        origin="hpa.cortisol_excess",
        target="gut.inflammation_drive",
        description="Lasting stress hormone keeps the bowel's barrier open and its wall inflamed.",
        equation=lambda strength, q: strength * q.cortisol_excess,
        unit="1",
        as_known=normal(0.03, 0.06),
        grade="C",
        method="assumed",
        source=("vanuytsel2014-stress-permeability",),
        note=(
            "Acute stress opened the "
            "barrier in cortisol responders only, by way of mast cells; nothing is known of lasting cortisol."
        ),
        claim="C061",
    ),
)

MECHANISM = Mechanism(
    name="hpa",
    title="Stress axis",
    description="CRH, ACTH and cortisol over hours, gland masses over weeks, habituation to stress.",
    states=(
        State(name="crh", unit="1", description="Relative CRH.", initial=0.65, low=0.0, high=200.0),
        State(name="acth", unit="1", description="Relative ACTH.", initial=0.63, low=0.0, high=60.0),
        State(
            name="acth_lately",
            unit="1",
            description="Relative ACTH that the adrenal has adapted to.",
            initial=0.63,
            low=0.0,
            high=60.0,
        ),
        State(
            name="cortisol",
            unit="1",
            description="Relative cortisol.",
            initial=lambda q: q.cortisol_midnight * _adrenal_start(q),
            low=0.0,
            high=60.0,
        ),
        State(
            name="pituitary",
            unit="1",
            description="Relative mass of the corticotrophs.",
            initial=_pituitary_start,
            low=0.0,
            high=20.0,
        ),
        State(
            name="adrenal",
            unit="1",
            description="Relative mass of the adrenal cortex.",
            initial=_adrenal_start,
            low=0.0,
            high=20.0,
        ),
        State(
            name="habituation",
            unit="1",
            description="Log loss of reactivity by repeated stress.",
            initial=0.0,
            low=-1e-6,
            high=3.0,
        ),
        State(
            name="cortisol_average",
            unit="1",
            description="Cortisol averaged over days.",
            initial=lambda q: q.cortisol_mean * _adrenal_start(q),
            low=0.0,
            high=60.0,
        ),
    ),
    observables=(
        Observable(name="crh_excess", unit="1", description="CRH relative to what the hour expects, minus 1."),
        Observable(
            name="cortisol_excess", unit="1", description="Averaged cortisol relative to the reference, minus 1."
        ),
        Observable(name="cortisol_serum", unit="nmol/L", description="Total cortisol in serum.", low=0.0),
        Observable(name="acth_plasma", unit="ng/L", description="ACTH in plasma.", low=0.0),
        Observable(name="cortisol_saliva", unit="nmol/L", description="Cortisol in saliva.", low=0.0),
        Observable(name="urinary_cortisol", unit="nmol/hour", description="Free cortisol excreted in urine.", low=0.0),
    ),
    parameters=PARAMETERS,
    ports=(
        Port(name="phase_cosine", unit="1", description="Cosine of the circadian phase, 1 at the body's midnight."),
        Port(name="phase_sine", unit="1", description="Sine of the circadian phase, 1 six hours later."),
        Port(name="waking", unit="1", description="Pulse of awakening, 0 to 1 for about three quarters of an hour."),
        Port(name="stress", unit="1", description="Appraised stress, 1 in a speech test."),
        Port(name="stress_log_gain", unit="1", description="Log change of the response to stress."),
        Port(name="log_drive", unit="1", description="Log change of the resting drive."),
        Port(name="urinary_log_gain", unit="1", description="Log change of the share of cortisol that reaches urine."),
    ),
    arrows=_ARROWS,
    equations={
        "crh": lambda q: change(
            _LN2 / q.crh_half_life * _drive(q) * _low_affinity(q, q.cortisol) / q.cortisol, _LN2 / q.crh_half_life
        ),
        "acth": lambda q: change(
            _LN2 / q.acth_half_life * q.crh * q.pituitary * _low_affinity(q, q.cortisol), _LN2 / q.acth_half_life
        ),
        "acth_lately": lambda q: relax(q.acth, q.adrenal_adaptation),
        "cortisol": lambda q: change(
            _LN2 / q.cortisol_half_life * q.acth**q.adrenal_exponent * _freshness(q) * q.adrenal * _sensitivity(q),
            _LN2 / q.cortisol_half_life,
        ),
        "pituitary": lambda q: change(
            _LN2 / q.pituitary_half_time * q.pituitary * q.crh / q.crh_mean, _LN2 / q.pituitary_half_time
        ),
        "adrenal": lambda q: change(
            _LN2 / q.adrenal_half_time * q.adrenal * q.acth / q.acth_mean, _LN2 / q.adrenal_half_time
        ),
        "habituation": lambda q: change(
            _habituating(q) * q.habituation_depth, _habituating(q) + 1.0 / q.habituation_time
        ),
        "cortisol_average": lambda q: relax(q.cortisol, q.average_time),
        "crh_excess": lambda q: q.crh / _crh_expected(q) - 1.0,
        "cortisol_excess": lambda q: q.cortisol_average / q.cortisol_mean - 1.0,
        "cortisol_serum": lambda q: q.serum_scale * q.cortisol,
        "acth_plasma": lambda q: q.acth_scale * q.acth,
        "cortisol_saliva": lambda q: q.saliva_anchor * _free(q),
        "urinary_cortisol": lambda q: q.urinary_scale * _free(q) * f.exp(q.urinary_log_gain),
    },
    outputs=(
        "cortisol_serum",
        "acth_plasma",
        "cortisol_saliva",
        "urinary_cortisol",
        "crh",
        "crh_excess",
        "cortisol_excess",
        "pituitary",
        "adrenal",
        "habituation",
    ),
)
