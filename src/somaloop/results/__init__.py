"""Results: labelled arrays, the table of outcomes, saving and reading back."""

from somaloop.results.comparison import (
    KNOWN,
    TOLD,
    Comparison,
    Interval,
    OutcomeRow,
    Share,
    WorldAnswer,
)
from somaloop.results.verdict import verdict

__all__ = ["KNOWN", "TOLD", "Comparison", "Interval", "OutcomeRow", "Share", "WorldAnswer", "verdict"]
