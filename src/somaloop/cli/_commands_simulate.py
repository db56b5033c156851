"""The commands that let people live: ``simulate``, ``day``, ``loop``, ``people`` and ``sensitivity``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from somaloop.cli._options import Cut, Grade, Json, Out, Seed


def simulate(
    file: Annotated[Path, typer.Argument(help="An experiment (.yaml) or the capsule.json of an earlier run.")],
    out: Out = None,
    seed: Seed = None,
    draws: Annotated[int | None, typer.Option(min=2, max=20000, help="Draws of what is not known.")] = None,
    grade: Grade = None,
    cut: Cut = None,
    only_world: Annotated[str | None, typer.Option("--only-world", help="Run only this world: known or told.")] = None,
    as_json: Json = False,
) -> None:
    """Compare what is done with one person, in both worlds, over weeks; write a report and the run."""
    from somaloop.cli.simulate import simulate_command

    raise typer.Exit(simulate_command(file, out, seed, draws, as_json, grade, tuple(cut or ()), only_world))


def day(
    file: Annotated[Path, typer.Argument(help="An experiment of a day (.yaml).")],
    out: Out = None,
    seed: Seed = None,
    grade: Grade = None,
    cut: Cut = None,
    as_json: Json = False,
) -> None:
    """Show 24 hours of two lives side by side: hormones, heart, sleep, muscle, magnesium, feelings."""
    from somaloop.cli.day import day_command

    raise typer.Exit(day_command(file, out, seed, as_json, grade, tuple(cut or ())))


def loop(
    file: Annotated[Path, typer.Argument(help="An experiment (.yaml): its person and usual life are taken.")],
    out: Out = None,
    seed: Seed = None,
    grade: Grade = None,
    cut: Cut = None,
    as_json: Json = False,
) -> None:
    """Show the gain of the loop between sensation and alarm, and its resting states, for one person."""
    from somaloop.cli.loop import loop_command

    raise typer.Exit(loop_command(file, out, seed, as_json, grade, tuple(cut or ())))


def people(
    kind: Annotated[
        str, typer.Argument(metavar="[TYPE]", help="A starting type, several joined with +, or your own (.yaml).")
    ] = "general",
    count: Annotated[int, typer.Option("--people", min=16, max=20000, help="How many people.")] = 256,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Other people.")] = 1,
    out: Out = None,
    list_types: Annotated[bool, typer.Option("--types", help="List the starting types.")] = False,
    as_json: Json = False,
    record: Annotated[bool, typer.Option("--record", help="Renew the page of norms in docs.", hidden=True)] = False,
) -> None:
    """Show people of a type on all scales, beside the published norms, hit or missed."""
    from somaloop.cli.people import people_command

    raise typer.Exit(people_command(kind, count, seed, out, as_json, list_types, record))


def sensitivity(
    file: Annotated[Path, typer.Argument(help="An experiment (.yaml) that compares arms.")] = Path(
        "examples/magnesium.yaml"
    ),
    arm: Annotated[str, typer.Option("--arm", help="Which arm [default: the first after the comparator].")] = "",
    draws: Annotated[int, typer.Option(min=64, max=100000, help="Possible truths.")] = 1024,
    bundles: Annotated[
        int, typer.Option(min=0, max=1000, help="Trajectories that move bundles of quantities; 0 leaves them out.")
    ] = 24,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Other truths.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the results [default: out/NAME-sensitivity].")
    ] = None,
    as_json: Json = False,
    record: Annotated[
        bool, typer.Option("--record", help="Write the results into the documentation.", hidden=True)
    ] = False,
) -> None:
    """Show what an answer hangs on, and which unknown would be most worth measuring."""
    from somaloop.cli.sensitivity import sensitivity_command

    raise typer.Exit(sensitivity_command(file, arm, out, draws, bundles, seed, as_json, record))
