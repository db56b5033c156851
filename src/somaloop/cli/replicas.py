"""``replicas``: simulate published trials again and show what they published beside what the model predicts."""

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
    from somaloop.trials.replica_answer import ReplicaAnswer


def replicas_command(
    names: Sequence[str], out: Path | None, truths: int, people: int, seed: int, as_json: bool, record: bool
) -> int:
    """Live the trials, draw replicates, write ``replicas.html`` and ``replicas.csv``; 1 where a life failed."""
    from somaloop.engine.cache import cache_folder
    from somaloop.engine.truths import known_centre, known_truths
    from somaloop.model import checked_body
    from somaloop.report.replicas_page import write_replicas
    from somaloop.report.replicas_text import as_records, print_replicas, write_table
    from somaloop.trials.replica_draw import answer
    from somaloop.trials.replica_lives import live_replicas
    from somaloop.trials.replicas import replica, replicas

    if record and names:
        raise OutputError("--record is for all trials; leave the names out")
    listed = [replica(name) for name in dict.fromkeys(names)] or list(replicas().values())
    folder = made_folder(out, "replicas")
    body = checked_body()
    try:
        with progress_bar("living the trials") as progress:
            lives = live_replicas(
                body, listed, known_truths(body, truths, seed), known_centre(body), people=people, seed=seed,
                folder=cache_folder("replicas"), progress=progress,
            )  # fmt: skip
        with progress_bar("drawing replicates") as progress:
            answers = []
            for item in listed:
                answers.append(answer(item, lives[item.study.name], seed))
                if progress is not None:
                    progress(len(answers), len(listed))
    except KeyboardInterrupt:
        return stopped(goes_on("finished pieces are kept"))
    made = f"{truths} truths, {people} people, seed {seed}"
    page = write_replicas(answers, folder / "replicas.html", made)
    table = write_table(answers, folder / "replicas.csv")
    if as_json:
        print(json.dumps(as_records(answers), indent=1, ensure_ascii=False))
    else:
        print_replicas(answers)
        print(f"Report: {page}, {table}")
    failures = dict.fromkeys(f"{item.replica.study.name}: {text}" for item in answers for text in item.failures)
    say_failed(failures)
    if record:
        _record(answers, f"somaloop replicas --truths {truths} --people {people} --seed {seed}")
    return 1 if failures else 0


def _record(answers: Sequence[ReplicaAnswer], command: str) -> None:
    """Renew the page of the documentation with its picture, and say which misses have no reason on record."""
    from somaloop.plot.replicas import replicas_picture
    from somaloop.report.replicas_text import PICTURE, replicas_text, titles_of
    from somaloop.results.store import model_stamp

    picture = replicas_picture(answers, titles_of(answers)) + "\n"
    keep_documents({"trial-replicas.md": replicas_text(answers, command, model_stamp()), PICTURE: picture})
    for item in answers:
        if item.missed and not item.replica.reason:
            sys.stderr.write(f"{item.replica.name}: misses, and no likely reason is on record (trials/replicas.yaml)\n")
