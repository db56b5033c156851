"""How long people live their usual life before a study, where its file does not say.

The first weeks of a life still move to where it settles, so what is read at the start should not look back on them.
"""

from __future__ import annotations

from collections.abc import Iterable

from somaloop.instruments import INSTRUMENTS, Growth, Recall

USUAL_DAYS = 28
_SHORT = 14  # days; who is asked about no more than these is asked about settled days


def settling_days(instruments: Iterable[str]) -> int:
    """Days of usual life before day 1: four weeks, and as many more as the longest question about over two weeks looks back.

    Names that no instrument bears are passed over; whoever reads the file tells of them.
    """
    windows = [INSTRUMENTS[name].window for name in instruments if name in INSTRUMENTS]
    longest = max((window.days for window in windows if isinstance(window, Recall | Growth)), default=0)
    return USUAL_DAYS + (longest if longest > _SHORT else 0)
