"""The Bayesian analysis against least squares and against sampling with NumPyro."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t
from trials.analyses.odd import parallel

from somaloop.studies.moments import Moment
from somaloop.trials.analyses import analyse
from somaloop.trials.analyses._posterior import posterior
from somaloop.trials.plan import Analysis

LAST = Analysis(method="bayesian", at=Moment(84))


def test_flat_prior_is_the_t_distribution_of_least_squares():
    data = parallel()
    found = analyse(data, LAST, "phq-15", "lower")[0]
    plain = analyse(data, replace(LAST, method="ancova"), "phq-15", "lower")[0]
    assert (found.estimate, found.low, found.high) == (plain.estimate, plain.low, plain.high)
    assert found.error == pytest.approx(plain.error * np.sqrt(plain.freedom / (plain.freedom - 2)))
    assert found.p == pytest.approx(t.sf(0, plain.freedom, plain.estimate, plain.error))
    assert analyse(data, LAST, "phq-15", "higher")[0].p == pytest.approx(1 - found.p)


def test_success_is_the_probability_that_counts():
    data = parallel(200)
    found = analyse(data, LAST, "phq-15", "lower")[0]
    for sure in (0.5, 1 - found.p - 0.001, 1 - found.p + 0.001, 0.999999):
        assert analyse(data, replace(LAST, sure=sure), "phq-15", "lower")[0].success == (1 - found.p > sure)


def test_grid_meets_its_limits():
    value, error, freedom = -1.2, 0.8, 12.0
    flat = posterior(value, error, freedom, 0.0, None, 0.025)
    wide = posterior(value, error, freedom, 3.0, 1e4, 0.025)
    for name in ("mean", "sd", "low", "high", "above"):
        assert getattr(wide, name) == pytest.approx(getattr(flat, name), rel=2e-3)
    # With many degrees of freedom both are normal, and so is the product.
    both = posterior(value, error, 1e7, 0.5, 0.6, 0.025)
    width = 1 / np.sqrt(error**-2 + 0.6**-2)
    assert both.mean == pytest.approx(width**2 * (value / error**2 + 0.5 / 0.36), rel=1e-5)
    assert both.sd == pytest.approx(width, rel=1e-5)
    assert both.low == pytest.approx(both.mean - 1.959964 * width, rel=1e-5)


def test_agrees_with_numpyro():
    import jax
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    data = parallel(40)
    found = analyse(data, replace(LAST, prior_mean=0.5, prior_sd=0.8), "phq-15", "lower")[0]
    values = data.readings["phq-15"][3]
    seen = ~np.isnan(values)
    y, arm, baseline = values[seen], data.given[3][seen] - 0.5, data.baseline["phq-15"][seen] - 14

    def model():
        # A flat prior of the logarithm of the standard deviation, and of all but the difference.
        flat = dist.ImproperUniform(dist.constraints.real, (), ())
        difference = numpyro.sample("difference", dist.Normal(0.5, 0.8))
        level, slope, log_sd = (numpyro.sample(name, flat) for name in ("level", "slope", "log sd"))
        mean = level + slope * baseline + difference * arm
        numpyro.sample("y", dist.Normal(mean, jax.numpy.exp(log_sd)), obs=y)

    start = {"difference": 0.0, "level": 12.0, "slope": 0.5, "log sd": 1.0}
    sampler = MCMC(NUTS(model), num_warmup=300, num_samples=2000, num_chains=1, progress_bar=False)
    sampler.run(jax.random.PRNGKey(0), init_params=start)
    draws = np.asarray(sampler.get_samples()["difference"])
    # About 2,000 independent draws: errors of 0.02 standard deviations, and of the quantiles of 0.06.
    assert found.estimate == pytest.approx(draws.mean(), abs=0.08 * found.error)
    assert found.error == pytest.approx(draws.std(), rel=0.06)
    assert found.p == pytest.approx((draws > 0).mean(), abs=0.03)
    assert found.low == pytest.approx(np.quantile(draws, 0.025), abs=0.2 * found.error)
    assert found.high == pytest.approx(np.quantile(draws, 0.975), abs=0.2 * found.error)
