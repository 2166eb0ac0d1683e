"""tantivy as a peer, in process, through tantivy-py.

It has no distances. An area of travel is indexed as a box (south, north, west, east), "at hand" is a box too:
so with facets it finds a little more than the circle holds. Nearest first, it measures what it found.
"""

import importlib.metadata
import time
from dataclasses import dataclass
from math import cos, degrees, radians
from pathlib import Path

import numpy as np

from search.query import Reach, Sort
from search.text import other_forms, split_words
from tests.benchmarks.corpus import FACETS, stored
from tests.benchmarks.measuring import folder_megabytes
from tests.benchmarks.peers.reading import read
from tests.benchmarks.subjects import Answer, MissingError

try:
    import tantivy
    from tantivy import FieldType, Occur, Query
except ImportError:
    tantivy = None

EARTH_MILES = 6_371_008.8 / 1_609.344
_WEIGHTS = {"title": 1.0, "tags": 0.8, "provider": 0.6, "body": 0.4}
_FLOATS = ("latitude", "longitude", "south", "north", "west", "east", "travels", "free")
_KNOWN, _ONE_SLIP, _TWO_SLIPS = 5, 5, 9


def _schema():
    builder = tantivy.SchemaBuilder()
    for name in ("id", "areas", "venue", *(f"facet_{facet}" for facet in FACETS)):
        builder.add_text_field(
            name, tokenizer_name="raw", fast=name.startswith("facet_"), index_option="basic"
        )
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _WEIGHTS:
        builder.add_text_field(name, stored=name == "title")
    for name in _FLOATS:
        builder.add_float_field(name, fast=True, indexed=False)
    return builder.build()


def _box(latitude, longitude, miles):
    high = degrees(miles / EARTH_MILES)
    wide = high / cos(radians(min(abs(latitude) + high, 89.0)))
    return latitude - high, latitude + high, longitude - wide, longitude + wide


def _document(one):
    document = tantivy.Document()
    document.add_text("id", str(one.id))
    document.add_text("key", str(one.id))
    for name, text in zip(_WEIGHTS, (one.title, " ".join(one.tags), one.provider, one.text), strict=True):
        document.add_text(name, text)
    document.add_text("venue", "yes" if one.is_venue else "no")
    for area in one.areas:
        document.add_text("areas", area)
    for facet in FACETS:
        for value in one.facets[facet]:
            document.add_text(f"facet_{facet}", value)
    document.add_float("latitude", one.point.latitude)
    document.add_float("longitude", one.point.longitude)
    document.add_float("travels", one.travels_miles)
    document.add_float("free", one.free_now)
    if one.travels_miles > 0:
        box = _box(one.point.latitude, one.point.longitude, one.travels_miles)
        for name, bound in zip(("south", "north", "west", "east"), box, strict=True):
            document.add_float(name, bound)
    return document


