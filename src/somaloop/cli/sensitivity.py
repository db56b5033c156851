"""``sensitivity``: what an answer hangs on, and which unknown would be most worth measuring."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.cli.ask import load_experiment, question_of
from somaloop.cli.extras import need
from somaloop.cli.output import documents, goes_on, keep_documents, result_folder, shown_path, steps, stopped
from somaloop.language import SomaloopError

if TYPE_CHECKING:
    from somaloop.sensitivity.analysis import Sensitivity

NEEDED = "bundles need SALib: install the extra, pip install 'somaloop[calibrate]', or ask for --bundles 0"
SHIPPED = "examples/magnesium.yaml"


def sensitivity_command(
    file: Path, arm: str, out: Path | None, draws: int, bundles: int, seed: int, as_json: bool, record: bool
) -> int:
    """Analyse and write ``sensitivity.html``, ``sensitivity.json`` and ``draws.nc``."""
    if bundles:
        need(NEEDED, "SALib")
    asked = load_experiment(file)
    if asked.experiment.kind == "day":
        raise SomaloopError(f"{file} asks for a day; this needs a comparison over weeks")
    if len(asked.experiment.arms) < 2:
        raise SomaloopError(f"{file} has one arm; a comparison needs two")
    from somaloop.engine.cache import cache_folder
    from somaloop.model import checked_body
    from somaloop.report.sensitivity_page import write_sensitivity
    from somaloop.report.sensitivity_text import print_sensitivity
    from somaloop.results.store import model_stamp, write_json
    from somaloop.sensitivity.analysis import analyse
    from somaloop.sensitivity.case import case_of
    from somaloop.sensitivity.store import as_data, write_draws

    body = checked_body().declared
    case = case_of(question_of(asked, body), arm)
    try:
        with steps() as say:
            found = analyse(
                body, case, draws=draws, trajectories=bundles, seed=seed, folder=cache_folder("sensitivity"), say=say
            )
    except KeyboardInterrupt:
        return stopped(goes_on("finished lives are kept"))
    name = f"{asked.name}-sensitivity"
    command = f"somaloop sensitivity {file.name} --draws {draws} --bundles {bundles} --seed {seed}"
    with result_folder(out, name) as folder:
        write_json(as_data(found), folder / "sensitivity.json")
        write_draws(found, folder / "draws.nc")
        write_sensitivity(found, folder / "sensitivity.html", command, model_stamp())
    if as_json:
        print(json.dumps(as_data(found), indent=1, ensure_ascii=False))
    else:
        print_sensitivity(found, shown_path(out, name) / "sensitivity.html")
    if record:
        _record(found, command)
    return 1 if found.failures else 0


def _record(found: Sensitivity, command: str) -> None:
    """Write the results into the documentation page, below its mark."""
    from somaloop.report.sensitivity_text import MARK, sensitivity_text
    from somaloop.results.store import model_stamp

    name = "sensitivity.md"
    kept = (documents() / name).read_text(encoding="utf-8").partition(MARK)[0]
    keep_documents({name: f"{kept}{MARK}\n\n{sensitivity_text(found, command, model_stamp())}"})
