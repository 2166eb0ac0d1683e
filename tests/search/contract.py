"""What holds for every engine. A test module of an engine inherits `EngineContract` and says how to open one.

It must give: the fixture `engine`, an open empty engine whose schema was ensured as `SCHEMA`; the fixture
`reopen`, a function that gives another handle on the same index, as another process would have it; and the
method `open_fresh`, which gives an engine like `engine`, a new one each time. It may say how many examples
each law is tried on (`class TestSlow(EngineContract, examples=10)`): fewer examples, never fewer laws.
"""

import math
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import LAPSED, Change, IndexSchema, Point, SearchDocument
from search.engine import SearchEngine, SearchError
from search.query import Near, Reach, SearchQuery, Sort
from tests.search import strategies
from tests.search.brute import TODAY, Brute, destination
from tests.search.strategies import SCHEMA

MERE = Point(51.0894, -2.2690)
EXAMPLES = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def law(**drawn):
    """What a test draws. The test of each engine is made of it when its class is, with its own examples."""

    def mark(test):
        test.drawn = drawn
        return test

    return mark


def number(value):
    return UUID(int=value)


def document(value, title="", version=1, **fields):
    return SearchDocument(id=number(value), version=version, title=title, confirmed_on=TODAY, **fields)


def put(one):
    return Change(one.id, one.version, one)


def gone(value, version):
    return Change(number(value), version)


def ask(text="", **fields):
    return SearchQuery(text=text, today=TODAY, **fields)


def numbers(page):
    return [hit.id.int for hit in page.hits]


async def found(engine, text="", **fields):
    return set(numbers(await engine.search(ask(text, **fields))))


async def versions(engine):
    return {one: version async for one, version in engine.versions()}


async def agrees(engine, brute, query):
    """Everything that needs no judgement is as the plain scan has it."""
    page, right = await engine.search(query), brute.answer(query)
    assert page.total == right.total
    assert page.total_is_exact
    assert {hit.id for hit in page.hits} == {one.id for one in right.found}
    assert {name: dict(counts) for name, counts in page.facets.items()} == right.facets
    assert set(page.words_ignored) == right.dropped
    for hit in page.hits:
        assert hit.distance_miles == (
            None if right.miles[hit.id] is None else pytest.approx(right.miles[hit.id], abs=1e-6)
        )
        assert hit.covers_place == right.covers[hit.id]
        assert hit.version == brute.known[hit.id].version
    if query.sort is not Sort.BEST and not (query.sort is Sort.NEAREST and query.near is None):
        assert [hit.id for hit in page.hits] == right.in_order()


