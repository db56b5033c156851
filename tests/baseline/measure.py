"""The main outputs as numbers by name: the example's table, the reference person's day, symptoms of every starting type."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from somaloop.cli.ask import load_experiment, question_of
from somaloop.engine.program import layout
from somaloop.engine.simulate import Lanes, run, start
from somaloop.engine.worlds import world_values
from somaloop.instruments import INSTRUMENTS, needed_outputs
from somaloop.model import whole_body
from somaloop.people import Person
from somaloop.people.types import person_types
from somaloop.protocol import Protocol, build_schedule
from somaloop.results.compare import compare
from somaloop.studies.file_reader import USUAL_LIFE

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEPT = HERE / "numbers.json"
DRAWS, SETTLE = 16, 28
ROUNDING = 5e-5  # of a number's scale: ten times what single precision leaves (5e-6 against double)
DIGITS, NOTHING = 7, 1e-9
DAY = {
    "cortisol": "hpa.cortisol_serum",
    "heart rate": "autonomic.heart_rate",
    "RMSSD": "autonomic.rmssd",
    "asleep": "sleep.asleep",
    "serum magnesium": "magnesium.serum",
    "urine magnesium an hour": "magnesium.urine_rate",
}
HOURS = (3, 8, 12, 18, 23)
MEANS = ("cortisol", "heart rate", "RMSSD", "sleep length", "serum magnesium", "urine magnesium")
Numbers = dict[str, float]


def measure() -> Numbers:
    """All numbers, by names such as ``main job / PHQ-15 / difference, as known``."""
    found = {**main_job(), **types_and_day()}
    return {name: float(f"{value:.{DIGITS}g}") if abs(value) > NOTHING else 0.0 for name, value in found.items()}


def main_job() -> Numbers:
    """The table of the example experiment, with few draws."""
    from dataclasses import replace

    body = whole_body()
    asked = load_experiment(ROOT / "examples" / "magnesium.yaml", draws=DRAWS)
    result = compare(body, replace(question_of(asked, body), attribute=False))
    found: Numbers = {}
    for row in result.rows:
        name = f"main job / {row.instrument}"
        for world, answer in (("as known", row.known), ("as told", row.told)):
            found[f"{name} / without, {world}"] = answer.without
            found[f"{name} / difference, {world}"] = answer.difference.centre
            if answer.placebo is not None:
                found[f"{name} / placebo alone, {world}"] = answer.placebo.centre
        found[f"{name} / difference, low end as known"] = row.known.difference.low
        found[f"{name} / difference, high end as known"] = row.known.difference.high
    return found


def types_and_day() -> Numbers:
    """Every starting type after four weeks of usual life in both worlds, and the next day of the reference person."""
    body = whole_body()
    kinds = tuple(person_types())
    outputs = dict.fromkeys((*needed_outputs(("PHQ-15", *MEANS)), *DAY.values()))
    plan = layout(body, tuple(outputs))
    columns, labels = [], []
    for kind in kinds:
        for world in ("known", "told"):
            columns.append(world_values(body, plan, Person(kind).traits(body), world))
            labels.append(f"{kind}, as {world}")
    lanes = Lanes(np.stack(columns, axis=1), np.zeros(len(labels), dtype=np.int64), tuple(labels))
    usual = build_schedule(Protocol.parse(USUAL_LIFE), body, 1)
    settled = run(
        body, plan, lanes, usual, start(body, plan, lanes, 1), first_day=-SETTLE, days=SETTLE, seed=1, resolution="day"
    )
    daily = np.moveaxis(settled.saved, 0, -1)  # [outputs, lanes, days]
    found: Numbers = {}

    def read(of: str) -> np.ndarray:
        return INSTRUMENTS[of].expected(lambda output: daily[plan.row("outputs", output)], SETTLE - 1)

    for lane, label in enumerate(labels):
        found[f"types / {label} / PHQ-15"] = float(read("PHQ-15")[lane])
    reference = [labels.index(f"general, as {world}") for world in ("known", "told")]
    one = Lanes(lanes.values[:, reference], lanes.persons[reference], tuple(labels[i] for i in reference))
    ends = type(settled.end)(settled.end.state[:, reference], settled.end.noise[:, reference])
    day = run(body, plan, one, usual, ends, first_day=0, days=1, seed=1, resolution="hour").saved.reshape(24, -1, 2)
    for side, world in enumerate(("known", "told")):
        for of in MEANS:
            if INSTRUMENTS[of].by_day or of == "urine magnesium":
                mean = {
                    output: daily[plan.row("outputs", output), reference[side], -1]
                    for output in INSTRUMENTS[of].outputs
                }
                found[f"day / general, as {world} / {of}"] = float(INSTRUMENTS[of].expected_from(mean))
        for word, output in DAY.items():
            for hour in HOURS:
                found[f"day / general, as {world} / {word} at {hour:02d} h"] = float(
                    day[hour, plan.row("outputs", output), side]
                )
    return found


def kept() -> Numbers:
    """The numbers that are committed; none before the first recording."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}


def write(numbers: Numbers) -> None:
    """Write the file of numbers, one a line."""
    KEPT.write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def scale_of(name: str, numbers: Numbers) -> float:
    """What a number's move is measured by: the level without for a difference, else the number itself."""
    parts = name.split(" / ")
    if parts[0] == "main job" and not parts[2].startswith("without"):
        world = "as told" if parts[2].endswith("as told") else "as known"
        level = numbers.get(f"main job / {parts[1]} / without, {world}")
        if level is not None:
            return max(abs(level), abs(numbers[name]))
    if parts[0] == "day" and " at " in parts[2]:  # an hour of a day is measured by the largest of that day
        stem = name.rpartition(" at ")[0]
        return max(abs(value) for other, value in numbers.items() if other.startswith(stem))
    return abs(numbers[name])


def moved(old: Numbers, new: Numbers) -> list[str]:
    """Names of numbers that moved beyond rounding, that came or that went, the furthest first."""
    distance: dict[str, float] = {}
    for name in {*old, *new}:
        if name not in old or name not in new:
            distance[name] = float("inf")
            continue
        scale = max(scale_of(name, old), 1e-9)
        far = abs(new[name] - old[name]) / scale
        if not far <= ROUNDING:
            distance[name] = far
    return sorted(distance, key=lambda name: (-distance[name], name))
