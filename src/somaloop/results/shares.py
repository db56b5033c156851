"""Share a difference out over arrows and grades so that the parts add up: the Owen value, by nested knock-outs.

A coalition is a set of arrows that stay; its value is the difference that is left with all other arrows in question cut.
Grades come first: each grade of evidence is one player, and its part is its Shapley value, the mean of what it adds over
all orders in which grades can be put in. All sets of grades are run, so this has no sampling error, and it does not
matter into how many arrows a mechanism is divided. Within a grade, its part is shared out over its arrows: in each
sampled order the arrows of all grades are put in one after the other, grade by grade, and each is given what it adds.
Orders come in antithetic pairs (an order and its reverse), which is exact wherever no more than two arrows work together.

Owen G (1977) Values of games with a priori unions; Castro J, Gomez D, Tejada J (2009) Polynomial calculation of the
Shapley value based on sampling.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Coalition = frozenset[str]


@dataclass(frozen=True)
class Design:
    """What has to be run: ``groups`` (grade to players), sampled ``orders`` of all players, and every coalition once.

    ``orders`` holds each order directly before its reverse.
    """

    groups: Mapping[str, tuple[str, ...]]
    orders: tuple[tuple[str, ...], ...]
    coalitions: tuple[Coalition, ...]


@dataclass(frozen=True)
class Parts:
    """What adds up: ``inside`` and ``whole`` [outcomes]; the part of each grade and of each player [outcomes].

    ``errors`` are standard errors of the players' parts from the sampling of orders (zero where nothing is sampled).
    """

    inside: Array
    whole: Array
    groups: Mapping[str, Array]
    players: Mapping[str, Array]
    errors: Mapping[str, Array]


def sampled_orders(groups: Mapping[str, tuple[str, ...]], pairs: int, seed: int) -> tuple[tuple[str, ...], ...]:
    """``pairs`` orders of all players with their reverses; the players of a grade stand together.

    The order of grades is turned on from pair to pair, so that each grade takes each place equally often.
    """
    generator = np.random.Generator(np.random.Philox(key=[seed, len(groups)]))
    found: list[tuple[str, ...]] = []
    turning: list[str] = []
    for pair in range(pairs):
        if pair % max(1, len(groups)) == 0:
            turning = [list(groups)[i] for i in generator.permutation(len(groups))]
        else:
            turning = [*turning[1:], turning[0]]
        order = tuple(groups[name][i] for name in turning for i in generator.permutation(len(groups[name])))
        found += [order, order[::-1]]
    return tuple(found)


def design(groups: Mapping[str, tuple[str, ...]], pairs: int, seed: int) -> Design:
    """The coalitions to run for these players; grades with one player need no sampled order."""
    kept = {name: tuple(players) for name, players in groups.items() if players}
    orders = sampled_orders(kept, pairs, seed) if any(len(players) > 1 for players in kept.values()) else ()
    return Design(kept, orders, coalitions(kept, orders))


def coalitions(groups: Mapping[str, tuple[str, ...]], orders: Sequence[tuple[str, ...]]) -> tuple[Coalition, ...]:
    """All sets of whole grades, then what the orders pass through, each once."""
    found: dict[Coalition, None] = {}
    for size in range(len(groups) + 1):
        for names in combinations(groups, size):
            found[frozenset(player for name in names for player in groups[name])] = None
    for order in orders:
        for end in range(len(order)):
            found[frozenset(order[:end])] = None
    return tuple(found)


def _group_parts(groups: Mapping[str, tuple[str, ...]], value: Mapping[Coalition, Array]) -> dict[str, Array]:
    """The Shapley value of each grade, from the differences of all sets of grades."""
    count = len(groups)
    parts = {}
    for name in groups:
        others = [other for other in groups if other != name]
        total: Array | float = 0.0
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            for context in combinations(others, size):
                before = frozenset(player for other in context for player in groups[other])
                total = total + weight * (value[before | frozenset(groups[name])] - value[before])
        parts[name] = np.asarray(total)
    return parts


def _marginals(order: tuple[str, ...], value: Mapping[Coalition, Array]) -> dict[str, Array]:
    chain = [value[frozenset(order[:end])] for end in range(len(order) + 1)]
    return {player: chain[i + 1] - chain[i] for i, player in enumerate(order)}


def _player_parts(players: tuple[str, ...], added: Sequence[Mapping[str, Array]], part: Array) -> Array:
    """Parts [players, outcomes] that add up to ``part``: the means over orders, and what is left of the part.

    The mean over sampled orders need not give the grade's part; what is left is spread in proportion to how much each
    player moves, so that one who never moves anything keeps exactly nothing.
    """
    table = np.stack([np.stack([item[player] for player in players]) for item in added])  # orders, players, outcomes
    mean, moves = table.mean(axis=0), np.abs(table).sum(axis=0)
    total = moves.sum(axis=0)
    weight = np.where(total > 0, moves / np.where(total > 0, total, 1.0), 1.0 / len(players))
    return mean + weight * (part - mean.sum(axis=0))


def parts_of(plan: Design, values: Array) -> Parts:
    """Work out the parts from ``values`` [coalitions, outcomes]. A NaN makes NaN of the parts that it reaches."""
    value = {name: values[i] for i, name in enumerate(plan.coalitions)}
    everyone = frozenset(player for players in plan.groups.values() for player in players)
    groups = _group_parts(plan.groups, value)
    added = [_marginals(order, value) for order in plan.orders]
    found: dict[str, Array] = {}
    errors: dict[str, Array] = {}
    pairs = len(added) // 2
    for name, players in plan.groups.items():
        if len(players) == 1:
            found[players[0]], errors[players[0]] = groups[name], np.zeros_like(groups[name])
            continue
        whole = _player_parts(players, added, groups[name])
        without = np.stack(  # leave out one pair at a time: the jackknife
            [_player_parts(players, added[: 2 * i] + added[2 * i + 2 :], groups[name]) for i in range(pairs)]
            if pairs > 1
            else [np.full_like(whole, np.nan)]
        )
        error = np.sqrt((pairs - 1) * ((without - without.mean(axis=0)) ** 2).mean(axis=0))
        found |= dict(zip(players, whole, strict=True))
        errors |= dict(zip(players, error, strict=True))
    return Parts(value[frozenset()], value[everyone], groups, found, errors)
