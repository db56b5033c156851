"""The SBML file holds the whole model, libSBML finds it right, and other engines run it to the same curves."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import libsbml
import numpy as np
import pytest
from other_engines import copasi_run, roadrunner_run
from toys import toy_body

from somaloop.cli.ask import load_experiment
from somaloop.engine.program import layout
from somaloop.engine.quiet import quiet_run
from somaloop.engine.simulate import day_inputs
from somaloop.engine.worlds import WORLDS, world_values
from somaloop.evidence import source
from somaloop.evidence.provenance import ids_in
from somaloop.io import check_sbml, export_sbml, identifier
from somaloop.io.sbml.notes import identifiers
from somaloop.language import Reading, SomaloopError, UnknownNameError
from somaloop.model import whole_body

ROOT = Path(__file__).resolve().parents[2]
DAYS = 14
HOURS = np.arange(24.0 * DAYS + 1.0)


@lru_cache(maxsize=1)
def asked():
    return load_experiment(ROOT / "examples" / "magnesium.yaml")


@lru_cache(maxsize=1)
def schedule():
    return asked().experiment.schedules(whole_body())["with"]


@lru_cache(maxsize=1)
def traits():
    return asked().person.traits(whole_body())


def values(body, world, facts=None):
    plan = layout(body)
    return dict(zip(plan.values, world_values(body, plan, facts or {}, world).tolist(), strict=True))


@lru_cache(maxsize=2)
def text(world):
    return export_sbml(whole_body(), values(whole_body(), world, traits()), None, schedule(), days=DAYS)


@lru_cache(maxsize=2)
def model(world="known"):
    """libSBML's model; the document is kept too, since the model dies with it."""
    document = libsbml.readSBMLFromString(text(world))
    return document, document.getModel()


def rules():
    _, found = model()
    every = (found.getRule(i) for i in range(found.getNumRules()))
    return {rule.getVariable(): rule for rule in every}


# --- what is in the file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", WORLDS)
def test_libsbml_finds_nothing_wrong(world):
    assert [f"{item.severity} in line {item.line}: {item.message}" for item in check_sbml(text(world))] == []


def test_a_fault_would_be_found():
    broken = text("known").replace("<ci> sleep__pressure </ci>", "<ci> sleep__presure </ci>", 1)
    assert any(item.severity == "error" and "sleep__presure" in item.message for item in check_sbml(broken))
    unlike = text("known").replace('id="sleep__pressure" name="sleep.pressure" value="13.59" units="dimensionless"',
                                   'id="sleep__pressure" name="sleep.pressure" value="13.59" units="hour"')  # fmt: skip
    assert unlike != text("known")
    assert any("unit" in item.message for item in check_sbml(unlike))


@pytest.mark.parametrize("world", WORLDS)
def test_every_quantity_and_arrow_stands_in_the_file(world):
    body, (_, found), own = whole_body(), model(world), rules()
    given = values(body, world, traits())
    names = [*body.quantities, *(f"{kind}.{name}" for kind in ("arrow", "contribution") for name in body.arrows)]
    assert found.getNumParameters() == len(names)
    for name in names:
        item = found.getParameter(identifier(name))
        assert item is not None and item.getName() == name
        assert item.isSetNotes()
        rule = own.get(identifier(name))
        if name in given:
            assert rule is None and item.getConstant()
            assert item.getValue() == pytest.approx(given[name], rel=1e-14)
        elif name in body.noises:
            assert rule is None and item.getConstant() and item.getValue() == 0.0
        elif name in body.states:
            assert rule.isRate() and np.isfinite(item.getValue())
        elif name in body.inputs and not name.endswith(".clock_hour"):
            assert rule is None and np.isfinite(item.getValue())
        else:
            assert rule.isAssignment() and not item.isSetValue()


def test_inputs_are_those_of_the_schedule_in_every_step():
    body, (_, found) = whole_body(), model()
    plan = layout(body)
    wanted = np.concatenate([day_inputs(body, plan, schedule(), day)[0] for day in range(DAYS)])
    now = {identifier(name): found.getParameter(identifier(name)).getValue() for name in plan.inputs}
    events = [found.getEvent(i) for i in range(found.getNumEvents())]
    changes = {}
    for event in events:
        time, hour = event.getTrigger().getMath().getChild(0), event.getTrigger().getMath().getChild(1)
        assert time.getType() == libsbml.AST_NAME_TIME
        assignments = [event.getEventAssignment(i) for i in range(event.getNumEventAssignments())]
        changes[hour.getValue()] = {item.getVariable(): item.getMath().getValue() for item in assignments}
    assert len(changes) == len(events)
    for step, row in enumerate(wanted):
        now |= changes.pop(step / 10.0, {})
        assert [now[identifier(name)] for name in plan.inputs] == pytest.approx(list(row), rel=1e-14), step
    assert not changes


