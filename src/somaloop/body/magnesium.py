"""Magnesium: from food and capsules through gut, plasma, cells and bone to urine and stool.

Swallowed magnesium dissolves in the stomach and waits in the small bowel, where one saturable and one passive route
take it up; phytate hinders the first. The share that a salt does not dissolve, and what transit carries on, is stool.
Plasma exchanges with a large, fast peripheral volume, with soft tissue whose loose part is nearly full in a replete
person (so a load is excreted) and far from full in a depleted one (so a load is kept), and slowly with bone. The
kidney takes back what is filtered up to a tubular maximum with splay, so it sets plasma. A small renal loss and the
magnesium of digestive juices persist in depletion. Red cells follow soft tissue at the pace of their renewal,
cerebrospinal fluid follows plasma weakly.

Every flow between pools is written as a gain without loss rate. The integrator is then conservative: intake equals
what is stored plus what was lost, to rounding, which ``ledger`` shows. Red cells and cerebrospinal fluid hold under 1%
of the total and are read-outs. Pools start at the steady state that fits ``status`` and the traits of the kidney.

The equations are a synthesis; no single paper publishes this model. Four findings stay out of reach. Four hours after
an intravenous bolus plasma is still 0.16 mmol/L up, where 0.08 was seen under anaesthesia; a store that would take that
away within the hour would also hold the load of a retention test, of which healthy people excrete nearly all. After
five months of a magnesium-free diet plasma is at 41%, where a quarter to a third was seen in two patients; red cells
are at 73% after three, slightly late. A single oral dose of 300 mg raises plasma by 4%, not 5 to 6%. Phytate at 1.5 mmol
in a meal hinders less than measured (absorption times 0.58 instead of 0.40).
"""

from __future__ import annotations

from typing import Any

from somaloop.body._magnesium_arrows import ARROWS
from somaloop.body._magnesium_parameters import PARAMETERS, SALTS
from somaloop.language import Entry, Input, Mechanism, Observable, Port, State, change, relax
from somaloop.language import functions as f

Q = Any

# --- absorption -----------------------------------------------------------------------------------------------------


def _uptake_capacity(q: Q) -> Any:
    return q.uptake_maximum * q.status**q.status_to_uptake


def _absorption(q: Q) -> Any:
    hindrance = 1.0 + (q.phytate / q.phytate_half) ** 2
    capacity = _uptake_capacity(q) * f.exp(q.absorption_log_gain) / hindrance
    return (capacity / (q.uptake_half + q.gut_dissolved) + q.passive_rate) * q.gut_dissolved


def _dissolving(q: Q) -> Any:
    return sum(getattr(q, f"dose_{salt}") * getattr(q, f"dissolved_share_{salt}") for salt in SALTS)


def _solid(q: Q) -> Any:
    return sum(getattr(q, f"dose_{salt}") * (1.0 - getattr(q, f"dissolved_share_{salt}")) for salt in SALTS)


def _eaten(q: Q) -> Any:
    return q.status * q.food_supply


# --- plasma and what it exchanges with ------------------------------------------------------------------------------


def _relative(q: Q, plasma: Any) -> Any:
    return f.maximum(plasma, 0.0) / q.plasma_reference


def _tissue_target(q: Q, plasma: Any) -> Any:
    half = q.tissue_half / q.plasma_reference
    loose = f.hill(_relative(q, plasma), half, q.tissue_steepness) / f.hill(1.0, half, q.tissue_steepness)
    return q.tissue_reference * (q.tissue_firm_share + (1.0 - q.tissue_firm_share) * loose)


def _bone_target(q: Q, plasma: Any) -> Any:
    return q.bone_reference * _relative(q, plasma)


def _csf_target(q: Q, plasma: Any) -> Any:
    return q.csf_reference * (1.0 + q.csf_gain * (_relative(q, plasma) - 1.0))


def _to_peripheral(q: Q) -> Any:
    return q.exchange_clearance * (q.plasma - q.peripheral)


