"""What differences rest on: in a few words, as a list for a table, and in full with bars and error bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from somaloop.evidence import GRADE_WORDS
from somaloop.plot import bar_of
from somaloop.report.words import arrow_words, number, of_unit, percent
from somaloop.results import OutcomeRow, Part, RestsOn, WorldAnswer

INSIDE = "inside"
INSIDE_WORDS = "inside one mechanism, and wiring"
SMALLEST = 0.005  # shares below half a per cent are not spoken of
MOST_PARTS = 7


def chip(grade: str) -> str:
    """A grade as a small mark with its meaning."""
    words = GRADE_WORDS.get(grade, "")  # type: ignore[call-overload]
    letter = escape(grade)
    return f'<abbr class="chip grade-{letter}" title="Grade {letter}: {escape(words)}">{letter}</abbr>'


def traced(row: OutcomeRow, answer: WorldAnswer) -> RestsOn | None:
    """What an answer rests on; None where nothing was traced, a run failed, or there is no difference to speak of."""
    rests = answer.rests_on
    if rests is None or rests.failed or rests.gross < 1e-3 * bar_of(row) or rests.gross < 1e-12:
        return None
    return rests


def _part_name(part: Part) -> str:
    return arrow_words(part.arrow) if part.arrow else f"{len(part.arrows)} others"


def _absolute(row: OutcomeRow, value: float) -> str:
    return number(value, row.decimals + 1, signed=True) + of_unit(row)


def _grade_words(rests: RestsOn) -> str:
    weak = rests.share(rests.weak)
    if abs(weak) < SMALLEST:
        worst = [grade for grade, value in rests.grades.items() if abs(rests.share(value)) >= SMALLEST]
        if not worst:
            return "no arrow in question"
        return "all grade A" if worst == ["A"] else f"grade {worst[-1]} or better"
    if weak < 0:
        return f"grade C or worse {percent(-weak)} against it"
    return "all grade C or worse" if abs(weak - 1.0) < SMALLEST else f"{percent(weak)} grade C or worse"


def rests_on_words(row: OutcomeRow, answer: WorldAnswer, short: bool = False) -> str:
    """What one difference rests on in a few words: ``62 % grade C or worse; most through worry arouses (B)``.

    Where parts cancel they are given in the outcome's unit, since shares of a small rest would mislead.
    """
    if not answer.run:
        return ""
    rests = traced(row, answer)
    if rests is None:
        failed = answer.rests_on is not None and answer.rests_on.failed
        return "not traced: a run failed" if failed else "nothing to trace" if answer.rests_on is not None else ""
    if abs(rests.inside) > 0.95 * rests.gross:
        return "no arrow in question"
    if rests.cancels:
        parts = [(part.part, f"{_part_name(part)} ({part.grade})") for part in rests.parts]
        parts.append((rests.inside, INSIDE_WORDS))
        up, down = max(parts), min(parts)
        both = [f"{number(value, row.decimals + 1, signed=True)} {words}" for value, words in (up, down)]
        return "parts cancel" + ("" if short else f": {', '.join(both)}")
    text = _grade_words(rests)
    single = rests.single
    if short or not single or abs(rests.share(single[0].part)) < 0.05:
        return text
    top = single[0]
    share = rests.share(top.part)
    name = f"{arrow_words(top.arrow)} ({top.grade}"
    return f"{text}; most through {name})" if share > 0.5 else f"{text}; largest {name}, {percent(share)})"


def most_through(rows: Iterable[OutcomeRow]) -> str:
    """A sentence that names the arrow with the largest part, for the outcomes that it carries most of."""
    found: dict[str, list[str]] = {}
    for row in rows:
        rests = traced(row, row.known if row.known.run else row.told)
        top = rests.single[0] if rests is not None and rests.single else None
        if rests is not None and top is not None and not rests.cancels and rests.share(top.part) > 0.5:
            found.setdefault(f"{arrow_words(top.arrow)} ({top.grade})", []).append(row.instrument)
    if not found:
        return ""
    return "Most through " + "; ".join(f"{arrow}: {', '.join(names)}" for arrow, names in found.items()) + "."


def part_words(row: OutcomeRow, rests: RestsOn, value: float, error: float = 0.0) -> str:
    """A part as a share with its sampling error, or in the outcome's unit where parts cancel."""
    if rests.cancels:
        tail = f" ± {number(error, row.decimals + 1)}" if error >= 0.5 * 10.0 ** -(row.decimals + 1) else ""
        return f"{number(value, row.decimals + 1, signed=True)}{tail}{of_unit(row)}"
    share, spread = rests.share(value), abs(rests.share(error))
    tail = f" ± {number(100.0 * spread, 0)}" if spread >= SMALLEST else ""
    return f"{number(100.0 * share, 0)}{tail} %"


