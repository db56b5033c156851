"""Turn the text of one statistic into a :class:`Statistic`, or say what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from somaloop.instruments import INSTRUMENTS, Instrument
from somaloop.language import SomaloopError, suggestion
from somaloop.studies import scales
from somaloop.studies.amounts import gain_of
from somaloop.studies.file_reader import too_early
from somaloop.studies.kinds import KINDS, Kind, curve_moments, plain
from somaloop.studies.moments import Moment, clock, length, moment
from somaloop.studies.needs import timed
from somaloop.studies.study import Statistic, StudyArm
from somaloop.studies.text import StatisticText
from somaloop.studies.use import use_of

Fault = tuple[str, str]  # the key where something is wrong (empty: the whole statistic) and what

# Keys that only some kinds of statistics take, with the field that holds each.
_CHOSEN = {
    "at": "at", "from": "from_", "against": "against", "with": "with_", "between": "between", "every": "every",
    "ratings": "ratings", "daily": "daily", "lag": "lag", "quantile": "quantile", "at least": "at_least",
    "at most": "at_most", "by": "by", "rise": "rise", "over": "over",
}  # fmt: skip
_TIMES = ("min", "h", "day")


def read_statistic(
    text: StatisticText, arms: Mapping[str, StudyArm], days: int, settle_days: int, rows: Sequence[str], paired: bool
) -> tuple[Statistic | None, list[Fault]]:
    """The statistic, or None and what is wrong with it. ``paired`` says that the same people are in both arms."""
    reader = _Reader(text, arms, days, settle_days, rows, paired)
    found = reader.read()
    return (None if reader.faults else found), reader.faults


class _Reader:
    def __init__(
        self, text: StatisticText, arms: Mapping[str, StudyArm], days: int, settle_days: int, rows: Sequence[str],
        paired: bool,
    ) -> None:  # fmt: skip
        self.text, self.arms, self.days, self.settle_days, self.rows = text, arms, days, settle_days, rows
        self.paired = paired
        self.faults: list[Fault] = []

    def say(self, key: str, message: str) -> None:
        self.faults.append((key, message))

    def name(self, key: str, what: str, given: str, known: Iterable[str]) -> bool:
        names = list(known)
        if given in names:
            return True
        self.say(key, f"unknown {what} {given!r}{suggestion(given, names)}")
        return False

    def read(self) -> Statistic | None:
        text = self.text
        if not self.name("statistic", "statistic", text.statistic, KINDS):
            return None
        if not self.name("of", "instrument", text.of, INSTRUMENTS):
            return None
        kind, item = KINDS[text.statistic], INSTRUMENTS[text.of]
        self.keys(kind)
        if text.with_:
            self.name("with", "instrument", text.with_, INSTRUMENTS)
        arm = self.arm("arm", text.arm)
        against = self.arm("against", text.against) if text.against else ""
        if against and against == arm:
            self.say("against", f"an arm is compared with itself: {arm!r}")
        if text.row and text.row not in self.rows:
            self.say("row", f"{text.row!r} is not among the rows of this study{suggestion(text.row, self.rows)}")
            return None
        self.unit(kind, item)
        fields = self.times(kind, item)
        by, by_share = self.by()
        judged = text.statistic in ("share", "odds ratio", "risk ratio") and by is None
        if judged and text.at_least is None and text.at_most is None:
            self.say("", "say which people count: at least, at most" + (", or by" if kind.name != "share" else ""))
        if text.statistic == "ratio" and not (text.against or text.from_):
            self.say("", "a ratio needs against (another arm) or from (another moment)")
        if self.faults:
            return None
        made = Statistic(
            what=text.what, of=text.of, kind=text.statistic, unit=text.unit, published=float(text.published), arm=arm,
            against=against, with_=text.with_, daily=bool(text.daily), quantile=text.quantile,
            at_least=text.at_least, at_most=text.at_most, by=by, by_share=by_share, rise=bool(text.rise),
            over=text.over or "", row=text.row, note=text.note, sd=text.sd, n=self.people(arm, against),
            use=use_of([text.row] if text.row else self.rows), **fields,
        )  # fmt: skip
        if made.between is not None and not made.ratings and not made.every and made.between[0].hour is not None:
            self.say("", "say how often within this time: every, or ratings")
            return None
        if made.between is not None and len(curve_moments(made)) < 2:
            self.say("between", "these times hold fewer than two moments")
        return self.with_error(made, kind)

    def keys(self, kind: Kind) -> None:
        given = {key for key, name in _CHOSEN.items() if getattr(self.text, name) not in (None, "")}
        for key in kind.needs:
            if key not in given:
                self.say("", f"{kind.name!r} needs the key {key!r}")
        allowed = {*kind.needs, *kind.may}
        for key in sorted(given - allowed):
            takes = ", ".join(sorted(allowed)) or "nothing more"
            self.say(key, f"{kind.name!r} takes no {key!r}; it takes {takes}")

    def arm(self, key: str, given: str) -> str:
        if not given:
            if len(self.arms) == 1:
                return next(iter(self.arms))
            self.say("", f"say which arm: {', '.join(self.arms)}")
            return ""
        self.name(key, "arm", given, self.arms)
        return given

    def unit(self, kind: Kind, item: Instrument) -> None:
        given = self.text.unit
        if kind.unit == ("instrument",):
            known: tuple[str, ...] = (item.unit,)
        elif kind.unit == ("instrument * time",):
            known = tuple(f"{item.unit}*{time}" for time in _TIMES)
        elif kind.unit == ("instrument / instrument",):
            other = INSTRUMENTS[self.text.with_].unit if self.text.with_ in INSTRUMENTS else ""
            known = (f"{item.unit}/{other}",)
        else:
            known = kind.unit
        if given not in known:
            choice = " or ".join(repr(name) for name in known)
            self.say("unit", f"unit {given!r} does not fit: {self.text.statistic} of {self.text.of} is in {choice}")

    def moment(self, key: str, given: str, item: Instrument) -> Moment | None:
        try:
            found = moment(given)
        except SomaloopError as error:
            self.say(key, str(error))
            return None
        if not 1 - max(self.settle_days, 0) <= found.day <= self.days:
            self.say(key, f"{given!r} lies outside the study: day {1 - self.settle_days} to day {self.days}")
            return None
        for name in (item.name, *([self.text.with_] if self.text.with_ else [])):
            message = too_early(name, found.day, self.settle_days)
            if message:
                self.say(key, message)
                return None
        return timed(item.name, found)

    def moments(self, key: str, given: str | list[str] | None, item: Instrument) -> tuple[Moment, ...]:
        listed = [given] if isinstance(given, str) else list(given or ())
        return tuple(found for text in listed if (found := self.moment(key, text, item)) is not None)

    def times(self, kind: Kind, item: Instrument) -> dict[str, Any]:
        text = self.text
        found: dict[str, Any] = {
            "at": self.moments("at", text.at, item),
            "start": self.moments("from", text.from_, item),
        }
        found["ratings"] = self.tried("ratings", lambda: tuple(clock(hour) for hour in text.ratings or ()), ())
        found["every"] = self.tried("every", lambda: length(text.every) if text.every else 0.0, 0.0)
        found["lag"] = self.tried("lag", lambda: length(text.lag) if text.lag else 0.0, 0.0)
        if text.between is not None:
            try:
                raw = [moment(given) for given in text.between]
            except SomaloopError as error:
                self.say("between", str(error))
                return found
            ends = [self.moment("between", given, item) for given in text.between]
            if text.ratings or all(end.hour is None for end in raw):
                found["between"] = (raw[0], raw[1])
            elif None not in ends:
                found["between"] = (ends[0], ends[1])
            if raw[1].hours <= raw[0].hours:
                self.say("between", "the second moment must come after the first")
            if text.ratings and raw[0].hour is not None:
                self.say("between", "where there are ratings, write days without a clock time")
        return found

    def tried(self, key: str, read: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return read()
        except SomaloopError as error:
            self.say(key, str(error))
            return otherwise

    def by(self) -> tuple[float | None, bool]:
        given = self.text.by
        return (None, False) if given is None else self.tried("by", lambda: gain_of(given), (None, False))

    def people(self, arm: str, against: str) -> tuple[int, ...]:
        given = self.text.n
        names = (arm, against) if against else (arm,)
        if isinstance(given, int):
            return (given,)
        if given is not None:
            if len(given) != len(names):
                self.say("n", f"{len(given)} numbers of people for {len(names)} arm{'s' if len(names) > 1 else ''}")
            return tuple(given)
        known = [self.arms[name].n for name in names if name in self.arms]
        return tuple(n for n in known if n is not None) if None not in known else ()

    def with_error(self, made: Statistic, kind: Kind) -> Statistic:
        from dataclasses import replace

        text, scale = self.text, kind.scale
        value = float(plain(made, made.published))
        low = high = error = None
        if scale == "log" and value <= 0:
            self.say("published", f"{text.statistic} of {made.published:g} {made.unit}: it must be above zero")
        if scale in ("logit",) and not 0 <= value <= 1:
            self.say("published", f"a share lies between 0 and 1 (0 and 100 %), got {made.published:g} {made.unit}")
        if scale == "fisher z" and not -1 < value < 1:
            self.say("published", f"a correlation lies between -1 and 1, got {made.published:g}")
        if self.faults:
            return made
        if text.interval is not None:
            low, high = (float(end) for end in text.interval)
            if low > high:
                self.say("interval", f"the lower end of an interval stands first: [{high:g}, {low:g}]")
                return made
            if not low <= made.published <= high or low == high:
                self.say("interval", f"{made.published:g} does not lie in the interval {low:g} to {high:g}")
                return made
            ends = [float(plain(made, end)) for end in (low, high)]
            if scale != "log" or ends[0] > 0:
                error = scales.error_from_interval(scale, *ends)
        elif text.se is not None:
            width = float(plain(made, made.published + text.se)) - value
            error = scales.error_from_plain(scale, value, width)
        elif text.sd is not None and made.n and kind.name in ("mean", "change", "difference"):
            first, *others = made.n
            if made.against and self.paired:
                counts: tuple[int, ...] = (first,)  # the SD is that of each person's own difference
            elif made.against and not others:  # only the sum of both arms was given
                counts = (first // 2 or 1, first - first // 2 or 1)
            else:
                counts = made.n
            error = scales.error_of_mean(text.sd, counts)
        elif made.n:
            total = sum(made.n)
            if kind.name in ("correlation", "retest", "between-person correlation"):
                error = scales.error_of_correlation(total)
            elif kind.name in ("sd", "between-person sd"):
                error = scales.error_of_log_sd(total)
            elif kind.name in ("share", "responders"):
                error = scales.error_of_share(value, total)
        if error is not None and not error > 0:
            self.say("", "no standard error follows from these numbers of people")
            return made
        return replace(made, low=low, high=high, standard_error=error)
