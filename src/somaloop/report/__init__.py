"""Answers for people: a page for the browser, a day as a picture, a table for the terminal."""

from somaloop.report.report import write_day, write_loop, write_report
from somaloop.report.terminal import print_table

__all__ = ["print_table", "write_day", "write_loop", "write_report"]
