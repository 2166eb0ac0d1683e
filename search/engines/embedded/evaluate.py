"""One query over all segments of an index."""

import math
from collections.abc import Sequence

from search.documents import IndexSchema
from search.engine import SearchError
from search.engines.embedded.build import check_point
from search.engines.embedded.choosing import choose
from search.engines.embedded.counting import filter_and_count
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.ordering import Results, page_of
from search.engines.embedded.wording import read_text
from search.query import Near, SearchPage, SearchQuery
from search.text import Thesaurus


class Evaluator:
    """Answers queries from some segments."""

    def __init__(self, parts: Sequence[LiveSegment], schema: IndexSchema, thesaurus: Thesaurus) -> None:
        self._parts = parts
        self._schema = schema
        self._thesaurus = thesaurus

    def search(self, query: SearchQuery, watermark: int) -> SearchPage:
        """Answer a query. Raises SearchError when its place is none."""
        check_near(query.near)
        wording = read_text(
            query.text, prefix=query.prefix, thesaurus=self._thesaurus, stop_words=self._schema.stop_words
        )
        candidates, ignored = choose(self._parts, query.near, wording, self._thesaurus)
        found, counts = filter_and_count(candidates, query)
        results = Results(found)
        return SearchPage(
            hits=page_of(results, query),
            total=len(results),
            facets=counts,
            words_ignored=tuple(ignored),
            watermark=watermark,
        )


def check_near(near: Near | None) -> None:
    """Refuse a place that is not on the earth. Raises SearchError."""
    if near is not None:
        check_point(near.point, "The query")
        if math.isnan(near.within_miles):
            raise SearchError("The query has a distance that is no number.")
