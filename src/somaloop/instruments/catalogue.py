"""All instruments by name, and those that stand in the table of the main job."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from somaloop.instruments.biomarkers import BIOMARKERS
from somaloop.instruments.bowel import BOWEL
from somaloop.instruments.diaries import DIARIES
from somaloop.instruments.instrument import Instrument
from somaloop.instruments.questionnaires import QUESTIONNAIRES
from somaloop.instruments.sleep import SLEEP
from somaloop.language import unknown

_ALL = (*QUESTIONNAIRES, *DIARIES, *SLEEP, *BIOMARKERS, *BOWEL)
INSTRUMENTS = MappingProxyType({item.name: item for item in _ALL})

# The rows of the main job, in the order of its table.
MAIN = (
    "PHQ-15", "GAD-7", "ISI", "PSS-10", "felt tension", "worry", "fatigue", "pain", "low mood", "sleep length",
    "sleep latency", "awake at night", "deep sleep", "serum magnesium", "urine magnesium", "red-cell magnesium",
    "cortisol", "heart rate", "RMSSD", "stools",
)  # fmt: skip


def instrument(name: str) -> Instrument:
    """The instrument of a name. Raises UnknownNameError with the nearest one that exists."""
    if name not in INSTRUMENTS:
        raise unknown("instrument", name, INSTRUMENTS)
    return INSTRUMENTS[name]


def needed_outputs(names: Iterable[str] | None = None) -> tuple[str, ...]:
    """Every model output that these instruments read, once each; those of all instruments if none are named."""
    chosen = INSTRUMENTS if names is None else names
    return tuple(dict.fromkeys(output for name in chosen for output in instrument(name).outputs))
