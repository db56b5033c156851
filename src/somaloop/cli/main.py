"""The commands. Each imports what it needs when it runs, so that help is quick.

Exit status: 0 done, 1 the run itself failed for somebody, 2 wrong input, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from somaloop import __version__

app = typer.Typer(
    name="somaloop",
    help="The body-mind loop of Somatic Symptom Disorder as an executable, evidence-graded model. "
    "Research software: it gives no medical advice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

export = typer.Typer(help="Write the model for other programs.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(export, name="export")

Out = Annotated[Path | None, typer.Option("--out", help="Folder for the results [default: out/NAME].")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Another seed: other days, other draws.")]
Json = Annotated[bool, typer.Option("--json", help="Print the table as JSON instead of for reading.")]
Grade = Annotated[str | None, typer.Option("--grade", help="Keep only arrows of this grade or better, such as B.")]
Cut = Annotated[list[str] | None, typer.Option("--cut", metavar="ARROW", help="Cut this arrow; may be repeated.")]


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def mechanisms(
    name: Annotated[str | None, typer.Argument(help="One mechanism in full; all in short if left out.")] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """List the mechanisms: states, parameters with sources, arrows with grades."""
    from somaloop.cli.mechanisms import mechanisms_command

    raise typer.Exit(mechanisms_command(name, out, as_json))


@app.command()
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


@app.command()
def instruments(
    name: Annotated[str | None, typer.Argument(help="One instrument in full; all in short if left out.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the page of all instruments to this file.")] = None,
    as_json: Json = False,
) -> None:
    """List what can be read off a virtual person: scales, diaries, recordings, samples."""
    from somaloop.cli.instruments import instruments_command

    raise typer.Exit(instruments_command(name, out, as_json))


@app.command()
def pages(out: Annotated[Path, typer.Option("--out", help="Folder for the pages.")] = Path("docs/mechanisms")) -> None:
    """Write the page of every mechanism from the code."""
    from somaloop.cli.mechanisms import pages_command

    raise typer.Exit(pages_command(out))


@app.command()
def reality(
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("docs/reality.md"),
    as_json: Json = False,
) -> None:
    """Put the model's own numbers beside published ones, pass or miss, and write the page."""
    from somaloop.cli.reality import reality_command

    raise typer.Exit(reality_command(out, as_json))


@app.command()
def convergence(
    file: Annotated[Path, typer.Argument(help="An experiment (.yaml): its person and last arm are taken.")] = Path(
        "examples/magnesium.yaml"
    ),
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("docs/convergence.md"),
) -> None:
    """Measure the error of the six-minute step, state by state, and write the page."""
    from somaloop.cli.convergence import convergence_command

    raise typer.Exit(convergence_command(file, out))


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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
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


@app.command()
def told(
    name: Annotated[str | None, typer.Argument(metavar="[ARROW]", help="One arrow in full; all if left out.")] = None,
    as_json: Json = False,
    record: Annotated[bool, typer.Option("--record", help="Work the strengths out anew and keep them.")] = False,
) -> None:
    """List what the article says of each arrow, in which words, and the strength that follows."""
    from somaloop.cli.told import told_command

    raise typer.Exit(told_command(name, as_json, record))


@app.command("sources")
def sources_of(
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


@app.command("trial-methods")
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


@app.command()
def check() -> None:
    """Read every equation as units and as symbols, and check sources, dependences and dead quantities."""
    from somaloop.cli.mechanisms import check_command

    raise typer.Exit(check_command())


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line; errors of ours are one message and exit status 2, without a traceback."""
    from somaloop.language.errors import SomaloopError

    # Blocks of lanes run in threads that pass the interpreter's lock every 50 microseconds; waiting for it as long as
    # is usual (5 ms) costs a seventh of the time.
    sys.setswitchinterval(5e-5)
    try:
        app()
    except SomaloopError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was written\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
