"""Reads the list of names of places that are ordinary words, which a person has reviewed."""

import csv
from enum import StrEnum
from functools import cache
from pathlib import Path

ORDINARY = Path(__file__).with_name("ordinary.csv")


class Reads(StrEnum):
    """When a name that is an ordinary word too is read as the place."""

    AFTER = "after"
    """After "in", "near" or "around"."""
    CARE = "care"
    """Likewise, but not after such as "help in", unless it is written as a name."""
    NEVER = "never"
    """Only with its county, or in the box for the place."""


@cache
def ordinary_words() -> dict[str, Reads]:
    """Names of places (lower case) that are ordinary words or names of people, and when they are places."""
    with ORDINARY.open(encoding="utf-8", newline="") as file:
        return {row["word"]: Reads(row["reads"]) for row in csv.DictReader(file)}
