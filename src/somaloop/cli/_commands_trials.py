"""The commands about trials: virtual ones, published ones lived again, and how well they are analysed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from somaloop.cli._options import Json, Seed


def trial(
    plans: Annotated[
        list[Path], typer.Argument(metavar="PLAN...", help="Plan files (.yaml); several are put side by side.")
    ],
    replicates: Annotated[
        int, typer.Option("--replicates", min=2, max=1000000, help="Trials simulated in each world at each size.")
    ] = 200,
    worlds: Annotated[
        str, typer.Option("--worlds", help="Some of nil,known,middle,told, with commas [default: all].")
    ] = "",
    people: Annotated[
        int | None,
        typer.Option(
            "--people",
            min=16,
            max=1000000,
            help="Virtual people who live the trial; fewer in some worlds [default: 500].",
        ),
    ] = None,
    seed: Seed = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder for the results [default: out/NAME, and out/trials for several plans]."),
    ] = None,
    as_json: Json = False,
    check: Annotated[bool, typer.Option("--check", help="Only check the plans and read them back in words.")] = False,
    engine: Annotated[
        str, typer.Option("--engine", help="Where people live: process (this machine) or ray.")
    ] = "process",
    address: Annotated[
        str, typer.Option("--address", help="A Ray cluster to use [default: one on this machine].")
    ] = "",
) -> None:
    """Run virtual trials: power, assurance, what they would conclude, and text for a protocol."""
    from somaloop.cli.trial import Asked, trial_command

    asked = Asked(replicates=replicates, worlds=worlds, people=people, seed=seed, engine=engine, address=address)
    raise typer.Exit(trial_command(plans, out, asked, as_json, check))


def replicas(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Trials such as schuster2025; all if left out.")
    ] = None,
    truths: Annotated[int, typer.Option(min=2, max=1000, help="Truths that the evidence leaves possible.")] = 24,
    people: Annotated[int, typer.Option("--people", min=24, max=4000, help="People that a trial draws from.")] = 240,
    seed: Annotated[int, typer.Option(min=0, help="Which people, truths and replicates are drawn.")] = 1,
    as_json: Json = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the results [default: out/replicas].")] = None,
    record: Annotated[bool, typer.Option("--record", help="Renew the page of replicas in docs.", hidden=True)] = False,
) -> None:
    """Simulate published trials again and show what they published beside what the model predicts."""
    from somaloop.cli.replicas import replicas_command

    raise typer.Exit(replicas_command(tuple(names or ()), out, truths, people, seed, as_json, record))


def trial_methods(
    plan: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PLAN]", help="A plan whose analyses are checked on the model's data without any effect."
        ),
    ] = None,
    replicates: Annotated[int, typer.Option(min=50, max=1000000, help="Trials of known truth in every row.")] = 2000,
    only: Annotated[str, typer.Option("--only", metavar="TEXT", help="Analyses with this in their name.")] = "",
    as_json: Json = False,
    record: Annotated[bool, typer.Option("--record", help="Renew the page of analyses in docs.", hidden=True)] = False,
    people: Annotated[
        int | None,
        typer.Option("--people", min=16, max=1000000, help="Virtual people who live the plan [default: 500]."),
    ] = None,
) -> None:
    """Check the analyses of trials on known truths: error of the first kind, bias, coverage, power against formulas."""
    if plan is not None:
        from somaloop.cli.output import OutputError
        from somaloop.cli.trial_methods_plan import plan_methods_command

        if record:
            raise OutputError("--record is for trials of known truth; leave the plan out")
        raise typer.Exit(plan_methods_command(plan, replicates, only, people, as_json))
    from somaloop.cli.trial_methods import trial_methods_command

    raise typer.Exit(trial_methods_command(replicates, only, as_json, record))
