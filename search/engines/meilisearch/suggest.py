"""Titles that go on from what was typed."""

import math
from uuid import UUID

from meilisearch_python_sdk.models.search import SearchParams

from search.checks import check_near
from search.engines.meilisearch.candidates import nearest_first
from search.engines.meilisearch.filters import all_of, one_of
from search.engines.meilisearch.knowledge import Knowledge, Reader
from search.engines.meilisearch.reaching import miles_to
from search.engines.meilisearch.searches import fetching
from search.query import Near, Suggestion
from search.text import split_words

_IN_TITLE = "title_words"


async def suggest(reader: Reader, text: str, near: Near | None, limit: int) -> list[Suggestion]:
    """Documents whose title has a word that starts with the last word typed, and holds the others.

    The nearest first when a place is given (those without a point last), by id where they are even. Takes
    one request. Raises SearchError.
    """
    check_near(near)
    words = split_words(text)
    if not words or limit <= 0:
        return []

    def titled(known: Knowledge) -> list[SearchParams]:
        low, high = known.vocabulary.starting_with(words[-1])
        others = (one_of(_IN_TITLE, [word]) for word in dict.fromkeys(words[:-1]))
        return [
            fetching(
                reader.uid,
                all_of(one_of(_IN_TITLE, known.vocabulary.words[low:high]), *others),
                ["id", "label", "_geo"],
                sort=[*([] if near is None else [nearest_first(near)]), "id:asc"],
                limit=limit,
            )
        ]

    _, [found] = await reader.ask(titled)
    if near is None:
        return [Suggestion(id=UUID(one["id"]), title=one["label"]) for one in found.hits]
    measured = zip(miles_to(near, found.hits).tolist(), found.hits, strict=True)
    ordered = sorted(measured, key=lambda pair: (math.inf if math.isnan(pair[0]) else pair[0], pair[1]["id"]))
    return [
        Suggestion(
            id=UUID(one["id"]), title=one["label"], distance_miles=None if math.isnan(miles) else miles
        )
        for miles, one in ordered
    ]
