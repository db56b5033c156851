"""The command line: which commands there are, in the order of the help, and how a run ends.

Each command imports what it needs when it runs, so that help is quick.

Exit status: 0 done, 1 the run itself failed for somebody, 2 wrong input, 130 interrupted.
"""

from __future__ import annotations

import sys

import typer

from somaloop import __version__
from somaloop.cli._commands_evidence import calibrate, claims, convergence, reality, validate
from somaloop.cli._commands_model import arrows, check, export, instruments, mechanisms, pages, sources, told
from somaloop.cli._commands_simulate import day, loop, people, sensitivity, simulate
from somaloop.cli._commands_trials import replicas, trial, trial_methods

app = typer.Typer(
    name="somaloop",
    help="The body-mind loop of Somatic Symptom Disorder as an executable, evidence-graded model. "
    "Research software: it gives no medical advice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def version() -> None:
    """Print the version."""
    typer.echo(__version__)


app.add_typer(export, name="export")
for _command in (
    simulate, day, loop, mechanisms, arrows, instruments, pages, reality, convergence, claims, calibrate, validate,
    replicas, people, sensitivity, trial, told, sources, trial_methods, check, version,
):  # fmt: skip
    app.command()(_command)


def main() -> None:
    """Run the command line; errors of ours are one message and exit status 2, without a traceback."""
    # Blocks of lanes run in threads that pass the interpreter's lock every 50 microseconds; waiting for it as long as
    # is usual (5 ms) costs a seventh of the time.
    sys.setswitchinterval(5e-5)
    try:
        app()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was written\n")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:
        from somaloop.language.errors import SomaloopError  # brings the whole language along, which help does without

        if not isinstance(error, SomaloopError):
            raise
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