def rests_list(row: OutcomeRow, answer: WorldAnswer, most: int) -> str:
    """The largest parts of a difference as a list for a cell of a table."""
    rests = traced(row, answer)
    if rests is None:
        return f'<span class="quiet">{escape(rests_on_words(row, answer))}</span>'
    items = []
    if abs(rests.inside) > 0.05 * rests.gross:
        items.append((abs(rests.inside), f"{INSIDE_WORDS} <b>{part_words(row, rests, rests.inside)}</b>"))
    for part in rests.parts:
        if abs(part.part) > 0.02 * rests.gross:
            name = escape(_part_name(part))
            text = f"{chip(part.grade)} {name} <b>{part_words(row, rests, part.part, part.error)}</b>"
            items.append((abs(part.part) * (1.0 if part.arrow else 1e-9), text))  # those counted together come last
    items.sort(key=lambda item: -item[0])
    return f'<ul class="shares">{"".join(f"<li>{text}</li>" for _, text in items[:most])}</ul>'


def grade_parts(rests: RestsOn) -> list[tuple[str, float]]:
    """The parts by grade, best first, and what lies inside mechanisms."""
    return [*rests.grades.items(), (INSIDE, rests.inside)]


def _segment(grade: str, size: float, words: str, against: bool = False) -> str:
    label = {INSIDE: "inside"}.get(grade, grade)
    text = label if size > (0.1 if grade == INSIDE else 0.04) else ""
    kind = f"grade-{grade}" + (" against" if against else "")
    return f'<span class="{kind}" style="flex:{size:.4f}" title="{escape(words)}">{text}</span>'


def grade_bar(row: OutcomeRow, rests: RestsOn) -> str:
    """A bar of the grades: what works toward the difference right of the mark, what works against it left of it."""
    sign = 1.0 if rests.whole >= 0 else -1.0
    total = sum(abs(value) for _, value in grade_parts(rests)) or 1.0
    toward, against, said = [], [], []
    for grade, value in grade_parts(rests):
        name = INSIDE_WORDS if grade == INSIDE else f"grade {grade}"
        words = f"{name}: {part_words(row, rests, value)} ({_absolute(row, value)})"
        if abs(value) / total < SMALLEST:
            continue
        said.append(words)
        if value * sign >= 0:
            toward.append(_segment(grade, abs(value) / total, words))
        else:
            against.append(_segment(grade, abs(value) / total, words, against=True))
    zero = '<i class="zero" title="right of this: toward the difference; left: against it"></i>' if against else ""
    return (
        f'<div class="grade-bar" role="img" aria-label="{escape("; ".join(said))}">'
        f"{''.join(reversed(against))}{zero}{''.join(toward)}</div>"
    )


def _whisker(value: float, error: float, low: float, high: float) -> str:
    """A horizontal bar from zero with its error bar (two standard errors each way)."""

    def place(x: float) -> float:
        return 100.0 * (x - low) / (high - low)

    left, right = sorted((place(0.0), place(value)))
    ends = [place(max(low, min(high, value + k * error))) for k in (-2.0, 2.0)]
    whisker = f'<line class="whisker" x1="{ends[0]:.1f}%" x2="{ends[1]:.1f}%" y1="50%" y2="50%"/>' if error > 0 else ""
    return (
        '<svg class="part-bar" aria-hidden="true">'
        f'<line class="zero-line" x1="{place(0.0):.1f}%" x2="{place(0.0):.1f}%" y1="0" y2="100%"/>'
        f'<rect x="{left:.1f}%" width="{max(right - left, 0.4):.1f}%" y="25%" height="50%"/>{whisker}</svg>'
    )


