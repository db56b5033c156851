"""Where the verdicts and the graded evidence part, and why.

The evidence on a claim was graded by reading, before and apart from the runs (``evidence/claims.json``). Verdicts do not
see these grades. Here they are compared: each grade allows some verdicts, and every verdict outside needs a reason in
``disagreements.yaml``. A reason without a disagreement is as wrong as a disagreement without a reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from somaloop.claims.verdict import VERDICTS, Verdict
from somaloop.evidence import Claim, claims
from somaloop.language import SomaloopError, unknown
from somaloop.language.quantities import GRADES

SUPPORTED, SMALL, TOLD, UNTESTED, CONTRADICTED, NOT_RUN = VERDICTS

# By grade of the evidence and whether the wording goes beyond it. Mixed trials may leave open whether anything is
# there; a claim without a trial cannot be supported; what is overstated cannot be supported in full.
ALLOWED: Mapping[tuple[str, bool], tuple[Verdict, ...]] = MappingProxyType(
    {
        ("A", False): (SUPPORTED, SMALL),
        ("A", True): (SUPPORTED, SMALL),
        ("B", False): (SUPPORTED, SMALL, TOLD),
        ("B", True): (SMALL, TOLD),
        ("C", False): (TOLD, UNTESTED),
        ("C", True): (TOLD, UNTESTED),
        ("D", False): (TOLD, UNTESTED),
        ("D", True): (TOLD, UNTESTED),
        ("X", False): (CONTRADICTED, TOLD),
        ("X", True): (CONTRADICTED, TOLD),
    }
)
REASONS, RECORDED = "disagreements.yaml", "verdicts.json"


def agrees(item: Claim, verdict: Verdict) -> bool:
    """Whether a verdict is one that the graded evidence allows; what is not run agrees with everything."""
    return verdict == NOT_RUN or verdict in ALLOWED[item.grade, item.overstated]


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, str]:
    """Why a verdict and the evidence part, by claim. Raises UnknownNameError for a claim that does not exist."""
    import yaml

    found = yaml.safe_load(files("somaloop.claims").joinpath(REASONS).read_text(encoding="utf-8")) or {}
    for name, reason in found.items():
        if name not in claims():
            raise unknown("claim", name, claims(), REASONS)
        if not isinstance(reason, str) or not reason.strip():
            raise SomaloopError(f"{REASONS}: {name} needs a reason in words")
    return MappingProxyType(found)


def unexplained(verdicts: Mapping[str, Verdict], given: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Claims whose verdict parts from the evidence without a reason."""
    known = reasons() if given is None else given
    return tuple(
        name for name, verdict in verdicts.items() if not agrees(claims()[name], verdict) and name not in known
    )


def outlived(verdicts: Mapping[str, Verdict], given: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Claims with a reason though their verdict and the evidence agree."""
    known = reasons() if given is None else given
    return tuple(name for name in known if name in verdicts and agrees(claims()[name], verdicts[name]))


def recorded() -> dict[str, Any]:
    """The verdicts of the last recorded run of all claims, with the people and the seed."""
    return json.loads(files("somaloop.claims").joinpath(RECORDED).read_text(encoding="utf-8"))


def record(verdicts: Mapping[str, Verdict], people: int, seed: int, model: str) -> Path:
    """Keep the verdicts of a run of all claims beside the code, for the tests and the documentation."""
    path = Path(str(files("somaloop.claims").joinpath(RECORDED)))
    lines = ",\n".join(f'  "{name}": "{verdict}"' for name, verdict in verdicts.items())
    head = f'{{\n "people": {people},\n "seed": {seed},\n "model": "{model}",\n "verdicts": {{\n'
    path.write_text(head + lines + "\n }\n}\n", encoding="utf-8")
    return path


def counts_by_section(verdicts: Mapping[str, Verdict]) -> dict[str, Counter[str]]:
    """How often each verdict stands in each section of the article, in its order."""
    found: dict[str, Counter[str]] = {}
    for name, verdict in verdicts.items():
        found.setdefault(claims()[name].section, Counter())[verdict] += 1
    return found


def agreement_by_grade(verdicts: Mapping[str, Verdict]) -> dict[str, tuple[int, int]]:
    """For each grade of the evidence how many verdicts agree with it, of how many claims that were run."""
    found: dict[str, tuple[int, int]] = {}
    for grade in GRADES:
        run = [name for name, verdict in verdicts.items() if claims()[name].grade == grade and verdict != NOT_RUN]
        if run:
            found[grade] = (sum(agrees(claims()[name], verdicts[name]) for name in run), len(run))
    return found


def grades_table(verdicts: Mapping[str, Verdict]) -> str:
    """The agreement by grade as a table in Markdown."""
    rows = [f"| {grade} | {run} | {agree} |" for grade, (agree, run) in agreement_by_grade(verdicts).items()]
    return "\n".join(["| evidence | claims run | verdict agrees |", "| --- | ---: | ---: |", *rows])


def table(verdicts: Mapping[str, Verdict]) -> str:
    """The counts as a table in Markdown."""
    rows = ["| section | claims | " + " | ".join(VERDICTS) + " |", "| --- |" + " ---: |" * (len(VERDICTS) + 1)]
    whole: Counter[str] = Counter()
    for section, counts in counts_by_section(verdicts).items():
        whole += counts
        rows.append(_row(section, counts))
    return "\n".join([*rows, _row("**all**", whole)])


def _row(name: str, counts: Counter[str]) -> str:
    cells = [str(counts[verdict]) if counts[verdict] else "" for verdict in VERDICTS]
    return f"| {name} | {sum(counts.values())} | " + " | ".join(cells) + " |"
