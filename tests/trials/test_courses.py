"""What somebody does in a course: lines of arms on their days, in their period."""

from __future__ import annotations

import pytest
from trial_plans import CROSSOVER, PARALLEL, SERIES, plan_of

from somaloop.protocol import Protocol, Take
from somaloop.trials.courses import protocol_of, within

# A line of an arm, a period, and the line as it holds there ("" where it never does).
SHIFTED = {
    "everyday": ("yoga 45 min at 18:00 daily", (57, 84), "yoga 45 min at 18:00 daily from week 9 to week 12"),
    "first period": ("yoga 45 min at 18:00 daily", (1, 28), "yoga 45 min at 18:00 daily from week 1 to week 4"),
    "begins later": ("yoga 45 min at 18:00 daily from week 2", (43, 70), "yoga 45 min at 18:00 daily from week 8 to week 10"),
    "ends sooner": ("yoga 45 min at 18:00 until week 1", (43, 70), "yoga 45 min at 18:00 daily from week 7 to week 7"),
    "ends with the period": ("yoga 45 min at 18:00 from week 2 to week 9", (43, 70), "yoga 45 min at 18:00 daily from week 8 to week 10"),
    "too late": ("yoga 45 min at 18:00 from week 5", (43, 70), ""),
    "weekday": ("yoga 45 min at 18:00 on monday", (43, 70), "yoga 45 min at 18:00 on monday from week 7 to week 10"),
    "every third": ("yoga 45 min at 18:00 every 3 days", (43, 70), "yoga 45 min at 18:00 every 3 days from week 7 to week 10"),
    "dates": ("clinician visit on days 1, 8 and 40 at 10:00", (43, 70), "clinician visit at 10:00 on days 43 and 50 from week 7 to week 10"),
    "a date that is cut": ("clinician visit on day 40 at 10:00", (43, 70), ""),
    "setting": ("blinded (belief 60 %)", (43, 70), "blinded (belief 60 %) from week 7 to week 10"),
    "clock": ("clock forward 1 h on day 3 at 02:00", (43, 70), "clock forward 1 h on day 45 at 02:00"),
    "weekday that is cut": ("yoga 45 min at 18:00 on sunday from day 22 to day 28", (1, 24), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", SHIFTED)
def test_a_line_holds_in_its_period(name: str):
    line, (first, last), expected = SHIFTED[name]
    assert str(Protocol(tuple(within(Protocol.parse(line), first, last)))) == str(Protocol.parse(expected))


def test_the_rhythm_of_a_line_begins_anew_in_each_period():
    (line,) = within(Protocol.parse("yoga 45 min at 18:00 every 3 days"), 43, 70)
    (again,) = Protocol.parse("yoga 45 min at 18:00 every 3 days from day 43 to day 70")
    assert line == again


def test_a_washout_has_no_lines_of_an_arm_and_each_period_its_own():
    plan = plan_of(CROSSOVER)
    for course in plan.courses:
        taken = [line for line in protocol_of(plan, course) if isinstance(line, Take)]
        spans = {line.thing: (line.span.first, line.span.last) for line in taken}
        assert spans == dict(zip(course, plan.spans, strict=True))


def test_every_period_of_a_series_holds_what_its_sequence_says():
    plan = plan_of(SERIES)
    for course in plan.courses:
        found = sorted(
            (line.span.first or 0, line.thing) for line in protocol_of(plan, course) if isinstance(line, Take)
        )
        assert tuple(thing for _, thing in found) == course


def test_usual_life_goes_on_and_the_arm_goes_before_everybody():
    plan = plan_of(PARALLEL, ("everybody: |", "everybody: |\n  belief 30 %"))
    lines = [str(line) for line in protocol_of(plan, ("placebo",))]
    assert "blinded (belief 50 %)" in lines and "belief 30 %" not in lines
    assert any(line.startswith("sleep window") for line in lines)
