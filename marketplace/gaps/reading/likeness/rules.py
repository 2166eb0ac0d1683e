"""Councils that are most like one: the nearest by standardised figures. Pure.

The known lists of "nearest neighbours" of councils are sold, so this is our own: each figure is put in
standard deviations from the mean of all councils, and councils are ordered by the straight distance.
"""

import math
from collections.abc import Mapping

import numpy as np

from marketplace.gaps.need.schemas import Figure

_NAMES = (
    "population", "square_km", "age_65_69", "age_70_74", "age_75_79", "age_80_84", "age_85_89", "age_90_plus",
    "disabled", "white", "main_language_not_english",
)  # fmt: skip
HOW_MANY = 5
"""Councils that one is compared with."""


def most_alike(figures: Mapping[str, tuple[float, ...]], code: str, how_many: int = HOW_MANY) -> list[str]:
    """Codes of the councils nearest to one, nearest first; none for a council without figures.

    A figure that is the same everywhere says nothing and counts nothing. Ties go by code.
    """
    if code not in figures:
        return []
    codes = sorted(figures)
    columns = np.array([figures[each] for each in codes], dtype=float)
    spread = columns.std(axis=0)
    standard = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    apart = np.linalg.norm(standard - standard[codes.index(code)], axis=1).round(9)
    order = sorted(range(len(codes)), key=lambda i: (apart[i], codes[i]))
    return [codes[i] for i in order if codes[i] != code][:how_many]


def figures_of(facts: Mapping[str, Figure]) -> tuple[float, ...] | None:
    """What councils are compared by; None where a fact is missing.

    Size and density (as powers of ten), and the shares of people of 65 and over, of 85 and over, who are
    disabled, who are white, and whose main language is not English.
    """
    try:
        value = {name: facts[name].value for name in _NAMES}
    except KeyError:
        return None
    everybody = value["population"]
    old = sum(value[name] for name in _NAMES if name.startswith("age_"))
    very_old = value["age_85_89"] + value["age_90_plus"]
    parts = (old, very_old, value["disabled"], value["white"], value["main_language_not_english"])
    density = everybody / value["square_km"]
    return (math.log10(everybody), math.log10(density), *(part / everybody for part in parts))
