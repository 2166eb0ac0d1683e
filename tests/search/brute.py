"""A plain scan, written to be obviously right and apart from every engine: the oracle of the contract.

It knows filters, reach, counts, totals and distances, and text made of whole words. Words are cut at spaces
only: tests that use it write such texts.
"""

import math
from datetime import date

from search.documents import Point
from search.query import Reach, Sort

EARTH_METRES = 6_371_008.8
MILE_METRES = 1_609.344
ENOUGH = 5


def miles_between(a, b):
    """Great circle distance by the haversine formula."""
    up = math.radians(b.latitude - a.latitude)
    across = math.radians(b.longitude - a.longitude)
    middle = math.cos(math.radians(a.latitude)) * math.cos(math.radians(b.latitude))
    h = math.sin(up / 2) ** 2 + middle * math.sin(across / 2) ** 2
    return 2 * EARTH_METRES * math.asin(math.sqrt(min(1.0, h))) / MILE_METRES


def destination(start, bearing, miles):
    """The point so many miles from another in a direction, in degrees from north."""
    angle, turn = miles * MILE_METRES / EARTH_METRES, math.radians(bearing)
    north = math.radians(start.latitude)
    up = math.sin(north) * math.cos(angle) + math.cos(north) * math.sin(angle) * math.cos(turn)
    across = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(north), math.cos(angle) - math.sin(north) * up
    )
    longitude = (start.longitude + math.degrees(across) + 180) % 360 - 180
    return Point(math.degrees(math.asin(max(-1.0, min(1.0, up)))), longitude)


class Brute:
    """What an engine should know after some changes."""

    def __init__(self):
        self.known = {}

    def apply(self, changes):
        """The newest version of each document holds; of equal ones a deletion, else what came later."""
        for change in changes:
            old = self.known.get(change.id)
            if (
                old is None
                or change.version > old.version
                or (change.version == old.version and (change.document is None or old.document is not None))
            ):
                self.known[change.id] = change

    def rebuild(self, documents, changes_meanwhile):
        """The given documents, what was changed meanwhile, and old deletions of what is in neither."""
        graves = [change for change in self.known.values() if change.document is None]
        self.known = {}
        self.apply(documents)
        fresh = set(self.known)
        self.apply(changes_meanwhile)
        self.apply([grave for grave in graves if grave.id not in fresh])

    @property
    def documents(self):
        return [change.document for change in self.known.values() if change.document is not None]

    def answer(self, query):
        return Answer(self.documents, query)


class Answer:
    """What is right for a query: `found`, `total`, `facets`, `miles` and `covers` by id, `dropped` words."""

    def __init__(self, documents, query):
        self.query = query
        self.miles = {d.id: self._miles(d) for d in documents}
        self.covers = {d.id: self._covers(d) for d in documents}
        self.at_hand = {d.id: self._at_hand(d) for d in documents}
        in_reach = [d for d in documents if query.near is None or self.covers[d.id] or self.at_hand[d.id]]
        self.required = self._required_words(documents, in_reach)
        worded = [d for d in in_reach if self.required <= words_of(d)]
        self.dropped = set(query.text.split()) - self.required
        self.found = [d for d in worded if self._passes(d, leaving_out=None)]
        self.total = len(self.found)
        self.facets = {name: self._counts(name, worded) for name in query.facets}

    def _miles(self, document):
        if self.query.near is None or document.point is None:
            return None
        return miles_between(self.query.near.point, document.point)

    def _covers(self, document):
        if self.query.near is None:
            return False
        miles = self.miles[document.id]
        by_radius = miles is not None and document.travels_miles > 0 and miles <= document.travels_miles
        by_name = any(area in self.query.near.areas for area in document.areas)
        return by_radius or by_name

    def _at_hand(self, document):
        miles = self.miles[document.id]
        return miles is not None and document.is_venue and miles <= self.query.near.within_miles

    def _required_words(self, documents, in_reach):
        """All words, unless fewer than five documents in reach hold all: then one after the other is dropped.

        First words that nothing in reach holds, then what most documents hold (of equals the earlier).
        """
        words = list(dict.fromkeys(self.query.text.split()))
        while len(words) > 1 and sum(set(words) <= words_of(d) for d in in_reach) < ENOUGH:
            words.remove(
                max(
                    words,
                    key=lambda word: (
                        not any(word in words_of(d) for d in in_reach),
                        sum(word in words_of(d) for d in documents),
                        -words.index(word),
                    ),
                )
            )
        return set(words)

    def _passes(self, document, leaving_out):
        return all(passes for name, passes in self._filters(document) if name != leaving_out)

    def _filters(self, document):
        query = self.query
        for name, wanted in query.filters.items():
            yield name, any(value in wanted for value in document.facets.get(name, ()))
        if query.price_max_pence is not None:
            yield "price", document.price_pence is not None and document.price_pence <= query.price_max_pence
        if query.free_only:
            yield "free", document.free_now > 0
        if query.age is not None:
            yield "age", document.minimum_age is None or document.minimum_age <= query.age
            yield "age", document.maximum_age is None or query.age <= document.maximum_age
        if query.near is not None and query.reach is Reach.COME_TO_ME:
            yield "reach", self.covers[document.id]
        if query.near is not None and query.reach is Reach.I_GO:
            yield "reach", self.at_hand[document.id]

    def _counts(self, name, worded):
        counts = {}
        for document in worded:
            if self._passes(document, leaving_out=name):
                for value in self._values(document, name):
                    counts[value] = counts.get(value, 0) + 1
        return counts

    def _values(self, document, name):
        if name == "reach":
            values = [("come_to_me", self.covers[document.id]), ("i_go", self.at_hand[document.id])]
            return {value for value, holds in values if holds and self.query.near is not None}
        if name == "free":
            return {"1"} if document.free_now > 0 else set()
        return set(document.facets.get(name, ()))

    def in_order(self):
        """Ids in the order of `sort`, for the orders that need no judgement."""
        keys = {
            Sort.NEAREST: lambda d: math.inf if self.miles[d.id] is None else self.miles[d.id],
            Sort.PRICE: lambda d: math.inf if d.price_pence is None else d.price_pence,
            Sort.FREE: lambda d: -d.free_now,
        }
        return [d.id for d in sorted(self.found, key=lambda d: (keys[self.query.sort](d), d.id))]


def words_of(document):
    return set(" ".join([document.title, *document.tags, document.provider, document.text]).split())


TODAY = date(2026, 11, 22)
