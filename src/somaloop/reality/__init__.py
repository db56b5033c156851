"""What the model shows beside what was measured: one figure a row, pass or miss, each with its source."""

from somaloop.reality.catalogue import FILES, figures, figures_of
from somaloop.reality.figure import Figure, Finding, find
from somaloop.reality.page import reality_page

__all__ = ["FILES", "Figure", "Finding", "figures", "figures_of", "find", "reality_page"]
