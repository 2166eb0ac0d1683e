"""Checking: a steward looks at the words of a pool before others see them, not at who is in it."""
