"""One query over all segments of an index."""

from collections.abc import Sequence

from search.checks import check_near
from search.documents import IndexSchema
from search.engines.embedded.choosing import choose
from search.engines.embedded.counting import filter_and_count
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.ordering import Results, page_of
from search.query import SearchPage, SearchQuery
from search.text import Thesaurus
from search.wording import read_text


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
