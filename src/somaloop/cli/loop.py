"""``loop``: the gain of the loop between sensation and alarm, and where it rests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from somaloop.cli.ask import load_experiment
from somaloop.cli.output import progress_bar, result_folder, shown_path
from somaloop.model import checked_body
from somaloop.results.store import plain, write_json

if TYPE_CHECKING:
    from somaloop.loop import LoopScan

WORDS = {"told": "as told", "known": "as known"}


def describe(scan: LoopScan, world: str) -> str:
    """One sentence about the loop in one world."""
    points = scan.resting[world]
    stable = [p for p in points if p.stable]
    tipping = [p for p in points if not p.stable]
    if not stable:
        return "no resting state was found between 0 and 100"
    first = stable[0]
    text = f"rests at a felt burden of {100 * first.burden:.0f} of 100 with a gain of {first.gain:.2f}"
    if len(stable) > 1:
        tips = ", ".join(f"{100 * p.burden:.0f}" for p in tipping)
        text += f"; a second resting state at {100 * stable[-1].burden:.0f}, the tipping point lies at {tips}"
    else:
        text += "; there is one resting state and no tipping point"
    return text


def loop_command(
    file: Path,
    out: Path | None,
    seed: int | None,
    as_json: bool,
    grade: str | None = None,
    cut: tuple[str, ...] = (),
) -> int:
    """Scan the loop of the experiment's person in the usual life; write ``loop.html`` and ``loop.json``."""
    asked = load_experiment(file, seed, grade=grade, cut=cut)
    from somaloop.loop import scan_loop

    body = checked_body()
    traits = {**asked.person.traits(body), **asked.kept.traits(body)}
    name = f"{file.stem}-loop"
    with progress_bar("scanning the loop"):
        scan = scan_loop(body, traits, asked.usual_schedule(body, 7 * 8))
    content = {
        "person": asked.person.describe() + (f" ({asked.kept.words})" if asked.kept.words else ""),
        "arrows": asked.kept.plain(),
        "shown": scan.shown,
        "felt": scan.felt,
        "resting": {
            world: [{"burden": p.burden, "gain": p.gain, "stable": p.stable} for p in points]
            for world, points in scan.resting.items()
        },
        "gain": {world: scan.gain(world) for world in scan.felt},
    }
    with result_folder(out, name) as folder:
        from somaloop.report import write_loop

        write_json(content, folder / "loop.json")
        write_loop(scan, content["person"], {world: describe(scan, world) for world in scan.felt}, folder)
    if as_json:
        print(json.dumps(plain(content), indent=1))
    else:
        print(f"The loop of one {content['person']}: felt symptoms, alarm, tension, more symptoms.")
        for world in scan.felt:
            print(f"  {WORDS[world]}: {describe(scan, world)}.")
        print("The gain is how much of a small extra sensation comes back; at 1 the loop would feed itself.")
        print(f"Picture: {shown_path(out, name) / 'loop.html'}")
    return 0
