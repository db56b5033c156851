"""Excitability of the cortex: magnesium's block of NMDA receptors, inhibition by GABA, glutamate, serotonin.

Ionised magnesium around neurons blocks NMDA receptors as Jahr and Stevens (1990) measured. Their current, relative to
the reference person, is the unblocked fraction times glutamate, which follows arousal and lost sleep. Excitability is a
slow balance of this current against inhibition: the steady state of an excitatory and an inhibitory population, taken
with a lag, since the populations themselves settle in milliseconds. Inhibition gains a bounded amount from magnesium.
Serotonin is one slow number that follows its supply, damped by its own feedback; published models of its synthesis
contain no magnesium, so that reaches it only through an arrow.

A change of one percent in magnesium of the cerebrospinal fluid moves NMDA current by less than one percent.
"""

from __future__ import annotations

from typing import Any

from somaloop.evidence.told import arrow_in_question
from somaloop.language import (
    Mechanism,
    Observable,
    Parameter,
    Port,
    State,
    lognormal,
    normal,
    relax,
    uniform,
)
from somaloop.language import functions as f

Q = Any


def _ionised(q: Q, total: Any) -> Any:
    return q.ionised_share * f.positive_part(total)


def _unblocked(q: Q, ionised: Any) -> Any:
    return 1.0 / (1.0 + ionised / q.block_half * f.exp(-q.block_steepness * q.membrane_potential))


def _inhibition_target(q: Q) -> Any:
    """GABA's gain: magnesium's modulation, bounded, times what acts from outside."""
    reach = q.gaba_bound
    modulated = reach * f.tanh(q.gaba_sensitivity * (q.csf_magnesium / q.csf_reference - 1.0) / reach)
    return (1.0 + modulated) * f.exp(q.gaba_log_gain)


def _balance(q: Q) -> Any:
    log_excitation = q.nmda_weight * f.log(q.nmda_current) + q.excitation_weight * q.excitation_drive
    return q.log_bound * f.tanh((log_excitation - q.inhibition_weight * f.log(q.inhibition)) / q.log_bound)


