"""Councils that are most like one: the nearest by standardised figures. Pure.

The known lists of "nearest neighbours" of councils are sold, so this is our own: each figure is put in
standard deviations from the mean of all councils, and councils are ordered by the straight distance.
"""

from collections.abc import Mapping

import numpy as np

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
