"""Which months are to be counted, and which places "other places" stands for, as pure functions."""

from datetime import date

import numpy as np

from marketplace.gaps.rules import group_of
from marketplace.places.schemas import PostcodeSample
from marketplace.signals.rules import months_before
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

FEWEST_POSTCODES = 100
"""A district of which fewer are in the council is no place of its own there: everybody would guess none."""


def months_to_count(first: date | None, today: date) -> list[date]:
    """Months that are over, from the first that there is anything of; the oldest first."""
    months: list[date] = []
    month = months_before(today, 1)
    while first is not None and month >= first:
        months.append(month)
        month = months_before(month, 1)
    return months[::-1]


def counted_as() -> dict[str, str]:
    """As which of the nine groups each care group is counted; those of none are left out."""
    groups = {code: group_of(code) for code in taxonomies.codes(Taxonomy.CARE_GROUP)}
    return {code: group.value for code, group in groups.items() if group is not None}


def districts_in(sample: PostcodeSample) -> frozenset[str]:
    """Postcode districts that enough of these postcodes are in."""
    numbers = np.bincount(sample.districts, minlength=len(sample.district_names))
    return frozenset(sample.district_names[int(each)] for each in np.flatnonzero(numbers >= FEWEST_POSTCODES))
