"""Figures of practices: what therapy and exercises of the mind change in reports."""

from __future__ import annotations

from functools import partial

from somaloop.reality._mind_experiments import benefit
from somaloop.reality.figure import Figure

_figure = partial(Figure, mechanism="practices", unit="SD", range_from="95 % interval")
_WEEKS = 56

FIGURES: tuple[Figure, ...] = (
    _figure(
        what="symptoms: eight weekly sessions of CBT against none, SSD", source="vandessel2014-psychotherapy-mups",
        published=0.34, low=0.16, high=0.53, model=lambda: benefit("ssd", "cbt", "felt_burden", _WEEKS),
    ),
    _figure(
        what="health anxiety (worry): eight weekly sessions of CBT against none, strong health anxiety",
        source="liu2026-icbt-ssd", published=0.71, low=0.26, high=1.16,
        model=lambda: benefit("health-anxious", "cbt", "worry", _WEEKS),
    ),
    _figure(
        what="symptoms: eight weeks of daily mindfulness against none, SSD", source="lakhan2013-mindfulness-somatization",
        published=0.40, low=0.26, high=0.54, model=lambda: benefit("ssd", "mindfulness", "felt_burden", _WEEKS),
    ),
    _figure(
        what="worry: eight weeks of daily mindfulness against none, SSD", source="lakhan2013-mindfulness-somatization",
        published=0.20, low=-0.02, high=0.42, model=lambda: benefit("ssd", "mindfulness", "worry", _WEEKS),
    ),
    _figure(
        what="worry: eight weeks of daily relaxation against none, strong health anxiety", source="manzoni2008-relaxation",
        published=0.51, low=0.46, high=0.634, model=lambda: benefit("health-anxious", "relaxation", "worry", _WEEKS),
        miss="Skill and hope take 8 points of 100 off worry, but people differ by 23 in the mean of a week as read. The strength was not sized by these trials, since they check it.",
    ),
    _figure(
        what="fatigue: eight weeks of yoga twice a week against none, SSD", source="boehm2012-yoga-fatigue",
        published=0.27, low=0.23, high=0.31, model=lambda: benefit("ssd", "yoga", "fatigue", _WEEKS),
        miss="Two classes a week for eight weeks teach half of the skill, hope reaches fatigue only by way of mood and sleep, and people as read differ by 22 points of fatigue.",
    ),
)  # fmt: skip
