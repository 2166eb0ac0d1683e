"""Checks: evidence that providers sent in, and what a steward saw of it."""
