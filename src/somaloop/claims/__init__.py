"""Every claim of the article as an experiment: what is done, what comes out in both worlds, and a verdict by rule.

``lives.yaml`` says who lives how, ``experiments.yaml`` which lives test which claim, ``verdict.py`` holds the rules.
"""

from somaloop.claims.agreement import agrees, reasons
from somaloop.claims.answer import PEOPLE, SEED, ClaimAnswer, OutcomeAnswer, answer_claims
from somaloop.claims.design import ClaimExperiment, Contrast, Design, DesignError, Outcome
from somaloop.claims.effect import Effect
from somaloop.claims.levers import levered_body, with_levers
from somaloop.claims.plain import plain_answers, plain_claim
from somaloop.claims.reading import parse_design, read_design
from somaloop.claims.verdict import VERDICTS, Findings, Judged, Verdict, judge

__all__ = [
    "PEOPLE",
    "SEED",
    "VERDICTS",
    "ClaimAnswer",
    "ClaimExperiment",
    "Contrast",
    "Design",
    "DesignError",
    "Effect",
    "Findings",
    "Judged",
    "Outcome",
    "OutcomeAnswer",
    "Verdict",
    "agrees",
    "answer_claims",
    "judge",
    "levered_body",
    "parse_design",
    "plain_answers",
    "plain_claim",
    "read_design",
    "reasons",
    "with_levers",
]
