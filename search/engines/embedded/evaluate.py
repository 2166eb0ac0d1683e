"""One query over all segments of an index."""

from collections.abc import Sequence

from msgspec.structs import replace

from search.checks import check_near
from search.documents import IndexSchema
from search.engines.embedded.choosing import Candidates, choose
from search.engines.embedded.counting import filter_and_count
from search.engines.embedded.matching import LiveSegment
from search.engines.embedded.ordering import Results, page_of
from search.query import Near, SearchPage, SearchQuery
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
        candidates, ignored = self._choose(query.text, query.near, prefix=query.prefix)
        found, counts = filter_and_count(candidates, query)
        results = Results(found)
        return SearchPage(
            hits=page_of(results, query),
            total=len(results),
            facets=counts,
            words_ignored=tuple(ignored),
            watermark=watermark,
        )

    def count(self, queries: Sequence[SearchQuery]) -> list[int]:
        """Totals. Those of one text and place share the work for both, which is most of it."""
        chosen: dict[tuple[str, bool, Near | None], list[Candidates]] = {}
        totals = []
        for query in queries:
            asked = query.text, query.prefix, query.near
            if asked not in chosen:
                chosen[asked], _ = self._choose(query.text, query.near, prefix=query.prefix)
            found, _ = filter_and_count(chosen[asked], replace(query, facets=()))
            totals.append(len(Results(found)))
        return totals

    def _choose(self, text: str, near: Near | None, *, prefix: bool) -> tuple[list[Candidates], list[str]]:
        check_near(near)
        wording = read_text(
            text, prefix=prefix, thesaurus=self._thesaurus, stop_words=self._schema.stop_words
        )
        return choose(self._parts, near, wording, self._thesaurus)