_PARAMETERS = (
    Parameter(
        name="block_half",
        value=3.57,
        unit="mmol/L",
        description="Magnesium that would block half of the NMDA receptors at 0 mV.",
        grade="A",
        method="measured",
        source="jahr-stevens1990-mg-block",
        note="Corrected for the junction potential of the electrode it may be 2.6.",
        uncertainty=lognormal(3.57, 0.2),
    ),
    Parameter(
        name="block_steepness",
        value=0.062,
        unit="1/mV",
        description="Steepness of the block with voltage.",
        grade="A",
        method="measured",
        source="jahr-stevens1990-mg-block",
        uncertainty=lognormal(0.062, 0.05),
    ),
    Parameter(
        name="membrane_potential",
        value=-60.0,
        unit="mV",
        description="Membrane potential of a typical cortical neuron.",
        grade="B",
        method="assumed",
        note="Near rest, where the block is deep; at -40 mV its elasticity to magnesium is -0.73 instead of -0.90.",
        uncertainty=normal(-60.0, 6.0, low=-75.0, high=-40.0),
    ),
    Parameter(
        name="csf_reference",
        value=0.97,
        unit="mmol/L",
        description="Total magnesium in the cerebrospinal fluid of the reference person.",
        grade="A",
        method="measured",
        source="csf-normal-haensch2010",
    ),
    Parameter(
        name="ionised_share",
        value=0.863,
        unit="1",
        description="Ionised share of the magnesium of cerebrospinal fluid.",
        grade="B",
        method="derived",
        source="csf-mg-ionized-brewer2001 csf-fuchs-buder1997",
        note="0.82 mmol/L ionised of 0.95 in all, from two groups of patients.",
        uncertainty=normal(0.863, 0.05, low=0.6, high=1.0),
    ),
    Parameter(
        name="gaba_sensitivity",
        value=0.2,
        unit="1",
        description="Relative gain of inhibition per relative rise of magnesium around neurons.",
        grade="C",
        method="assumed",
        source="mg-gaba-hypomagnesia-slices1990 moykkynen2001-mg-gabaa",
        note="Direction from brain slices; no constant was found, so a small value with a spread as large is taken.",
        uncertainty=normal(0.2, 0.2, low=-0.2, high=1.0),
    ),
    Parameter(
        name="gaba_bound",
        value=0.5,
        unit="1",
        description="Largest change of inhibition that magnesium can make.",
        grade="D",
        method="assumed",
        note="Keeps an extrapolation from slices within bounds.",
    ),
    Parameter(
        name="nmda_weight",
        value=0.5,
        unit="1",
        description="Elasticity of excitability to NMDA current.",
        grade="C",
        method="assumed",
        source="wilson-cowan-parameters",
        note="About half of the slow excitation; the published balance sets differ too much to derive it.",
        uncertainty=lognormal(0.5, 0.4),
    ),
    Parameter(
        name="inhibition_weight",
        value=0.8,
        unit="1",
        description="Elasticity of excitability to inhibition.",
        grade="C",
        method="assumed",
        source="wilson-cowan-parameters",
        note="Somewhat less than proportional, since inhibition also inhibits itself.",
        uncertainty=lognormal(0.8, 0.35),
    ),
    Parameter(
        name="excitation_weight",
        value=0.5,
        unit="1",
        description="Log rise of excitability per unit of drive, beside that through glutamate.",
        grade="C",
        method="assumed",
        note="Arousal acts half through glutamate and half through other modulators.",
        uncertainty=lognormal(0.5, 0.4),
    ),
    Parameter(
        name="log_bound",
        value=1.2,
        unit="1",
        description="Largest log change of excitability.",
        grade="D",
        method="assumed",
        note="A living cortex stays within a third and three times its normal excitability.",
    ),
    Parameter(
        name="glutamate_time",
        value=0.5,
        unit="hour",
        description="Lag of glutamate behind its drive.",
        grade="D",
        method="assumed",
        note="Tone follows behaviour within the half hour.",
        uncertainty=lognormal(0.5, 0.5),
    ),
    Parameter(
        name="inhibition_time",
        value=0.5,
        unit="hour",
        description="Lag of inhibition.",
        grade="D",
        method="assumed",
        note="As for glutamate.",
        uncertainty=lognormal(0.5, 0.5),
    ),
    Parameter(
        name="excitability_time",
        value=1.0,
        unit="hour",
        description="Lag of excitability behind its balance.",
        grade="D",
        method="assumed",
        note="The populations settle in milliseconds; what persists for an hour is modulation.",
        uncertainty=lognormal(1.0, 0.5),
    ),
    Parameter(
        name="serotonin_time",
        value=168.0,
        unit="hour",
        description="Lag of serotonin behind its supply.",
        grade="C",
        method="assumed",
        note="Stores and receptors settle over one to a few weeks.",
        uncertainty=lognormal(168.0, 0.4),
    ),
    Parameter(
        name="serotonin_damping",
        value=0.6,
        unit="1",
        description="Elasticity of serotonin to its supply.",
        grade="C",
        method="assumed",
        source="serotonin-model-best2010",
        note="Autoreceptors and breakdown damp changes of supply; the published constants were not seen.",
        uncertainty=uniform(0.3, 0.9),
    ),
)

