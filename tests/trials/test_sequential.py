"""Boundaries of interim looks against published tables, and conditional power against simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from somaloop.language import SomaloopError
from somaloop.trials.sequential import boundaries, conditional_power, spent_by


@pytest.mark.parametrize(
    ("spending", "looks", "published"),
    [
        # Two-sided 5 %, equal looks: Reboussin, DeMets, Kim & Lan, Control Clin Trials 2000;21:190, and R's ldbounds.
        ("obrien-fleming", 2, (2.9626, 1.9686)),
        ("obrien-fleming", 3, (3.7103, 2.5114, 1.9930)),
        ("obrien-fleming", 5, (4.8769, 3.3569, 2.6803, 2.2898, 2.0310)),
        ("pocock", 2, (2.1570, 2.2010)),
        ("pocock", 5, (2.4380, 2.4268, 2.4101, 2.3966, 2.3859)),
    ],
)
def test_published_boundaries(spending, looks, published):
    found = boundaries(tuple((place + 1) / looks for place in range(looks)), 0.05, 2, spending)
    assert found.z == pytest.approx(published, abs=2e-4)
    assert found.p == pytest.approx([2 * norm.sf(z) for z in found.z])
    assert found.spent[-1] == pytest.approx(0.05)


@pytest.mark.parametrize("sides", [1, 2])
@pytest.mark.parametrize("spending", ["obrien-fleming", "pocock"])
def test_the_error_is_spent_as_planned(spending, sides):
    found = boundaries((0.3, 0.55, 0.8), 0.05, sides, spending)
    assert found.at == (0.3, 0.55, 0.8, 1.0)
    share = np.array(found.at)
    correlation = np.sqrt(np.minimum.outer(share, share) / np.maximum.outer(share, share))
    for looks in range(1, 5):
        upper = np.array(found.z[:looks])
        joint = multivariate_normal(cov=correlation[:looks, :looks])
        lower = -upper if sides == 2 else np.full(looks, -np.inf)
        inside = joint.cdf(upper, lower_limit=lower, rng=np.random.default_rng(1))
        # SciPy's integral is good to about 1e-5 here; a second boundary is crossed after the first with that chance.
        assert 1 - inside == pytest.approx(found.spent[looks - 1], abs=4e-5)


def test_spending_begins_at_nothing_and_ends_at_all():
    for spending in ("obrien-fleming", "pocock"):
        shares = [spent_by(share, 0.025, spending) for share in np.linspace(0.01, 1, 50)]
        assert (np.diff(shares) > 0).all()
        assert shares[-1] == 0.025
        assert shares[0] < 0.001


def test_a_very_early_look_cannot_stop():
    found = boundaries((0.01, 0.5))
    assert found.z[0] == math.inf
    assert found.p[0] == 0
    assert found.z[1:] == pytest.approx(boundaries((0.5,)).z, abs=1e-4)


def test_no_look_is_the_fixed_test():
    assert boundaries(()).z == pytest.approx((1.959964,), abs=1e-5)
    assert boundaries((), 0.025, 1).p == pytest.approx((0.025,))


def test_looks_must_rise():
    for wrong in ((0.5, 0.5), (0.8, 0.4), (0.0, 0.5), (0.5, 1.2)):
        with pytest.raises(SomaloopError, match="must rise"):
            boundaries(wrong)


def test_conditional_power_is_the_share_of_ends_beyond():
    chance = np.random.default_rng(1)
    z, share, final = 1.1, 0.6, 1.9686
    trend = z / math.sqrt(share)
    for drift, expected in ((None, trend), (0.0, 0.0), (2.8, 2.8)):
        end = z * math.sqrt(share) + expected * (1 - share) + math.sqrt(1 - share) * chance.standard_normal(200_000)
        assert conditional_power(z, share, final, drift) == pytest.approx((end > final).mean(), abs=0.005)
    with pytest.raises(SomaloopError, match="not between 0 and 1"):
        conditional_power(1.0, 1.0, 1.96)
