"""``calibrate``: fit what the evidence leaves open to published studies, check the method, compare and report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.cli.extras import need
from somaloop.cli.output import goes_on, made_folder, say_failed, steps, stopped
from somaloop.evidence.posterior import SHIPPED, Posterior, read_posterior, shipped, write_posterior

if TYPE_CHECKING:
    from somaloop.calibrate.fit import Fit, Problem

NEEDED = "calibration needs NumPyro: install the extra, pip install 'somaloop[calibrate]'"


def calibrate_command(
    out: Path | None,
    seed: int,
    ensemble: int,
    rounds: int,
    check: bool,
    report: bool,
    compare: bool,
    record: bool,
) -> int:
    """Fit and write the posterior and its report; or only check, compare or report where that is asked."""
    folder = made_folder(out, "calibrate")
    if compare:
        return _compare(folder / SHIPPED.name)
    if report:
        _report(read_posterior(), folder)
        return 0
    need(NEEDED, "numpyro")
    try:
        if check:
            return _check(folder, seed, ensemble)
        posterior = _fit(folder, seed, ensemble, rounds)
    except KeyboardInterrupt:
        return stopped(goes_on("finished studies are kept"))
    write_posterior(posterior, folder / SHIPPED.name)
    print(f"Posterior: {folder / SHIPPED.name}")
    _report(posterior, folder)
    if shipped() and not record:
        _print_agreement(read_posterior(), posterior)
    if record:
        write_posterior(posterior, SHIPPED)
        print(f"Kept beside the code: {SHIPPED.name}")
    return 0


def _problem(folder: Path, seed: int, failures: list[str]) -> Problem:
    from somaloop.calibrate.studied import problem_of
    from somaloop.model import checked_body

    return problem_of(checked_body(), seed=seed, keep=folder / "lives", failures=failures)


def _fit(folder: Path, seed: int, ensemble: int, rounds: int) -> Posterior:
    from somaloop.calibrate.design import design_error
    from somaloop.calibrate.fit import fit
    from somaloop.calibrate.result import posterior_of
    from somaloop.calibrate.studied import about, priors_of
    from somaloop.model import checked_body

    failures: list[str] = []
    with steps() as say:
        found = fit(_problem(folder, seed, failures), ensemble=ensemble, again=ensemble // 4, rounds=rounds, seed=seed,
                    say=say)  # fmt: skip
        design = design_error(found, say)
    say_failed(failures)
    _diagnose(found)
    command = f"somaloop calibrate --seed {seed} --ensemble {ensemble} --rounds {rounds}"
    return posterior_of(found, priors_of(checked_body()), {**about(), "command": command, "failures": failures}, design)


def _diagnose(found: Fit) -> None:
    """Say where the sampler or a target was in trouble; silence means that there was none."""
    sample = found.sample
    if sample.reach.max(initial=1.0) > 1.01:
        sys.stderr.write(f"chains do not agree: the largest r-hat is {sample.reach.max():.3f} (1.01 is allowed)\n")
    if len(found.active) and sample.effective.min() < 400:
        sys.stderr.write(f"few independent draws: {sample.effective.min():.0f} for some quantity (400 are wanted)\n")
    if sample.divergent:
        sys.stderr.write(f"{sample.divergent} of {len(sample.flat)} draws diverged\n")
    for label, reason in found.learned.left_out.items():
        sys.stderr.write(f"not fitted: {label}: {reason}\n")


def _check(folder: Path, seed: int, ensemble: int) -> int:
    from somaloop.calibrate.check import check, lines
    from somaloop.calibrate.fit import first_round

    with steps() as say:
        problem = _problem(folder, seed, [])
        prior, sampling = first_round(problem, ensemble, seed, 1, say)
        ranks = check(problem, prior, sampling, trials=min(100, ensemble // 4), seed=seed, say=say)
    print("\n".join(lines(ranks)))
    return 0 if ranks.passed else 1


def _compare(path: Path) -> int:
    return 0 if _print_agreement(read_posterior(), read_posterior(path)) else 1


def _print_agreement(one: Posterior, other: Posterior) -> bool:
    from somaloop.calibrate.compare import compare, lines

    found = compare(one, other)
    print("\nAgainst the shipped posterior: " + "\n".join(lines(found)))
    return found.agrees


def _report(posterior: Posterior, folder: Path) -> None:
    from somaloop.calibrate.studied import stale
    from somaloop.calibrate.verdict import findings
    from somaloop.model import whole_body
    from somaloop.report.calibration_page import write_calibration
    from somaloop.report.calibration_text import calibration_text, print_calibration

    body = whole_body()
    for reason in stale(body, posterior):
        sys.stderr.write(f"the posterior is older than the model: {reason}\n")
    found = findings(body, posterior)
    print_calibration(posterior, found)
    page = write_calibration(posterior, found, folder / "calibration.html")
    text = folder / "calibration.md"
    text.write_text(calibration_text(posterior, found), encoding="utf-8")
    print(f"Report: {page}, {text}")
