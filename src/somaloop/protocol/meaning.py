"""What each rule of the grammar means: from parts of a line to a statement."""

# ruff: noqa: D102 (the methods are the rules of grammar.lark, which says what they read)

from __future__ import annotations

from typing import Any

from lark import Token, Transformer

from somaloop.protocol.activities import PRACTICES, SAID, Activity
from somaloop.protocol.clauses import Amount, Clause, count_of, joined, place_of, timed, within
from somaloop.protocol.conditions import Acknowledge, Belief, ClockChange, Miss
from somaloop.protocol.doses import Drink, Eat, Take
from somaloop.protocol.forms import form_of
from somaloop.protocol.measures import unit_of
from somaloop.protocol.problems import fault
from somaloop.protocol.settings import Diet, SleepWindow, Stop, Use
from somaloop.protocol.statement import Statement
from somaloop.protocol.when import WEEKDAYS, Clock, Days, Span, day_number


class Meaning(Transformer[Token, Any]):
    """One method for each rule of the grammar."""

    # heads
    def take(self, parts: list[Any]) -> Statement:
        return self._dose(Take, parts)

    def drink(self, parts: list[Any]) -> Statement:
        return self._dose(Drink, parts)

    def eat(self, parts: list[Any]) -> Statement:
        return self._dose(Eat, parts)

    def _dose(self, kind: type[Take] | type[Drink] | type[Eat], parts: list[Any]) -> Statement:
        amount, name, *clauses = parts
        given = timed(joined(clauses), name.value)
        form = next((clause for clause in clauses if clause.kind == "form"), None)
        if form is not None and name.value == "magnesium":
            within(form.token, lambda: form_of(form.value))
        blamed = name.token if name.value.startswith("magnesium ") else amount.token
        return within(blamed, lambda: kind(amount.value, amount.unit.name, name.value, **given))

    def take_placebo(self, parts: list[Any]) -> Statement:
        return Take.placebo(**timed(joined(parts), "a placebo"))

    def eat_meals(self, parts: list[Any]) -> Statement:
        return Eat.meals(**timed(joined(parts), "a meal"))

    def diet(self, parts: list[Any]) -> Statement:
        amount, name, *clauses = parts
        given = joined(clauses)
        return within(amount.token, lambda: Diet(amount.value, amount.unit.name, name.value, **given))

    def sleep(self, parts: list[Any]) -> Statement:
        start, end, *clauses = parts
        given = joined(clauses)
        return within(start.token, lambda: SleepWindow(start.value, end.value, **given))

    def activity(self, parts: list[Any]) -> Statement:
        name, *clauses = parts
        ready = [self._measure(item) if isinstance(item, Amount) else item for item in clauses]
        given = timed(joined(ready), SAID.get(name.value) or str(name.value))
        return within(name.token, lambda: Activity(name.value, **given))

    def _measure(self, amount: Amount) -> Clause:
        if amount.unit.kind == "time":
            return Clause("minutes", amount.value * amount.unit.size, amount.token)
        if amount.unit.kind == "light":
            return Clause("lux", amount.value, amount.token)
        raise fault(
            f"{amount.unit.name} says nothing about something done",
            expected=("a length such as 30 min or 2 h", "a light level such as 10000 lux"),
            place=place_of(amount.token),
        )

    def use(self, parts: list[Any]) -> Statement:
        name, *clauses = parts
        return Use(name.value, **joined(clauses))

    def stop(self, parts: list[Any]) -> Statement:
        name, *clauses = parts
        return Stop(name.value, **joined(clauses))

    def miss(self, parts: list[Any]) -> Statement:
        amount, of, *clauses = parts
        given = joined(clauses)
        return within(amount.token, lambda: Miss(self._percent(amount), of.value, **given))

    def open_label(self, parts: list[Any]) -> Statement:
        return Belief(100.0, "open label", **joined(parts))

    def blinded(self, parts: list[Any]) -> Statement:
        amount, *clauses = parts
        given = joined(clauses)
        if amount is None:
            return Belief(50.0, "blinded", **given)
        return within(amount.token, lambda: Belief(self._percent(amount), "blinded", **given))

    def belief(self, parts: list[Any]) -> Statement:
        amount, *clauses = parts
        given = joined(clauses)
        return within(amount.token, lambda: Belief(self._percent(amount), **given))

    def clock(self, parts: list[Any]) -> Statement:
        _, direction, amount, *clauses = parts
        if amount.unit.kind != "time":
            raise fault("a clock is changed by hours", hint="write 1 h", place=place_of(amount.token))
        given = joined(clauses)
        days, times = given.get("days", Days()), given.get("at", ())
        if len(days.dates) != 1 or len(times) != 1:
            hint = "write: clock forward 1 h on day 14 at 02:00"
            raise fault("a clock change needs one day and one time", hint=hint, place=place_of(amount.token))
        hours = amount.value * amount.unit.size / 60
        return within(amount.token, lambda: ClockChange(str(direction), hours, days.dates[0], times[0]))  # type: ignore[arg-type]

    def acknowledge(self, parts: list[Any]) -> Statement:
        return Acknowledge(parts[0].partition(":")[2].strip())

    # their parts
    def amount(self, parts: list[Any]) -> Amount:
        number, word = parts
        return Amount(float(number), within(word, lambda: unit_of(str(word))), number)

    def _percent(self, amount: Amount) -> float:
        if amount.unit.kind != "share":
            raise fault(f"{amount.unit.name} is not a share", expected=("a percentage such as 20 %",))
        return amount.value

    def name(self, parts: list[Any]) -> Clause:
        return Clause("name", " ".join(parts), parts[0])

    def quoted(self, parts: list[Any]) -> Clause:
        return Clause("name", parts[0].strip('"'), parts[0])

    def practice(self, parts: list[Any]) -> Clause:
        return Clause("name", PRACTICES[" ".join(parts)], parts[0])

    def meals(self, parts: list[Any]) -> Clause:
        return Clause("name", "meal", parts[0])

    def placebo(self, parts: list[Any]) -> Clause:
        return Clause("name", "placebo", parts[0])

    def missed(self, parts: list[Any]) -> Clause:
        return Clause("of", str(parts[0]), parts[0])

    def form(self, parts: list[Any]) -> Clause:
        return Clause("form", parts[0].value, parts[0].token)

    def food(self, parts: list[Any]) -> Clause:
        word: Token = parts[0]
        return Clause("food", "with food" if word.type == "WITH" else "between meals", word)

    def strength(self, parts: list[Any]) -> Clause:
        return Clause("strength", str(parts[0]), parts[0])

    # times of day
    def time(self, parts: list[Any]) -> Clause:
        return Clause("time", within(parts[0], lambda: Clock.of(str(parts[0]))), parts[0])

    def at(self, parts: list[Any]) -> Clause:
        return Clause("at", tuple(item.value for item in parts), parts[0].token)

    # days
    def daily(self, parts: list[Any]) -> Clause:
        return Clause("days", Days(), None)

    def every_other(self, parts: list[Any]) -> Clause:
        return Clause("days", Days(every=2), None)

    def every_days(self, parts: list[Any]) -> Clause:
        return within(parts[0], lambda: Clause("days", Days(every=count_of(parts[0], "day")), parts[0]))

    def every_weeks(self, parts: list[Any]) -> Clause:
        number, weekdays = parts
        return within(number, lambda: Clause("days", Days(count_of(number, "week"), "week", weekdays.value), number))

    def on_weekdays(self, parts: list[Any]) -> Clause:
        return Clause("days", Days(weekdays=parts[0].value), parts[0].token)

    def on_days(self, parts: list[Any]) -> Clause:
        numbers = [float(word) for word in parts[0].replace("and", ",").split(",") if word.strip()]
        days = within(parts[0], lambda: Days(dates=tuple(day_number(number) for number in numbers)))
        return Clause("days", days, parts[0])

    def weekdays(self, parts: list[Any]) -> Clause:
        return Clause("weekdays", tuple(day for item in parts for day in item.value), parts[0].token)

    def weekday(self, parts: list[Any]) -> Clause:
        word = str(parts[0])
        named = {"weekday": range(5), "weekend": range(5, 7)}.get(word.rstrip("s"))
        chosen = named or [next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word[:3]))]
        return Clause("weekday", tuple(chosen), parts[0])

    # periods
    def point(self, parts: list[Any]) -> Clause:
        unit, number = parts
        return Clause(unit, within(number, lambda: count_of(number, unit)), number)

    end = point

    def weeks(self, parts: list[Any]) -> str:
        return "week"

    def days_long(self, parts: list[Any]) -> str:
        return "day"

    def starting(self, parts: list[Any], inside: bool = False) -> Clause:
        first, end = parts
        last = end or (first if inside else None)
        value: dict[str, int] = {"first": (first.value - 1) * 7 + 1 if first.kind == "week" else first.value}
        if last is not None:
            value["last"] = last.value * 7 if (last.kind or first.kind) == "week" else last.value
        return Clause("span", value, first.token)

    def inside(self, parts: list[Any]) -> Clause:
        return self.starting(parts, inside=True)

    def until(self, parts: list[Any]) -> Clause:
        end = parts[0]
        if end.kind is None:
            raise fault("until when?", hint="write until week 4 or until day 28", place=place_of(end.token))
        return Clause("span", {"last": end.value * 7 if end.kind == "week" else end.value}, end.token)

    def lasting(self, parts: list[Any]) -> Clause:
        number, unit = parts
        count = within(number, lambda: count_of(number, unit))
        return Clause("span", {"length": count * 7 if unit == "week" else count}, number)

    def period(self, parts: list[Any]) -> Span:
        return joined(parts)["during"]
