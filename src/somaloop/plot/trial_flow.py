"""The CONSORT flow of a typical replicate: screened, randomised, and what became of the people of each arm."""

from __future__ import annotations

from somaloop.plot.predicted_parts import picture, segment, text
from somaloop.plot.style import INK, MUTED, PAPER, RULE
from somaloop.plot.trial_parts import lines, wrapped
from somaloop.trials.answer import ArmFlow, Flow

LEAST = 132.0  # pixels for a column of one arm
STEP = 14.5


def flow_picture(flow: Flow, width: float = 760.0, alone: bool = False) -> str:
    """Boxes as in a CONSORT flow diagram; arms side by side where they fit, else in rows of compact boxes."""
    fit = max(1, int((width + 14) // (LEAST + 14)))
    columns = len(flow.arms) if len(flow.arms) <= fit else -(-len(flow.arms) // -(-len(flow.arms) // fit))
    inset = 0.0 if columns >= len(flow.arms) else 12.0  # room for the line that leads to further rows
    across = (width - inset - 14.0 * (columns - 1)) / columns
    middle, box = width / 2, min(230.0, 0.56 * width)
    side = min(190.0, width / 2 - 16)
    parts = [
        _box(middle - box / 2, 1, box, ["assessed for eligibility", f"n = {flow.screened}"]),
        segment(middle, 42, middle, 92, RULE, 1.3),
        segment(middle, 67, width - side, 67, RULE, 1.3),
        _box(width - side, 48, side - 1, ["did not meet the criteria", f"n = {flow.excluded}"]),
        _box(middle - box / 2, 92, box, ["randomised", f"n = {flow.randomised}"]),
        segment(middle, 133, middle, 148, RULE, 1.3),
    ]
    at, stages = 148.0, len(flow.arms) <= fit
    for start in range(0, len(flow.arms), columns):
        row = flow.arms[start : start + columns]
        centres = [inset + across / 2 + (across + 14) * place for place in range(len(row))]
        reach = (min(centres[0], middle), max(centres[-1], middle)) if not inset else (0.7, centres[-1])
        parts.append(segment(reach[0], at, max(reach[1], middle) if start == 0 else reach[1], at, RULE, 1.3))
        bottoms = []
        for arm, centre in zip(row, centres, strict=True):
            parts.append(segment(centre, at, centre, at + 12, RULE, 1.3))
            content, bottom = _arm(arm, centre - across / 2, at + 12, across, stages)
            parts.append(content)
            bottoms.append(bottom)
        if start + columns < len(flow.arms):
            parts.append(segment(0.7, at, 0.7, max(bottoms) + 14, RULE, 1.3))
        at = max(bottoms) + 14
    said = "; ".join(
        f"{arm.name}: {arm.allocated} allocated, {arm.stopped} stopped, {arm.left} left, {arm.analysed} analysed" for arm in flow.arms
    )  # fmt: skip
    says = f"Flow of people: {flow.screened} screened, {flow.excluded} excluded, {flow.randomised} randomised. {said}."
    return picture(width, at - 10, says, "".join(parts), alone=alone)


def _box(x: float, y: float, width: float, rows: list[str]) -> str:
    tall = STEP * len(rows) + 12
    frame = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{tall:.1f}" fill="{PAPER}" stroke="{MUTED}" rx="2"/>'
    words = [text(x + width / 2, y + 17 + STEP * place, row, "middle", INK, 12) for place, row in enumerate(rows)]
    return frame + "".join(words)


def _arm(arm: ArmFlow, x: float, y: float, width: float, stages: bool) -> tuple[str, float]:
    """The boxes of one arm below each other (or one box), and where they end."""
    name = wrapped(arm.name, width - 12, 12, 3)
    groups = (
        [f"allocated: n = {arm.allocated}"],
        [f"stopped treatment: {arm.stopped}", f"left the trial: {arm.left}"],
        [f"analysed: n = {arm.analysed}"],
    )
    if not stages:
        groups = ([row for group in groups for row in group],)
    parts, centre, at = [], x + width / 2, y
    for place, group in enumerate(groups):
        head = name if place == 0 else []
        rows = [*[""] * len(head), *(line for row in group for line in wrapped(row, width - 10, 12))]
        if place:
            parts.append(segment(centre, at - 12, centre, at, RULE, 1.3))
        parts.append(_box(x + 0.5, at, width - 1, rows))
        if head:
            parts.append(lines(centre, at + 17, head, "middle", INK, 12, STEP, 'font-weight="650"'))
        at += STEP * len(rows) + 12 + 12
    return "".join(parts), at - 12