def _to_tissue(q: Q) -> Any:
    return (_tissue_target(q, q.plasma) - q.tissue) / q.tissue_time + q.tissue_shift


def _to_bone(q: Q) -> Any:
    return (_bone_target(q, q.plasma) - q.bone) / q.bone_time


# --- losses ---------------------------------------------------------------------------------------------------------


def _threshold(q: Q, plasma: Any) -> Any:
    excess = q.excess_softness * f.softplus((plasma - q.excess_onset) / q.excess_softness)
    return q.tubular_maximum / (1.0 + excess / q.excess_half)


def _renal_leak(q: Q, plasma: Any) -> Any:
    return q.renal_floor * q.glomerular_filtration * q.filterable_share * f.maximum(plasma, 0.0)


def _urine(q: Q) -> Any:
    beyond = q.filterable_share * q.plasma - _threshold(q, q.plasma) - q.tubular_maximum_shift
    spilled = q.glomerular_filtration * q.tubular_splay * f.softplus(beyond / q.tubular_splay)
    return spilled + _renal_leak(q, q.plasma)


def _secreted(q: Q, plasma: Any) -> Any:
    half = q.gut_secretion_half / q.plasma_reference
    level = _relative(q, plasma)
    return q.gut_secretion * level * (1.0 + half) / (level + half)


def _sweat(q: Q, plasma: Any) -> Any:
    return q.sweat_rate * _relative(q, plasma)


# --- where the pools start ------------------------------------------------------------------------------------------


def _habitual_supply(q: Q) -> Any:
    return q.status * q.habitual_intake / q.molar_mass / q.day


def _habitual_gut(q: Q) -> Any:
    """Dissolved magnesium in the bowel at which absorption and transit balance an even supply (a quadratic)."""
    supply = _habitual_supply(q)
    rate = q.passive_rate + q.transit_rate
    linear = _uptake_capacity(q) * q.meal_crowding + rate * q.uptake_half - supply
    return (f.sqrt(linear * linear + 4.0 * rate * q.uptake_half * supply) - linear) / (2.0 * rate)


def _habitual_plasma(q: Q) -> Any:
    """Plasma at which the losses equal the habitual absorption: the renal equation solved for plasma."""
    absorbed = _habitual_supply(q) - q.transit_rate * _habitual_gut(q)
    plasma = q.plasma_reference
    for _ in range(4):
        other = _renal_leak(q, plasma) + _secreted(q, plasma) + _sweat(q, plasma)
        spilled = f.maximum(absorbed - other, 0.01 * absorbed) / (q.glomerular_filtration * q.tubular_splay)
        beyond = q.tubular_splay * (f.log(1.0 - f.exp(-spilled)) + spilled)
        plasma = (_threshold(q, plasma) + beyond) / q.filterable_share
    return plasma


def _dose_input(salt: str) -> Input:
    return Input(
        name=f"dose_{salt}",
        unit="mmol/hour",
        description=f"Elemental magnesium swallowed as {salt}.",
        entries=(Entry(verb="take", thing="magnesium", kind="dose", form=salt, unit="mg", per_unit=1.0 / 24.305),),
    )


def _pool(name: str, unit: str, description: str, initial: Any = 0.0, high: float = 1e9) -> State:
    return State(name=name, unit=unit, description=description, initial=initial, low=-1e-6, high=high)


def _recent(salt: str) -> Any:
    return lambda q: relax(getattr(q, f"dose_{salt}") * q.day, q.recent_days)


def _soft_deficit(q: Q, lacking: Any) -> Any:
    """Positive when lacking, zero at the reference, and hardly negative in a surplus."""
    return q.deficit_softness * (f.softplus(lacking / q.deficit_softness) - f.softplus(0.0))


