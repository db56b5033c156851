"""Populations: people of their own, correlated traits, age and sex, facts, habits, good and bad months."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from somaloop.engine.noise import daily_normals, person_keys
from somaloop.engine.program import layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.language import SomaloopError, UnknownNameError, lognormal, normal
from somaloop.model import declared_body
from somaloop.people import AgeRange, Criterion, Person, PersonError, Population, correlations, vary
from somaloop.people.correlations import Correlations, read_correlations
from somaloop.people.draw import around, shares
from somaloop.protocol import Protocol, ProtocolError, build_schedule

BODY = declared_body()


def test_a_person_is_the_same_alone_and_in_a_crowd():
    many = Population("ssd", {"magnesium": "low"}, female=0.7, seed=5).drawn(BODY, np.arange(300))
    one = Population("ssd", {"magnesium": "low"}, female=0.7, seed=5).drawn(BODY, np.array([217]))
    assert set(one.traits) == set(many.traits)
    for name, values in many.traits.items():
        assert one.traits[name][0] == values[217], name
    assert (one.age[0], one.sex[0], one.labels[0]) == (many.age[217], many.sex[217], many.labels[217])
    other = Population("ssd", {"magnesium": "low"}, female=0.7, seed=6).drawn(BODY, np.array([217]))
    assert other.traits["mood.distress_trait"][0] != one.traits["mood.distress_trait"][0]


def test_the_shipped_correlations_are_possible_and_name_traits_in_which_people_differ():
    rules = correlations()
    rules.check(BODY)
    matrix = rules.matrix()
    assert np.linalg.eigvalsh(matrix).min() > -1e-10
    assert np.allclose(np.diag(matrix), 1.0)
    assert np.allclose(matrix, matrix.T)


def test_drawn_scores_correlate_as_the_matrix_says():
    """In a population of the general age and half women the scores of traits have the stated correlations."""
    rules, count = correlations(), 20_000
    age = AgeRange(rules.age_reference, rules.age_sd, 18.0, 95.0)
    drawn = Population(age=age, seed=2).drawn(BODY, np.arange(count))
    names = [name for name in rules.traits if "distress" not in name]
    scores = []
    for name in names:
        spread = rules.spread(BODY, name)
        assert spread is not None
        order = drawn.traits[name].argsort().argsort()
        scores.append(ndtri((order + 0.5) / count))
    found, stated = np.corrcoef(np.stack(scores)), rules.matrix(names)
    error = (1 - stated**2) / np.sqrt(count)
    assert np.max(np.abs(found - stated) / (error + 0.004)) < 5.0  # 0.004: age is truncated, and so not quite normal
    assert np.corrcoef(drawn.traits["mood.distress_trait"], drawn.traits["sleep.hyperarousal"])[0, 1] > 0.25


def test_a_factor_form_that_takes_more_than_all_is_refused():
    with pytest.raises(PersonError, match=r"1\.28 of the variance of trait"):
        Correlations({"one": {"trait": 0.8}, "two": {"trait": 0.8}}, {}, 40.0, 18.0, {}, {})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("factors: {}\nage: {}\nsex: {}\nhabits: {}\nfactor: {}", "did you mean 'factors'"),
        ("factors: {a: {description: x, note: y, loadings: {mood.x: high}}}", "mine.yaml:1"),
    ],
)
def test_a_wrong_file_of_correlations_says_where(text, message):
    with pytest.raises(ProtocolError, match=message):
        read_correlations(text, "mine.yaml")


@pytest.mark.parametrize(
    "age", [AgeRange(48.9, 18.1), AgeRange(46, 11, 18, 65), AgeRange(62, 6, 45, 70), AgeRange(25, 2)]
)
def test_ages_have_the_mean_and_spread_that_papers_report(age):
    found = age.quantile((np.arange(20_000) + 0.5) / 20_000)
    assert found.mean() == pytest.approx(age.mean, abs=0.05)
    assert found.std() == pytest.approx(age.sd, abs=0.05)
    assert found.min() >= age.low
    assert found.max() <= age.high


def test_age_and_sex_reach_the_body():
    drawn = Population(age=AgeRange(60, 8, 40, 80), female=0.25, seed=4).drawn(BODY, np.arange(4000))
    for name in ("autonomic.age", "sleep.age", "circadian.age", "alcohol.age"):
        assert np.array_equal(drawn.traits[name], drawn.age)
    women = drawn.sex == "female"
    assert women.mean() == pytest.approx(0.25, abs=4 * np.sqrt(0.25 * 0.75 / 4000))
    assert drawn.height[~women].mean() - drawn.height[women].mean() > 8.0
    assert np.array_equal(drawn.traits["alcohol.weight"], drawn.traits["caffeine.weight"])
    old = drawn.age > 65
    assert (
        drawn.traits["magnesium.glomerular_filtration"][old].mean()
        < drawn.traits["magnesium.glomerular_filtration"][~old].mean()
    )


def test_facts_move_the_middle_and_age_and_sex_hold_for_all():
    drawn = Population(facts={"magnesium": "low", "sex": "male", "age": 33}).drawn(BODY, np.arange(500))
    assert set(drawn.sex) == {"male"}
    assert set(drawn.age) == {33.0}
    usual = Population(facts={"sex": "male", "age": 33}).drawn(BODY, np.arange(500))
    ratio = np.median(drawn.traits["magnesium.status"]) / np.median(usual.traits["magnesium.status"])
    assert ratio == pytest.approx(0.56, abs=0.01)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "sdd"},
        {"female": 1.5},
        {"age": 200},
        {"facts": {"age": 40}, "age": 50},
        {"facts": {"sex": "male"}, "female": 0.5},
        {"facts": {"sex": "men"}},
    ],
)
def test_impossible_populations_raise(wrong):
    with pytest.raises(SomaloopError):
        Population(**wrong).drawn(BODY, np.arange(2))


def test_the_middle_woman_and_man_lie_either_side():
    woman, man = (Person("general", {"sex": sex}).traits(BODY) for sex in ("female", "male"))
    assert woman["alcohol.height"] < BODY.parameters["alcohol.height"].value < man["alcohol.height"]
    assert woman["alcohol.weight"] == woman["caffeine.weight"] < man["caffeine.weight"]
    stated = Person("general", {"sex": "female", "weight": 90}).traits(BODY)
    assert stated["caffeine.weight"] == 90.0
    assert Person("general").traits(BODY) == {}


def test_factors_stretch_scores_and_nothing_else():
    indices, name = np.arange(400), "mood.low_mood_at_ease"
    plain, wide = vary(BODY, {}, 3, indices), vary(BODY, {}, 3, indices, {name: 2.0})
    spread = BODY.parameters[name].between_people
    assert spread is not None
    middle = np.log(spread.quantile(0.5))
    inside = wide[name] < 0.95 * spread.high
    stretch = (np.log(wide[name]) - middle)[inside] / (np.log(plain[name]) - middle)[inside]
    assert np.median(stretch) == pytest.approx(2.0, abs=0.05)
    assert wide[name].max() <= spread.high
    for other in set(plain) - {name}:
        assert np.array_equal(plain[other], wide[other])
    same = vary(BODY, {}, 3, indices, {name: 1.0})
    assert np.allclose(same[name], plain[name], rtol=1e-9)
    by_person = vary(BODY, {}, 3, indices, {name: np.where(indices < 200, 1.0, 2.0)})
    assert np.allclose(by_person[name][:200], plain[name][:200], rtol=1e-9)
    assert np.array_equal(by_person[name][200:], wide[name][200:])
    with pytest.raises(UnknownNameError, match="did you mean"):
        vary(BODY, {}, 3, indices, {"mood.low_mood_at_eas": 2.0})
    drawn = Population().drawn(BODY, indices, {name: 0.0})
    assert np.allclose(drawn.traits[name], spread.centre)


def test_around_keeps_ratio_or_distance():
    assert around(lognormal(2.0, 0.5), 2.0, 4.0, np.array([1.0])) == pytest.approx([2.0])
    assert around(normal(1.0, 1.0, low=-5.0, high=9.0), 1.0, 8.5, np.array([2.0])) == pytest.approx([9.0])


def test_shares_hang_on_place_alone():
    whole = shares(7, "some name", np.arange(101))
    assert np.array_equal(shares(7, "some name", np.array([100, 3, 50])), whole[[100, 3, 50]])
    assert shares(7, "some name", np.array([], dtype=int)).shape == (0,)


def test_criteria_say_who_is_let_in():
    criterion = Criterion("PHQ-15", at_least=10.0, at_most=20.0)
    assert criterion.met(np.array([9.0, 10.0, 20.0, 21.0, np.nan])).tolist() == [False, True, True, False, False]
    for wrong in ({}, {"at_least": 5.0, "at_most": 4.0}):
        with pytest.raises(PersonError):
            Criterion("PHQ-15", **wrong)


# --- habits --------------------------------------------------------------------------------------------------------


def _caffeine_after(lines: str, days: int = 3) -> float:
    plan = layout(BODY, ("caffeine.plasma",))
    values = world_values(BODY, plan, {"caffeine.usual_intake": 200.0}, "known")[:, None]
    lanes = Lanes(values, np.zeros(1, dtype=np.int64), ("drinker",))
    schedule = build_schedule(Protocol.parse(lines), BODY, days)
    begin = start(BODY, plan, lanes, 1, noise=False)
    passage = run(BODY, plan, lanes, schedule, begin, first_day=0, days=days, seed=1, resolution="day", noise=False)
    return float(passage.saved[-1, 0, 0])


def test_a_habit_is_drunk_unless_caffeine_is_stated():
    habit, none = _caffeine_after("eat meals at 08:00 daily"), _caffeine_after("no caffeine")
    assert none == pytest.approx(0.0, abs=1e-6)
    stated = _caffeine_after("drink 100 mg caffeine at 08:00 and 13:30 daily")
    assert habit == pytest.approx(stated, rel=0.05)  # 200 mg in two cups either way
    assert _caffeine_after("drink 50 mg caffeine at 08:00 daily") < 0.4 * habit


def test_the_reference_person_has_no_habit():
    assert BODY.parameters["caffeine.usual_intake"].value == 0.0
    assert "caffeine.usual_intake" not in vary(BODY, {}, 1, np.arange(4))
    assert (Population().drawn(BODY, np.arange(50)).traits["caffeine.usual_intake"] > 0).all()


# --- good and bad months -------------------------------------------------------------------------------------------


def test_a_new_noise_leaves_the_others_as_they_are():
    keys = person_keys(1, np.arange(3))
    both = np.asarray(daily_normals(keys, ("mood.mood_day_noise", "mood.slow_course"), 4))
    alone = np.asarray(daily_normals(keys, ("mood.mood_day_noise",), 4))
    assert np.array_equal(both[0], alone[0])


def test_stable_and_slow_parts_of_distress_add_up_to_one_standard_deviation():
    spread = BODY.parameters["mood.distress_trait"].between_people
    assert spread is not None
    assert np.hypot(spread.second, BODY.parameters["mood.course_size"].value) == pytest.approx(1.0, abs=0.02)


def test_who_is_worst_today_is_better_in_ten_weeks_and_the_others_pay_for_it():
    """Regression to the mean, of itself: the crowd stays where it is, the worst quarter moves toward it."""
    plan, count = layout(BODY, ("mood.distress",)), 64
    drawn = Population(seed=8).drawn(BODY, np.arange(count))
    values = np.repeat(world_values(BODY, plan, {}, "known")[:, None], count, axis=1)
    for name, track in drawn.traits.items():
        values[plan.row("values", name)] = track
    lanes = Lanes(values, drawn.indices, drawn.labels)
    begin = start(BODY, plan, lanes, 1)
    passage = run(BODY, plan, lanes, None, begin, first_day=0, days=71, seed=1, resolution="day")
    before, after = passage.saved[0, 0], passage.saved[-1, 0]
    worst = before >= np.quantile(before, 0.75)
    assert (after - before)[worst].mean() < -0.15
    assert abs((after - before).mean()) < 4 * (after - before).std() / np.sqrt(count)
    assert 0.4 < np.corrcoef(before, after)[0, 1] < 0.95
