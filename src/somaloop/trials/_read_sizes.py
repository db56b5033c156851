"""How many people a plan asks for, and when it looks before the end."""

from __future__ import annotations

from somaloop.studies.file_reader import FileReader, Keys
from somaloop.trials._read_design import share
from somaloop.trials.plan import Allocation, Looks, Periods
from somaloop.trials.text import TrialText

FEWEST = 2  # people in an arm, or clusters: with one nothing is known of how they differ


def read_sizes(reader: FileReader, text: TrialText, allocation: Allocation, periods: Periods | None) -> tuple[int, ...]:
    """Numbers of people in all; the first is the planned one."""
    sizes = (text.size,) if isinstance(text.size, int) else tuple(text.size)
    ratio = allocation.ratio
    for place, size in enumerate(sizes):
        path: Keys = ("size",) if isinstance(text.size, int) else ("size", place)
        if size in sizes[:place]:
            reader.say(f"the size {size} stands twice", path)
        if periods is not None:
            fewest = FEWEST if text.design == "n-of-1" else FEWEST * len(periods.sequences)
            if size < fewest:
                said = f"{size} people are too few for {len(periods.sequences)} sequences: two or more in each"
                if text.design == "n-of-1":
                    said = "a series of N-of-1 trials needs two people or more"
                reader.say(said, path, hint=f"write {fewest} or more")
            continue
        if not ratio:
            continue
        unit = text.clusters.size if text.clusters is not None else 1
        whole = sum(ratio.values())
        name = min(ratio, key=lambda arm: ratio[arm])
        got = size // unit * ratio[name] // whole
        if got < FEWEST:
            what = "cluster" if text.clusters is not None else "person"
            many = {0: f"no {what}", 1: f"one {what}"}[got]
            fewest = unit * -(-FEWEST * whole // ratio[name])
            said = (
                f"with {size} people the arm {name!r} gets {many}; a {text.design} design needs two or more in each arm"
            )
            reader.say(said, path, hint=f"write {fewest} or more, or for single people design: n-of-1")
    return sizes


def read_looks(reader: FileReader, text: TrialText) -> Looks | None:
    """Interim looks."""
    if text.looks is None:
        return None
    found: list[float] = []
    for place, given in enumerate(text.looks.at):
        path: Keys = ("looks", "at", place)
        value = share(reader, given, path, -1.0)
        if value < 0.0:
            continue
        if not 0.0 < value < 1.0:
            hint = "the analysis at the end counts of itself; write at: [50 %]"
            reader.say("a look lies between 0 and 1 of the people, both left out", path, hint=hint)
        elif found and value <= found[-1]:
            reader.say(f"looks must come one after the other: {value:g} after {found[-1]:g}", path)
        else:
            found.append(value)
    futility = share(reader, text.looks.futility, ("looks", "futility"))
    if futility >= 0.5:
        said = f"giving up below a conditional power of {futility:g} would stop most trials"
        reader.say(said, ("looks", "futility"), hint="write 0.1 or 0.2; 0 is never")
    return Looks(at=tuple(found), spending=text.looks.spending, futility=futility)
