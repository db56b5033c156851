"""Where the pieces of a job are done: in this process, or on a Ray cluster. The numbers are the same."""

from somaloop.trials.spread.engine import ENGINES, Engine, engine_of

__all__ = ["ENGINES", "Engine", "engine_of"]
