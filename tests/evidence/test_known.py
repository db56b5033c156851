"""The body as known after a fit: it stands where the posterior puts it, and draws keep together what goes together."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr

from somaloop.evidence import known as module
from somaloop.evidence.known import fitted_spreads, known_body, known_shares, type_trait, usable
from somaloop.evidence.posterior import Posterior
from somaloop.evidence.priors import prior_of
from somaloop.model import declared_body
from somaloop.people import Person

BODY = declared_body()
NAMES = ("arrow.worry_arouses", "perception.expectation_baseline", "spread.appraisal.worry_at_ease", "hpa.reactivity")


def _posterior(shift: float = 0.8, width: float = 0.4, draws: int = 200) -> Posterior:
    """A posterior in which all quantities go together."""
    chance = np.random.default_rng(1).standard_normal(draws)
    chance = (chance - chance.mean()) / chance.std(ddof=1)
    scores = np.repeat((shift + width * chance)[:, None], len(NAMES), axis=1)
    count = len(NAMES)
    return Posterior(
        names=NAMES, scores=scores, weights=np.full(draws, 1 / draws),
        priors=tuple(prior_of(BODY, name).describe() for name in NAMES), mean=np.full(count, shift),
        deviation=np.full(count, width), effective=np.full(count, 1e3), reach=np.ones(count), targets=(),
        fitted=np.zeros((0, 8)), about={},
    )  # fmt: skip


@pytest.fixture
def fitted(monkeypatch):
    posterior = _posterior()
    monkeypatch.setattr(module, "read_posterior", lambda path=None: posterior)
    monkeypatch.setattr(module, "shipped", lambda: True)
    return known_body(BODY, posterior)


def test_centres_and_widths_are_those_of_the_posterior(fitted):
    for name, spread in fitted_spreads(BODY, _posterior()).items():
        prior = prior_of(BODY, name)
        assert spread.centre == pytest.approx(prior.quantile(ndtr(0.8)) if prior.middle == 0 else spread.centre)
        assert spread.quantile(0.975) < prior.quantile(0.9999)
    arrow = fitted.arrows["worry_arouses"].as_known
    assert arrow.centre == pytest.approx(float(prior_of(BODY, "arrow.worry_arouses").quantile(ndtr(0.8))))


def test_what_no_study_speaks_of_is_unchanged(fitted):
    untouched = set(BODY.arrows) - {"worry_arouses"}
    assert all(fitted.arrows[name] == BODY.arrows[name] for name in untouched)


def test_as_told_is_not_fitted(fitted):
    assert {name: arrow.as_told for name, arrow in fitted.arrows.items()} == {
        name: arrow.as_told for name, arrow in BODY.arrows.items()
    }


def test_people_differ_as_the_posterior_says(fitted):
    before, after = (body.parameters["appraisal.worry_at_ease"].between_people for body in (BODY, fitted))
    assert after.second > before.second


def test_a_starting_type_moves_with_its_parameter_and_a_stated_fact_does_not(fitted):
    name = "perception.expectation_baseline"
    before, after = (Person("ssd").traits(body)[name] for body in (BODY, fitted))
    ratio = fitted.parameters[name].value / BODY.parameters[name].value
    assert after == pytest.approx(before * ratio)
    assert Person("ssd", {name: 0.3}).traits(fitted)[name] == 0.3
    assert type_trait(BODY, name, 0.3) == 0.3


def test_draws_keep_together_what_goes_together_in_the_posterior(fitted):
    first, second = (known_shares(fitted, name, 100, 7) for name in ("arrow.worry_arouses", "hpa.reactivity"))
    assert np.corrcoef(first, second)[0, 1] > 0.999
    assert known_shares(fitted, "arrow.worry_tenses_muscle", 100, 7) is None
    assert known_shares(BODY, "hpa.reactivity", 100, 7) is None


def test_a_quantity_whose_prior_changed_since_is_not_moved():
    posterior = _posterior()
    stale = Posterior(**{**{k: getattr(posterior, k) for k in posterior.__dataclass_fields__}, "priors": ("x",) * 4})
    assert usable(BODY, stale) == ()
    assert known_body(BODY, stale).parameters == BODY.parameters
