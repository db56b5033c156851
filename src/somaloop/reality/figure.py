"""A figure: one published number beside the model's own, with the range in which they agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from somaloop.language import SomaloopError


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published number that the model should show.

    ``low`` and ``high`` bound what counts as agreement and ``range_from`` says where they come from (an interval, a
    standard error, how well the number could be read); they are set from the source, never from the model.
    ``model`` works out the model's number, in ``unit``. ``miss`` is empty where the model is expected to agree;
    otherwise it says why it does not, and the figure is shown as a miss.
    """

    mechanism: str
    what: str
    unit: str
    source: str
    published: float
    low: float
    high: float
    range_from: str
    model: Callable[[], float]
    miss: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.published <= self.high or self.low == self.high:
            raise SomaloopError(f"{self.what}: {self.published} does not lie in the range {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure and what the model gave."""

    figure: Figure
    value: float

    @property
    def agrees(self) -> bool:
        """Whether the model's number lies in the range; NaN does not."""
        return bool(self.figure.low <= self.value <= self.figure.high)


def find(figure: Figure) -> Finding:
    """Work out the model's number."""
    return Finding(figure, float(figure.model()))
