"""What may be kept as a receipt."""

from datetime import timedelta

MOST_FILES = 6
"""Of one entry."""
LONGEST_SIDE = 2_000
"""Pixels of a photographed paper: small print can be read."""
FILES_AN_HOUR = 60
PER = timedelta(hours=1)
