"""How well an engine answers the judged searches.

success@5: whether one of the best listings there are for a search is among the first five found. NDCG@10:
how well the first ten are ordered, 1 being as well as can be (gain 2 ** grade - 1, discount
log2(place + 1)). A search goes the way of a visitor's: `understand` reads its text, `engine_query` makes of
it what engines take.
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from statistics import fmean

from msgspec import Struct
from msgspec.structs import replace

from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.rules import engine_query
from marketplace.finder.service import get_vocabulary
from marketplace.finder.understanding.rules import understand
from marketplace.places.schemas import Place
from marketplace.places.service import Gazetteer
from search.engine import SearchEngine
from search.query import SearchQuery
from tests.search.judged.corpus import TODAY
from tests.search.judged.judging import Judged

FIRST, LOOKED_AT = 5, 10
_HELD_OUT_OF = 3


class Score(Struct, frozen=True):
    """How well one search was answered."""

    judged: Judged
    success: bool
    gain: float
    found: tuple[str, ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Of the third that nothing is tuned on: it says whether tuning helps searches nobody looked at."""
        return zlib.crc32(self.judged.text.encode()) % _HELD_OUT_OF == 0


def find_named(text: str, gazetteer: Gazetteer) -> Place | None:
    """The place that a judgement is for; None for none.

    Raises:
        LookupError: the gazetteer does not know it, or several by that name.
    """
    if not text:
        return None
    answer = gazetteer.find_place(text)
    if isinstance(answer, Place):
        return answer
    raise LookupError(f"Say which place is meant by {text!r}.")


def query_of(judged: Judged, gazetteer: Gazetteer) -> SearchQuery:
    """What an engine is asked when a visitor types this."""
    asked = SearchParams(q=judged.text, near=judged.near, within=judged.within)
    params = understand(asked, gazetteer, get_vocabulary()).params
    query = engine_query(params, find_named(params.near, gazetteer), TODAY)
    return replace(query, limit=LOOKED_AT, facets=())


async def score(engine: SearchEngine, judged: Judged, grades: dict[str, int], query: SearchQuery) -> Score:
    """Ask one search and mark the answer."""
    page = await engine.search(query)
    found = tuple(str(hit.id) for hit in page.hits)
    best = max(grades.values())
    success = any(grades.get(one) == best for one in found[:FIRST])
    return Score(judged, success, ndcg(found, grades), found)


def ndcg(found: Sequence[str], grades: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    best = sorted(grades.values(), reverse=True)[:LOOKED_AT]
    return _gain(grades.get(one, 0) for one in found[:LOOKED_AT]) / _gain(best)


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


class Summary(Struct, frozen=True):
    """The mean of some scores."""

    searches: int
    success: float
    gain: float


def summarise(scores: Sequence[Score]) -> Summary:
    """The mean of some scores, of which there must be one at least."""
    return Summary(len(scores), fmean(one.success for one in scores), fmean(one.gain for one in scores))
