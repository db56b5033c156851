"""The integrator: order, exactness, independence of the crowd, and agreement with SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from toys import toy_body

from somaloop.engine import program
from somaloop.engine.program import COMPILERS, PRECISIONS, layout
from somaloop.engine.reference import integrate_reference
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.language import Mechanism, Observable, Port, State, UnknownNameError, assemble, change
from somaloop.language import functions as f


class Doses:
    """100 mg at 08:00, missed with a probability."""

    def __init__(self, probability: float = 0.0) -> None:
        self.probability = probability

    def day(self, index: int) -> dict[str, np.ndarray]:
        track = np.zeros(240)
        track[80] = 1000.0
        return {"drug.swallowed": track}

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        return {"drug.swallowed": ("doses", self.probability)}


def lanes_of(body, plan, persons, **traits):
    column = world_values(body, plan, traits, "known")
    values = np.repeat(column[:, None], len(persons), axis=1)
    return Lanes(values, np.asarray(persons), tuple(f"person {i}" for i in persons))


def simulate(body, plan, lanes, days=3, probability=0.0, resolution="step", seed=3):
    begin = start(body, plan, lanes, seed)
    return run(body, plan, lanes, Doses(probability), begin, first_day=0, days=days, seed=seed, resolution=resolution)


def test_one_person_is_the_same_alone_in_a_crowd_and_in_another_order():
    body = toy_body()
    plan = layout(body)
    crowd = np.arange(300)
    together = simulate(body, plan, lanes_of(body, plan, crowd)).saved
    alone = simulate(body, plan, lanes_of(body, plan, [263])).saved
    backwards = simulate(body, plan, lanes_of(body, plan, crowd[::-1])).saved
    assert np.array_equal(alone[..., 0], together[..., 263])
    assert np.array_equal(backwards[..., ::-1], together)


def test_twins_are_identical_and_strangers_are_not():
    body = toy_body()
    plan = layout(body)
    saved = simulate(body, plan, lanes_of(body, plan, [5, 5, 6]), probability=0.4).saved
    assert np.array_equal(saved[..., 0], saved[..., 1])
    assert not np.array_equal(saved[..., 0], saved[..., 2])


def test_linear_kinetics_are_exact():
    """Constant input within a step and linear losses: the closed form of a one-compartment drug."""
    body = toy_body()
    plan = layout(body, ("drug.gut",))
    saved = simulate(body, plan, lanes_of(body, plan, [0]), days=1).saved[0, :, 0, 0]
    rate, dose, step = 8.0, 100.0, 0.1
    after = np.arange(81, 240)
    filled = dose / step / rate * (1 - np.exp(-rate * step))
    assert saved[:81].max() == 0.0
    assert np.allclose(saved[after], filled * np.exp(-rate * step * (after - 81)), rtol=1e-10, atol=1e-12)


def _oscillator() -> Mechanism:
    """A van der Pol oscillator with a fast, non-linear loss: smooth and without closed form."""
    return Mechanism(
        name="loop",
        title="loop",
        description="loop",
        states=(
            State(name="x", unit="1", description="x", initial=1.0),
            State(name="y", unit="1/hour", description="y", initial=0.0),
            State(name="z", unit="1", description="z", initial=0.5),
        ),
        observables=(Observable(name="sum", unit="1", description="x + z"),),
        ports=(),
        equations={
            "x": lambda q: change(q.y, 0.0),
            "y": lambda q: change(-0.3 * q.x, -0.4 * (1.0 - q.x * q.x)),
            "z": lambda q: change(5.0 * f.exp(0.3 * q.x), 5.0 + q.x * q.x),
            "sum": lambda q: q.x + q.z,
        },
        outputs=("x", "y", "z", "sum"),
    )


def _oscillator_error(substeps: int) -> float:
    body = assemble([_oscillator()])
    plan = layout(body, ("loop.x", "loop.z"))
    lanes = lanes_of(body, plan, [0])
    got = run(
        body, plan, lanes, None, start(body, plan, lanes, 0),
        first_day=0, days=1, seed=0, resolution="step", substeps=substeps,
    ).saved[0, ::10, :, 0]  # fmt: skip
    exact = integrate_reference(body, np.arange(24.0), method="DOP853", max_step=0.05, rtol=1e-11)
    wanted = np.stack([exact["loop.x"], exact["loop.z"]], axis=-1)
    return float(np.abs(got - wanted).max())


@pytest.fixture(params=COMPILERS)
def compiled_by(request, monkeypatch):
    """Every compiler that is installed, in turn."""
    pytest.importorskip(request.param)
    monkeypatch.setattr(program, "compiler", lambda: request.param)
    return request.param


def test_the_error_shrinks_at_fourth_order(compiled_by):
    errors = [_oscillator_error(substeps) for substeps in (1, 2, 4)]
    orders = [np.log2(errors[i] / errors[i + 1]) for i in range(2)]
    assert errors[0] < 1e-3
    assert all(3.7 < order < 4.3 for order in orders), (errors, orders)


def test_compilers_agree(monkeypatch):
    pytest.importorskip("heyoka")
    body = toy_body()
    plan = layout(body)
    saved = []
    for name in COMPILERS:
        monkeypatch.setattr(program, "compiler", lambda name=name: name)
        saved.append(simulate(body, plan, lanes_of(body, plan, [3, 4]), probability=0.3).saved)
    assert np.allclose(*saved, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", COMPILERS)
def test_single_precision_stays_within_its_rounding(name, monkeypatch):
    pytest.importorskip(name)
    monkeypatch.setattr(program, "compiler", lambda: name)
    body = toy_body()
    plan = layout(body)
    lanes = lanes_of(body, plan, np.arange(5))
    begin = start(body, plan, lanes, 3)
    double, single = (
        run(body, plan, lanes, Doses(0.3), begin, first_day=0, days=14, seed=3, precision=precision).saved
        for precision in PRECISIONS
    )
    error = np.abs(single - double).max(axis=(0, 1, 3)) / np.abs(double).max(axis=(0, 1, 3))
    assert 0.0 < error.max() < 2e-6


def test_an_unknown_precision_suggests():
    body = toy_body()
    with pytest.raises(UnknownNameError, match="did you mean 'single'"):
        program.day_program(body, layout(body), "hour", precision="singel")  # type: ignore[arg-type]


def test_an_unknown_compiler_suggests(monkeypatch):
    program.compiler.cache_clear()
    monkeypatch.setenv("SOMALOOP_ENGINE", "heyoca")
    with pytest.raises(UnknownNameError, match="did you mean 'heyoka'"):
        program.compiler()


def test_unknown_output_suggests():
    with pytest.raises(UnknownNameError, match=r"did you mean 'drug\.plasma'"):
        layout(toy_body(), ("drug.plasm",))


def test_missing_share_is_as_asked():
    body = toy_body()
    plan = layout(body, ("drug.gut",))
    lanes = lanes_of(body, plan, np.arange(200))
    saved = simulate(body, plan, lanes, days=20, probability=0.3).saved  # days, steps, outputs, lanes
    taken = (saved[:, 81, 0, :] > 1.0).mean()
    assert abs(taken - 0.7) < 4 * np.sqrt(0.3 * 0.7 / (200 * 20))


def test_port_without_arrow_reads_its_rest():
    port = Port(name="push", unit="1", description="push", rest=2.0)
    lonely = Mechanism(
        name="lonely", title="l", description="l", states=(State(name="x", unit="1", description="x"),), ports=(port,),
        equations={"x": lambda q: change(q.push, 1.0)}, outputs=("x",),
    )  # fmt: skip
    body = assemble([lonely])
    got = integrate_reference(body, [0.0, 30.0])
    assert got["lonely.x"][-1] == pytest.approx(2.0, rel=1e-6)