MECHANISM = Mechanism(
    name="magnesium",
    title="Magnesium",
    description="Absorption, distribution, storage and loss of magnesium, and the deficits that other systems feel.",
    states=(
        _pool("stomach", "mmol", "Magnesium that is dissolving in the stomach.", high=200.0),
        _pool("gut_dissolved", "mmol", "Dissolved magnesium at the absorbing sites.", _habitual_gut, 200.0),
        _pool("undissolved", "mmol", "Magnesium of tablets that stays solid, on its way to the stool.", high=400.0),
        _pool("anions", "mmol", "Unabsorbed citrate in the bowel.", high=50.0),
        _pool("phytate", "mmol", "Phytate in the small bowel.", 0.1, 50.0),
        _pool("plasma", "mmol/L", "Magnesium in plasma.", _habitual_plasma, 10.0),
        _pool("peripheral", "mmol/L", "Magnesium in fluids and cells reached within hours.", _habitual_plasma, 10.0),
        _pool(
            "tissue",
            "mmol",
            "Exchangeable magnesium in soft tissue.",
            lambda q: _tissue_target(q, _habitual_plasma(q)),
            300.0,
        ),
        _pool("bone", "mmol", "Exchangeable magnesium in bone.", lambda q: _bone_target(q, _habitual_plasma(q)), 900.0),
        _pool(
            "red_cells",
            "mmol/L",
            "Magnesium in red cells.",
            lambda q: q.red_cell_reference * _tissue_target(q, _habitual_plasma(q)) / q.tissue_reference,
            10.0,
        ),
        _pool("csf", "mmol/L", "Magnesium in cerebrospinal fluid.", lambda q: _csf_target(q, _habitual_plasma(q)), 3.0),
        _pool("intake", "mmol", "All magnesium eaten, swallowed or infused since the start."),
        _pool("urine", "mmol", "All magnesium lost in urine since the start."),
        _pool("stool", "mmol", "All magnesium passed on to the stool since the start."),
        _pool("other_losses", "mmol", "All magnesium lost through skin and sweat since the start."),
        _pool("recent_glycinate", "mmol/day", "Recent daily intake as glycinate.", high=200.0),
        _pool("recent_malate", "mmol/day", "Recent daily intake as malate.", high=200.0),
        _pool("recent_threonate", "mmol/day", "Recent daily intake as threonate.", high=200.0),
    ),
    observables=(
        Observable(name="serum", unit="mmol/L", description="Magnesium in serum, as a laboratory reports it.", low=0.0),
        Observable(name="urine_rate", unit="mmol/hour", description="Magnesium excreted in urine.", low=0.0),
        Observable(
            name="unabsorbed_rate",
            unit="mmol/hour",
            description="Dissolved magnesium (and citrate) that reaches the colon and holds water there.",
            low=0.0,
        ),
        Observable(name="plasma_deficit", unit="1", description="Lack of plasma magnesium; positive when lacking."),
        Observable(name="tissue_deficit", unit="1", description="Lack of tissue magnesium; positive when lacking."),
        Observable(name="brain_deficit", unit="1", description="Lack of cerebrospinal magnesium."),
        Observable(name="total_stored", unit="mmol", description="Magnesium in bowel, fluids, soft tissue and bone."),
        Observable(
            name="ledger",
            unit="mmol",
            description="Intake minus losses minus what is stored; a sum that must never change.",
        ),
    ),
    parameters=PARAMETERS,
    inputs=(
        *(_dose_input(salt) for salt in SALTS),
        Input(
            name="dose_intravenous",
            unit="mmol/hour",
            description="Magnesium infused into a vein.",
            entries=(
                Entry(verb="take", thing="magnesium", kind="dose", form="intravenous", unit="mg", per_unit=1 / 24.305),
            ),
        ),
    ),
    ports=(
        Port(name="food_supply", unit="mmol/hour", description="Magnesium in the food that is being eaten."),
        Port(name="phytate_supply", unit="mmol/hour", description="Phytate in the food that is being eaten."),
        Port(name="absorption_log_gain", unit="1", description="Log change of saturable absorption."),
        Port(name="tubular_maximum_shift", unit="mmol/L", description="Shift of the tubular maximum; negative loses."),
        Port(name="tissue_shift", unit="mmol/hour", description="Net move from plasma into soft tissue."),
        Port(name="red_cell_loss", unit="mmol/L", description="How far stress or short sleep lowers red cells."),
        Port(name="sweat_loss", unit="mmol/hour", description="Extra loss in sweat."),
        Port(name="stool_loss", unit="mmol/hour", description="Extra loss in diarrhoea."),
    ),
    arrows=ARROWS,
    equations={
        # gut
        "stomach": lambda q: change(_eaten(q) + _dissolving(q) - q.dissolution_rate * q.stomach),
        "gut_dissolved": lambda q: change(
            q.dissolution_rate * q.stomach - _absorption(q) - q.transit_rate * q.gut_dissolved
        ),
        "undissolved": lambda q: change(_solid(q) - q.transit_rate * q.undissolved),
        "anions": lambda q: change(
            q.citrate_osmoles * q.dissolved_share_citrate * q.dose_citrate, loss_rate=q.transit_rate
        ),
        "phytate": lambda q: change(q.phytate_supply, loss_rate=q.phytate_transit_rate),
        "unabsorbed_rate": lambda q: q.transit_rate * (q.gut_dissolved + q.anions),
        # plasma, stores
        "plasma": lambda q: change(
            (
                _absorption(q)
                + q.dose_intravenous
                - _to_peripheral(q)
                - _to_tissue(q)
                - _to_bone(q)
                - _urine(q)
                - _secreted(q, q.plasma)
                - _sweat(q, q.plasma)
                - q.sweat_loss
                - q.stool_loss
            )
            / q.plasma_volume
        ),
        "peripheral": lambda q: change(_to_peripheral(q) / q.peripheral_volume),
        "tissue": lambda q: change(_to_tissue(q)),
        "bone": lambda q: change(_to_bone(q)),
        "red_cells": lambda q: relax(
            q.red_cell_reference * q.tissue / q.tissue_reference - q.red_cell_loss, q.red_cell_time
        ),
        "csf": lambda q: relax(_csf_target(q, q.plasma), q.csf_time),
        # sums since the start
        "intake": lambda q: change(_eaten(q) + _dissolving(q) + _solid(q) + q.dose_intravenous),
        "urine": lambda q: change(_urine(q)),
        "stool": lambda q: change(
            q.transit_rate * (q.gut_dissolved + q.undissolved) + _secreted(q, q.plasma) + q.stool_loss
        ),
        "other_losses": lambda q: change(_sweat(q, q.plasma) + q.sweat_loss),
        "total_stored": lambda q: (
            q.stomach
            + q.gut_dissolved
            + q.undissolved
            + q.plasma_volume * q.plasma
            + q.peripheral_volume * q.peripheral
            + q.tissue
            + q.bone
        ),
        "ledger": lambda q: q.intake - q.urine - q.stool - q.other_losses - q.total_stored,
        # what other systems and laboratories see
        "serum": lambda q: q.plasma,
        "urine_rate": _urine,
        "plasma_deficit": lambda q: _soft_deficit(q, 1.0 - q.plasma / q.plasma_reference),
        "tissue_deficit": lambda q: _soft_deficit(q, 1.0 - q.tissue / q.tissue_reference),
        "brain_deficit": lambda q: _soft_deficit(q, 1.0 - q.csf / q.csf_reference),
        "recent_glycinate": _recent("glycinate"),
        "recent_malate": _recent("malate"),
        "recent_threonate": _recent("threonate"),
    },
    outputs=(
        "serum",
        "urine_rate",
        "unabsorbed_rate",
        "tissue",
        "red_cells",
        "csf",
        "total_stored",
        "ledger",
        "plasma_deficit",
        "tissue_deficit",
        "brain_deficit",
        "recent_glycinate",
        "recent_malate",
        "recent_threonate",
    ),
)
