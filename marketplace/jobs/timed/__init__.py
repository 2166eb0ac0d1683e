"""Timed work: each piece once in its period, however many workers run and whatever the clock does."""
