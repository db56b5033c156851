"""The example plans as texts, with something changed in them."""

from __future__ import annotations

from pathlib import Path

from somaloop.trials.plan import TrialPlan
from somaloop.trials.read import parse_plan

FOLDER = Path(__file__).parents[1] / "examples" / "trials"
PARALLEL, OPENED, CROSSOVER, FACTORIAL, DOSES, SERIES, WAITING, CLUSTER = NAMES = (
    "magnesium-ssd-parallel", "open-against-blinded", "crossover", "factorial-magnesium-cbt", "dose-and-salt",
    "n-of-1-series", "waiting-list", "cluster",
)  # fmt: skip
TEXTS = {name: (FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in NAMES}
TAKEN = "take 300 mg magnesium as citrate at 20:00 daily"
ALLOCATION = "{method: stratified, strata: [sex, PHQ-15]}"
COVARIATES = "{method: mmrm, covariates: [baseline, strata]}"

Change = tuple[str, str]


def changed(name: str, *changes: Change) -> str:
    """The text of an example with the first of some words put in place of others."""
    text = TEXTS[name]
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def plan_of(name: str, *changes: Change) -> TrialPlan:
    """The plan of an example with something changed."""
    return parse_plan(changed(name, *changes), "plan.yaml")


def line_of(text: str, words: str) -> int:
    """The line of a text in which some words stand first."""
    return text[: text.index(words)].count("\n") + 1
