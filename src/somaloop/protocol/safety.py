"""Safety notes on a protocol: limits of supplements, kidneys, other medicines, caffeine, alcohol, red flags.

The notes do not replace a clinician: they say what a plan must not pass over in silence. Limits come from the evidence
rows named in each note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from somaloop.protocol.conditions import Acknowledge
from somaloop.protocol.doses import Dose, Take
from somaloop.protocol.forms import VEIN
from somaloop.protocol.medicines import medicine_kind
from somaloop.protocol.plan import Occurrence
from somaloop.protocol.problems import Place, Problem, ProtocolError
from somaloop.protocol.protocol import Protocol
from somaloop.protocol.schedule import Schedule
from somaloop.protocol.settings import Use
from somaloop.protocol.when import DAY_MINUTES

Level = Literal["note", "warning", "danger"]

EU_LIMIT_MG = 250.0  # scf2001-ul-250
US_LIMIT_MG = 350.0  # iom1997-rda-ul
DANGEROUS_MG = 2500.0  # above all doses of iom1997-diarrhoea-doses, which reach 2320 mg; chosen, not measured
CAFFEINE_LIMIT_MG = 400.0  # efsa2015-caffeine
KIDNEY_CAUTION = 60.0  # mL/min, where stage 3 of kidney disease begins: the border is chosen
KIDNEY_DANGER = 30.0  # mL/min, where stage 4 begins: the border is chosen

RED_FLAGS = (
    "See a doctor first, not a simulation: new chest pain, fainting, breathlessness, weakness or numbness on one side, "
    "blood in stool or urine, fever, unwanted loss of weight, a sudden worst headache, thoughts of ending one's life. "
    "On magnesium, a slow pulse, very low blood pressure, drowsiness or weak muscles mean: stop and seek help."
)
SCOPE = "somaloop is research software. It gives no medical advice; doses are for a clinician to decide."


@dataclass(frozen=True, slots=True)
class SafetyNote:
    """One sentence about safety, how serious it is, and the id of the evidence that it rests on."""

    level: Level
    sentence: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.level}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Separation:
    """How far magnesium must stay from a medicine: hours before it and hours after it."""

    kind: str
    before: float
    after: float
    why: str
    source: str


SEPARATIONS = (
    Separation("quinolone", 6.0, 2.0, "magnesium binds it in the gut", "cipro-antacid-nix1989"),
    Separation("tetracycline", 3.0, 3.0, "magnesium binds it in the gut", "tetracycline-separation"),
    Separation("levothyroxine", 4.0, 4.0, "magnesium may keep it from being absorbed", "levothyroxine-interaction"),
    Separation("bisphosphonate", 0.5, 0.5, "magnesium keeps it from being absorbed", "alendronate-gertz1995"),
)


def safety_notes(
    protocol: Protocol, schedule: Schedule, kidney_function_ml_min: float | None = None, age: float | None = None
) -> tuple[SafetyNote, ...]:
    """What a plan must not pass over in silence, the gravest first.

    Raises ProtocolError for a dose that is surely dangerous (2500 mg or more of supplemental magnesium in a day, or any
    with a kidney function below 30 mL/min) unless a line ``acknowledge danger: ...`` says that it is known.
    """
    book = {day: schedule.occurrences(day) for day in range(0, schedule.days + 2)}
    days = range(1, schedule.days + 1)
    supplement = _most(book, days, lambda dose: isinstance(dose, Take) and dose.thing == "magnesium", "mg")
    caffeine = _most(book, days, lambda dose: dose.thing == "caffeine", "mg")
    alcohol = _most(book, days, lambda dose: dose.thing == "alcohol", "g")
    infusion = _most(book, days, lambda dose: isinstance(dose, Take) and dose.form == VEIN, "mg")
    notes = [
        *_infusions(infusion),
        *_magnesium(supplement),
        *_kidneys(supplement.amount, kidney_function_ml_min, age),
        *_interactions(book, days),
        *_depleting(book, days),
        *_drinks(caffeine, alcohol),
    ]
    known = any(isinstance(item, Acknowledge) for item in protocol)
    dangers = [note for note in notes if note.level == "danger"]
    if dangers and not known:
        hint = "if this is meant, add a line: acknowledge danger: and what you know about it"
        dose = infusion.dose or supplement.dose
        place = dose.place if dose is not None else Place()
        raise ProtocolError([Problem(note.sentence, place, hint=hint) for note in dangers])
    notes += [SafetyNote("note", RED_FLAGS, "hypermg-symptom-threshold"), SafetyNote("note", SCOPE)]
    order = {"danger": 0, "warning": 1, "note": 2}
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: order[note.level]))


@dataclass(frozen=True, slots=True)
class _Most:
    """The largest amount of something in one day, on which day, and one of its doses."""

    amount: float = 0.0
    day: int = 0
    dose: Dose | None = None


_Book: TypeAlias = Mapping[int, tuple[Occurrence, ...]]


def _most(book: _Book, days: range, wanted: Callable[[Dose], bool], unit: str) -> _Most:
    best = _Most()
    for day in days:
        doses = [item.statement for item in book[day] if isinstance(item.statement, Dose)]
        chosen = [dose for dose in doses if wanted(dose)]
        amount = sum(dose.given(unit) for dose in chosen)
        if amount > best.amount + 1e-9:
            best = _Most(amount, day, chosen[0])
    return best


def _infusions(infusion: _Most) -> Iterator[SafetyNote]:
    if infusion.dose is not None:
        yield SafetyNote(
            "danger",
            f"magnesium goes into a vein on day {infusion.day}: it skips the bowel, which limits what is swallowed, and can "
            "stop breath and heart; this belongs in a hospital, under watch.",
            "hypermg-symptom-threshold",
        )


def _magnesium(supplement: _Most) -> Iterator[SafetyNote]:
    amount = supplement.amount
    said = f"{amount:.0f} mg of supplemental magnesium on day {supplement.day}"
    if amount >= DANGEROUS_MG:
        yield SafetyNote(
            "danger",
            f"{said} is beyond every dose given by mouth in the trials known here; it can cause violent diarrhoea and "
            "magnesium excess.",
            "iom1997-diarrhoea-doses",
        )
    elif amount > US_LIMIT_MG:
        yield SafetyNote(
            "warning",
            f"{said} is above the upper levels for supplements of the EU (250 mg) and the US (350 mg): "
            "loose stools are likely.",
            "iom1997-rda-ul",
        )
    elif amount > EU_LIMIT_MG:
        yield SafetyNote(
            "note",
            f"{said} is above the EU upper level for supplements (250 mg), though not above that of the US (350 mg); "
            "some people get loose stools.",
            "scf2001-ul-250",
        )


def _kidneys(amount: float, kidney: float | None, age: float | None) -> Iterator[SafetyNote]:
    if amount <= 0:
        return
    if kidney is not None and kidney < KIDNEY_DANGER:
        yield SafetyNote(
            "danger",
            f"With a kidney function of {kidney:g} mL/min magnesium is not cleared: no supplement without a clinician "
            "who measures the serum.",
            "vandewal2018-magnesium-ckd",
        )
    elif kidney is not None and kidney < KIDNEY_CAUTION:
        yield SafetyNote(
            "warning",
            f"With a kidney function of {kidney:g} mL/min magnesium can build up: have the serum measured.",
            "wakai2019-hypermagnesaemia-mgo",
        )
    if kidney is None and age is not None and age >= 65:
        yield SafetyNote(
            "note",
            f"At {age:g} years the kidneys are often weaker than they feel: have them checked before a supplement.",
            "wakai2019-hypermagnesaemia-mgo",
        )
    if age is not None and age < 18:
        sentence = "The limits used here are for adults; they do not hold below 18 years."
        yield SafetyNote("warning", sentence, "iom1997-rda-ul")


def _interactions(book: _Book, days: range) -> Iterator[SafetyNote]:
    for rule in SEPARATIONS:
        met = [found for day in days for found in _meetings(book, day, rule)]
        if not met:
            continue
        name = met[0][0]
        rules = f"magnesium at least {rule.before:g} h before or {rule.after:g} h after {name}: {rule.why}"
        margins = [margin for _, margin in met if margin is not None]
        if margins and min(margins) < 0:
            yield SafetyNote("warning", f"The times are too close. Take {rules}.", rule.source)
        elif len(margins) < len(met):
            sentence = f"Take {rules}. (Write the time of {name} to have it checked.)"
            yield SafetyNote("warning", sentence, rule.source)
        else:
            yield SafetyNote("note", f"The times keep the distance: {rules}.", rule.source)


def _meetings(book: _Book, day: int, rule: Separation) -> Iterator[tuple[str, float | None]]:
    """The uses of a medicine on a day near magnesium: its name, and hours beyond the distance (None: no time given)."""
    around = [item for near in (day - 1, day, day + 1) for item in book[near]]
    doses = [
        item.day * DAY_MINUTES + item.clock.minutes
        for item in around
        if isinstance(item.statement, Take) and item.statement.thing == "magnesium" and item.clock is not None
    ]
    for item in book[day]:
        if not doses or not isinstance(item.statement, Use) or medicine_kind(item.statement.thing) != rule.kind:
            continue
        if item.clock is None:
            yield item.statement.thing, None
            continue
        gaps = [item.day * DAY_MINUTES + item.clock.minutes - dose for dose in doses]
        yield item.statement.thing, min(abs(gap) / 60 - (rule.before if gap >= 0 else rule.after) for gap in gaps)


def _depleting(book: _Book, days: range) -> Iterator[SafetyNote]:
    kinds = {
        medicine_kind(item.statement.thing): item.statement.thing
        for day in days
        for item in book[day]
        if isinstance(item.statement, Use)
    }
    if "ppi" in kinds:
        sentence = f"{kinds['ppi']} over months goes with low serum magnesium in some people: have it measured."
        yield SafetyNote("note", sentence, "ppi-srinutta2019-or")
    if "thiazide" in kinds:
        sentence = f"{kinds['thiazide']} lowers serum magnesium a little: have it measured."
        yield SafetyNote("note", sentence, "thiazide-kieboom2018")


def _drinks(caffeine: _Most, alcohol: _Most) -> Iterator[SafetyNote]:
    if caffeine.amount > CAFFEINE_LIMIT_MG:
        yield SafetyNote(
            "warning",
            f"{caffeine.amount:.0f} mg of caffeine on day {caffeine.day} is above the 400 mg a day that raise no "
            "concern in adults who are not pregnant; in pregnancy it is 200 mg.",
            "efsa2015-caffeine",
        )
    if alcohol.amount > 0:
        yield SafetyNote(
            "note",
            f"{alcohol.amount:.0f} g of alcohol on day {alcohol.day} makes the kidneys lose magnesium for hours; "
            "alcohol does not go with sleeping pills, opioids or other medicines that sedate.",
            "alcohol-flink1986",
        )