class _Numbers:
    """An equation's names as numbers drawn at random."""

    def __init__(self, mechanism, drawn):
        self._mechanism, self._drawn = mechanism, drawn

    def __getattr__(self, name):
        return self._drawn[f"{self._mechanism}.{name}"]


def test_every_rule_works_out_to_what_the_equation_does():
    """libSBML evaluates each rule, and the body each equation, on the same numbers drawn at random."""
    body, own = whole_body(), rules()
    document = libsbml.readSBMLFromString(text("known"))
    found = document.getModel()
    while found.getNumRules():  # what follows from others stands at its drawn number too
        found.removeRule(0)
    generator = np.random.default_rng(3)
    checked = 0
    for _ in range(3):
        drawn = {}
        for i in range(found.getNumParameters()):
            item = found.getParameter(i)
            # the root of one less a share above one is no number
            most = 0.95 if item.getName().endswith(("shared_feeling", "days_of_feeling")) else 1.8
            drawn[item.getName()] = float(generator.uniform(0.2, most))
            item.setValue(drawn[item.getName()])
        libsbml.SBMLTransforms.mapComponentValues(found)

        def same(name, wanted, found=found):
            got = libsbml.SBMLTransforms.evaluateASTNode(own[identifier(name)].getMath(), found)
            assert got == pytest.approx(float(wanted), rel=1e-9, abs=1e-12, nan_ok=True), name
            return int(np.isfinite(got))

        with np.errstate(all="ignore"):
            for name in (*body.states, *body.observables):
                mechanism, _, short = name.partition(".")
                part = body.mechanisms[mechanism].equations[short](_Numbers(mechanism, drawn))
                checked += same(name, part if name in body.observables else part.gain - part.loss_rate * drawn[name])
            for name, arrow in body.arrows.items():
                scope = _Numbers(arrow.origin.partition(".")[0], drawn)
                checked += same(f"contribution.{name}", arrow.equation(drawn[f"arrow.{name}"], scope))
            for name, port in body.ports.items():
                arriving = [drawn[f"contribution.{arrow.name}"] for arrow in body.arrows_into.get(name, ())]
                checked += same(name, sum(arriving, port.rest))
    assert checked > 0.99 * 3 * (len(own) - 2)  # all but the two clocks; few are beyond what numbers can hold


def test_sources_are_cited_and_grades_told():
    body, (_, found) = whole_body(), model()
    arrow = body.arrows["outdoors_calms_stress_axis"]
    item = found.getParameter("arrow__outdoors_calms_stress_axis")
    work = source(arrow.source[0]).works[0]
    resources = item.getCVTerm(0).getResources()
    addresses = {resources.getValue(i) for i in range(resources.getLength())}
    assert (
        f"https://identifiers.org/doi:{work.doi}" in addresses
        or f"https://identifiers.org/pubmed:{work.pmid}" in addresses
    )
    notes = item.getNotesString()
    assert f"as told: {arrow.as_told:g}" in notes and "as known: " in notes and f"Grade {arrow.grade}" in notes


def test_identifiers_that_nobody_looked_up_are_not_cited():
    body = whole_body()
    cited = {address for item in (*body.parameters.values(), *body.arrows.values()) for address in identifiers(item)}
    assert cited
    for item in (*body.parameters.values(), *body.arrows.values()):
        for name in ids_in(item.source):
            for work in source(name).works:
                for kind, value in (("doi", work.doi), ("pmid", work.pmid)):
                    address = f"https://identifiers.org/{'doi' if kind == 'doi' else 'pubmed'}:{value}"
                    assert not (kind in work.unverified and address in identifiers(item)), (name, kind)


def test_wrong_names_and_missing_values_are_errors():
    body = toy_body()
    whole = values(body, "known")
    with pytest.raises(UnknownNameError, match=r"did you mean 'drug\.volume'"):
        export_sbml(body, whole | {"drug.volum": 1.0})
    with pytest.raises(UnknownNameError, match=r"did you mean 'mood\.level'"):
        export_sbml(body, whole, {"mood.levl": 1.0})
    with pytest.raises(SomaloopError, match=r"no value for drug\.volume"):
        export_sbml(body, {name: value for name, value in whole.items() if name != "drug.volume"})


# --- other engines --------------------------------------------------------------------------------------------------


class Dose:
    """100 mg within the step that begins at 08:00, every day."""

    def day(self, index):
        track = np.zeros(240)
        track[80] = 1000.0
        return {"drug.swallowed": track}

    def missed(self, index):
        return {}


