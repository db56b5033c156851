"""Analyses of one trial: from its data to estimates, as its statistician would plan them."""

from somaloop.trials.analyses._analyse import analyse
from somaloop.trials.analyses._judge import Better
from somaloop.trials.analyses._n_of_1 import PersonEffects, person_effects
from somaloop.trials.analyses.contrast import Contrast, contrasts
from somaloop.trials.analyses.strategy import for_strategy

__all__ = ["Better", "Contrast", "PersonEffects", "analyse", "contrasts", "for_strategy", "person_effects"]
