"""A small body whose inputs the lines of a protocol can reach."""

from __future__ import annotations

import pytest

from somaloop.language import Body, Entry, Input, Mechanism, assemble

MILLIMOLE = 24.305


def activity(thing: str, unit: str = "1", **more) -> Input:
    verb = more.pop("verb", "do")
    settings = {"default_minutes": 30.0, **more}
    entry = Entry(verb=verb, thing=thing, kind="activity", unit="lux" if unit == "lux" else "", **settings)
    return Input(name=thing.replace(" ", "_"), unit=unit, description=thing, entries=(entry,))


def drunk(name: str, thing: str, unit: str) -> Mechanism:
    entry = Entry(verb="drink", thing=thing, kind="dose", unit=unit)
    return Mechanism(
        name=name,
        title=name,
        description=name,
        equations={},
        inputs=(Input(name="drunk", unit=f"{unit}/hour", description=thing, entries=(entry,)),),
    )


def dose(form: str) -> Input:
    entry = Entry(verb="take", thing="magnesium", kind="dose", form=form, unit="mg", per_unit=1 / MILLIMOLE)
    return Input(name=f"dose_{form}", unit="mmol/hour", description=form, entries=(entry,))


def level(name: str, entry: Entry | None, unit: str = "1", default: float = 0.0) -> Input:
    return Input(name=name, unit=unit, description=name, default=default, entries=(entry,) if entry else ())


def stub() -> Body:
    def mechanism(name: str, *inputs: Input) -> Mechanism:
        return Mechanism(name=name, title=name, description=name, equations={}, inputs=inputs)

    capsule = Entry(verb="take", thing="placebo", kind="dose")
    things = ("yoga", "cbt", "somatic experiencing", "mindfulness", "slow breathing", "relaxation", "nature sounds")
    outdoors = activity("outdoors", "lux", default_level=10000.0)
    exercise = activity("exercise", levels={"light": 0.3, "moderate": 0.5, "vigorous": 0.8}, default_level=0.5)
    stress = activity("stress", verb="face", levels={"mild": 0.5, "moderate": 1.0, "strong": 2.0})
    return assemble(
        [
            mechanism("magnesium", *(dose(form) for form in ("glycinate", "oxide", "threonate"))),
            drunk("caffeine", "caffeine", "mg"),
            drunk("alcohol", "alcohol", "g"),
            drunk("hydration", "water", "L"),
            mechanism(
                "learning",
                level("capsule", capsule, "1/hour"),
                level("belief", Entry(verb="set", thing="belief", kind="level")),
                activity("clinician contact"),
            ),
            mechanism("sleep", level("in_bed", None, default=1.0)),
            mechanism(
                "diet",
                level("meal", Entry(verb="eat", thing="meal", kind="dose"), "1/hour"),
                level("magnesium_per_day", Entry(verb="set", thing="diet magnesium", kind="level"), "mg/day", 320.0),
                level("processed_share", None, "1", 0.5),
                level("fibre_per_day", None, "g/day", 18.0),
            ),
            mechanism("medicines", level("ppi", Entry(verb="use", thing="ppi", kind="level"))),
            mechanism("circadian", outdoors, activity("bright light", "lux", default_level=5000.0)),
            mechanism("practices", *(activity(thing) for thing in things), exercise),
            mechanism("appraisal", stress),
        ]
    )


@pytest.fixture(scope="session")
def body() -> Body:
    return stub()