def toy_solution(world, hours):
    """The toy of the tests in closed form: linear, so the exponential of a matrix."""
    from scipy.linalg import expm

    given = values(toy_body(), world)
    absorption, elimination, lag = given["drug.absorption"], given["drug.elimination"], given["mood.lag"]
    matrix = np.zeros((4, 4))
    matrix[0, 0], matrix[1, 0], matrix[1, 1] = -absorption, absorption / given["drug.volume"], -elimination
    matrix[2, 1], matrix[2, 2] = given["arrow.drug_lifts_mood"] / lag, -1.0 / lag
    rows, state, before = [], np.array([0.0, 0.0, 0.0, 1.0]), 0.0  # mood above its rest
    for hour in hours:
        for moment, rate in ((8.0, 0.0), (8.1, 1000.0), (hour, 0.0)):
            until = min(moment, hour)
            if until > before:
                matrix[0, 3] = rate
                state = expm(matrix * (until - before)) @ state
                before = until
        rows.append(state[:3].copy())
    return np.array(rows) + np.array([0.0, 0.0, given["mood.rest"]])


@pytest.mark.parametrize("engine", [roadrunner_run, copasi_run])
@pytest.mark.parametrize("world", WORLDS)
def test_the_toy_body_runs_to_its_closed_form(engine, world):
    body = toy_body()
    written = export_sbml(body, values(body, world), None, Dose(), days=1)
    assert check_sbml(written) == ()
    hours = np.linspace(0.0, 23.0, 24)
    got = engine(written, hours, ("drug.gut", "drug.plasma", "mood.level", "mood.doubled"))
    wanted = toy_solution(world, hours)
    assert np.allclose(got[:, :3], wanted, rtol=1e-6, atol=1e-8)
    assert np.allclose(got[:, 3], 2.0 * wanted[:, 2], rtol=1e-6, atol=1e-8)


@lru_cache(maxsize=2)
def own_run(substeps):
    """The states at every hour as somaloop integrates them, [hours, states, worlds]."""
    names = tuple(whole_body().states)
    run = quiet_run(
        whole_body(), traits(), WORLDS, schedule(), DAYS + 1, outputs=names, resolution="step", substeps=substeps
    )
    return run.saved.reshape(-1, len(names), len(WORLDS))[::10][: len(HOURS)]


@lru_cache(maxsize=4)
def outside_run(engine, world):
    return engine(text(world), HOURS, tuple(whole_body().states))


def errors(engine, world, substeps):
    """The largest difference of every state over the run, as a share of its range."""
    wanted = outside_run(engine, world)
    span = np.ptp(wanted, axis=0)
    still = span <= 1e-9 * np.abs(wanted).max(axis=0)
    own = own_run(substeps)[:, :, WORLDS.index(world)]
    assert np.allclose(own[:, still], wanted[:, still], rtol=1e-7, atol=1e-9)
    return np.where(still, 0.0, np.abs(own - wanted).max(axis=0) / np.where(still, 1.0, span))


@pytest.mark.parametrize("world", WORLDS)
def test_roadrunner_agrees_at_every_hour_of_two_weeks(world):
    whole, half = (errors(roadrunner_run, world, substeps) for substeps in (1, 2))
    names = np.array(list(whole_body().states))
    assert whole.max() < 1e-3, sorted(zip(whole, names, strict=True))[-5:]
    # The integrator is of fourth order (a factor of 16), and of third (8) where a kink lies on the way; what is near
    # RoadRunner's own tolerance is not asked.
    seen = whole > 5e-6
    factors = whole[seen] / half[seen]
    assert factors.min() > 4.0, sorted(zip(factors, names[seen], strict=True))[:5]
    assert np.median(factors) > 8.0


@pytest.mark.parametrize("world", WORLDS)
def test_copasi_agrees_at_every_hour_of_two_weeks(world):
    assert errors(copasi_run, world, 1).max() < 1e-3
    assert errors(copasi_run, world, 2).max() < 2e-4


def test_roadrunner_and_copasi_agree_with_each_other():
    """Two engines without shared code differ by their tolerance, far less than either differs from the six-minute step."""
    one, other = (outside_run(engine, "known") for engine in (roadrunner_run, copasi_run))
    span = np.ptp(one, axis=0)
    assert (np.abs(one - other).max(axis=0) / np.where(span > 1e-9, span, 1.0)).max() < 1e-6


def test_nothing_jumps_at_midnight():
    """The clock falls from 24 to 0; what is made of it does not, since the equations are periodic."""
    body = whole_body()
    given = values(body, "known", traits())

    def light(hour):
        def leaf(name, declaration):
            if name.endswith(".clock_hour"):
                return np.float64(hour)
            return given.get(name, getattr(declaration, "default", 0.5))

        reading = Reading(body, leaf)
        return [float(reading.qualified(name)) for name in ("circadian.pigment_use", "diet.eating")]

    assert light(24.0) == pytest.approx(light(0.0), rel=1e-6)
