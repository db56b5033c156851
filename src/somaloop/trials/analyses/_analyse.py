"""One analysis of one trial."""

from __future__ import annotations

from collections.abc import Callable

from somaloop.language.errors import unknown
from somaloop.trials.analyses._cluster import cluster
from somaloop.trials.analyses._crossover import crossover
from somaloop.trials.analyses._design import readings_of, visit_place
from somaloop.trials.analyses._judge import Better, CannotAnalyseError, failed
from somaloop.trials.analyses._mmrm import mmrm
from somaloop.trials.analyses._n_of_1 import n_of_1
from somaloop.trials.analyses._parallel import bayesian, doses, linear
from somaloop.trials.analyses._responder import responder
from somaloop.trials.analyses.contrast import contrasts
from somaloop.trials.data import Estimate, TrialData
from somaloop.trials.plan import Analysis

_METHODS: dict[str, Callable[[TrialData, Analysis, str, Better], tuple[Estimate, ...]]] = {
    "ancova": linear,
    "mmrm": mmrm,
    "crossover": crossover,
    "n-of-1": n_of_1,
    "responder": responder,
    "bayesian": bayesian,
    "factorial": linear,
    "dose": doses,
    "cluster": cluster,
}


def analyse(data: TrialData, analysis: Analysis, outcome: str, better: Better) -> tuple[Estimate, ...]:
    """Estimate and judge every contrast of an analysis, in the order of :func:`contrasts`.

    What these data do not allow ends in :attr:`Estimate.failure`. Raises SomaloopError (with the nearest known name)
    where the analysis does not fit the plan: an unknown outcome, covariate, visit or method, factors without all
    combinations, doses that are not stated.
    """
    if analysis.method not in _METHODS:
        raise unknown("analysis", analysis.method, _METHODS)
    try:
        return _METHODS[analysis.method](data, analysis, outcome, better)
    except CannotAnalyseError as reason:
        seen = readings_of(data, outcome)[visit_place(data, analysis.at)]
        n = int((seen == seen).sum())
        return tuple(failed(item.name, n, str(reason), item.unit) for item in contrasts(data, analysis))
