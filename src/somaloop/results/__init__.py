"""Results: labelled arrays, the table of outcomes, saving and reading back."""

from somaloop.results.comparison import Comparison, Interval, OutcomeRow, Share, WorldAnswer
from somaloop.results.kept import Kept
from somaloop.results.rests_on import Part, RestsOn
from somaloop.results.verdict import verdict

__all__ = ["Comparison", "Interval", "Kept", "OutcomeRow", "Part", "RestsOn", "Share", "WorldAnswer", "verdict"]
