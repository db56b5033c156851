"""Trials of clusters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_ind
from trials.analyses.odd import normal, parallel

from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse
from somaloop.trials.plan import Analysis

LAST = Analysis(method="cluster", at=Moment(84))
# Ten clusters of six people, all of a cluster in one arm.
CLUSTER = np.arange(60) // 12 * 2 + np.arange(60) % 2


def test_without_covariates_it_is_the_t_test_of_cluster_means():
    data = parallel(60, cluster=CLUSTER)
    found = analyse(data, replace(LAST, covariates=()), "phq-15", "lower")[0]
    values = data.readings["phq-15"][3]
    means = np.array([np.nanmean(values[cluster == CLUSTER]) for cluster in range(10)])
    known = ttest_ind(means[1::2], means[::2])
    assert found.estimate == pytest.approx(means[1::2].mean() - means[::2].mean())
    assert (found.p, found.freedom) == (pytest.approx(known.pvalue), 8)
    assert found.n == 48


def test_adjustment_takes_the_slope_within_clusters():
    data = parallel(60, cluster=CLUSTER)
    base = data.baseline["phq-15"]
    # The reading is a slope of 0.7 within clusters, and something else between them.
    between = np.array([3.0, -1, 2, 0, 1, 1, -2, 4, 0, 2])
    inside = base - np.array([base[cluster == CLUSTER].mean() for cluster in range(10)])[CLUSTER]
    values = np.tile(10 + between[CLUSTER] + 0.7 * inside, (4, 1))
    found = analyse(replace(data, readings={"phq-15": values}), LAST, "phq-15", "lower")[0]
    means = np.array([base[cluster == CLUSTER].mean() for cluster in range(10)])
    adjusted = between - 0.7 * (means - base.mean())
    assert found.estimate == pytest.approx(adjusted[1::2].mean() - adjusted[::2].mean())


def test_covariates_of_clusters_cost_their_degrees_of_freedom():
    data = parallel(60, cluster=CLUSTER, stratum=(CLUSTER // 2) % 2)
    plain = analyse(data, LAST, "phq-15", "lower")[0]
    strata = analyse(data, replace(LAST, covariates=("baseline", "strata")), "phq-15", "lower")[0]
    assert (plain.freedom, strata.freedom) == (8, 7)


def test_what_cannot_be_analysed():
    data = parallel(60)
    assert "cluster by herself" in analyse(data, LAST, "phq-15", "lower")[0].failure
    mixed = replace(data, cluster=np.arange(60) // 6)
    assert "different arms" in analyse(mixed, LAST, "phq-15", "lower")[0].failure
    two = replace(data, cluster=np.arange(60) % 2, readings={"phq-15": 10 + normal(4, 60, salt=2)})
    assert "too few to know how much clusters differ" in analyse(two, LAST, "phq-15", "lower")[0].failure