def _carriers(row: OutcomeRow, rests: RestsOn) -> str:
    toward = 1.0 if rests.whole >= 0 else -1.0
    lines: list[tuple[str, str, float, float]] = [("", INSIDE_WORDS, rests.inside, 0.0)]
    for part in rests.parts:
        full = "" if part.arrow else f' title="{escape(", ".join(arrow_words(a) for a in part.arrows))}"'
        lines.append((chip(part.grade), f"<span{full}>{escape(_part_name(part))}</span>", part.part, part.error))
    lines = sorted((line for line in lines if line[2]), key=lambda line: -abs(line[2]))
    shown, rest = lines[:MOST_PARTS], lines[MOST_PARTS:]
    ends = [x for _, _, value, error in shown for x in (toward * value - 2 * error, toward * value + 2 * error)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    items = [
        f"<li>{mark or '<span></span>'}<span>{name}</span>{_whisker(toward * value, error, low, high)}"
        f"<b>{part_words(row, rests, value, error)}</b><small>{_absolute(row, value)}</small></li>"
        for mark, name, value, error in shown
    ]
    if rest:
        left = sum(value for _, _, value, _ in rest)
        items.append(
            f"<li><span></span><span class='quiet'>{len(rest)} smaller parts</span><span></span>"
            f"<b>{part_words(row, rests, left)}</b><small>{_absolute(row, left)}</small></li>"
        )
    return f'<ul class="carriers">{"".join(items)}</ul>'


def _alone(row: OutcomeRow, rests: RestsOn) -> str:
    best = next(iter(rests.alone), "")
    steps = [
        f"{grade if grade == best else f'{best} to {grade}'} {_absolute(row, value)}"
        for grade, value in rests.alone.items()
    ]
    return f'<p class="quiet">With arrows of these grades only: {escape("; ".join(steps))}.</p>' if steps else ""


def world_part(row: OutcomeRow, world: str) -> str:
    """One outcome in one world in full: the bar of grades, the arrows with error bars, what is left on good evidence."""
    answer: WorldAnswer = getattr(row, world)
    if not answer.run:
        return ""
    rests, label = traced(row, answer), f'<b class="{world}">as {world}</b>'
    if rests is None:
        return f'<div class="world">{label} <span class="quiet">{escape(rests_on_words(row, answer))}</span></div>'
    head = f"{label} {_absolute(row, rests.whole)}"
    if world == "known":
        head += ' <span class="quiet">(at the centre)</span>'
    if rests.cancels:
        head += ' <span class="quiet">parts cancel: given in the unit, not as shares</span>'
    return f'<div class="world"><p>{head}</p>{grade_bar(row, rests)}{_carriers(row, rests)}{_alone(row, rests)}</div>'


def rests_content(rows: Sequence[OutcomeRow], opened: Iterable[str]) -> str:
    """Every outcome with what it rests on; those named in ``opened`` are unfolded."""
    wanted = set(opened)
    several = len({row.arm for row in rows}) > 1
    items = []
    for row in rows:
        arm = f", {escape(row.arm)}" if several else ""
        answer = row.known if row.known.run else row.told
        words, rests = rests_on_words(row, answer), traced(row, answer)
        bar = grade_bar(row, rests) if rests is not None else "<span></span>"
        state = " open" if row.instrument in wanted else ""
        items.append(
            f'<details class="rests"{state}><summary><b>{escape(row.instrument)}{arm}</b>{bar}'
            f'<span class="quiet">{escape(words)}</span></summary>'
            f'<div class="grid">{world_part(row, "known")}{world_part(row, "told")}</div></details>'
        )
    return "".join(items)
