"""The judged searches."""

from tests.search.judged.judging import Judged
from tests.search.judged.queries import needs, people, places, second, town, words

JUDGED: tuple[Judged, ...] = (
    *town.JUDGED, *needs.JUDGED, *words.JUDGED, *people.JUDGED, *places.JUDGED,
    *second.JUDGED,
)  # fmt: skip
