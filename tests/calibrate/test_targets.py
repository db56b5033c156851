"""Only what may be fitted becomes a target, whatever a study says of itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from calibrate.toy import study_text

from somaloop.calibrate.studied import person_days, problem_of, share_of_truths
from somaloop.calibrate.targets import CalibrationError, forbidden, target, targets
from somaloop.evidence import sources
from somaloop.model import whole_body
from somaloop.studies import only, parse_studies, studies_for
from somaloop.studies.use import use_of

FITTED = next(name for name in sources() if use_of([name]) == "calibrate")
CHECKED = next(name for name in sources() if use_of([name]) == "validate")


def _study(row: str, published: float = 9.0):
    return parse_studies(study_text(row, published), "a test", whole_body())[0]


def test_a_statistic_that_may_be_fitted_is_a_target_on_its_scale():
    aim = targets([_study(FITTED, 4.0)])[0]
    assert (aim.scale, aim.n, aim.study) == ("log", (50,), "toy")
    assert aim.value == pytest.approx(np.log(4.0))


@pytest.mark.parametrize("published", [9.0, 1e6])
def test_one_that_may_only_check_raises(published):
    with pytest.raises(CalibrationError, match="may only check"):
        targets([_study(CHECKED, published)])


def test_lying_about_its_use_does_not_help():
    study = _study(CHECKED)
    lying = replace(study, statistics=tuple(replace(item, use="calibrate") for item in study.statistics))
    assert lying.use == "calibrate"
    assert forbidden(lying, lying.statistics[0])
    with pytest.raises(CalibrationError, match="may only check"):
        problem_of(whole_body(), [lying])


def test_the_shipped_studies_hold_nothing_for_the_fit_that_may_only_check():
    fitted = studies_for("calibrate")
    assert len(targets(fitted)) == sum(len(study.statistics) for study in fitted) > 100
    with pytest.raises(CalibrationError, match="may only check"):
        targets([*fitted, *studies_for("validate")])


def test_absurd_numbers_in_checks_change_nothing_in_the_problem():
    honest = problem_of(whole_body())
    absurd = [
        replace(study, statistics=tuple(replace(item, published=1e9) for item in study.statistics))
        for study in studies_for("validate")
    ]
    # The same door that the command uses: what may only check falls out before the fit sees anything.
    every = [part for study in (*studies_for("calibrate"), *absurd) if (part := only(study, "calibrate")) is not None]
    again = problem_of(whole_body(), every)
    assert again.targets == honest.targets and again.names == honest.names


def test_a_share_of_nobody_has_a_place():
    study = parse_studies(study_text(FITTED, 0.0, "share", "at least: 10, unit: share"), "a test", whole_body())[0]
    aim = target(study, study.statistics[0])
    assert aim.value == pytest.approx(np.log(0.01 / 0.99))


def test_a_number_without_a_place_on_its_scale_is_told():
    study = _study(FITTED)
    nothing = replace(study.statistics[0], published=0.0)
    with pytest.raises(CalibrationError, match="no place on the log scale"):
        targets([replace(study, statistics=(nothing,))])


def test_dear_studies_live_in_fewer_truths():
    assert [share_of_truths(days) for days in (10, 200, 350, 450, 5000)] == [1.0, 1.0, 0.5, 0.25, 0.25]
    assert person_days(_study(FITTED), 4) > person_days(_study(FITTED), 1) > 0
