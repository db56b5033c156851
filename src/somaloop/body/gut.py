"""The gut: stomach, small bowel and colon, stool, cramps, bloating, barrier, inflammation and flora.

A meal leaves the stomach (slower under stress), crosses the small bowel and arrives in the colon. Stool water follows,
at the pace of colonic transit, what residue, fibre and osmotic load hold back. Small surpluses are mostly salvaged;
beyond a personal tolerance they quicken the colon, and far beyond it they are diarrhoea. Stress hormones move the
colon and open the barrier, more in sensitive people. Cramp, bloating and diarrhoea add up to the signal that is felt.

Drives (``arousal``, ``crh``, ``vagal`` ...) are deviations: 0 is a calm healthy person. Sensitivity of the bowel is
raised in under half of people with irritable bowels and not in somatoform abdominal pain, so the disorder of symptom
perception is not put here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from somaloop.body._gut_parameters import PARAMETERS
from somaloop.evidence.told import arrow_in_question
from somaloop.language import Arrow, Mechanism, Observable, Port, State, change, fixed, lognormal, normal, relax
from somaloop.language import functions as f

Q = Any


def _bounded(x: Any) -> Any:
    """Close to ``x`` for ordinary drives, never beyond -1 to 1."""
    return f.tanh(x)


def _raised(q: Q, x: Any) -> Any:
    """How far ``x`` is clearly above normal: 0 to 1, smooth where it begins."""
    above = f.positive_part(_bounded(x))
    return above * above / (above + q.stress_softness)


def _stirred(q: Q) -> Any:
    """What stress does to the colon."""
    return q.crh_motility * q.sensitivity * _bounded(q.crh) + q.arousal_motility * _bounded(q.arousal)


def _emptying(q: Q) -> Any:
    braked = 1.0 + q.arousal_brake * _raised(q, q.arousal)
    return q.stomach_rate / braked


def _crossing(q: Q) -> Any:
    return q.small_bowel_rate * f.exp(q.arousal_small_bowel * _bounded(q.arousal))


def _beyond_tolerance(q: Q) -> Any:
    """Stool water beyond what the colon takes in its stride."""
    excess = q.stool_water - q.stool_water_reference
    return q.tolerance_softness * f.softplus((excess - q.water_tolerance) / q.tolerance_softness)


def _hurry(q: Q) -> Any:
    """Log change of stool frequency, and of colonic speed, by what the colon holds and how it moves."""
    watery = q.water_hurry * (q.stool_water - q.stool_water_reference) + q.excess_hurry * _beyond_tolerance(q)
    # no colon runs at more than some five times its pace: smooth ceiling
    return q.hurry_ceiling * f.tanh((watery + q.motility) / q.hurry_ceiling)


def _speed(q: Q) -> Any:
    return q.usual_stools / q.stools_reference * f.exp(_hurry(q))


def _cramp_target(q: Q) -> Any:
    drive = (
        q.smooth_muscle_drive
        + q.stress_cramp * _raised(q, _stirred(q))
        + q.inflammation_cramp * q.inflammation
        + q.diarrhoea_cramp * q.diarrhoea
        - q.vagal_cramp * _bounded(q.vagal)
    )
    rest = f.log(q.cramp_rest / (1.0 - q.cramp_rest))
    return f.logistic(rest + q.cramp_steepness * q.sensitivity * drive)


def _bloating_target(q: Q) -> Any:
    slow = f.positive_part(f.log(q.stools_reference / q.usual_stools) - _hurry(q))
    drive = (
        q.residue_bloating * (q.small_bowel - q.residue_reference)
        + q.slow_bloating * slow * slow / (1.0 + slow)
        + q.stress_bloating * _raised(q, q.crh)
        + q.inflammation_bloating * q.inflammation
        + q.gas_bloating * (q.short_chain_fatty_acids - 1.0)
    )
    rest = f.log(q.bloating_rest / (1.0 - q.bloating_rest))
    return f.logistic(rest + q.cramp_steepness * q.sensitivity * drive)


def _diarrhoea(q: Q) -> Any:
    """0 formed to 1 watery; nothing at ordinary stool water."""
    watery = (q.stool_water - q.stool_water_reference - q.water_tolerance * q.diarrhoea_multiple) / q.diarrhoea_width
    normal_level = -q.water_tolerance * q.diarrhoea_multiple / q.diarrhoea_width
    return f.positive_part(f.logistic(watery) - f.logistic(normal_level))


def _signal(q: Q) -> Any:
    """Complaints add like probabilities: none hides the others and the sum stays below one."""
    quiet = (1.0 - q.cramp) * (1.0 - q.bloating_weight * q.bloating) * (1.0 - q.diarrhoea_weight * q.diarrhoea)
    return 1.0 - quiet


def _state(name: str, unit: str, description: str, initial: Any, low: float = 0.0, high: float = 1.0) -> State:
    return State(name=name, unit=unit, description=description, initial=initial, low=low, high=high)


def _seen(name: str, unit: str, description: str) -> Observable:
    return Observable(name=name, unit=unit, description=description, low=0.0)


def _port(name: str, unit: str, description: str) -> Port:
    return Port(name=name, unit=unit, description=description)


def _arrow(name: str, origin: str, target: str, description: str, equation: Callable[..., Any], **rest: Any) -> Arrow:
    return arrow_in_question(
        name=name, origin=f"gut.{origin}", target=target, description=description, equation=equation, **rest
    )


MECHANISM = Mechanism(
    name="gut",
    title="Gut",
    description="Digestion, transit, stool, and the complaints of the bowel.",
    states=(
        _state("stomach", "1", "Meals in the stomach.", 0.1, high=20.0),
        _state("small_bowel", "1", "Meals in the small bowel.", 0.5, high=40.0),
        _state("stool_water", "g/day", "Water that leaves with the stool.", lambda q: q.stool_water_reference, 0, 5000),
        _state("motility", "1", "Log change of colonic propulsion by stress.", 0.0, -3.0, 5.0),
        _state("inflammation", "1", "Low-grade inflammation of the bowel; 0 is normal.", 0.0, -1.0, 1.0),
        _state("short_chain_fatty_acids", "1", "Short-chain fatty acids relative to normal.", 1.0, high=20.0),
        _state("barrier_opening", "1", "Log change of permeability.", 0.0, -3.0, 5.0),
        _state("cramp", "1", "Cramp of the bowel, 0 to 1.", lambda q: q.cramp_rest),
        _state("bloating", "1", "Bloating and fullness, 0 to 1.", lambda q: q.bloating_rest),
    ),
    observables=(
        _seen("stools_per_week", "stool/week", "Bowel movements per week."),
        _seen("colonic_transit", "hour", "Transit time of the colon."),
        _seen("permeability", "1", "Lactulose-mannitol ratio."),
        _seen("diarrhoea", "1", "Watery stool, 0 to 1."),
        _seen("digestive_signal", "1", "Strength of bodily signals from the gut, 0 to 1."),
    ),
    parameters=PARAMETERS,
    ports=(
        _port("meal", "1/hour", "Meals eaten per hour."),
        _port("fibre_supply", "g/hour", "Fibre eaten."),
        _port("osmotic_load", "mmol/hour", "Dissolved, unabsorbed particles that reach the colon."),
        _port("arousal", "1", "Bodily arousal above a calm rest."),
        _port("crh", "1", "Relative deviation of corticotropin-releasing hormone."),
        _port("smooth_muscle_drive", "1", "Drive of smooth muscle to cramp; positive cramps."),
        _port("inflammation_drive", "1", "Drive of inflammation."),
        _port("flora_drive", "1", "Log change of the making of short-chain fatty acids."),
        _port("irritation", "1", "Irritation by alcohol and the like, 0 to 1."),
        _port("vagal", "1", "Vagal activity above rest."),
    ),
    arrows=(
        Arrow(
            name="gut_signals_reach_mind",
            origin="gut.digestive_signal",
            target="perception.digestive_signal",
            description="What the gut does is signalled to the brain.",
            equation=lambda strength, q: strength * q.digestive_signal,
            unit="1",
            as_told=1.0,
            as_known=fixed(1.0),
            grade="A",
            method="assumed",
            note="Wiring: the signal itself.",
            claim="C060",
            structural=True,
        ),
        _arrow(
            "cramps_wake",
            "cramp",
            "sleep.awakening_drive",
            "Cramps of the bowel wake.",
            lambda strength, q: strength * (q.cramp - q.cramp_rest),
            unit="1",
            as_known=normal(0.3, 0.3, low=0.0),
            grade="C",
            method="assumed",
            note="A night of severe cramp (0.8) raises the rate of awakening by about a quarter.",
        ),
        _arrow(
            "bowel_inflammation_tires",
            "inflammation",
            "mood.fatigue_drive",
            "Inflammation of the bowel tires.",
            lambda strength, q: strength * q.inflammation,
            unit="1",
            as_known=normal(0.05, 0.1),
            grade="C",
            method="assumed",
            note="Sickness behaviour is certain in disease; at the low grades meant here it is a guess.",
        ),
        _arrow(
            "bowel_inflammation_sensitises",
            "inflammation",
            "perception.pain_log_gain",
            "Inflammation of the bowel sensitises to pain.",
            lambda strength, q: strength * q.inflammation,
            unit="1",
            as_known=normal(0.1, 0.15),
            grade="C",
            method="assumed",
            note="Clear inflammation (0.5) raises pain by 5 %; sign from animals, size assumed.",
        ),
        _arrow(
            "fatty_acids_calm_stress_axis",
            "short_chain_fatty_acids",
            "hpa.stress_log_gain",
            "Short-chain fatty acids calm the cortisol response to stress.",
            lambda strength, q: -strength * _bounded(q.short_chain_fatty_acids - 1.0),
            unit="1",
            as_known=normal(0.25, 0.25),
            grade="B",
            method="assumed",
            source=("dalile2020-scfa-cortisol",),
            note="Known: one trial; bran did not repeat it.",
            claim="C064",
        ),
        _arrow(
            "diarrhoea_spills_magnesium",
            "diarrhoea",
            "magnesium.stool_loss",
            "Diarrhoea carries magnesium away.",
            lambda strength, q: strength * q.diarrhoea,
            unit="mmol/hour",
            as_known=lognormal(0.06, 0.5),
            grade="B",
            method="assumed",
            source=("sweat-heat1975",),
            note="Watery stool adds about 1.5 mmol a day (1.5 L with near 1 mmol/L, as in other body fluids).",
        ),
    ),
    equations={
        # the way of a meal
        "stomach": lambda q: change(q.meal, loss_rate=_emptying(q)),
        "small_bowel": lambda q: change(_emptying(q) * q.stomach, loss_rate=_crossing(q)),
        # stool
        "stool_water": lambda q: relax(
            q.residue_water
            + q.day * (q.water_per_osmole * q.osmotic_load + q.water_per_fibre * q.fibre_supply)
            + q.inflammation_water * f.positive_part(q.inflammation),
            q.transit_reference / _speed(q),
        ),
        "motility": lambda q: relax(
            _stirred(q) + q.vagal_motility * _bounded(q.vagal) - q.spasm_slowing * _bounded(q.smooth_muscle_drive),
            q.motility_time,
        ),
        "stools_per_week": lambda q: q.usual_stools * f.exp(_hurry(q)),
        "colonic_transit": lambda q: q.transit_reference / _speed(q),
        "diarrhoea": _diarrhoea,
        # barrier, inflammation, flora
        "barrier_opening": lambda q: relax(
            q.crh_opening * _raised(q, q.crh)
            + q.irritation_opening * _bounded(q.irritation)
            + q.inflammation_opening * q.inflammation,
            q.barrier_time,
        ),
        "permeability": lambda q: q.permeability_rest * f.exp(q.barrier_opening),
        "inflammation": lambda q: relax(
            _bounded(q.inflammation_drive + q.opening_inflames * q.barrier_opening), q.inflammation_time
        ),
        "short_chain_fatty_acids": lambda q: relax(
            f.exp(q.flora_drive) * (1.0 + q.fibre_fermented * (q.fibre_supply * q.day / q.fibre_reference - 1.0)),
            q.flora_time,
        ),
        # complaints
        "cramp": lambda q: relax(_cramp_target(q), q.complaint_time),
        "bloating": lambda q: relax(_bloating_target(q), q.complaint_time),
        "digestive_signal": _signal,
    },
    outputs=(
        "stools_per_week",
        "stool_water",
        "colonic_transit",
        "cramp",
        "bloating",
        "diarrhoea",
        "digestive_signal",
        "permeability",
        "inflammation",
        "short_chain_fatty_acids",
    ),
)
