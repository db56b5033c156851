"""The attribution of a difference on a toy body, against every set of arrows run one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from results.test_shares import owen
from toys import DRUG, MOOD, changed, parameter

from somaloop.engine.program import STEPS_PER_DAY, layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.instruments import Instrument, Recall
from somaloop.language import Mechanism, Port, State, assemble, fixed, relax
from somaloop.results import attribution
from somaloop.results.attribution import Study, attribute

TEMPLATE = DRUG.arrows[0]


def arrow(name, origin, target, grade, equation, unit="1", strength=0.6):
    return replace(
        TEMPLATE, name=name, origin=origin, target=target, grade=grade, equation=equation, unit=unit,
        as_told=strength, as_known=fixed(strength / 2), description=name,
    )  # fmt: skip


CALM = Mechanism(
    name="calm",
    title="Calm",
    description="Relaxes to what calms it.",
    states=(State(name="level", unit="1", description="calm"),),
    parameters=(parameter("lag", 3.0, "hour"),),
    ports=(Port(name="lift", unit="1", description="what calms"),),
    arrows=(
        arrow("calm_lifts_mood", "calm.level", "mood.lift", "B", lambda s, q: s * q.level),
        arrow("calm_steadies_mood", "calm.level", "mood.steady", "C", lambda s, q: s * q.level),
    ),
    equations={"level": lambda q: relax(q.lift, q.lag)},
    outputs=("level",),
)
DOSED = changed(
    DRUG,
    arrows=(
        TEMPLATE,
        arrow("drug_calms", "drug.plasma", "calm.lift", "B", lambda s, q: s * q.plasma, "L/mg", 0.9),
        arrow("drug_steadies_mood", "drug.plasma", "mood.steady", "A", lambda s, q: s * q.plasma, "L/mg", 0.7),
    ),
)
# What lifts mood counts the more, the steadier mood is: arrows work together in pairs, threes and fours.
FELT = changed(
    MOOD,
    ports=(*MOOD.ports, Port(name="steady", unit="1", description="what steadies mood")),
    equations={**MOOD.equations, "level": lambda q: relax(q.rest + q.lift * (1.0 + q.steady), q.lag)},
)
ITEM = Instrument(
    name="mood", title="mood", unit="1", kind="diary", weights=(("mood.level", 10.0),), window=Recall(1),
    low=-1e9, high=1e9, source="", note="a toy", important=0.1,
)  # fmt: skip


class Doses:
    """Some milligrams an hour, all day."""

    def __init__(self, amount: float) -> None:
        self.amount = amount

    def day(self, index: int) -> dict[str, np.ndarray]:
        return {"drug.swallowed": np.full(STEPS_PER_DAY, self.amount)}

    def missed(self, index: int) -> dict[str, tuple[str, float]]:
        return {}


@pytest.fixture(scope="module")
def study():
    body = assemble([DOSED, CALM, FELT])
    return Study(
        body, layout(body), Doses(0.0), {"without": Doses(0.0), "with": Doses(8.0)}, 1, 3, 1, 0, (ITEM,), "double",
    )  # fmt: skip


def columns(study):
    return {world: world_values(study.body, study.plan, {}, world) for world in ("told", "known")}


def by_hand(study, world):
    """The difference for every set of arrows, each run on its own as two plain arms."""
    names = tuple(study.body.arrows)
    sets = [frozenset(c) for size in range(len(names) + 1) for c in combinations(names, size)]
    base, values = columns(study)[world], []
    for kept in sets:
        column = base.copy()
        for name in set(names) - kept:
            column[study.plan.row("values", f"arrow.{name}")] = 0.0
        values.append(column)
    lanes = Lanes(np.stack(values, axis=1), np.zeros(len(sets), dtype=np.int64), tuple(map(str, sets)))
    settled = run(
        study.body, study.plan, lanes, study.usual, start(study.body, study.plan, lanes, 1),
        first_day=-1, days=1, seed=1, keep=lambda saved, day, low: saved.mean(axis=0),
    )  # fmt: skip
    row, last = study.plan.row("outputs", "mood.level"), {}
    for arm, doses in study.arms.items():
        passage = run(
            study.body, study.plan, lanes, doses, settled.end,
            first_day=0, days=3, seed=1, keep=lambda saved, day, low: saved.mean(axis=0),
        )  # fmt: skip
        last[arm] = 10.0 * passage.saved[2, row]
    return dict(zip(sets, last["with"] - last["without"], strict=True))


def groups(study):
    return {
        grade: tuple(name for name, item in study.body.arrows.items() if item.grade == grade)
        for grade in ("A", "B", "C")
    }


@pytest.mark.parametrize("world", ["told", "known"])
def test_it_is_the_owen_value_of_every_set_of_arrows(study, world, monkeypatch):
    monkeypatch.setattr(attribution, "PAIRS", 60)
    rests = attribute(study, columns(study), lambda days: None).rests_on["with", "mood", world]
    game = by_hand(study, world)
    exact = owen(groups(study), game)
    everyone = frozenset(study.body.arrows)
    assert rests.whole == pytest.approx(game[everyone], rel=1e-12)
    assert rests.inside == pytest.approx(game[frozenset()], abs=1e-12)
    for grade, names in groups(study).items():
        assert rests.grades[grade] == pytest.approx(sum(exact[name] for name in names), rel=1e-9)
    parts = {part.arrow: part for part in rests.parts}
    assert set(parts) == everyone
    for name, part in parts.items():
        assert part.part == pytest.approx(exact[name], abs=5 * part.error + 1e-9)
    assert rests.alone["A"] == pytest.approx(game[frozenset(groups(study)["A"])], abs=1e-12)
    assert rests.alone["C"] == pytest.approx(rests.whole)


def test_the_parts_add_up_as_run_in_earnest(study):
    for rests in attribute(study, columns(study), lambda days: None).rests_on.values():
        assert rests.inside + sum(part.part for part in rests.parts) == pytest.approx(rests.whole, rel=1e-12)
        assert rests.inside + sum(rests.grades.values()) == pytest.approx(rests.whole, rel=1e-12)


def test_what_moves_little_is_counted_together_and_nothing_is_lost(study, monkeypatch):
    monkeypatch.setattr(attribution, "MOST_PLAYERS", 1)
    whole = attribute(study, columns(study), lambda days: None).rests_on["with", "mood", "told"]
    assert sorted(name for part in whole.parts for name in part.arrows) == sorted(study.body.arrows)
    assert any(len(part.arrows) > 1 for part in whole.parts)
    exact = owen(groups(study), by_hand(study, "told"))
    for grade, names in groups(study).items():  # what a grade carries does not depend on who is named
        assert whole.grades[grade] == pytest.approx(sum(exact[name] for name in names), rel=1e-9)


def test_an_arrow_without_strength_is_nobody(study):
    column = columns(study)["told"]
    column[study.plan.row("values", "arrow.drug_steadies_mood")] = 0.0
    rests = attribute(study, {"told": column}, lambda days: None).rests_on["with", "mood", "told"]
    assert "A" not in rests.grades
    assert all("drug_steadies_mood" not in part.arrows for part in rests.parts)


def test_progress_counts_every_lane_day(study):
    done, said = [], []
    attribute(study, columns(study), done.append, said.append)
    assert sum(done) > said[0] > 0
    short = sum(done) - said[0]
    assert short == study.short().lane_days(2 * (1 + len(study.body.arrows)))
