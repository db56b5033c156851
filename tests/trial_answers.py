"""Made-up answers of virtual trials with plausible shapes, so that pictures and pages can be tested without a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from somaloop.people import Population
from somaloop.people.population import Criterion
from somaloop.protocol import Protocol
from somaloop.studies.moments import Moment
from somaloop.trials.answer import (
    WORLDS,
    ArmFlow,
    Conclusion,
    Conduct,
    Cost,
    Flow,
    PlaceboPart,
    Power,
    Share,
    Trajectory,
    TrialAnswer,
    Twins,
)
from somaloop.trials.plan import (
    Adherence,
    Allocation,
    Analysis,
    Costs,
    Estimand,
    Leaving,
    Looks,
    Outcome,
    Periods,
    SideEffect,
    TrialArm,
    TrialPlan,
)

TEXT = """trial: magnesium-ssd
question: Does <300 mg> magnesium help & is it seen?
"""
TRUE = {"nil": 0.0, "middle": -0.7, "told": -4.1}


def plan(sizes: Sequence[int] = (100, 200, 300, 400), **changes: object) -> TrialPlan:
    """A parallel trial of magnesium against placebo; its title and question hold signs that must be escaped."""
    usual = Protocol.parse("sleep window 23:00 to 07:00 daily")
    lines = "take 300 mg magnesium as citrate at 21:00 daily; blinded"
    arms = {
        "placebo": TrialArm(
            name="placebo", protocol=Protocol.parse("take placebo at 21:00 daily; blinded"),
            lines="take placebo at 21:00 daily; blinded", blinded=True, treated=False,
        ),
        "magnesium": TrialArm(name="magnesium", protocol=Protocol.parse(lines), lines=lines, blinded=True),
    }  # fmt: skip
    made = TrialPlan(
        name="magnesium-ssd", title="Magnesium <citrate> against placebo in SSD", file="magnesium-ssd.yaml",
        question="Does 300 mg of magnesium in the evening lower bodily symptoms & worry in SSD?",
        people=Population("ssd", include=(Criterion("PHQ-15", at_least=10),)), usual=usual, everybody=Protocol(),
        settle_days=28, days=84, design="parallel", arms=MappingProxyType(arms), control="placebo",
        visits=tuple(Moment(day) for day in (0, 28, 56, 84)), outcomes=(Outcome(of="PHQ-15", primary=True), Outcome(of="GAD-7")),
        analyses=(
            Analysis(method="ancova", at=Moment(84)), Analysis(method="mmrm", at=Moment(84)),
            Analysis(method="responder", at=Moment(84), by=3.0),
        ),
        sizes=tuple(sizes), allocation=Allocation(method="stratified", strata=("sex", "PHQ-15")),
        adherence=Adherence(misses=0.1, stops=0.12, on=MappingProxyType({"side effects": 1.0})),
        dropout=Leaving(share=0.15, on=MappingProxyType({"last reading": 0.4})),
        missing=Leaving(share=0.05, on=MappingProxyType({"current reading": 0.3})),
        side_effects=(SideEffect(of="stools", rise=3.0, unmasks=0.5),), estimand=Estimand(),
        costs=Costs(currency="EUR", trial=50000.0, screened=80.0, person=200.0, visit=60.0), text=TEXT,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def crossover() -> TrialPlan:
    """The same question as a crossover of two periods."""
    return plan(
        (40,), name="magnesium-crossover", title="Magnesium and placebo, one after the other", design="crossover",
        periods=Periods(sequences=(("placebo", "magnesium"), ("magnesium", "placebo")), weeks=4, washout_weeks=2),
        analyses=(Analysis(method="crossover", at=Moment(28)),), costs=None, looks=None,
    )  # fmt: skip


def doses() -> TrialPlan:
    """Four doses and a placebo, with looks on the way."""
    base = plan()
    given = {"placebo": base.arms["placebo"]}
    for dose in (100, 200, 300, 400):
        lines = f"take {dose} mg magnesium as citrate at 21:00 daily; blinded"
        name = f"{dose} mg"
        given[name] = TrialArm(name=name, protocol=Protocol.parse(lines), lines=lines, blinded=True, dose=float(dose))
    return replace(
        base, name="magnesium-doses", title="Which dose of magnesium citrate", design="dose-finding",
        arms=MappingProxyType(given), analyses=(Analysis(method="dose", at=Moment(84)),), sizes=(250, 500),
        looks=Looks(at=(0.5, 1.0), futility=0.1),
    )  # fmt: skip


def share(value: float, n: int) -> Share:
    """A share with a Wilson interval."""
    z = 1.959964
    middle, half = (
        (value + z * z / (2 * n)) / (1 + z * z / n),
        z / (1 + z * z / n) * np.sqrt(value * (1 - value) / n + z * z / (4 * n * n)),
    )
    return Share(value, max(0.0, float(middle - half)), min(1.0, float(middle + half)))


def records(of: TrialPlan, replicates: int, worlds: Sequence[str], seed: int) -> pd.DataFrame:
    """Rows as a run writes them: the estimate is the true value plus sampling error of its size."""
    random = np.random.default_rng(seed)
    truths = np.concatenate([np.minimum(random.normal(-0.7, 0.8, 36), 0.3), random.normal(-2.6, 0.4, 4)])
    tables = []
    contrasts = [f"{name} against {of.control}" for name in of.arms if name != of.control]
    for world in worlds:
        truth = np.arange(replicates) % (40 if world == "known" else 1)
        base = truths[truth] if world == "known" else np.full(replicates, TRUE[world])
        for size in of.sizes:
            for outcome in of.outcomes:
                for analysis in of.analyses:
                    for place, contrast in enumerate(contrasts):
                        true = base * (place + 1) / len(contrasts) * (1.0 if outcome.primary else 0.5)
                        if analysis.method == "responder":
                            true = true * -0.06
                        spread = (9.0 if analysis.method != "responder" else 0.9) * (
                            0.95 if analysis.method == "mmrm" else 1.0
                        )
                        error = np.full(replicates, spread / np.sqrt(size))
                        estimate = true + error * random.normal(size=replicates)
                        better = 1.0 if analysis.method == "responder" else -1.0
                        tables.append(pd.DataFrame({
                            "world": world, "truth": truth, "size": size, "replicate": np.arange(replicates),
                            "outcome": outcome.of, "method": analysis.method, "contrast": contrast,
                            "estimate": estimate, "error": error, "low": estimate - 1.96 * error,
                            "high": estimate + 1.96 * error, "p": 0.5, "success": better * estimate > 1.96 * error,
                            "n": size, "true": true, "left": random.binomial(size, 0.15, replicates),
                            "stopped": random.binomial(size, 0.1, replicates), "looks": 1, "found": np.abs(estimate) > 1.96 * error, "failure": "",
                        }))  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def _power(keys: tuple[str, int, str, str, str], rows: pd.DataFrame) -> Power:
    world, size, outcome, method, contrast = keys
    n = len(rows)
    inside = float(((rows["low"] <= rows["true"]) & (rows["true"] <= rows["high"])).mean())
    miss = rows["estimate"] - rows["true"]
    return Power(
        world=world, size=size, outcome=outcome, method=method, contrast=contrast, replicates=n, people=float(size),
        unit="share" if method == "responder" else "",
        success=share(float(rows["success"].mean()), n),
        found=share(float((rows["estimate"].abs() > 1.96 * rows["error"]).mean()), n), effect=float(rows["true"].mean()),
        estimate=float(rows["estimate"].mean()), bias=float(miss.mean()), bias_error=float(miss.std() / np.sqrt(n)),
        coverage=share(inside, n),
    )  # fmt: skip


def answer(
    of: TrialPlan | None = None, replicates: int = 200, worlds: Sequence[str] = WORLDS, seed: int = 1,
) -> TrialAnswer:  # fmt: skip
    """What a run would answer."""
    of = of if of is not None else plan()
    rows = records(of, replicates, worlds, seed)
    groups = rows.groupby(["world", "size", "outcome", "method", "contrast"], sort=False)
    powers = tuple(_power(keys, group) for keys, group in groups)  # type: ignore[arg-type]
    first = [
        p for p in powers if p.size == of.sizes[0] and p.outcome == of.primary.of and p.method == of.analyses[0].method
    ]
    conclusions = tuple(
        Conclusion(
            world=p.world, contrast=p.contrast, benefit=p.success, harm=share(p.found.value - p.success.value, replicates),
            undecided=share(1.0 - p.found.value, replicates),
        )
        for p in first
    )  # fmt: skip
    names = [" then ".join(course) for course in of.courses]
    each, left = of.sizes[0] // len(names), round(0.15 * of.sizes[0] / len(names))
    flow = Flow(
        screened=round(of.sizes[0] * 1.7), excluded=round(of.sizes[0] * 1.7) - each * len(names), randomised=each * len(names),
        arms=tuple(ArmFlow(name=name, allocated=each, stopped=left // 2, left=left, analysed=each - left) for name in names),
    )  # fmt: skip
    days = np.array([float(visit.day) for visit in of.visits])
    lines = []
    for world in worlds:
        if world == "nil":
            continue
        for place, name in enumerate(names):
            for outcome in of.outcomes:
                drop = 1.6 + abs(TRUE.get(world, 0.7)) * place / max(len(names) - 1, 1)
                mean = 13.4 - drop * (1 - np.exp(-days / 25))
                half = np.where(days > 0, 1.1, 0.2) * (1.0 if world == "known" else 0.4)
                lines.append(
                    Trajectory(world=world, course=name, outcome=outcome.of, days=days, mean=mean, low=mean - half, high=mean + half)
                )  # fmt: skip
    parts = (
        ("regression to the mean", -1.3, 0.3), ("natural course", -0.2, 0.2), ("diary and asking", 0.3, 0.1),
        ("contact with a clinician", -0.4, 0.2), ("expectation", -1.1, 0.5), ("nocebo", 0.2, 0.15),
    )  # fmt: skip
    placebo = tuple(
        PlaceboPart(part=part, outcome=of.primary.of, value=value, low=value - half, high=value + half, how=f"how {part} is found")
        for part, value, half in parts
    )  # fmt: skip
    whole = sum(value for _, value, _ in parts)
    placebo += (
        PlaceboPart(
            part="all together",
            outcome=of.primary.of,
            value=whole,
            low=whole - 0.7,
            high=whole + 0.7,
            how="change of the control arm",
        ),
    )
    conduct = tuple(
        Conduct(
            arm=name, left=share(0.15, 100), stopped=share(0.1, 100), unmasked=share(0.02 if name == of.control else 0.2, 100),
            side_effects=MappingProxyType({"stools": share(0.03 if name == of.control else 0.22, 100)}),
        )
        for name in of.arms
    )  # fmt: skip
    costs = tuple(
        Cost(
            size=size, screened=round(1.7 * size), total=50000.0 + 576.0 * size,
            parts=MappingProxyType({"trial": 50000.0, "screening": 136.0 * size, "people": 200.0 * size, "visits": 240.0 * size}),
        )
        for size in (of.sizes if of.costs is not None else ())
    )  # fmt: skip
    twins = tuple(
        Twins(outcome=of.primary.of, contrast=p.contrast, effect=p.effect, error=0.04, error_apart=0.52)
        for p in first if p.world == "middle"
    )  # fmt: skip
    return TrialAnswer(
        plan=of, records=rows, powers=powers, conclusions=conclusions, flow=flow, trajectories=tuple(lines), placebo=placebo,
        conduct=conduct, twins=twins, costs=costs, pool=MappingProxyType({"middle": 500, "known": 64, "told": 250}),
    )  # fmt: skip


@lru_cache(maxsize=1)
def usual() -> TrialAnswer:
    """The answer of the plan as it is."""
    return answer()
