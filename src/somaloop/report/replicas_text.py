"""Replicas of published trials as text: the terminal's table, CSV records, and the page of the documentation."""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from somaloop.evidence import source
from somaloop.plot.predicted_line import USE_WORDS
from somaloop.plot.replica_words import (
    STATE_WORDS,
    design_words,
    difference_words,
    figure_text,
    found_words,
    measure_words,
    percent,
    predicted_text,
    reason_of,
    unit_words,
    use_words,
    verdict_words,
)
from somaloop.report.claims_words import short_citation
from somaloop.report.terminal import PLAIN
from somaloop.trials.replica_answer import FOUND, Predicted, ReplicaAnswer, tally
from somaloop.trials.replicas import Figure, Replica

PICTURE = "images/trial-replicas.svg"
INTRO = (
    "Published trials are lived again by virtual people: who was let in, what was done, and what was read when come from the "
    "study files; each trial is drawn again and again with its own number of people, read with the error of the "
    "instrument, and judged by its own test. What was published stands beside what the model predicts for a trial of that size."
)
READING = (
    "**Predicted**: the middle and the 95 % interval of what such a trial would print, over the truths that evidence leaves "
    "possible and over the people whom it happens to see. How far studies of the same thing differ for reasons of place and "
    "method is not in it. **Would conclude**: what most replicates conclude at p below 0.05 for two sides, with the share that "
    "do. **Fitted?**: *may be fitted* means that some number of the trial was seen by the fit, so that agreement is no "
    "test; trials that *only check* were not. The means of arms that only this page uses are never fitted. Nobody leaves "
    "and no reading is missing: the people are those who were analysed."
)


def title_of(item: Replica) -> str:
    """The trial as papers cite it, ``Schuster et al. 2025``."""
    return short_citation(source(item.study.rows[0])).removesuffix(" (unverified)")


def titles_of(answers: Sequence[ReplicaAnswer]) -> dict[str, str]:
    """Titles by name of replica."""
    return {item.replica.name: title_of(item.replica) for item in answers}


def groups(answers: Sequence[ReplicaAnswer]) -> dict[str, list[ReplicaAnswer]]:
    """Trials that only check, then those that may be fitted; a group without any is left out."""
    found = {words: [item for item in answers if item.replica.use == use] for use, words in USE_WORDS.items()}
    return {words: items for words, items in found.items() if items}


def score_rows(answers: Sequence[ReplicaAnswer]) -> list[tuple[str, ...]]:
    """How each group comes out: words, outcomes, numbers of arms inside, differences inside, conclusions, expected."""
    parts = groups(answers)
    rows = [*parts.items(), *([("all", list(answers))] if len(parts) > 1 else [])]
    found = []
    for words, items in rows:
        t = tally(items)
        found.append((
            words, str(t.trials), f"{t.figures_inside} of {t.figures}", f"{t.differences_inside} of {t.differences}",
            f"{t.agree} of {t.trials}", f"{t.expected:.1f}",
        ))  # fmt: skip
    return found


def conclusion_sentences(answers: Sequence[ReplicaAnswer]) -> str:
    """How often a difference, and how often none, would have been concluded as published."""
    parts = []
    for words, items in (
        ("that found a difference", [item for item in answers if item.replica.found != "no difference"]),
        ("that found none", [item for item in answers if item.replica.found == "no difference"]),
    ):
        if items:
            agree = sum(item.agrees for item in items)
            parts.append(
                f"Of {len(items)} outcomes {words}, the model would most likely have concluded the same in {agree}."
            )
    return " ".join(parts)


def as_records(answers: Sequence[ReplicaAnswer]) -> list[dict[str, Any]]:
    """One record for every number of an arm and every difference; published values are None where none were printed."""
    records = []
    for item in answers:
        for arm in item.replica.arms:
            published = item.replica.published[arm]
            if arm in item.start:
                records.append(_record(item, arm, "start", item.start[arm], published.start))
            records.append(_record(item, arm, "end", item.end[arm], published.end))
        records.append(_record(item, "", "difference", item.difference, item.replica.difference))
    return records


