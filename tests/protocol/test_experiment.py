"""Experiment files: what they ask, and the line of everything that is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from somaloop.language import SomaloopError
from somaloop.protocol import ExperimentError, Protocol, ProtocolError, parse_experiment, read_experiment

GOOD = """\
title: Magnesium in the evening
person:
  type: ssd + poor sleeper
  name: Robin
  magnesium: low
  age: 42
  smoker: yes
weeks: 12
settle: 3
seed: 7
draws: 50
usual life: |
  # coffee
  drink 80 mg caffeine at 08:00

  sleep window 23:00 to 07:00
arms:
  without:
  with: |
    take 300 mg magnesium as glycinate at 21:00 daily
  less coffee:
    - no caffeine
    - drink 40 mg caffeine at 08:00
outcomes: [sleep, worry]
"""


def test_a_good_file():
    experiment = parse_experiment(GOOD, "x.yaml")
    assert (experiment.title, experiment.kind) == ("Magnesium in the evening", "compare")
    assert (experiment.days, experiment.weeks, experiment.settle_days) == (84, 12.0, 21)
    assert (experiment.seed, experiment.draws, experiment.outcomes) == (7, 50, ("sleep", "worry"))
    assert experiment.person.type == "ssd + poor sleeper" and experiment.person.name == "Robin"
    assert dict(experiment.person.facts) == {"magnesium": "low", "age": 42, "smoker": "yes"}
    assert [arm.name for arm in experiment.arms] == ["without", "with", "less coffee"]
    assert experiment.comparator.protocol == experiment.usual
    assert experiment.arms[1].protocol == experiment.usual + "take 300 mg magnesium as glycinate at 21:00 daily"
    assert [item.place.line for item in experiment.arms[2].protocol] == [14, 16, 22, 23]


def test_what_need_not_be_said():
    experiment = parse_experiment("title: t\nperson: {type: ssd}\ndays: 10\narms: {a: , b: ''}")
    assert (experiment.days, experiment.settle_days, experiment.seed, experiment.draws) == (10, 14, 1, 200)
    assert experiment.usual == Protocol() == experiment.arms[1].protocol


def test_arms_may_have_persons_of_their_own(body):
    text = (
        "title: t\nkind: day\nperson: {type: ssd, age: 40}\narms:\n  calm:\n    person: {type: healthy}\n    lines: |\n"
        "      yoga 30 min at 10:00\n  tense:\n    person: {magnesium: low}\n    lines:\n      - stress 1 h at 10:00\n"
    )
    experiment = parse_experiment(text)
    assert experiment.days == 1
    assert [arm.person.type for arm in experiment.arms] == ["healthy", "ssd"]
    assert dict(experiment.arms[1].person.facts) == {"age": 40, "magnesium": "low"}
    schedules = experiment.schedules(body)
    assert "practices.yoga" in schedules["calm"].day(0) and "practices.yoga" in schedules["calm"].day(-1)


def test_schedules_have_usual_life_before_day_one(body):
    experiment = parse_experiment(GOOD)
    schedules = experiment.schedules(body)
    assert "magnesium.dose_glycinate" not in schedules["with"].day(-1)
    assert "magnesium.dose_glycinate" in schedules["with"].day(0)
    assert experiment.usual_schedule(body).day(-1).keys() == schedules["with"].day(-1).keys()


MEETING = "    sleep window 23:00 to 13:00 on friday\n    sleep window 12:30 to 20:00 on saturday\n"


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("just words", 1, "not an experiment"),
        ("- a\n- b", 1, "not an experiment"),
        ("title: [", 1, "broken YAML"),
        (changed("seed: 7", "seed: 7: 8"), 10, "second colon"),
        (changed("  with: |", "\twith: |"), 19, "broken YAML"),
        (changed("seed: 7", "seeed: 7"), 10, "unknown key 'seeed'; did you mean 'seed'?"),
        (changed("seed: 7", "weeks: 7"), 10, "the key 'weeks' is given twice; first on line 8"),
        (changed("seed: 7", "days: 7"), 10, "either weeks or days"),
        (changed("title: Magnesium in the evening", "draw: 3"), 1, "title is missing"),
        (changed("title: Magnesium in the evening", "title: 12"), 1, "title needs text, got 12"),
        (changed("weeks: 12", "weeks: twelve"), 8, "weeks needs a whole number, got 'twelve'"),
        (changed("weeks: 12", "weeks: 1.5"), 8, "weeks needs a whole number, got 1.5"),
        (changed("weeks: 12", "weeks:"), 1, "say how long"),
        (changed("weeks: 12", "weeks: 0"), 8, "weeks must be at least 1, got 0"),
        (changed("weeks: 12", "weeks: 99999"), 8, "weeks must be at most"),
        (changed("weeks: 12\n", ""), 1, "say how long it lasts"),
        (changed("seed: 7", "kind: night"), 10, "kind must be 'compare' or 'day', got 'night'"),
        (changed("draws: 50", "draws: 1"), 11, "draws must be at least 2"),
        (changed("  age: 42", "  age: [42]"), 6, "age needs one word or number"),
        (changed("  age: 42", "  age:"), 6, "age has no value"),
        (changed("outcomes: [sleep, worry]", "outcomes: sleep"), 24, "outcomes needs a list"),
        (changed("outcomes: [sleep, worry]", "outcomes: [sleep, 3]"), 24, "outcomes item 2 needs text, got 3"),
        (changed("drink 80 mg caffeine at 08:00\n\n", "drink 80 mg caffeine at 28:00\n\n"), 14, "there is no 28:00"),
        (changed("as glycinate at", "as glycinat at"), 20, "did you mean 'glycinate'"),
        (changed("    - no caffeine", "    - no"), 22, "ends too early"),
        (changed("  with: |", "  with: >"), 19, "put a | after the colon"),
        (changed("  without:\n", "  without:\n    line: yoga at 10:00\n"), 19, "'line'; did you mean 'lines'?"),
        (changed("  without:\n", "  without:\n    lines:\n      a: b\n"), 19, "lines needs lines of a protocol"),
        (GOOD[: GOOD.index("  with: |")] + "outcomes: [sleep]", 17, "at least two arms"),
        (GOOD[: GOOD.index("arms:")], 1, "arms is missing"),
        (changed("  without:\n", f"  without: |\n{MEETING}"), 20, "runs into"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text, line, message):
    with pytest.raises(ProtocolError) as caught:
        parse_experiment(text, "x.yaml")
    assert message in str(caught.value)
    assert any(message in str(problem) and problem.place.line == line for problem in caught.value.problems)
    assert f"x.yaml:{line}" in str(caught.value)


def test_all_problems_come_together_in_the_order_of_the_file():
    text = changed("weeks: 12", "weeks: x").replace("at 08:00\n\n", "at 88:00\n\n").replace("seed: 7", "sed: 7")
    with pytest.raises(ExperimentError) as caught:
        parse_experiment(text, "x.yaml")
    assert [problem.place.line for problem in caught.value.problems] == [8, 10, 14]


def test_persons_are_checked_by_a_callback():
    def refuse(person):
        if person.facts.get("magnesium") == "low":
            raise SomaloopError("unknown word for magnesium 'low'; did you mean 'lower'?")

    with pytest.raises(ExperimentError, match=r"x.yaml:5:3: unknown word for magnesium"):
        parse_experiment(GOOD, "x.yaml", refuse)
    assert parse_experiment(GOOD, "x.yaml", lambda person: None).person.name == "Robin"


def test_files(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(GOOD)
    assert read_experiment(file).file == str(file)
    with pytest.raises(ProtocolError, match=r"did you mean 'plan.yaml'"):
        read_experiment(tmp_path / "plam.yaml")
    file.write_bytes(b"\x00\xff" * 100)
    with pytest.raises(ProtocolError, match="UTF-8"):
        read_experiment(file)


def test_aliases_and_deep_nesting_do_no_harm():
    bomb = "a0: &a0 [x, x]\n"
    for i in range(1, 10):
        bomb += f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n"
    for text in (bomb, "a: &a [*a]", "[" * 3000, "{a: " * 200 + "}" * 200):
        with pytest.raises(ProtocolError):
            parse_experiment(text)


@given(st.text(max_size=120), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_damaged_files_never_crash(noise, start, length):
    try:
        parse_experiment(GOOD[:start] + noise + GOOD[start + length :], "x.yaml")
    except ProtocolError as error:
        assert "x.yaml" in str(error)