class TantivyReader:
    def __init__(self, index):
        self._index = index
        self._schema = index.schema

    async def search(self, query):
        self._index.reload()
        searcher = self._index.searcher()
        parts = [self._word(searcher, one) for one in read(query.text)]
        covers, at_hand = self._place(query.near) if query.near else (Query.all_query(), Query.all_query())
        filters = {
            facet: _any(self._is(f"facet_{facet}", value) for value in sorted(values))
            for facet, values in query.filters.items()
        }
        if query.near:
            parts.append(_any((covers, at_hand)))
            if query.reach is not Reach.ANY:
                filters["reach"] = covers if query.reach is Reach.COME_TO_ME else at_hand
        if query.sort is Sort.NEAREST:
            return self._nearest(searcher, _all([*parts, *filters.values()]), query)
        found = searcher.search(_all([*parts, *filters.values()]), query.limit)
        hits = [(searcher.doc(address)["key"], score) for score, address in found.hits]
        counts = self._count(searcher, parts, filters, (covers, at_hand), query) if query.facets else {}
        return Answer(found.count or 0, counts, hits)

    def _nearest(self, searcher, asked, query):
        """All that was found, measured: exact."""
        point, total = query.near.point, searcher.search(asked, 1).count or 0
        named = _any(self._is("areas", area) for area in sorted(query.near.areas))
        measured = []
        for part, by_area in ((_all([asked, named]), True), (asked.and_must_not_match(named), False)):
            addresses = [address for _, address in searcher.search(part, max(total, 1), count=False).hits]
            values = [
                searcher.fast_field_values(name, addresses) for name in ("latitude", "longitude", "travels")
            ]
            latitude, longitude, travels = (np.array(column, float) for column in values)
            miles = _miles(point, latitude, longitude)
            # What does not travel and was found is a venue in its box.
            reached = (miles <= np.where(travels > 0, travels, query.near.within_miles)) | by_area
            measured += [(miles[row], addresses[row]) for row in np.flatnonzero(reached)]
        measured.sort(key=lambda one: one[0])
        hits = [(searcher.doc(address)["key"], miles) for miles, address in measured[: query.limit]]
        return Answer(len(measured), {}, hits)

    def _count(self, searcher, parts, filters, reached, query):
        asked = {f"facet_{facet}": {"terms": {"field": f"facet_{facet}", "size": 200}} for facet in FACETS}
        free = Query.range_query(self._schema, "free", FieldType.Float, 0.0, None, include_lower=False)
        counts = {"reach": {}, "free": {"1": _total(searcher, [*parts, *filters.values(), free])}}
        for facet in ("", *query.filters):
            others = [test for name, test in filters.items() if name != facet]
            wanted = {
                name: how
                for name, how in asked.items()
                if (name == f"facet_{facet}" if facet else name.removeprefix("facet_") not in filters)
            }
            told = searcher.aggregate(_all([*parts, *others]), wanted)
            for name, buckets in told.items():
                values = {bucket["key"]: int(bucket["doc_count"]) for bucket in buckets["buckets"]}
                counts[name.removeprefix("facet_")] = values
        others = [test for name, test in filters.items() if name != "reach"]
        for value, test in zip(("come_to_me", "i_go"), reached, strict=True):
            counts["reach"][value] = _total(searcher, [*parts, *others, test])
        return counts

    def _place(self, near):
        point = near.point
        south, north, west, east = _box(point.latitude, point.longitude, near.within_miles)
        covers = _all((
            self._between("south", None, point.latitude), self._between("north", point.latitude, None),
            self._between("west", None, point.longitude), self._between("east", point.longitude, None),
        ))  # fmt: skip
        named = _any(self._is("areas", area) for area in sorted(near.areas))
        at_hand = _all((
            self._is("venue", "yes"),
            self._between("latitude", south, north), self._between("longitude", west, east),
        ))  # fmt: skip
        return _any((covers, named)), at_hand

    def _word(self, searcher, wanted):
        choices = [self._holding(word) for word in wanted.forms]
        choices += [
            _all(_any(map(self._holding, (word, *other_forms(word)))) for word in meaning)
            for meaning in wanted.meanings
        ]
        if wanted.may_be_guessed and not self._is_known(searcher, wanted.forms):
            slips = (len(wanted.word) >= _ONE_SLIP) + (len(wanted.word) >= _TWO_SLIPS)
            choices += [
                Query.fuzzy_term_query(self._schema, name, wanted.word, slips, prefix=wanted.is_last)
                for name in _WEIGHTS
            ]
        return _any(choices)

    def _is_known(self, searcher, forms):
        return any(searcher.doc_freq(name, word) >= _KNOWN for word in forms for name in _WEIGHTS)

    def _holding(self, word):
        return _any(Query.boost_query(self._is(name, word), weight) for name, weight in _WEIGHTS.items())

    def _is(self, field, value):
        return Query.term_query(self._schema, field, value, index_option="basic")

    def _between(self, field, low, high):
        return Query.range_query(self._schema, field, FieldType.Float, low, high)

    async def suggest(self, text, near, limit):
        searcher = self._index.searcher()
        words = split_words(text)
        parts = [self._is("title", word) for word in words[:-1]]
        parts.append(Query.regex_query(self._schema, "title", f"{words[-1]}.*"))
        asked = _all(parts)
        total = searcher.search(asked, 1).count or 1
        addresses = [address for _, address in searcher.search(asked, total, count=False).hits]
        place = [np.array(searcher.fast_field_values(name, addresses)) for name in ("latitude", "longitude")]
        nearest = np.argsort(_miles(near.point, *place))[:limit]
        return [searcher.doc(addresses[row])["title"] for row in nearest.tolist()]

    def server_process(self):
        return None

    async def aclose(self):
        pass


def _all(queries):
    return Query.boolean_query([(Occur.Must, one) for one in queries] or [(Occur.Must, Query.all_query())])


def _any(queries):
    return Query.boolean_query([(Occur.Should, one) for one in queries])


def _total(searcher, queries):
    return searcher.search(_all(queries), 1).count or 0


def _miles(point, latitude, longitude):
    here, there = (np.radians((point.latitude, point.longitude)), np.radians((latitude, longitude)))
    across = np.cos(here[0]) * np.cos(there[0]) * np.sin((there[1] - here[1]) / 2) ** 2
    return 2 * EARTH_MILES * np.arcsin(np.sqrt(np.sin((there[0] - here[0]) / 2) ** 2 + across))


@dataclass(frozen=True)
class TantivyOpening:
    directory: str

    async def open(self):
        return TantivyReader(tantivy.Index.open(self.directory))


class Tantivy:
    """One index, one segment after the build."""

    name = "tantivy"
    agrees = frozenset({"geo + filters"})
    memory_is_known = True

    def __init__(self, directory):
        if tantivy is None:
            raise MissingError("the package tantivy is not installed (pip install '.[benchmark]').")
        self._directory = Path(directory)
        self._directory.mkdir(parents=True)
        self.version = importlib.metadata.version("tantivy")
        self._index = tantivy.Index(_schema(), str(self._directory))
        self._writer = None

    async def build(self, corpus):
        writer = self._index.writer(heap_size=512_000_000, num_threads=2)
        spent = 0.0
        for chunk in stored(corpus):
            begin = time.perf_counter()
            for one in chunk:
                writer.add_document(_document(one))
            spent += time.perf_counter() - begin
        begin = time.perf_counter()
        writer.commit()
        writer.wait_merging_threads()
        spent += time.perf_counter() - begin
        self._writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        return spent

    def opening(self):
        return TantivyOpening(str(self._directory))

    def megabytes(self):
        return folder_megabytes(self._directory)

    def seconds_inside(self):
        return None

    async def change(self, documents):
        for one in documents:
            self._writer.delete_documents_by_term("id", str(one.id))
            self._writer.add_document(_document(one))
        self._writer.commit()

    async def aclose(self):
        if self._writer is not None:
            self._writer.wait_merging_threads()
