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
        miss="Just below the interval, on the declared strengths: people with SSD differ more in felt symptoms since populations meet the norms of symptom scales, so the same relief is fewer standard deviations..",
    ),
    _figure(
        what="health anxiety (worry): eight weekly sessions of CBT against none, strong health anxiety",
        source="liu2026-icbt-ssd", published=0.71, low=0.26, high=1.16,
        model=lambda: benefit("health-anxious", "cbt", "worry", _WEEKS),
    ),
    _figure(
        what="symptoms: eight weeks of daily mindfulness against none, SSD", source="lakhan2013-mindfulness-somatization",
        published=0.40, low=0.26, high=0.54, model=lambda: benefit("ssd", "mindfulness", "felt_burden", _WEEKS),
        miss="It lowers the bias of report and worry alone. With two thirds of the skill learned that takes 3 points of 100 off felt symptoms, on which people with SSD differ by far more; the strength was judged from a narrower spread.",
    ),
    _figure(
        what="worry: eight weeks of daily mindfulness against none, SSD", source="lakhan2013-mindfulness-somatization",
        published=0.20, low=-0.02, high=0.42, model=lambda: benefit("ssd", "mindfulness", "worry", _WEEKS),
    ),
    _figure(
        what="worry: eight weeks of daily relaxation against none, strong health anxiety", source="manzoni2008-relaxation",
        published=0.51, low=0.46, high=0.634, model=lambda: benefit("health-anxious", "relaxation", "worry", _WEEKS),
        miss="It takes 6 points of 100 off worry, as when people differed less in the model; they now differ by 17 points, as in diaries, so that it is fewer standard deviations. The strength was not sized anew for that, since these trials check it.",
    ),
    _figure(
        what="fatigue: eight weeks of yoga twice a week against none, SSD", source="boehm2012-yoga-fatigue",
        published=0.27, low=0.23, high=0.31, model=lambda: benefit("ssd", "yoga", "fatigue", _WEEKS),
        miss="The strength is sized for full skill; two classes a week for eight weeks teach half of it, and people as read differ by more than 15 points of fatigue.",
    ),
)  # fmt: skip
