"""Other people's simulators, for tests: RoadRunner (CVODE) and COPASI (LSODA) run the same file."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pytest

from somaloop.io import identifier

RELATIVE, ABSOLUTE = 1e-9, 1e-10


def _imported(module: str):
    with warnings.catch_warnings():  # their wrappers are not free of deprecated things
        warnings.simplefilter("ignore")
        return pytest.importorskip(module, reason=f"{module} is not installed", exc_type=ImportError)


def roadrunner_run(text: str, hours: Sequence[float], names: Sequence[str]) -> np.ndarray:
    """The quantities at the hours, [hours, names], as RoadRunner integrates them."""
    roadrunner = _imported("roadrunner")
    roadrunner.Logger.disableLogging()
    model = roadrunner.RoadRunner(text)
    settings = model.getIntegrator()
    settings.relative_tolerance = RELATIVE
    # One number would be scaled by the present value of each state, and hardly anything may remain of some by daytime.
    settings.absolute_tolerance = [ABSOLUTE] * len(settings.getAbsoluteToleranceVector())
    settings.maximum_num_steps = 1_000_000
    model.timeCourseSelections = ["time", *map(identifier, names)]
    found = np.array(model.simulate(times=list(map(float, hours))))
    assert np.allclose(found[:, 0], hours)
    return found[:, 1:]


def copasi_run(text: str, hours: Sequence[float], names: Sequence[str]) -> np.ndarray:
    """The quantities at the hours, [hours, names], as COPASI integrates them."""
    basico = _imported("basico")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = basico.load_model_from_string(text)
        found = basico.run_time_course(
            values=list(map(float, hours)), r_tol=RELATIVE, a_tol=ABSOLUTE, max_steps=1_000_000, use_sbml_id=True,
            use_initial_values=True, model=model,
        )  # fmt: skip
        basico.remove_datamodel(model)
    assert np.allclose(found.index, hours)
    return found[[identifier(name) for name in names]].to_numpy()
