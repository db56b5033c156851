"""Every claim of the article has an experiment or a reason; what is wrong in the files is said with its line."""

from __future__ import annotations

import numpy as np
import pytest
from small_claim import EXPERIMENTS, LIVES, small_body

from somaloop.claims import Contrast, DesignError, levered_body, parse_design, read_design
from somaloop.claims.ways import causes
from somaloop.evidence import claims, sources
from somaloop.language.verify import verify
from somaloop.protocol import build_schedule

MOST_NOT_RUN = 5


def test_all_claims_in_the_order_of_the_article():
    design = read_design()
    assert list(design.experiments) == list(claims()) and len(claims()) == 112
    not_run = [item for item in design.experiments.values() if not item.outcomes]
    assert len(not_run) <= MOST_NOT_RUN
    assert all(len(item.reason) > 40 for item in not_run)
    assert all(item.asks.endswith(".") for item in design.experiments.values() if item.outcomes)


def test_every_source_is_on_record():
    for experiment in read_design().experiments.values():
        for outcome in experiment.outcomes:
            names = outcome.important_source.split() + ([outcome.published.source] if outcome.published else [])
            assert set(names) <= set(sources())


def test_who_takes_magnesium_is_compared_with_somebody_who_swallows_as_often():
    body, design = levered_body(), read_design()
    unblinded = {"C086"}  # compared with people who have no SSD
    for experiment in design.experiments.values():
        for outcome in experiment.outcomes:
            contrast = experiment.contrast_of(outcome)
            if outcome.of.startswith("magnesium.") or not any(
                name.startswith("magnesium.dose") for name in _inputs(contrast)
            ):
                continue  # what is in the blood does not know what was believed
            if experiment.claim not in unblinded:
                swallowed = []
                for name in (contrast.with_, contrast.without):
                    life = design.lives[name]
                    schedule = build_schedule(life.protocol, body, life.days)
                    swallowed.append(
                        [schedule.day(day).get("learning.capsule", np.zeros(240)) for day in range(life.days)]
                    )
                assert np.array_equal(*swallowed), experiment.claim


def _inputs(contrast: Contrast) -> tuple[str, ...]:
    return causes(contrast, read_design(), levered_body())


def test_levers_are_sound_and_at_rest():
    body = levered_body()
    verify(body)
    assert all(body.inputs[name].default == 0.0 for name in body.inputs if name.startswith("levers."))
    assert all(body.arrows[name].structural for name in body.arrows if name.startswith("lever_"))


@pytest.mark.parametrize(
    ("lives", "experiments", "words"),
    [
        (("strong", "strnog"), None, ["lives.yaml:10", "did you mean"]),
        (("type: general", "type: genral"), None, ["lives.yaml:5", "did you mean 'general'"]),
        (("general/calm:", "genral/calm:"), None, ["lives.yaml:7", "did you mean 'general'"]),
        (("settle: 1", "setle: 1"), None, ["lives.yaml:1", "did you mean 'settle'"]),
        (("days: 2}", "days: many}"), None, ["lives.yaml:7"]),
        (("{days: 2}", "{days: 3}"), None, ["experiments.yaml:1", "different length"]),
        (None, ("C015:", "C0155:"), ["experiments.yaml:1", "did you mean 'C0"]),
        (None, ("hpa.cortisol_serum", "hpa.cortisol_serm"), ["experiments.yaml:6", "did you mean 'hpa.cortisol_serum'"]),
        (None, ("hpa.cortisol_serum", "PHQ-51"), ["experiments.yaml:6", "did you mean 'PHQ-15'"]),
        (None, ("general/stressed", "general/stresed"), ["experiments.yaml:1", "did you mean 'general/stressed'"]),
        (None, ("claimed: higher", "claimed: up"), ["experiments.yaml:6", "'higher', 'lower' or 'the same'"]),
        (None, ("claimed: higher", "claimed: higher, publishd: {}"), ["experiments.yaml:6", "did you mean 'published'"]),
        (
            None,
            ("claimed: higher", "claimed: higher, important: {size: 1, source: nelson}"),
            ["experiments.yaml:6", "no record of the source 'nelson'"],
        ),
        (None, ("  without: general/calm\n", ""), ["experiments.yaml:1", "needs asks, with, without and outcomes"]),
        (
            None,
            ("claimed: higher", "claimed: higher, published: {what: x, size: 3, low: 4, high: 5, unit: same, source: tsst-nelson-acth}"),
            ["experiments.yaml:6", "does not lie between"],
        ),
        (
            None,
            ("claimed: higher", "claimed: higher, published: {what: x, source: tsst-nelson-acth}"),
            ["experiments.yaml:6", "needs a size with its unit, or else what was found"],
        ),
        (
            None,
            ("claimed: higher", "claimed: higher, published: {what: x, found: sideways, source: tsst-nelson-acth}"),
            ["experiments.yaml:6", "'no difference'"],
        ),
        (
            None,
            ("claimed: higher", "claimed: higher, published: {what: x, found: lower, low: 1, high: 2, source: tsst-nelson-acth}"),
            ["experiments.yaml:6", "an interval needs size"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(lives, experiments, words):
    first = LIVES.replace(*lives, 1) if lives else LIVES
    second = EXPERIMENTS.replace(*experiments, 1) if experiments else EXPERIMENTS
    assert (first, second) != (LIVES, EXPERIMENTS)
    with pytest.raises(DesignError) as caught:
        parse_design(small_body(), first, second)
    for word in words:
        assert word in str(caught.value)


def test_completeness_is_checked():
    with pytest.raises(DesignError) as caught:
        parse_design(small_body(), LIVES, EXPERIMENTS, complete=True)
    text = str(caught.value)
    assert "claim C001 has neither an experiment nor a reason" in text and "more problems" in text
    with pytest.raises(DesignError, match="order of the article"):
        parse_design(small_body(), LIVES, EXPERIMENTS.replace("C015", "C016") + EXPERIMENTS)
