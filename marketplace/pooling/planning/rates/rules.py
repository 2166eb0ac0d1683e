"""Picks the rates of a day out of the table."""

from collections.abc import Iterable
from datetime import date

from msgspec import convert

from marketplace.pooling.planning.rates.schemas import RateRow, Rates


def rates_on(rows: Iterable[RateRow], day: date) -> Rates:
    """The rates that hold on a day; after the last day of the table its newest, marked as late.

    Wages turn on 1 April and the rest on 6 April, so each figure is picked by its own days. A day before the
    table gets its oldest figures.
    """
    chosen: dict[str, RateRow] = {}
    for row in sorted(rows, key=lambda row: row.from_on):
        if row.code not in chosen or row.from_on <= day:
            chosen[row.code] = row
    until_on = min(row.until_on for row in chosen.values())
    said = {
        "tax_year": chosen["insurance_rate"].tax_year,
        "until_on": until_on,
        "is_late": day > until_on,
        "sources": tuple(dict.fromkeys(row.source for row in chosen.values())),
        "read_on": min(row.read_on for row in chosen.values()),
    }
    return convert(said | {code: row.value for code, row in chosen.items()}, Rates)
