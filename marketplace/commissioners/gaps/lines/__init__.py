"""Gaps as lines of a ranked list."""
