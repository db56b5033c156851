"""Fit what the evidence leaves open to published studies that may be fitted, and say what they could not tell."""
