"""The gain of the loop between sensation and alarm, and where it rests."""

from somaloop.loop.scan import LoopScan, RestingPoint, opened, resting_points, scan_loop

__all__ = ["LoopScan", "RestingPoint", "opened", "resting_points", "scan_loop"]