_ARROWS = (
    arrow_in_question(
        name="noise_keeps_awake",
        origin="cortex.excitability",
        target="sleep.arousal",
        description="An excitable cortex keeps awake.",
        equation=lambda strength, q: strength * (q.excitability - 1.0),
        unit="1",
        as_known=normal(0.15, 0.15),
        grade="C",
        method="assumed",
        note="Known: inferred.",
        claim="C026",
    ),
    arrow_in_question(
        name="noise_makes_worry",
        origin="cortex.excitability",
        target="appraisal.worry_drive",
        description="Neural noise becomes worry and rumination.",
        equation=lambda strength, q: strength * (q.excitability - 1.0),
        unit="1",
        as_known=normal(0.05, 0.08),
        grade="C",
        method="assumed",
        note="Known: no human study joins excitability and rumination.",
        claim="C026",
    ),
    arrow_in_question(
        name="noise_amplifies_pain",
        origin="cortex.excitability",
        target="perception.pain_log_gain",
        description="An excitable nervous system amplifies what hurts.",
        equation=lambda strength, q: strength * (q.excitability - 1.0),
        unit="1",
        as_known=normal(0.3, 0.25),
        grade="C",
        method="assumed",
        source=("pickering2011-neuropathic-null",),
        note="Known: shown in animals; oral trials are null.",
        claim="C040",
    ),
    arrow_in_question(
        name="weak_inhibition_wakes",
        origin="cortex.inhibition",
        target="sleep.awakening_drive",
        description="Weak inhibition by GABA wakes at night.",
        equation=lambda strength, q: strength * (1.0 - q.inhibition),
        unit="1",
        as_known=normal(0.8, 0.5),
        grade="B",
        method="assumed",
        source=("winkelman2008-gaba-insomnia", "morgan2012-gaba-insomnia-opposite"),
        note=(
            "Lower GABA goes with more time awake in both "
            "studies, which disagree on whether people with insomnia have less of it."
        ),
        claim="C054",
    ),
    arrow_in_question(
        name="low_serotonin_lowers_mood",
        origin="cortex.serotonin",
        target="mood.low_mood_drive",
        description="Less serotonin lowers mood.",
        equation=lambda strength, q: strength * (1.0 - q.serotonin),
        unit="1",
        as_known=normal(0.1, 0.1),
        grade="C",
        method="assumed",
        source=("serotonin-model-best2010",),
        note="Known (from memory): depletion hardly moves mood in health.",
        claim="C056",
    ),
)

MECHANISM = Mechanism(
    name="cortex",
    title="Excitability of the cortex",
    description="NMDA block by magnesium, inhibition, glutamate and excitability; serotonin.",
    states=(
        State(name="glutamate", unit="1", description="Relative glutamate.", initial=1.0, low=0.05, high=20.0),
        State(
            name="inhibition", unit="1", description="Relative inhibition by GABA.", initial=1.0, low=0.05, high=20.0
        ),
        State(name="excitability", unit="1", description="Relative excitability.", initial=1.0, low=0.2, high=5.0),
        State(name="serotonin", unit="1", description="Relative serotonin.", initial=1.0, low=0.05, high=20.0),
    ),
    observables=(
        Observable(
            name="nmda_unblocked",
            unit="1",
            description="Fraction of NMDA receptors that magnesium leaves unblocked.",
            low=0,
            high=1,
        ),
        Observable(name="nmda_current", unit="1", description="NMDA current relative to the reference.", low=0.0),
        Observable(name="gaba_gain", unit="1", description="Gain of GABA's inhibition before its lag.", low=0.0),
    ),
    parameters=_PARAMETERS,
    ports=(
        Port(name="csf_magnesium", unit="mmol/L", description="Total magnesium around neurons."),
        Port(name="gaba_log_gain", unit="1", description="Log change of inhibition by GABA."),
        Port(name="serotonin_log_supply", unit="1", description="Log change of the supply of serotonin."),
        Port(name="excitation_drive", unit="1", description="Drive of excitation, by arousal and lost sleep."),
    ),
    arrows=_ARROWS,
    equations={
        "nmda_unblocked": lambda q: _unblocked(q, _ionised(q, q.csf_magnesium)),
        "glutamate": lambda q: relax(f.exp(q.excitation_drive), q.glutamate_time),
        "nmda_current": lambda q: q.glutamate * q.nmda_unblocked / _unblocked(q, _ionised(q, q.csf_reference)),
        "gaba_gain": _inhibition_target,
        "inhibition": lambda q: relax(q.gaba_gain, q.inhibition_time),
        "excitability": lambda q: relax(f.exp(_balance(q)), q.excitability_time),
        "serotonin": lambda q: relax(f.exp(q.serotonin_damping * q.serotonin_log_supply), q.serotonin_time),
    },
    outputs=("nmda_unblocked", "nmda_current", "gaba_gain", "glutamate", "inhibition", "excitability", "serotonin"),
)
