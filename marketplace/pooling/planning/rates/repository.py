"""Reads the table of rates, which stands beside this file."""

import csv
from functools import cache
from pathlib import Path

from msgspec import convert

from marketplace.pooling.planning.rates.schemas import RateRow

TABLE = Path(__file__).with_name("rates.csv")


@cache
def list_rates() -> tuple[RateRow, ...]:
    """Every row of the table, in its order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(convert(row, RateRow, strict=False) for row in csv.DictReader(file))
