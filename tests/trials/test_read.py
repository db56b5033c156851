"""Trial plans: what is read from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from trial_plans import (
    ALLOCATION,
    CLUSTER,
    COVARIATES,
    CROSSOVER,
    DOSES,
    FACTORIAL,
    FOLDER,
    PARALLEL,
    SERIES,
    TEXTS,
    WAITING,
    changed,
    plan_of,
)

from somaloop.studies.moments import Moment
from somaloop.trials.courses import protocol_of
from somaloop.trials.read import main, parse_plan


def test_the_parallel_plan_is_read_as_it_is_written():
    plan = plan_of(PARALLEL)
    assert (plan.name, plan.design, plan.days, plan.settle_days, plan.control) == (
        PARALLEL,
        "parallel",
        84,
        56,  # the PHQ-15 asks about four weeks
        "placebo",
    )
    assert plan.courses == (("placebo",), ("magnesium",))
    assert plan.text == TEXTS[PARALLEL]  # what a result prints is the plan itself
    assert [visit.day for visit in plan.visits] == [0, 28, 56, 84]
    assert plan.primary.of == "PHQ-15" and plan.primary.better == "lower"
    assert {item.of: item.better for item in plan.outcomes}["serum magnesium"] == "higher"
    placebo, magnesium = plan.arms["placebo"], plan.arms["magnesium"]
    assert (placebo.blinded, placebo.treated, magnesium.blinded, magnesium.treated) == (True, False, True, True)
    assert plan.adherence.misses == pytest.approx(0.17) and plan.adherence.on == {"side effects": 1.0}
    assert plan.dropout.share == pytest.approx(0.14) and plan.missing.share == pytest.approx(0.04)
    (effect,) = plan.side_effects
    assert (effect.of, effect.rise, effect.at_least, effect.unmasks) == ("loose stools", 0.14, None, pytest.approx(0.3))
    assert [item.method for item in plan.analyses] == ["mmrm", "ancova"]
    assert all(item.at == Moment(84) and item.covariates == ("baseline", "strata") for item in plan.analyses)
    assert plan.allocation.blocks == (4, 6) and plan.allocation.strata == ("sex", "PHQ-15")
    assert plan.sizes == (200, 100, 400, 800)
    assert plan.costs is not None and plan.costs.week == {"placebo": 2.0, "magnesium": 2.0}
    assert plan.read_at_visits == ("PHQ-15", "SSD-12", "GAD-7", "serum magnesium", "loose stools")


def test_the_whole_protocol_of_an_arm():
    plan = plan_of(PARALLEL)
    lines = str(protocol_of(plan, ("magnesium",)))
    assert "take 300 mg magnesium as citrate at 20:00" in lines and "clinician visit at 10:00 on days 1, 29" in lines
    assert "miss 17 % of doses" in lines and "sleep window" in lines
    own = plan_of(PARALLEL, ("    take 300 mg magnesium as citrate at 20:00 daily\n",
                             "    take 300 mg magnesium as citrate at 20:00 daily\n    miss 40 % of doses\n"))  # fmt: skip
    assert "miss 40 % of doses" in str(protocol_of(own, ("magnesium",)))
    assert "miss 17 % of doses" not in str(protocol_of(own, ("magnesium",)))  # what the arm says goes before


def test_periods_put_lines_of_arms_where_they_belong():
    plan = plan_of(CROSSOVER, ("    take 250 mg magnesium as glycinate at 21:00 daily\n",
                               "    take 250 mg magnesium as glycinate at 21:00 daily from day 8\n"))  # fmt: skip
    assert plan.days == 70 and plan.spans == ((1, 28), (43, 70))
    assert [plan.period_at(day) for day in (0, 1, 28, 29, 42, 43, 70, 71)] == [None, 0, 0, None, None, 1, 1, None]
    first, second = (
        [line for line in protocol_of(plan, course) if getattr(line, "thing", "") == "magnesium"]
        for course in (("magnesium", "placebo"), ("placebo", "magnesium"))
    )
    assert [(line.span.first, line.span.last) for line in first] == [(8, 28)]
    assert [(line.span.first, line.span.last) for line in second] == [(50, 70)]
    assert plan.allocation.ratio == {} and plan.allocation.blocks == (4, 6)
    assert plan.analyses[0].covariates == ()


def test_levels_of_factors_make_the_arms():
    plan = plan_of(FACTORIAL)
    assert list(plan.arms) == ["placebo + usual care", "placebo + CBT", "magnesium + usual care", "magnesium + CBT"]
    assert plan.control == "placebo + usual care" and not plan.arms[plan.control].treated
    assert plan.factors == {"capsules": ("placebo", "magnesium"), "therapy": ("usual care", "CBT")}
    assert plan.arms["magnesium + CBT"].levels == {"capsules": "magnesium", "therapy": "CBT"}
    assert plan.arms["placebo + CBT"].treated
    assert plan.costs is not None and plan.costs.week["magnesium + CBT"] == 112.0
    assert plan.allocation.blocks == (8, 12)


def test_doses_are_stated_or_follow_from_the_lines():
    plan = plan_of(DOSES)
    stated = {name: (arm.dose, arm.dose_unit) for name, arm in plan.arms.items()}
    assert stated["placebo"] == (0.0, "mg") and stated["oxide 450 mg"] == (450.0, "mg")
    assert plan.factors == {"salt": ("citrate", "oxide")} and plan.arms["placebo"].levels == {}
    silent = "\n".join(line for line in TEXTS[DOSES].splitlines() if not line.strip().startswith("dose:"))
    brought = parse_plan(silent)
    assert {name: arm.dose for name, arm in brought.arms.items()} == {name: dose for name, (dose, _) in stated.items()}
    grams = plan_of(DOSES, ("dose: 450 mg", "dose: 0.45 g"))
    assert grams.arms["citrate 450 mg"].dose == pytest.approx(450.0)
    assert plan.primary.better == "higher"


def test_series_waiting_lists_and_clusters():
    series = plan_of(SERIES)
    assert series.days == 56 and len(series.courses) == 4 and series.spans[-1] == (43, 56)
    waiting = plan_of(WAITING)
    assert waiting.control == "waiting" and waiting.arms["waiting"].waiting and not waiting.arms["waiting"].treated
    assert waiting.looks is not None and waiting.looks.at == (0.5,) and waiting.looks.futility == pytest.approx(0.1)
    responder, bayesian = waiting.analyses[1:]
    assert (responder.by, responder.by_share) == (3.0, False) and (bayesian.prior_sd, bayesian.sure) == (2.0, 0.975)
    half = plan_of(WAITING, ("by: 3}", "by: 50 %}"))
    assert (half.analyses[1].by, half.analyses[1].by_share) == (0.5, True)
    cluster = plan_of(CLUSTER)
    assert cluster.clusters is not None and (cluster.clusters.size, cluster.clusters.likeness) == (12, 0.03)


def test_short_forms():
    plan = plan_of(PARALLEL, ("[baseline, week 4, week 8, week 12]", "every 4 weeks"), ("control: placebo\n", ""),
                   (ALLOCATION, "simple"), (COVARIATES, "mmrm"), ("{method: ancova, covariates: [baseline, strata]}", "ancova"))  # fmt: skip
    assert [visit.day for visit in plan.visits] == [0, 28, 56, 84]
    assert plan.control == "placebo" and plan.allocation.method == "simple"
    assert [item.covariates for item in plan.analyses] == [("baseline",), ("baseline",)]
    loose = plan_of(
        PARALLEL, ("dropout:\n  share: 14 %", "dropout: 0.14 #"), ("  depends on: {last reading", "  # {last reading")
    )
    assert loose.dropout.share == 0.14 and loose.dropout.on == {}


def test_a_danger_that_is_known_may_be_planned():
    plan = plan_of(
        PARALLEL,
        ("take 300 mg", "take 2600 mg"),
        ("    blinded\ncontrol", "    blinded\n    acknowledge danger: in hospital\ncontrol"),
    )
    assert "2600 mg" in plan.arms["magnesium"].lines


def test_the_checker_prints_problems_and_remarks(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    bad = tmp_path / "bad.yaml"
    bad.write_text(changed(PARALLEL, ("control: placebo", "control: placbo")), encoding="utf-8")
    assert main([str(FOLDER / "open-against-blinded.yaml"), str(bad)]) == 1
    shown = capsys.readouterr().out
    assert "6 weeks, 240, 120, 480 people" in shown and "'open magnesium' is open" in shown
    assert "did you mean 'placebo'?" in shown
    assert main([str(FOLDER / "cluster.yaml")]) == 0
