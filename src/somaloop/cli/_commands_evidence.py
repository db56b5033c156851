"""The commands that hold the model against numbers and words of others, and against itself with smaller steps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from somaloop.cli._options import Json


def reality(
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("docs/reality.md"),
    as_json: Json = False,
) -> None:
    """Put the model's own numbers beside published ones, pass or miss, and write the page."""
    from somaloop.cli.reality import reality_command

    raise typer.Exit(reality_command(out, as_json))


def convergence(
    file: Annotated[Path, typer.Argument(help="An experiment (.yaml): its person and last arm are taken.")] = Path(
        "examples/magnesium.yaml"
    ),
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("docs/convergence.md"),
) -> None:
    """Measure the error of the six-minute step, state by state, and write the page."""
    from somaloop.cli.convergence import convergence_command

    raise typer.Exit(convergence_command(file, out))


def claims(
    name: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One claim in full, such as C051; all if left out.")
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Also write the page.")] = False,
    as_json: Json = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the results [default: out/claims].")] = None,
    people: Annotated[int, typer.Option(min=4, max=4000, help="Truths, each lived by two opposite people.")] = 128,
    seed: Annotated[int, typer.Option(min=0, help="Which people and truths are drawn.")] = 1,
    trace: Annotated[bool, typer.Option("--trace", help="Also cut arrow by arrow to see what carries each.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Keep the verdicts beside the code.", hidden=True)] = False,
) -> None:
    """Run every claim of the article as an experiment, with the evidence beside it."""
    from somaloop.cli.claims import claims_command

    raise typer.Exit(claims_command(name, report, as_json, out, people, seed, trace, record))


def calibrate(
    report: Annotated[bool, typer.Option("--report", help="Only report on the shipped posterior.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only check the method on known answers.")] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="Only compare the posterior in --out with the shipped one.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Which truths are drawn.")] = 1,
    ensemble: Annotated[int, typer.Option(min=100, max=20000, help="Truths from the prior.")] = 320,
    rounds: Annotated[int, typer.Option(min=1, max=9, help="Rounds; later ones look again where the first led.")] = 2,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the results [default: out/calibrate].")] = None,
    record: Annotated[bool, typer.Option("--record", help="Keep the posterior beside the code.", hidden=True)] = False,
) -> None:
    """Fit what the evidence leaves open to published studies, and say what they could not tell."""
    from somaloop.cli.calibrate import calibrate_command

    raise typer.Exit(calibrate_command(out, seed, ensemble, rounds, check, report, compare, record))


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Study files (.yaml) of your own; the shipped studies if left out."),
    ] = None,
    truths: Annotated[int, typer.Option(min=4, max=1000, help="Truths that the evidence leaves possible.")] = 16,
    people: Annotated[int, typer.Option(min=12, max=4000, help="People that a study draws from.")] = 64,
    seed: Annotated[int, typer.Option(min=0, help="Which people and truths are drawn.")] = 1,
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the results [default: out/validate or out/NAME].")
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Ask the big facts (placebo, laxation, ...) by virtual trials instead.")
    ] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Renew the page of the scoreboard in docs.", hidden=True)
    ] = False,
) -> None:
    """Predict published studies, or your own, and show what was found beside it: inside or outside the prediction."""
    if facts:
        from somaloop.cli.facts import facts_command

        raise typer.Exit(facts_command(out, truths, people, seed, as_json, record))
    from somaloop.cli.validate import validate_command

    raise typer.Exit(validate_command(tuple(files or ()), out, truths, people, seed, as_json, record))