class EngineContract:
    """The laws and the fixed cases."""

    def __init_subclass__(cls, *, examples=EXAMPLES.max_examples, **others):
        super().__init_subclass__(**others)
        for name, test in vars(EngineContract).items():
            if drawn := getattr(test, "drawn", None):
                setattr(cls, name, settings(EXAMPLES, max_examples=examples)(given(**drawn)(test)))

    # -- the shape ---------------------------------------------------------------------------------

    async def test_it_is_a_search_engine(self, engine):
        assert isinstance(engine, SearchEngine)
        assert engine.name

    # -- laws, on random corpora -------------------------------------------------------------------

    @law(data=st.data())
    async def test_any_query_after_any_changes_agrees_with_a_plain_scan(self, data):
        brute = Brute()
        async with self.open_fresh() as engine:
            for batch in data.draw(strategies.batches):
                await engine.apply(batch)
                brute.apply(batch)
            for query in data.draw(st.lists(strategies.queries, min_size=1, max_size=4)):
                await agrees(engine, brute, query)

    @law(batches=strategies.batches, order=st.randoms())
    async def test_the_order_in_which_changes_arrive_does_not_matter(self, batches, order):
        distinct = list({(one.id, one.version): one for batch in batches for one in batch}.values())
        async with self.open_fresh() as first, self.open_fresh() as second:
            await first.apply(distinct)
            order.shuffle(distinct)
            for change in distinct:
                await second.apply([change])
            assert await versions(first) == await versions(second)

    @law(batches=strategies.batches)
    async def test_doing_it_twice_is_doing_it_once(self, batches):
        async with self.open_fresh() as engine:
            for batch in batches:
                await engine.apply(batch)
            once = await versions(engine)
            for batch in batches:
                await engine.apply(batch)
            assert (await versions(engine)).keys() == once.keys()

    @law(
        before=strategies.batches,
        documents=st.lists(strategies.documents(), max_size=8),
        meanwhile=strategies.batches,
        after=strategies.batches,
        query=strategies.queries,
    )
    async def test_a_rebuild_under_writes_agrees_with_a_plain_scan(
        self, before, documents, meanwhile, after, query
    ):
        brute = Brute()
        async with self.open_fresh() as engine:
            for batch in before:
                await engine.apply(batch)
                brute.apply(batch)
            rebuild = await engine.rebuild()
            half = len(documents) // 2
            await rebuild.add(documents[:half])
            for batch in meanwhile:
                await engine.apply(batch)
            await rebuild.add(documents[half:])
            await rebuild.publish()
            brute.rebuild([put(one) for one in documents], [one for batch in meanwhile for one in batch])
            for batch in after:
                await engine.apply(batch)
                brute.apply(batch)
            await agrees(engine, brute, query)

    @law(data=st.data())
    async def test_pages_lose_and_repeat_nothing(self, data):
        query = data.draw(strategies.queries)
        size = data.draw(st.integers(1, 5))
        async with self.open_fresh() as engine:
            for batch in data.draw(strategies.batches):
                await engine.apply(batch)
            whole = await engine.search(query)
            paged = []
            for offset in range(0, whole.total + size, size):
                paged += (await engine.search(msgspec.structs.replace(query, offset=offset, limit=size))).hits
            assert [hit.id for hit in paged] == [hit.id for hit in whole.hits]

    @law(data=st.data())
    async def test_adding_a_filter_never_adds_hits_and_counts_tell_what_it_finds(self, data):
        query = msgspec.structs.replace(data.draw(strategies.queries), filters={})
        async with self.open_fresh() as engine:
            for batch in data.draw(strategies.batches):
                await engine.apply(batch)
            page = await engine.search(query)
            for name in strategies.FACETS:
                for value, count in page.facets[name].items():
                    narrowed = await engine.search(
                        msgspec.structs.replace(query, filters={name: frozenset({value})})
                    )
                    assert narrowed.total == count
                    assert {hit.id for hit in narrowed.hits} <= {hit.id for hit in page.hits}

    @law(
        here=strategies.spots,
        away=st.lists(strategies.away, min_size=1, max_size=6),
        reach=st.sampled_from(Reach),
    )
    async def test_whom_a_radius_reaches_is_measured_anywhere_on_earth(self, here, away, reach):
        brute = Brute()
        within = away[0].miles * away[0].ratio
        changes = []
        for value, one in enumerate(away):
            there = destination(here, one.bearing, one.miles)
            changes += [
                put(document(value, point=there, travels_miles=one.miles * one.ratio)),
                put(document(100 + value, point=there, is_venue=True)),
            ]
        async with self.open_fresh() as engine:
            await engine.apply(changes)
            brute.apply(changes)
            near = Near(point=here, within_miles=within)
            await agrees(engine, brute, ask(near=near, reach=reach, limit=50, facets=("reach",)))

    # -- a corpus counted by hand ------------------------------------------------------------------

    @pytest.fixture
    async def town(self, engine):
        """Twenty-four listings.

        Twelve clubs in Mere on a Monday, 5.00; six in Frome on a Tuesday, for nothing; four assistants based
        in Mere who travel 10 miles and have time; two services for all England, without a point.
        """
        frome = Point(51.2310, -2.3205)
        kinds = {
            "club": [document(100 + i, "club", point=MERE, is_venue=True, price_pence=500,
                              facets={"kind": ("club",), "day": ("mon",)}) for i in range(12)],
            "free": [document(200 + i, "club", point=frome, is_venue=True, price_pence=0,
                              facets={"kind": ("club",), "day": ("tue",)}) for i in range(6)],
            "pa": [document(300 + i, "help", point=MERE, travels_miles=10, free_now=4, price_pence=1500,
                            facets={"kind": ("pa",), "day": ("mon", "tue")}) for i in range(4)],
            "nation": [document(400 + i, "line", areas=("E92000001",),
                                facets={"kind": ("co",)}) for i in range(2)],
        }  # fmt: skip
        await engine.apply([put(one) for group in kinds.values() for one in group])
        return engine

    def near_mere(self, miles):
        return Near(point=MERE, within_miles=miles, areas=frozenset({"E92000001"}))

    async def test_totals_by_hand(self, town):
        queries = [
            ask(),
            ask(near=self.near_mere(1)),
            ask(near=self.near_mere(20)),
            ask(near=self.near_mere(20), reach=Reach.I_GO),
            ask(near=self.near_mere(20), reach=Reach.COME_TO_ME),
            ask(price_max_pence=500),
            ask(price_max_pence=0),
            ask(free_only=True),
            ask(filters={"day": frozenset({"tue"})}),
            ask(filters={"day": frozenset({"mon", "tue"}), "kind": frozenset({"pa", "co"})}),
            ask("club"),
            ask("nothing"),
        ]
        assert await town.count(queries) == [24, 18, 24, 18, 6, 22 - 4, 6, 4, 10, 4, 18, 0]

    async def test_counts_by_hand(self, town):
        page = await town.search(
            ask(
                near=self.near_mere(20),
                filters={"kind": frozenset({"club"})},
                facets=("kind", "day", "reach", "free"),
            )
        )
        assert page.total == 18
        assert page.facets["kind"] == {"club": 18, "pa": 4, "co": 2}
        assert page.facets["day"] == {"mon": 12, "tue": 6}
        assert page.facets["reach"].get("come_to_me", 0) == 0
        assert page.facets["reach"]["i_go"] == 18
        assert page.facets["free"].get("1", 0) == 0

    async def test_a_facet_that_is_filtered_by_counts_what_its_other_choices_would_find(self, town):
        page = await town.search(
            ask(near=self.near_mere(20), reach=Reach.COME_TO_ME, free_only=True, facets=("reach", "free"))
        )
        assert page.total == 4
        assert page.facets == {"reach": {"come_to_me": 4}, "free": {"1": 4}}

    async def test_a_limit_of_zero_counts_only(self, town):
        page = await town.search(ask(limit=0, facets=("kind",)))
        assert (page.hits, page.total) == ((), 24)
        assert page.facets["kind"]["club"] == 18

    async def test_deep_pages_go_to_the_last_hit(self, town):
        last = await town.search(ask(offset=23))
        assert len(last.hits) == 1
        assert (await town.search(ask(offset=24))).hits == ()
        assert (await town.search(ask(offset=10**12))).total == 24

    async def test_even_hits_are_in_the_order_of_ids(self, town):
        page = await town.search(ask("club", sort=Sort.PRICE, limit=50))
        assert numbers(page) == [*range(200, 206), *range(100, 112)]

    # -- small indexes, strange filters ------------------------------------------------------------

    async def test_an_empty_index_finds_nothing(self, engine):
        page = await engine.search(ask("anything", near=self.near_mere(5), facets=("kind", "reach", "free")))
        assert (page.hits, page.total) == ((), 0)
        assert all(not counts for counts in page.facets.values())
        assert await engine.suggest("any", None, 5) == []
        assert await engine.count([ask()]) == [0]
        assert await versions(engine) == {}

    async def test_an_index_of_one_document_finds_it(self, engine):
        await engine.apply([put(document(1, "Only one"))])
        assert await found(engine) == {1}
        assert await found(engine, "only") == {1}
        assert (await engine.watermark()).documents == 1

    async def test_a_value_or_facet_that_nothing_has_finds_nothing(self, town):
        assert (await town.search(ask(filters={"kind": frozenset({"unheard of"})}))).total == 0
        assert (await town.search(ask(filters={"unheard of": frozenset({"pa"})}))).total == 0
        assert (await town.search(ask(facets=("unheard of",)))).facets == {"unheard of": {}}

    async def test_reach_without_a_place_filters_nothing(self, town):
        assert (await town.search(ask(reach=Reach.COME_TO_ME))).total == 24

    @pytest.mark.parametrize(
        ("age", "finds"), [(5, {1, 4}), (18, {1, 2, 4}), (65, {2, 3, 4}), (64, {2, 4}), (66, {3, 4})]
    )
    async def test_ages_hold_both_ends_and_open_ends_hold_all(self, engine, age, finds):
        await engine.apply(
            [
                put(document(1, maximum_age=18)),
                put(document(2, minimum_age=18, maximum_age=65)),
                put(document(3, minimum_age=65)),
                put(document(4)),
            ]
        )
        assert await found(engine, age=age) == finds

    async def test_a_radius_of_nought_covers_nothing_not_even_its_own_base(self, engine):
        await engine.apply(
            [put(document(1, point=MERE, travels_miles=0)), put(document(2, point=MERE, travels_miles=1))]
        )
        assert await found(engine, near=Near(point=MERE, within_miles=5)) == {2}

    async def test_a_venue_at_the_very_place_is_at_hand_at_no_distance(self, engine):
        await engine.apply([put(document(1, point=MERE, is_venue=True))])
        page = await engine.search(ask(near=Near(point=MERE, within_miles=0)))
        assert page.hits[0].distance_miles == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            (Point(51.0, 179.99), Point(51.0, -179.99)),
            (Point(89.99, 10.0), Point(89.99, -170.0)),
            (Point(-90.0, 0.0), Point(-89.99, 123.0)),
            (Point(0.0, -180.0), Point(0.0, 180.0)),
        ],
    )
    async def test_neighbours_across_the_date_line_and_the_poles_are_found(self, engine, here, there):
        await engine.apply(
            [put(document(1, point=there, is_venue=True)), put(document(2, point=there, travels_miles=2))]
        )
        assert await found(engine, near=Near(point=here, within_miles=2)) == {1, 2}

    @pytest.mark.parametrize(
        ("here", "there"),
        [
            (MERE, Point(51.0894, -2.2690 + 1e-6)),
            (MERE, Point(51.0971, -2.2531)),
            (MERE, Point(51.2310, -2.3205)),
            (MERE, Point(55.9533, -3.1883)),
            (MERE, Point(-33.9, 151.2)),
            (Point(90.0, 0.0), Point(89.95, 77.0)),
            (Point(10.0, 179.999), Point(10.0, -179.9)),
        ],
    )
    async def test_a_radius_ends_where_its_number_says_and_not_a_hair_further(self, engine, here, there):
        await engine.apply([put(document(1, point=there, is_venue=True))])
        everywhere = Near(point=here, within_miles=13_000)
        miles = (await engine.search(ask(near=everywhere))).hits[0].distance_miles
        less = math.nextafter(miles, 0)
        await engine.apply(
            [
                put(document(2, point=there, travels_miles=miles)),
                put(document(3, point=there, travels_miles=less)),
            ]
        )
        assert await found(engine, near=Near(point=here, within_miles=miles)) == {1, 2}
        assert await found(engine, near=Near(point=here, within_miles=less)) == {2}

    # -- what is refused ---------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "point", [Point(float("nan"), 0.0), Point(0.0, float("inf")), Point(90.1, 0), Point(0, 181)]
    )
    async def test_a_point_that_is_not_on_the_earth_is_refused(self, engine, point):
        with pytest.raises(SearchError, match=str(number(7))):
            await engine.apply([put(document(6, "fine")), put(document(7, point=point))])
        assert await versions(engine) == {}
        with pytest.raises(SearchError):
            await engine.search(ask(near=Near(point=point, within_miles=5)))

    async def test_numbers_that_are_none_are_refused(self, engine):
        for fields in ({"travels_miles": float("nan")}, {"free_now": float("inf")}, {"price_pence": 10**30}):
            with pytest.raises(SearchError):
                await engine.apply([put(document(1, point=MERE, **fields))])
        with pytest.raises(SearchError):
            await engine.search(ask(near=Near(point=MERE, within_miles=float("nan"))))

    async def test_a_change_that_contradicts_its_document_is_refused(self, engine):
        with pytest.raises(SearchError):
            await engine.apply([Change(number(1), 2, document(1, version=1))])
        with pytest.raises(SearchError):
            await engine.apply([Change(number(2), 1, document(1))])

    # -- versions ----------------------------------------------------------------------------------

    async def test_an_older_version_never_replaces_a_newer_one(self, engine):
        await engine.apply([put(document(1, "newer", version=2))])
        await engine.apply([put(document(1, "older", version=1))])
        assert await found(engine, "newer") == {1}
        assert await found(engine, "older") == set()

    async def test_an_older_version_does_not_bring_back_what_was_deleted(self, engine):
        await engine.apply([put(document(1, version=1))])
        await engine.apply([gone(1, 2)])
        await engine.apply([put(document(1, version=1))])
        assert await versions(engine) == {}

    async def test_a_deletion_that_comes_before_its_document_holds(self, engine):
        await engine.apply([gone(1, 3)])
        await engine.apply([put(document(1, version=2))])
        assert await versions(engine) == {}
        await engine.apply([put(document(1, version=4))])
        assert await versions(engine) == {number(1): 4}

    async def test_an_older_deletion_does_not_remove_a_newer_document(self, engine):
        await engine.apply([put(document(1, version=5))])
        await engine.apply([gone(1, 4)])
        assert await versions(engine) == {number(1): 5}

    async def test_of_equal_versions_the_deletion_holds(self, engine):
        await engine.apply([put(document(1, version=5)), gone(1, 5)])
        await engine.apply([put(document(1, version=5))])
        assert await versions(engine) == {}

    async def test_a_changed_document_is_found_by_its_new_words_only(self, engine):
        await engine.apply([put(document(1, "swimming"))])
        await engine.apply([put(document(1, "walking", version=2))])
        assert await found(engine, "swimming") == set()
        assert await found(engine, "walking") == {1}

    # -- rebuilds ----------------------------------------------------------------------------------

    async def test_a_rebuild_is_not_seen_before_it_is_published(self, engine, reopen):
        await engine.apply([put(document(1, "old"))])
        rebuild = await engine.rebuild()
        await rebuild.add([document(2, "new")])
        async with reopen() as other:
            assert await found(other) == {1}
            await rebuild.publish()
            assert await found(other) == {2}
        assert await found(engine) == {2}

    async def test_an_aborted_rebuild_leaves_the_index_as_it_was(self, engine):
        await engine.apply([put(document(1))])
        rebuild = await engine.rebuild()
        await rebuild.add([document(2)])
        await engine.apply([put(document(3))])
        await rebuild.abort()
        assert await found(engine) == {1, 3}
        with pytest.raises(SearchError):
            await rebuild.publish()

    async def test_a_deletion_during_a_rebuild_holds_afterwards(self, engine):
        await engine.apply([put(document(1)), put(document(2))])
        rebuild = await engine.rebuild()
        await rebuild.add([document(1), document(2)])
        await engine.apply([gone(1, 2)])
        await rebuild.publish()
        await engine.apply([put(document(1))])
        assert await found(engine) == {2}

    async def test_a_deletion_before_a_rebuild_still_holds_against_a_late_older_version(self, engine):
        await engine.apply([put(document(1, version=3)), gone(1, 4)])
        rebuild = await engine.rebuild()
        await rebuild.publish()
        await engine.apply([put(document(1, version=3))])
        assert await found(engine) == set()

    async def test_a_rebuild_is_believed_over_what_was_there_before(self, engine):
        """A database restored from a copy has lower versions: building anew must mend the index."""
        await engine.apply([put(document(1, version=9)), gone(2, 9)])
        rebuild = await engine.rebuild()
        await rebuild.add([document(1, version=5), document(2, version=5)])
        await rebuild.publish()
        assert await versions(engine) == {number(1): 5, number(2): 5}

    async def test_of_two_rebuilds_the_one_begun_last_is_published(self, engine):
        first = await engine.rebuild()
        second = await engine.rebuild()
        await first.add([document(1)])
        await second.add([document(2)])
        with pytest.raises(SearchError):
            await first.publish()
        await second.publish()
        assert await found(engine) == {2}

    # -- watermark, other handles ------------------------------------------------------------------

    async def test_the_watermark_rises_with_each_batch_and_swap(self, engine):
        marks = [await engine.watermark()]
        await engine.apply([put(document(1))])
        marks.append(await engine.watermark())
        rebuild = await engine.rebuild()
        await rebuild.publish()
        marks.append(await engine.watermark())
        assert [mark.documents for mark in marks] == [0, 1, 0]
        assert marks[0].sequence < marks[1].sequence < marks[2].sequence

    async def test_what_apply_returned_from_is_found_through_every_handle(self, engine, reopen):
        async with reopen() as other:
            for value in range(1, 6):
                await engine.apply([put(document(value, f"w{value}"))])
                assert await found(other, f"w{value}") == {value}
                assert await found(other) == set(range(1, value + 1))

    async def test_a_new_thesaurus_holds_at_once(self, engine, reopen):
        await engine.apply([put(document(1, "personal assistant"))])
        assert await found(engine, "pa", prefix=False) == set()
        await engine.ensure(IndexSchema(facets=SCHEMA.facets, synonyms={"pa": ("personal assistant",)}))
        assert await found(engine, "pa", prefix=False) == {1}
        async with reopen() as other:
            assert await found(other, "pa", prefix=False) == {1}

    # -- text --------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        ("title", "typed"),
        [
            ("Swimming buddy", "swimming"),
            ("Swimming buddy", "SWIMMING"),
            ("Swimming buddy", "swimmi"),
            ("Swimming buddy", "swiming"),
            ("Swimming buddy", "swmiming"),
            ("Swimming buddy", "zwimming"),
            ("Swimming buddy", "swimmer"),
            ("Physiotherapy", "fysiotherapy"),
            ("Physiotherapy", "hpysiotherapy"),
            ("Physiotherapy", "physoitherpy"),
            ("Grab rails fitted", "grabrails"),
            ("Homecare team", "home care"),
            ("Café culture", "cafe"),
            ("Cafe culture", "café"),
            ("People's choice", "people"),
            ("People\u2019s choice", "people's"),
            ("O'Brien & sons", "obrien"),
            ("Co-operative of carers", "cooperative"),
            ("Cooperative of carers", "co-operative"),
            ("Co operative of carers", "cooperative"),
            ("Drop-in", "drop in"),
            ("Open 24/7", "24"),
            ("Garden walks", "walk"),
            ("A walk", "walking"),
            ("Ŵyl Gymraeg", "wyl gymraeg"),
            ("Пливання", "пливання"),
            ("سباحة", "سباحة"),
        ],
    )
    async def test_words_are_found_as_people_type_them(self, engine, title, typed):
        others = [put(document(100 + i, f"other {i}")) for i in range(10)]
        await engine.apply([put(document(1, title)), *others])
        assert await found(engine, typed) == {1}

    @pytest.mark.parametrize("field", ["title", "provider", "text"])
    async def test_every_text_field_is_searched(self, engine, field):
        await engine.apply(
            [put(document(1, **{"title": "x", field: "bagpipes"})), put(document(2, tags=("bagpipes",)))]
        )
        assert await found(engine, "bagpipes") == {1, 2}

    async def test_the_order_of_weight_is_title_tags_provider_text(self, engine):
        await engine.apply(
            [
                put(document(4, "bagpipes")),
                put(document(3, "some", tags=("bagpipes",))),
                put(document(2, "some", provider="bagpipes")),
                put(document(1, "some", text="bagpipes")),
            ]
        )
        assert numbers(await engine.search(ask("bagpipes"))) == [4, 3, 2, 1]

    async def test_exact_words_come_before_misspelt_ones(self, engine):
        await engine.apply([put(document(1, "gardwn")), put(document(2, "garden"))])
        assert numbers(await engine.search(ask("garden", prefix=False))) == [2, 1]

    async def test_words_side_by_side_come_before_words_apart(self, engine):
        await engine.apply(
            [
                put(document(1, "home for those in need of care")),
                put(document(2, "home care for those in need")),
            ]
        )
        assert numbers(await engine.search(ask("home care"))) == [2, 1]

    async def test_synonyms_go_the_way_they_are_given(self, engine):
        synonyms = {"ld": ("learning disability",), "personal assistant": ("pa",)}
        await engine.ensure(IndexSchema(facets=(), synonyms=synonyms))
        await engine.apply(
            [
                put(document(1, "learning disability club")),
                put(document(2, "ld club")),
                put(document(3, "pa")),
            ]
        )
        assert await found(engine, "ld club") == {1, 2}
        assert await found(engine, "learning disability club", prefix=False) >= {1}
        assert await found(engine, "personal assistant", prefix=False) == {3}

    async def test_all_words_of_a_meaning_are_needed(self, engine):
        await engine.ensure(IndexSchema(facets=(), synonyms={"pa": ("personal assistant",)}))
        await engine.apply([put(document(1, "personal assistant")), put(document(2, "personal stereo"))])
        assert await found(engine, "pa") == {1}

    async def test_stop_words_are_not_needed_but_alone_they_are_words(self, engine):
        await engine.ensure(IndexSchema(facets=(), stop_words=frozenset({"to", "the", "me"})))
        await engine.apply([put(document(1, "swimming")), put(document(2, "the band"))])
        assert await found(engine, "swimming to me") == {1}
        assert await found(engine, "the") == {2}

    async def test_words_are_dropped_until_there_is_enough_and_it_is_said_which(self, engine):
        await engine.apply([put(document(i, "common swimming")) for i in range(1, 8)])
        await engine.apply([put(document(i, "common")) for i in range(10, 30)])
        page = await engine.search(ask("common swimming xylophone"))
        assert page.total == 7
        assert page.words_ignored == ("xylophone",)
        assert (await engine.search(ask("common swimming"))).words_ignored == ()

    async def test_a_filter_does_not_change_which_words_count(self, engine):
        await engine.apply([put(document(i, "red hat", facets={"kind": ("a",)})) for i in range(1, 7)])
        await engine.apply([put(document(9, "red shoe", facets={"kind": ("b",)}))])
        assert await found(engine, "red hat", filters={"kind": frozenset({"b"})}) == set()

    @pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "🏊", "\u202e\u200f", "'", "-" * 50])
    async def test_text_without_words_browses(self, town, text):
        assert (await town.search(ask(text))).total == 24

    @pytest.mark.parametrize(
        "text",
        [
            "a" * 10_000,
            "swimming " * 1_100,
            " ".join(f"w{i}" for i in range(2_000)),
            "\x00club\x00",
            "club 🏊 club",
            "\u202eclub\u202c",
            "') OR 1=1 --",
            "<script>alert(1)</script>",
            "ẞ" * 3_000,
            "e\u0301" * 3_000,
            "\ud800club",
            "%s {} {{0}} \\",
        ],
    )
    async def test_hostile_text_is_answered(self, town, text):
        page = await town.search(ask(text, near=self.near_mere(20), facets=("kind",)))
        assert page.total >= 0
        await town.suggest(text, self.near_mere(20), 5)

    async def test_hostile_documents_are_indexed(self, engine):
        texts = ["a" * 10_000, "w " * 10_000, "\x00", "🏊", "", "\u202eabc", "x" * 39 + " " + "y" * 41]
        await engine.apply(
            [put(document(i, text, text=text, tags=(text,))) for i, text in enumerate(texts, 1)]
        )
        assert await found(engine, limit=50) == set(range(1, len(texts) + 1))
        with pytest.raises(SearchError):
            await engine.apply([put(document(99, "\ud800"))])

    async def test_what_nobody_confirms_any_more_comes_after_what_is_confirmed(self, engine):
        lapsed = [document(i, "Swimming buddy", point=MERE, is_venue=True, free_now=10.0) for i in (1, 2)]
        lapsed = [msgspec.structs.replace(one, confirmed_on=LAPSED) for one in lapsed]
        others = [document(i, "Swimming buddy", point=Point(51.2, -2.3), is_venue=True) for i in (3, 4)]
        await engine.apply([put(one) for one in (*lapsed, *others)])
        for query in (
            ask("swimming"),
            ask("swimming buddy"),
            ask("swimming", near=Near(point=MERE, within_miles=20)),
        ):
            page = await engine.search(query)
            assert set(numbers(page)[:2]) == {3, 4}
            assert set(numbers(page)[2:]) == {1, 2}

    # -- suggestions -------------------------------------------------------------------------------

    async def test_suggestions_go_on_from_what_was_typed(self, engine):
        await engine.apply(
            [
                put(document(1, "Swimming buddy", point=MERE, is_venue=True)),
                put(document(2, "Men's swim club", point=Point(51.23, -2.32))),
                put(document(3, "Buddy scheme")),
                put(document(4, "Walks", text="swimming")),
            ]
        )
        near = Near(point=MERE, within_miles=5)
        assert [one.id.int for one in await engine.suggest("swi", near, 5)] == [1, 2]
        assert [one.title for one in await engine.suggest("buddy swi", None, 5)] == ["Swimming buddy"]
        assert await engine.suggest("", None, 5) == []
        assert len(await engine.suggest("swi", near, 1)) == 1
        assert (await engine.suggest("swi", near, 1))[0].distance_miles == pytest.approx(0, abs=1e-9)
