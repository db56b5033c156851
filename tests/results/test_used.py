"""What a run rests on: upstream of its outcomes, without what was cut."""

from __future__ import annotations

from somaloop.evidence import ids_in, sources
from somaloop.model import whole_body
from somaloop.results.kept import kept
from somaloop.results.used import used, whole_model


def test_the_whole_model_names_everything():
    body = whole_body()
    found = whole_model(body)
    assert set(found.parameters) == set(body.parameters)
    assert set(found.arrows) == set(body.arrows)
    named = {name for item in (*body.parameters.values(), *body.arrows.values()) for name in ids_in(item.source)}
    assert named <= set(found.sources) <= set(sources())
    uses = sum(len(uses) for uses in found.sources.values())
    assert uses == sum(1 for _ in found.sources for _ in found.sources[_])
    assert set(found.kinds) >= set(found.sources)


def test_a_run_uses_what_lies_upstream_of_its_outcomes():
    body = whole_body()
    serum = used(body, ("serum magnesium",))
    assert any(name.startswith("magnesium.") for name in serum.parameters)
    assert serum.instruments == ("serum magnesium",)
    whole = whole_model(body)
    assert set(serum.parameters) < set(whole.parameters)
    for name, uses in serum.sources.items():
        assert set(uses) <= set(whole.sources[name])


def test_cut_arrows_are_not_used():
    body = whole_body()
    all_arrows = used(body)
    best = used(body, None, kept(body, "A"))
    assert set(best.arrows) < set(all_arrows.arrows)
    assert all(body.arrows[name].structural or body.arrows[name].grade == "A" for name in best.arrows)
    gone = next(name for name in all_arrows.arrows if not body.arrows[name].structural)
    without = used(body, None, kept(body, cut=(gone,)))
    assert gone not in without.arrows
    assert not any(f"arrow {gone} " in use for uses in without.sources.values() for use in uses)


def test_arrows_without_strength_in_the_world_that_was_run_are_not_used():
    body = whole_body()
    told = used(body, None, kept(body, only_world="told"))
    silent = {n for n, a in body.arrows.items() if not a.structural and a.as_told == 0.0}
    assert not silent & set(told.arrows)


def test_claims_are_those_of_the_arrows_used():
    body = whole_body()
    found = used(body)
    for claim, arrows in found.claims.items():
        assert set(arrows) <= set(found.arrows)
        assert all(claim in ids_in(body.arrows[name].claim) for name in arrows)
    assert set(found.claim_sources) <= set(sources())
