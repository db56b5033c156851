"""The command line."""

from somaloop.cli.main import main

__all__ = ["main"]
