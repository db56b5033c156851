"""The conduct of a plan: adherence, leaving, missing readings, side effects, unit costs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from somaloop.instruments import INSTRUMENTS
from somaloop.studies.file_reader import FileReader, Keys, too_early
from somaloop.trials._read_design import share
from somaloop.trials.plan import DRIVERS, Adherence, Costs, Leaving, SideEffect, TrialArm
from somaloop.trials.text import TrialText

STOPPED, SIDE_EFFECTS = "stopped", "side effects"


def read_adherence(reader: FileReader, text: TrialText) -> Adherence:
    """What is forgotten, and who stops the treatment."""
    given, path = text.adherence, ("adherence",)
    stops = _below_one(reader, share(reader, given.stops, (*path, "stops")), (*path, "stops"))
    return Adherence(
        misses=_below_one(reader, share(reader, given.misses, (*path, "misses")), (*path, "misses")),
        stops=stops,
        on=_drivers(reader, text, given.depends_on, stops, path, tuple(name for name in DRIVERS if name != STOPPED)),
    )


def read_leaving(reader: FileReader, text: TrialText, key: str) -> Leaving:
    """Who leaves (``dropout``), or whose readings are ``missing``."""
    given = text.dropout if key == "dropout" else text.missing
    path: Keys = (key, "share") if (key, "share") in reader.found.nodes else (key,)
    found = _below_one(reader, share(reader, given.share, path), path)
    return Leaving(share=found, on=_drivers(reader, text, given.depends_on, found, (key,), DRIVERS))


def _below_one(reader: FileReader, value: float, path: Keys) -> float:
    if value >= 1.0:
        reader.say("with a share of 100 % nothing would be left", path)
        return 0.0
    return value


def _drivers(
    reader: FileReader, text: TrialText, given: Mapping[str, float], amount: float, path: Keys, known: tuple[str, ...]
) -> Mapping[str, float]:
    where = (*path, "depends on")
    for name in given:
        reader.known("driver", name, known, (*where, name))
    if given and not amount:
        hint = "write stops: 5 %" if path == ("adherence",) else "write share: 10 %"
        reader.say("what it depends on says nothing where the share is 0", where, hint=hint)
    if SIDE_EFFECTS in given and not text.side_effects:
        hint = "write side effects: [{of: loose stools, at least: 0.14}]"
        reader.say("this plan names no side effects", (*where, SIDE_EFFECTS), hint=hint)
    if STOPPED in given and not text.adherence.stops:
        hint = "write adherence: {stops: 5 %}"
        reader.say("in this plan nobody stops the treatment", (*where, STOPPED), hint=hint)
    return MappingProxyType(dict(given))


def read_side_effects(reader: FileReader, text: TrialText) -> tuple[SideEffect, ...]:
    """What counts as a side effect, and what it gives away."""
    found = []
    for number, item in enumerate(text.side_effects):
        path: Keys = ("side effects", number)
        if reader.known("instrument", item.of, INSTRUMENTS, (*path, "of")):
            message = too_early(item.of, 0, text.settle)
            if message:
                reader.say(message, (*path, "of"))
        if item.rise is None and item.at_least is None:
            said = f"say when {item.of} counts as a side effect: rise (since baseline) or at least"
            reader.say(said, path, hint="write rise: 0.14, or at least: 0.14")
        unmasks = share(reader, item.unmasks, (*path, "unmasks"))
        belief = share(reader, item.belief, (*path, "belief"), 0.9)
        found.append(
            SideEffect(of=item.of, rise=item.rise, at_least=item.at_least, unmasks=unmasks, belief=belief)
        )  # fmt: skip
    return tuple(found)


def read_costs(reader: FileReader, text: TrialText, arms: Mapping[str, TrialArm]) -> Costs | None:
    """Unit costs; a person-week is given for all arms, by arm, or by level of a factor (levels add up)."""
    given = text.costs
    if given is None:
        return None
    levels = [level for names in text.factors.values() for level in names]
    if isinstance(given.week, Mapping):
        for name in given.week:
            reader.known("arm", name, [*arms, *levels], ("costs", "week", name))
        prices = given.week
        week = {
            name: prices[name] if name in prices else sum(prices.get(level, 0.0) for level in arm.levels.values())
            for name, arm in arms.items()
        }
    else:
        week = dict.fromkeys(arms, given.week)
    return Costs(
        currency=given.currency, trial=given.trial, screened=given.screened, person=given.person, visit=given.visit,
        week=MappingProxyType(week),
    )  # fmt: skip
