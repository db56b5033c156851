"""``trial``: virtual trials from plan files: power, assurance, what they would conclude, and text for a protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from somaloop.cli.extras import need
from somaloop.cli.output import goes_on, made_folder, steps, stopped
from somaloop.language import SomaloopError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from somaloop.trials.answer import TrialAnswer
    from somaloop.trials.plan import TrialPlan

REPORT, PLAN, SIDE_BY_SIDE = "report.html", "plan.yaml", "trials"
NEEDED = "virtual trials need the extra 'trials': pip install 'somaloop[trials]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, apart from the plans. Numbers are None where the usual ones are taken."""

    replicates: int = 200
    worlds: str = ""
    people: int | None = None
    seed: int | None = None
    engine: str = "process"
    address: str = ""
    workers: int | None = None

    @property
    def words(self) -> str:
        """The options that change numbers, as they are typed."""
        parts = [f"--replicates {self.replicates}"]
        parts += [f"--worlds {','.join(self.asked_worlds)}"] if self.worlds else []
        parts += [f"--people {self.people}"] if self.people is not None else []
        return " ".join(parts)

    @property
    def asked_worlds(self) -> tuple[str, ...]:
        """The worlds, once each; all where none is named."""
        from somaloop.trials.answer import WORLDS

        return tuple(dict.fromkeys(re.split(r"[,\s]+", self.worlds.strip()))) if self.worlds.strip() else WORLDS


def trial_command(files: Sequence[Path], out: Path | None, asked: Asked, as_json: bool, check: bool) -> int:
    """Run the trials of plan files, or only check them. Returns the exit status."""
    if not files:
        raise SomaloopError("name at least one plan, such as examples/trials/magnesium-ssd-parallel.yaml")
    plans = _plans(files, asked.seed)
    if check:
        return _check(plans, as_json)
    need(NEEDED, "statsmodels", "pyarrow", "docx")
    folders = _folders(out, plans)
    answers: list[TrialAnswer] = []
    for number, (plan, folder) in enumerate(zip(plans, folders, strict=True)):
        try:
            answers.append(_run(plan, folder, asked, f"{plan.name}: " if len(plans) > 1 else ""))
        except KeyboardInterrupt as stop:
            done = f"; {number} of {len(plans)} plans are done" if number else ""
            return stopped((str(stop).strip() or goes_on(f"what was finished is kept in {folder}", "there")) + done)
        _write(answers[-1], folder, asked)
    if as_json:
        contents = [json.loads((folder / "answer.json").read_text(encoding="utf-8")) for folder in folders]
        print(json.dumps(contents[0] if len(contents) == 1 else contents, indent=1, ensure_ascii=False))
    if len(answers) > 1:
        beside = _write_together(answers, out, folders, asked)
        if not as_json:
            from somaloop.report.trial_plans import print_plans

            print_plans(answers, files=(beside, *(folder / REPORT for folder in folders)))
    elif not as_json:
        from somaloop.report.trial_terminal import print_trial

        print_trial(answers[0], files=(folders[0] / REPORT, folders[0] / "protocol.docx"))
    return 1 if any(answer.failures for answer in answers) else 0


def _plans(files: Sequence[Path], seed: int | None) -> tuple[TrialPlan, ...]:
    """The plans of files; every problem of every file is told. Raises SomaloopError."""
    from somaloop.model import whole_body
    from somaloop.protocol.source import read_text
    from somaloop.trials.read import parse_plan

    body = whole_body()
    plans, problems = [], []
    for path in files:
        try:
            text = read_text(path)
            plan = parse_plan(text, str(path), body)
            plans.append(plan if seed is None else parse_plan(_reseeded(text, seed), str(path), body))
        except SomaloopError as error:
            if len(files) == 1:
                raise
            problems.append(str(error))
    if problems:
        raise SomaloopError("\n\n".join(problems))
    names = [plan.name for plan in plans]
    for name in names:
        if names.count(name) > 1:
            raise SomaloopError(f"two plans are called {name!r}; give one of them another name (key: trial)")
    return tuple(plans)


