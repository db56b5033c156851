"""What a run rests on: the sources of every parameter, arrow and instrument that its outcomes are made from.

A parameter or arrow counts if it lies on any way to an outcome of the run, through arrows that have strength in a world
that was run. Arrows that were cut are not used, and neither is what only they would have brought in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from somaloop.evidence import claims, ids_in, sources
from somaloop.instruments import INSTRUMENTS, MAIN, instrument
from somaloop.language import Arrow, Body, assemble
from somaloop.language.wiring import ARROW, Wiring
from somaloop.results.kept import EVERYTHING, Kept


@dataclass(frozen=True, slots=True)
class Used:
    """What is used, by kind. ``sources`` gives, for each record, what uses it, such as ``arrow worry_arouses (B)``.

    ``unsourced`` are parameters and arrows that rest on an assumption with a reason and on no record. ``claims`` gives
    for each claim of the article the used arrows that stand for it.
    """

    parameters: tuple[str, ...]
    arrows: tuple[str, ...]
    instruments: tuple[str, ...]
    sources: Mapping[str, tuple[str, ...]]
    unsourced: tuple[str, ...]
    claims: Mapping[str, tuple[str, ...]]

    @property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """For each source what kinds of thing use it: parameter, arrow, instrument, claim."""
        found = {name: dict.fromkeys(use.partition(" ")[0] for use in uses) for name, uses in self.sources.items()}
        for name in self.claim_sources:
            found.setdefault(name, {})["claim"] = None
        return {name: tuple(kinds) for name, kinds in found.items()}

    @property
    def claim_sources(self) -> tuple[str, ...]:
        """The sources by which the claims were graded."""
        return tuple(dict.fromkeys(name for item in self.claims for name in claims()[item].sources))


def _has_strength(arrow: Arrow, worlds: Iterable[str]) -> bool:
    known = arrow.as_known.kind != "fixed" or arrow.as_known.centre != 0.0
    return arrow.structural or any(known if world == "known" else arrow.as_told != 0.0 for world in worlds)


def _living(body: Body, kept: Kept) -> Body:
    """The body without arrows that are cut or have no strength in any world that is run."""
    cut = set(kept.cut_arrows(body))
    return assemble(
        replace(
            item,
            arrows=tuple(a for a in item.arrows if a.name not in cut and _has_strength(a, kept.worlds)),
        )
        for item in body.mechanisms.values()
    )


def used(body: Body, outcomes: Iterable[str] | None = None, kept: Kept = EVERYTHING) -> Used:
    """What the readings of these instruments rest on; None means those of the main job. Raises for an unknown instrument."""
    items = [instrument(name) for name in (MAIN if outcomes is None else outcomes)]
    living = _living(body, kept)
    measured = {output for item in items for output in item.outputs}
    found = Wiring(living).upstream(measured)
    parameters = tuple(name for name in living.parameters if name in found)
    arrows = tuple(name for name in living.arrows if ARROW + name in found)
    return _gathered(living, parameters, arrows, tuple(item.name for item in items))


def whole_model(body: Body) -> Used:
    """Every parameter, arrow and instrument of the model, whatever it moves."""
    return _gathered(body, tuple(body.parameters), tuple(body.arrows), tuple(INSTRUMENTS))


def _gathered(body: Body, parameters: tuple[str, ...], arrows: tuple[str, ...], instruments: tuple[str, ...]) -> Used:
    things = [
        *((f"parameter {name}", body.parameters[name].source) for name in parameters),
        *(
            (f"arrow {name} ({'wiring' if body.arrows[name].structural else body.arrows[name].grade})", body.arrows[name].source)
            for name in arrows
        ),
        *((f"instrument {name}", INSTRUMENTS[name].source) for name in instruments),
    ]  # fmt: skip
    found: dict[str, list[str]] = {}
    unsourced = []
    for words, cited in things:
        names = ids_in(cited)
        if not names:
            unsourced.append(words)
        for name in names:
            found.setdefault(name, []).append(words)
    on_claims: dict[str, list[str]] = {}
    for name in arrows:
        for claim in ids_in(body.arrows[name].claim):
            on_claims.setdefault(claim, []).append(name)
    order = list(sources())
    by_place = {name: number for number, name in enumerate(order)}
    in_order = sorted(found, key=lambda name: by_place.get(name, len(order)))
    return Used(
        parameters,
        arrows,
        instruments,
        {name: tuple(found[name]) for name in in_order},
        tuple(unsourced),
        {name: tuple(on_claims[name]) for name in claims() if name in on_claims},
    )
