"""Questionnaires: what their items ask about, their published means, reliabilities and important differences.

The weights count items: an output has as many shares as items ask about it, in our own grouping. The curve runs through
one published mean of the general population (an anchor that ``sets``), where there is one; the scores of patients follow
from the model. Means and spreads are German where there is a choice (that of the PHQ-9 is higher in the United States).
"""

from __future__ import annotations

from somaloop.instruments.mood_scales import MOOD_SCALES
from somaloop.instruments.sleep_scales import SLEEP_SCALES
from somaloop.instruments.symptom_scales import SYMPTOM_SCALES

QUESTIONNAIRES = (*SYMPTOM_SCALES, *MOOD_SCALES, *SLEEP_SCALES)