def _reseeded(text: str, seed: int) -> str:
    """The text of a plan with another seed."""
    changed, count = re.subn(r"(?m)^seed:[ \t]*[^#\n]*", f"seed: {seed}  ", text, count=1)
    return changed if count else f"{text.rstrip()}\nseed: {seed}\n"


def _check(plans: Sequence[TrialPlan], as_json: bool) -> int:
    """Read the plans back in words, with remarks."""
    from somaloop.report.trial_plan_words import plan_rows
    from somaloop.report.trial_terminal import print_plan
    from somaloop.trials.remarks import remarks

    if as_json:
        found = [{"plan": plan.name, **dict(plan_rows(plan)), "remarks": list(remarks(plan))} for plan in plans]
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return 0
    for number, plan in enumerate(plans):
        if number:
            print()
        print_plan(plan, remarks(plan))
    return 0


def _folders(out: Path | None, plans: Sequence[TrialPlan]) -> tuple[Path, ...]:
    """A folder for each plan, made. Raises OutputError."""
    if len(plans) == 1:
        return (made_folder(out, plans[0].name),)
    return tuple(made_folder(out / plan.name if out is not None else None, plan.name) for plan in plans)


def _run(plan: TrialPlan, folder: Path, asked: Asked, prefix: str) -> TrialAnswer:
    from somaloop.trials.run import run_trial

    (folder / PLAN).write_text(plan.text, encoding="utf-8")
    with _told(prefix) as progress:
        return run_trial(
            plan, replicates=asked.replicates, out=folder, engine=asked.engine, address=asked.address,
            worlds=asked.asked_worlds, sizes=_sizes(asked.people), workers=asked.workers, progress=progress,
        )  # fmt: skip


@contextmanager
def _told(prefix: str) -> Iterator[Any]:
    with steps() as say:
        yield lambda step, done, of: say(prefix + step, done, of)


def _sizes(people: int | None) -> Any:
    """How many people live in each world: ``people`` in the middle of what is known, the others in proportion."""
    from somaloop.trials.live import Sizes

    usual = Sizes()
    if people is None:
        return usual
    share = people / usual.middle
    return replace(
        usual, middle=people, known=max(8, round(usual.known * share)), told=max(8, round(usual.told * share))
    )


def made(answer: TrialAnswer, asked: Asked) -> Any:
    """How an answer is made again, from the plan as it lies in its folder."""
    from somaloop import __version__
    from somaloop.report.trial_protocol import Made
    from somaloop.results.store import model_stamp

    return Made(f"somaloop trial {PLAN} {asked.words}", __version__, model_stamp())


def _write(answer: TrialAnswer, folder: Path, asked: Asked) -> None:
    """Report, protocol and pictures of one plan."""
    from somaloop.report.document import markdown, write_docx
    from somaloop.report.page import write_page
    from somaloop.report.trial_page import protocol_page, write_pictures, write_trial
    from somaloop.report.trial_protocol import protocol_blocks
    from somaloop.trials.remarks import remarks

    how, said = made(answer, asked), remarks(answer.plan)
    blocks = protocol_blocks(answer, how, said)
    write_page(markdown(blocks), folder / "protocol.md")
    write_page(protocol_page(blocks), folder / "protocol.html")
    write_docx(blocks, folder / "protocol.docx")
    pictures = write_pictures(answer, folder / "pictures")
    names = ("protocol.docx", "protocol.html", "protocol.md", PLAN, "answer.json", "records.parquet")
    write_trial(answer, folder / REPORT, how, (*names, *(f"pictures/{path.name}" for path in pictures)), said)


def _write_together(answers: Sequence[TrialAnswer], out: Path | None, folders: Sequence[Path], asked: Asked) -> Path:
    """The page, table and picture of several plans; the path of the page."""
    from somaloop.plot.trial_parts import write_picture
    from somaloop.report.trial_plans import plans_picture_of, write_plans
    from somaloop.trials.compare import compare

    folder = made_folder(out, SIDE_BY_SIDE)
    compare(answers).to_csv(folder / "trials.csv", index=False)
    write_picture(plans_picture_of(answers, alone=True), folder / "trials.svg")
    from os.path import relpath

    links = tuple(Path(relpath(path / REPORT, folder)).as_posix() for path in folders)
    return write_plans(answers, folder / "trials.html", links, made(answers[0], asked))
