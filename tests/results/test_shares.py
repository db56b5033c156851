"""The parts of a difference: they add up, and they are the Owen value, on games of every shape."""

from __future__ import annotations

from itertools import combinations, permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from somaloop.results.shares import Design, coalitions, design, parts_of

GROUPINGS = (
    {"A": ("a",), "C": ("b", "c")},
    {"A": ("a", "b", "c", "d")},
    {"A": ("a",), "B": ("b",), "D": ("c",)},
    {"A": ("a", "b"), "B": ("c", "d"), "X": ("e",)},
)
Game = dict[frozenset[str], float]


def players_of(groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(player for players in groups.values() for player in players)


def subsets(names) -> list[frozenset[str]]:
    names = list(names)
    return [frozenset(c) for size in range(len(names) + 1) for c in combinations(names, size)]


def owen(groups: dict[str, tuple[str, ...]], game: Game) -> dict[str, float]:
    """The Owen value straight from its definition: sets of other grades, sets of other arrows of the grade."""
    found = {}
    for name, players in groups.items():
        others = [other for other in groups if other != name]
        for player in players:
            total = 0.0
            for context in subsets(others):
                outer = factorial(len(context)) * factorial(len(others) - len(context)) / factorial(len(groups))
                base = frozenset(p for other in context for p in groups[other])
                for friends in subsets([p for p in players if p != player]):
                    inner = factorial(len(friends)) * factorial(len(players) - len(friends) - 1)
                    step = game[base | friends | {player}] - game[base | friends]
                    total += outer * inner / factorial(len(players)) * step
            found[player] = total
    return found


def every_order(groups: dict[str, tuple[str, ...]]) -> Design:
    """All orders in which grades stand together, each before its reverse, so that nothing is sampled."""

    def arranged(names):
        if not names:
            return [()]
        return [head + tail for head in permutations(groups[names[0]]) for tail in arranged(names[1:])]

    orders = [order for names in permutations(groups) for order in arranged(names)]
    paired = tuple(item for order in orders for item in (order, order[::-1]))
    return Design(groups, paired, coalitions(groups, paired))


def solved(plan: Design, game: Game):
    return parts_of(plan, np.array([[game[c]] for c in plan.coalitions]))


@st.composite
def games(draw):
    groups = draw(st.sampled_from(GROUPINGS))
    worth = st.floats(-50, 50, allow_nan=False, width=32)
    return groups, {c: draw(worth) for c in subsets(players_of(groups))}


@settings(max_examples=60, deadline=None)
@given(games(), st.integers(1, 5), st.integers(0, 10**6))
def test_parts_add_up_exactly_whatever_is_sampled(case, pairs, seed):
    groups, game = case
    parts = solved(design(groups, pairs, seed), game)
    everyone = frozenset(players_of(groups))
    assert parts.whole == game[everyone]
    assert parts.inside == game[frozenset()]
    scale = 1e-12 * max(1.0, *(abs(worth) for worth in game.values()))
    assert sum(parts.groups.values()) + parts.inside == pytest.approx(parts.whole, abs=100 * scale)
    assert sum(parts.players.values()) + parts.inside == pytest.approx(parts.whole, abs=100 * scale)
    for name, players in groups.items():
        assert sum(parts.players[p] for p in players) == pytest.approx(parts.groups[name], abs=100 * scale)


@settings(max_examples=40, deadline=None)
@given(games())
def test_all_orders_give_the_owen_value(case):
    groups, game = case
    parts, exact = solved(every_order(groups), game), owen(groups, game)
    for player, worth in exact.items():
        assert parts.players[player] == pytest.approx(worth, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(games(), st.integers(0, 10**6))
def test_grades_are_exact_even_from_one_pair_of_orders(case, seed):
    groups, game = case
    parts, exact = solved(design(groups, 1, seed), game), owen(groups, game)
    for name, players in groups.items():
        assert parts.groups[name] == pytest.approx(sum(exact[p] for p in players), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(games(), st.integers(2, 4), st.integers(0, 10**6), st.data())
def test_an_arrow_that_moves_nothing_gets_nothing(case, pairs, seed, data):
    groups, game = case
    idle = data.draw(st.sampled_from(players_of(groups)))
    game = {c: game[c - {idle}] for c in game}
    parts = solved(design(groups, pairs, seed), game)
    if any(np.any(part) for part in parts.players.values()):
        assert parts.players[idle] == 0.0
        assert parts.errors[idle] == 0.0


@settings(max_examples=30, deadline=None)
@given(games(), st.data())
def test_two_arrows_of_a_grade_that_do_the_same_get_the_same(case, data):
    groups, game = case
    several = [players for players in groups.values() if len(players) > 1]
    if not several:
        return
    one, other = data.draw(st.sampled_from(several))[:2]
    swap = {one: other, other: one}
    mirror = {c: 0.5 * (game[c] + game[frozenset(swap.get(p, p) for p in c)]) for c in game}
    parts = solved(every_order(groups), mirror)
    assert parts.players[one] == pytest.approx(parts.players[other], abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(games(), st.floats(-3, 3), st.integers(0, 10**6))
def test_the_value_is_linear(case, factor, seed):
    groups, first = case
    generator = np.random.default_rng(seed)
    second = {c: float(generator.normal()) for c in first}
    both = {c: first[c] + factor * second[c] for c in first}
    plan = every_order(groups)
    one, two, three = (solved(plan, game) for game in (first, second, both))
    for player in players_of(groups):
        expected = one.players[player] + factor * two.players[player]
        assert three.players[player] == pytest.approx(expected, abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(GROUPINGS), st.integers(0, 10**6))
def test_two_by_two_work_needs_one_pair_only(groups, seed):
    """Where no more than two arrows work together, an order with its reverse is exact."""
    generator = np.random.default_rng(seed)
    names = players_of(groups)
    alone = {name: float(generator.normal()) for name in names}
    joint = {pair: float(generator.normal()) for pair in combinations(names, 2)}
    game = {
        c: sum(alone[p] for p in c) + sum(worth for pair, worth in joint.items() if set(pair) <= c)
        for c in subsets(names)
    }
    parts, exact = solved(design(groups, 1, seed), game), owen(groups, game)
    for player, worth in exact.items():
        assert parts.players[player] == pytest.approx(worth, abs=1e-9)


def test_sampled_parts_come_out_right_on_the_whole_and_errors_say_how_far_off():
    groups = {"A": ("a", "b"), "B": ("c", "d", "e", "f")}
    names = players_of(groups)
    generator = np.random.default_rng(5)
    game = {c: float(generator.normal()) for c in subsets(names)}
    exact = owen(groups, game)
    found = [solved(design(groups, 6, seed), game) for seed in range(300)]
    for name in names:
        parts = np.array([float(item.players[name][0]) for item in found])
        errors = np.array([float(item.errors[name][0]) for item in found])
        assert parts.mean() == pytest.approx(exact[name], abs=5 * parts.std() / np.sqrt(300) + 0.01)
        assert np.sqrt((errors**2).mean()) == pytest.approx(parts.std(), rel=0.4)


def test_splitting_an_arrow_in_two_leaves_the_grades_as_they_were():
    """What a grade carries must not depend on into how many arrows in a row a mechanism is written."""
    game = {c: float({"a", "b"} <= c) for c in subsets("ab")}
    split = {c: float({"a", "b", "c"} <= c) for c in subsets("abc")}
    one = solved(design({"A": ("a",), "C": ("b",)}, 2, 1), game)
    two = solved(design({"A": ("a",), "C": ("b", "c")}, 2, 1), split)
    assert one.groups["C"] == two.groups["C"] == 0.5


def test_a_failed_run_is_not_taken_for_a_number():
    groups = {"A": ("a",), "C": ("b", "c")}
    game = {c: float(len(c)) for c in subsets("abc")} | {frozenset("b"): float("nan")}
    parts = parts_of(plan := every_order(groups), np.array([[game[c]] for c in plan.coalitions]))
    assert np.isnan(parts.players["b"]).all()
    assert parts.groups["A"] == pytest.approx(1.0)
