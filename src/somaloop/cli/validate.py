"""``validate``: predict published studies, shipped ones or the user's own, and show what was found beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.cli.output import (
    OutputError,
    goes_on,
    keep_documents,
    made_folder,
    progress_bar,
    say_failed,
    stopped,
)

if TYPE_CHECKING:
    from somaloop.calibrate.scoreboard import Line
    from somaloop.studies import Study


def validate_command(
    files: Sequence[Path], out: Path | None, truths: int, people: int, seed: int, as_json: bool, record: bool
) -> int:
    """Predict studies and write the scoreboard: terminal, ``validation.html``, ``validation.csv``."""
    from somaloop.calibrate.scoreboard import NOT_SEEN, scoreboard
    from somaloop.engine.cache import cache_folder
    from somaloop.engine.truths import known_centre, known_truths
    from somaloop.model import checked_body
    from somaloop.report.validation_page import write_validation
    from somaloop.report.validation_table import as_records, print_scoreboard, write_table
    from somaloop.studies import predict, studies_for

    if record and files:
        raise OutputError("--record is for the shipped studies; leave the files out")
    folder = made_folder(out, files[0].stem if files else "validate")
    body = checked_body()
    studies = _studies(files)
    try:
        with progress_bar("living the studies") as progress:
            prediction = predict(
                body, studies, known_truths(body, truths, seed), centre=known_centre(body), large=people, seed=seed,
                folder=cache_folder("validate"), progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        return stopped(goes_on("finished studies are kept"))
    lines = scoreboard(prediction, studies_for("calibrate"))
    if as_json:
        print(json.dumps(as_records(lines), indent=1, ensure_ascii=False))
    else:
        print_scoreboard(lines, detailed=bool(files))
    say_failed(prediction.failures)
    made = f"{truths} truths, {people} people, seed {seed}"
    page = write_validation(lines, folder / "validation.html", shipped=not files, made=made)
    table = write_table(lines, folder / "validation.csv")
    if not as_json:
        print(f"Report: {page}, {table}")
    if record:
        _record(lines, made)
    return 1 if any(line.problem and line.problem != NOT_SEEN for line in lines) else 0


def _studies(files: Sequence[Path]) -> tuple[Study, ...]:
    from somaloop.studies import read_studies, shipped_studies

    if not files:
        return shipped_studies()
    return tuple(study for path in files for study in read_studies(path))


def _record(lines: Sequence[Line], made: str) -> None:
    """Renew the page of the documentation with its picture, and say which misses have no cause on record."""
    from somaloop.calibrate.misses import outlived, without_cause
    from somaloop.plot.predicted import swarm_picture
    from somaloop.report.validation_text import PICTURE, validation_text

    picture = swarm_picture(lines, alone=True) + "\n"
    keep_documents({"validation.md": validation_text(lines, made), PICTURE: picture})
    for words, labels in (
        ("outside, and no likely cause is on record", without_cause(lines)),
        ("inside, though a cause of a miss is on record", outlived(lines)),
    ):
        for label in labels:
            sys.stderr.write(f"{label}: {words} (calibrate/misses.yaml)\n")