def _record(item: ReplicaAnswer, arm: str, number: str, predicted: Predicted, figure: Figure | None) -> dict[str, Any]:
    trial = item.replica
    return {
        "replica": trial.name, "study": trial.study.name, "title": title_of(trial), "about": trial.about,
        "blinding": trial.blinding, "design": trial.study.design, "use": trial.use, "outcome": trial.of,
        "measure": trial.measure, "unit": trial.unit, "visit": str(trial.at), "treatment": trial.treatment,
        "control": trial.control, "arm": arm, "n": trial.n[arm] if arm else sum(trial.n.values()), "number": number,
        "published": _finite(figure.value if figure else math.nan),
        "published_low": _finite(figure.low if figure else math.nan),
        "published_high": _finite(figure.high if figure else math.nan),
        "predicted": _finite(predicted.middle), "predicted_low": _finite(predicted.low),
        "predicted_high": _finite(predicted.high),
        "z": _finite(predicted.z(figure)) if figure else None, "where": STATE_WORDS[predicted.state(figure)],
        "test": trial.test, "published_conclusion": trial.found, "model_conclusion": item.shares.likely,
        **{f"share_{found.replace(' ', '_')}": item.shares.of(found).value for found in FOUND},
        **{f"middle_{found.replace(' ', '_')}": item.middle.of(found).value for found in FOUND},
        "row": figure.row if figure else "", "reason": reason_of(item),
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def write_table(answers: Sequence[ReplicaAnswer], path: Path) -> Path:
    """Write the records as CSV (UTF-8), in one move; nothing is an empty cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    records = as_records(answers)
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(records[0] if records else [])
        writer.writerows(
            [f"{v:.6g}" if isinstance(v, float) else "" if v is None else v for v in record.values()]
            for record in records
        )
    os.replace(partial, path)
    return path


def both_text(item: Replica, predicted: Predicted, figure: Figure | None) -> tuple[str, str]:
    """A prediction and a published number, each with its interval."""
    middle, interval = predicted_text(item, predicted)
    value, around = figure_text(item, figure)
    return f"{middle} ({interval})", f"{value}{f' ({around})' if around else ''}"


def print_replicas(answers: Sequence[ReplicaAnswer]) -> None:
    """A line for each trial, then how they come out."""
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()

    def plain(words: str) -> str:
        return escape(words if console.encoding.lower().startswith("utf") else words.translate(PLAIN))

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("", "published", "the model (95 %)"):
        table.add_column(name, overflow="fold")
    for item in answers:
        trial = item.replica
        predicted, published = both_text(trial, item.difference, trial.difference)
        unit = unit_words(trial)
        table.add_row(*map(plain, (
            f"{trial.name}\n  {difference_words(trial)}, {trial.of} ({unit})" if unit else trial.name,
            f"{found_words(trial, trial.found)}\n{published or 'not printed'}", f"{verdict_words(item)}\n{predicted}",
        )))  # fmt: skip
    console.print(table)
    for words, trials, figures, differences, agree, expected in score_rows(answers):
        console.print(plain(
            f"{words}: {trials} outcomes; numbers of arms inside {figures}, differences inside {differences}, "
            f"conclusion as published {agree} (expected {expected})."
        ), highlight=False)  # fmt: skip


def replicas_text(answers: Sequence[ReplicaAnswer], command: str, stamp: str) -> str:
    """The page of the documentation as Markdown."""
    titles = titles_of(answers)
    head = "| | outcomes | numbers of arms inside | differences inside | conclusion as published | expected |"
    score = [head, "| --- | ---: | ---: | ---: | ---: | ---: |", *(_row(row) for row in score_rows(answers))]
    parts = [
        "<!-- Made by `./somaloop replicas --record`; changes here are lost. -->\n\n# Published trials, simulated again",
        INTRO,
        f"    ./somaloop replicas                 # all\n    ./somaloop replicas {answers[0].replica.name}     # one or some",
        f"Written by `{command}`, model `{stamp}`.",
        f"![Published numbers of each arm beside what the model predicts, trial by trial]({PICTURE})",
        "## How they come out",
        "\n".join(score),
        f"*Expected*: the sum of the shares with which the model concludes what was published. {conclusion_sentences(answers)}",
        READING,
        "## Conclusions",
        "\n".join(_conclusions(answers, titles)),
        "## Where it misses, and the likely reason",
        "\n".join(_misses(answers, titles)) or "Nothing misses.",
        "## Every number",
        "\n".join(_numbers(answers, titles)),
        "## Trials, tests and sources",
        "\n".join(_about(item.replica, titles) for item in answers),
    ]
    return "\n\n".join(parts) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _conclusions(answers: Sequence[ReplicaAnswer], titles: Mapping[str, str]) -> list[str]:
    rows = [
        "| trial | what | design | fitted? | published | the model would conclude | in the middle truth | same |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for item in answers:
        trial = item.replica
        likely = item.middle.likely
        rows.append(_row((
            titles[trial.name], f"{trial.about}: {trial.of}", design_words(trial), use_words(trial),
            found_words(trial, trial.found), verdict_words(item),
            f"{found_words(trial, likely)} {percent(item.middle.of(likely).value)}", "yes" if item.agrees else "**no**",
        )))  # fmt: skip
    return rows


def _misses(answers: Sequence[ReplicaAnswer], titles: Mapping[str, str]) -> list[str]:
    found = []
    for item in answers:
        if item.missed:
            found.append(
                f"* **{titles[item.replica.name]}** ({item.replica.of}): {miss_words(item)}. {reason_of(item)}".rstrip()
            )
    return found


def miss_words(item: ReplicaAnswer) -> str:
    """What misses, in words."""
    outside = [
        f"{arm}{f' {when}' if item.start else ''}" for arm, when, predicted, figure in item.figures
        if predicted.state(figure) == "outside"
    ]  # fmt: skip
    parts = [f"outside: {', '.join(outside)}"] if outside else []
    if item.difference.state(item.replica.difference) == "outside":
        parts.append("the difference lies outside" if item.replica.control else "the change lies outside")
    if not item.agrees:
        parts.append(f"another conclusion is likelier ({verdict_words(item)})")
    return "; ".join(parts)


def _numbers(answers: Sequence[ReplicaAnswer], titles: Mapping[str, str]) -> list[str]:
    rows = ["| trial | number | predicted (95 %) | published (95 %) | |", "| --- | --- | ---: | ---: | --- |"]
    for item in answers:
        trial = item.replica
        for label, predicted, figure in numbers_of(item):
            shown, published = both_text(trial, predicted, figure)
            rows.append(_row((
                titles[trial.name], f"{measure_words(trial)}: {label}", f"{shown} {unit_words(trial)}",
                f"{published} {unit_words(trial)}" if published else "", STATE_WORDS[predicted.state(figure)],
            )))  # fmt: skip
    return rows


def numbers_of(item: ReplicaAnswer) -> list[tuple[str, Predicted, Figure | None]]:
    """Every number of a trial: label, prediction, what was published."""
    trial = item.replica
    found: list[tuple[str, Predicted, Figure | None]] = []
    for arm in trial.arms:
        if arm in item.start and trial.measure == "value":
            found.append((f"{arm}, before", item.start[arm], trial.published[arm].start))
        if trial.measure == "percent" and trial.start is None and arm == trial.control:
            continue
        label = f"{arm}, after" if arm in item.start and trial.measure == "value" else arm
        found.append((label, item.end[arm], trial.published[arm].end))
    found.append((difference_words(trial), item.difference, trial.difference))
    return found


def _about(item: Replica, titles: Mapping[str, str]) -> str:
    notes = " ".join(text for text in (item.note, item.study.title + ".") if text)
    size = ", ".join(f"{arm} {count}" for arm, count in item.n.items())
    rows = ", ".join(f"`{row}`" for row in item.rows)
    return (
        f"* **{titles[item.name]}** (`{item.name}`): {notes} Read at {item.at}; people: {size}. "
        f"*{item.test.capitalize() if item.test[0].islower() else item.test}*: {item.test_note} Rows: {rows}."
    )
