"""What a trial would conclude in each world: benefit, cannot tell, harm, as shares of all replicates."""

from __future__ import annotations

from collections.abc import Sequence

from somaloop.plot.predicted_parts import block, picture, text
from somaloop.plot.style import INK, MUTED, PAPER
from somaloop.plot.trial_parts import GREY, ROSE, TEAL, ink_width, lines, place_of, titled, wrapped
from somaloop.plot.trial_words import HUES, SHORT_NAMES, WORLD_NAMES, percent_of, share_words, worlds_in
from somaloop.trials.answer import Conclusion, Share

_KINDS = (("benefit", TEAL, PAPER), ("cannot tell", GREY, INK), ("harm", ROSE, PAPER))
ROW = 34.0


def shares_of(found: Conclusion) -> dict[str, Share]:
    """The shares by what is concluded."""
    return {"benefit": found.benefit, "cannot tell": found.undecided, "harm": found.harm}


def decision_picture(found: Sequence[Conclusion], width: float = 620.0, alone: bool = False) -> str:
    """A bar for each world (and contrast): what share of trials conclude a benefit, cannot tell, conclude harm."""
    slim = width < 480
    left = 112.0 if slim else 122.0
    right = width - 2.0
    x = place_of(0.0, 1.0, left, right)
    groups = tuple(dict.fromkeys(item.contrast for item in found))
    parts, said, at = [_key(left, 12.0)], [], 24.0
    for contrast in groups:
        if len(groups) > 1:
            heading = wrapped(contrast, width - 8, 12, 2)
            parts.append(lines(0, at + 14, heading, "start", INK, 12, 15, 'font-weight="650"'))
            at += 15 * len(heading) + 8
        chosen = {item.world: item for item in found if item.contrast == contrast}
        for world in worlds_in(list(chosen)):
            item = chosen[world]
            parts.append(lines(left - 9, at + 14, ["if the truth is"], "end", MUTED, 10))
            parts.append(text(left - 9, at + 26, SHORT_NAMES[world], "end", HUES[world], 12, 'font-weight="650"'))
            start, beside = 0.0, ""
            for kind, hue, ink in _KINDS:
                share = shares_of(item)[kind]
                end = start + share.value
                bar = block(x(start), at + 3, x(end), at + ROW - 5, hue)
                words = percent_of(share)
                if x(end) - x(start) > ink_width(words, 12) + 8:
                    likely = 'font-weight="700"' if item.likely == kind else ""
                    bar += text((x(start) + x(end)) / 2, at + ROW / 2 + 3, words, "middle", ink, 12, likely)
                elif share.value > 0 and kind != "cannot tell" and item.undecided.value > 0.4:
                    place, side = (x(end) + 5, "start") if kind == "benefit" else (x(start) - 5, "end")
                    beside += text(place, at + ROW / 2 + 3, words, side, hue, 12, 'font-weight="650"')
                parts.append(titled(bar, f"{WORLD_NAMES[world]}, {kind}: {share_words(share)}"))
                start = end
            parts.append(beside)
            said.append(f"{contrast}, if the truth is {WORLD_NAMES[world]}: " + ", ".join(
                f"{kind} {share_words(share)}" for kind, share in shares_of(item).items()))  # fmt: skip
            at += ROW
        at += 6
    says = f"What the trial would conclude. {'; '.join(said)}."
    return picture(width, at, says, "".join(parts), alone=alone)


def _key(x: float, y: float) -> str:
    parts, at = [text(x - 9, y, "the trial says:", "end", MUTED, 11)], x
    for kind, hue, _ in _KINDS:
        parts += [block(at, y - 9, at + 11, y + 1, hue), text(at + 15, y, kind, "start", MUTED, 11)]
        at += 26 + ink_width(kind, 11)
    return "".join(parts)
