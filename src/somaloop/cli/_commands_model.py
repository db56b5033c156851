"""The commands that show the model itself, look it over and write it down for others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from somaloop.cli._options import Json, Out

export = typer.Typer(help="Write the model for other programs.", no_args_is_help=True, rich_markup_mode=None)


def mechanisms(
    name: Annotated[str | None, typer.Argument(help="One mechanism in full; all in short if left out.")] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """List the mechanisms: states, parameters with sources, arrows with grades."""
    from somaloop.cli.mechanisms import mechanisms_command

    raise typer.Exit(mechanisms_command(name, out, as_json))


def arrows(
    origin: Annotated[str | None, typer.Option("--from", help="Mechanism or quantity where it begins.")] = None,
    target: Annotated[str | None, typer.Option("--to", help="Mechanism or quantity where it ends.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Mechanism or quantity at either end.")] = None,
    grade: Annotated[str, typer.Option("--grade", help="Grades, such as B, or A,B, or C-X.")] = "A-X",
    strength: Annotated[
        str | None,
        typer.Option("--strength", help="told, known, only-told, only-known, weaker-known or stronger-known."),
    ] = None,
    moves: Annotated[
        str | None, typer.Option("--moves", help="On a way to this instrument or quantity, such as worry.")
    ] = None,
    within: Annotated[
        int | None, typer.Option("--within", min=1, help="Longest way, in arrows, with --moves [default: 2].")
    ] = None,
    wiring: Annotated[bool, typer.Option("--wiring", help="Also list the wiring that is not in question.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Also write the page with the picture of all.")] = False,
    as_json: Json = False,
    out: Out = None,
) -> None:
    """List the causal arrows: from, to, strength in both worlds, grade, sources; draw them all."""
    from somaloop.cli.arrows import arrows_command

    code = arrows_command(
        origin=origin, target=target, at=at, grade=grade, strength=strength, moves=moves, within=within,
        wiring=wiring, report=report, as_json=as_json, out=out,
    )  # fmt: skip
    raise typer.Exit(code)


def instruments(
    name: Annotated[str | None, typer.Argument(help="One instrument in full; all in short if left out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the page of all instruments to this file.")] = None,
    as_json: Json = False,
) -> None:
    """List what can be read off a virtual person: scales, diaries, recordings, samples."""
    from somaloop.cli.instruments import instruments_command

    raise typer.Exit(instruments_command(name, out, as_json))


def pages(out: Annotated[Path, typer.Option("--out", help="Folder for the pages.")] = Path("docs/mechanisms")) -> None:
    """Write the page of every mechanism from the code."""
    from somaloop.cli.mechanisms import pages_command

    raise typer.Exit(pages_command(out))


def told(
    name: Annotated[str | None, typer.Argument(metavar="[ARROW]", help="One arrow in full; all if left out.")] = None,
    as_json: Json = False,
    record: Annotated[bool, typer.Option("--record", help="Work the strengths out anew and keep them.")] = False,
) -> None:
    """List what the article says of each arrow, in which words, and the strength that follows."""
    from somaloop.cli.told import told_command

    raise typer.Exit(told_command(name, as_json, record))


def sources(
    run: Annotated[
        Path | None,
        typer.Argument(
            metavar="[RUN]", help="The folder, run.nc or capsule.json of a run; the whole model if left out."
        ),
    ] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX.")] = False,
    csl: Annotated[bool, typer.Option("--csl", help="As CSL-JSON, for reference managers and pandoc.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write [default: print].")] = None,
) -> None:
    """List the sources that a run rests on: of every parameter, arrow and instrument, and the claims it touches."""
    from somaloop.cli.sources import sources_command

    raise typer.Exit(sources_command(run, bibtex, csl, out))


def check() -> None:
    """Read every equation as units and as symbols, and check sources, dependences and dead quantities."""
    from somaloop.cli.mechanisms import check_command

    raise typer.Exit(check_command())


@export.command("sbml")
def export_sbml(
    file: Annotated[Path, typer.Argument(help="An experiment (.yaml): its person, arm and usual life are taken.")],
    out: Annotated[Path | None, typer.Option("--out", help="The file to write [default: out/NAME.xml].")] = None,
    world: Annotated[str, typer.Option("--world", help="Strengths of the arrows: known or told.")] = "known",
    arm: Annotated[str | None, typer.Option("--arm", help="What is done [default: the first arm].")] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="Days of the schedule that the file holds.")] = 14,
    settle: Annotated[int, typer.Option(min=0, max=3660, help="Days of usual life before day 1.")] = 0,
) -> None:
    """Write the noise-free model as SBML, for RoadRunner, COPASI and other simulators."""
    from somaloop.cli.export import export_sbml_command

    raise typer.Exit(export_sbml_command(file, out, world, arm, days, settle))
