"""Settings and keys of the Meilisearch engine: pinned, mended, and no more than is needed."""

import pytest
from meilisearch_python_sdk.models.client import KeyCreate
from meilisearch_python_sdk.models.search import SearchParams
from meilisearch_python_sdk.models.settings import MeilisearchSettings

from search.documents import IndexSchema
from search.engine import SearchError
from search.engines.meilisearch.connection import RefusedSearchError
from search.engines.meilisearch.keys import WRITE_ACTIONS, create_keys
from search.query import Near
from tests.search.contract import MERE, ask, document, found, gone, put, versions
from tests.search.handles import opened
from tests.search.strategies import SCHEMA

THESAURUS = IndexSchema(
    facets=("kind",),
    synonyms={"PA": ("personal assistant",), "home-care": ("homecare", "Home care")},
    stop_words=frozenset({"the"}),
)


@pytest.fixture
async def engine(meilisearch, meilisearch_uid):
    async with opened(meilisearch, meilisearch_uid) as engine:
        await engine.ensure(THESAURUS)
        yield engine


async def settings_of(engine, uid):
    return (await engine._connection.client.index(uid).get_settings()).model_dump(by_alias=True)


def filterable(settings):
    """(equality, comparison) by field."""
    return {
        pattern: (one["features"]["filter"]["equality"], one["features"]["filter"]["comparison"])
        for one in settings["filterableAttributes"]
        if isinstance(one, dict)
        for pattern in one["attributePatterns"]
    }


async def test_the_settings_of_documents_are_these(engine, meilisearch_uid):
    settings = await settings_of(engine, meilisearch_uid)
    only_equal, compared = (True, False), (True, True)
    assert filterable(settings) == dict.fromkeys(
        ("id", "words", "title_words", "best_words", "areas", "inside", "edge", "at", "has_room", "bucket",
         "facets.kind"),
        only_equal,
    ) | dict.fromkeys(
        ("price_pence", "minimum_age", "maximum_age", "confirmed", "batch"), compared
    )  # fmt: skip
    assert "_geo" in settings["filterableAttributes"]
    assert settings["searchableAttributes"] == ["title", "tags", "provider", "text"]
    assert sorted(settings["sortableAttributes"]) == [
        "_geo",
        "confirmed",
        "free_now",
        "id",
        "price_pence",
        "room",
    ]
    assert not {"words", "title_words", "best_words", "inside", "edge", "at"} & set(
        settings["displayedAttributes"]
    )
    assert settings["rankingRules"] == ["words", "typo", "proximity", "attribute", "sort", "exactness"]
    assert settings["synonyms"] == {"pa": ["personal assistant"], "home care": ["homecare"]}
    assert settings["stopWords"] == []
    assert settings["typoTolerance"]["minWordSizeForTypos"] == {"oneTypo": 5, "twoTypos": 9}
    assert settings["typoTolerance"]["disableOnNumbers"] is True
    assert settings["faceting"] == {"maxValuesPerFacet": 10_000, "sortFacetValuesBy": {"*": "alpha"}}
    assert settings["pagination"] == {"maxTotalHits": 1_000_000}
    assert settings["separatorTokens"] == settings["nonSeparatorTokens"] == settings["dictionary"] == []
    assert settings["prefixSearch"] == "indexingTime"
    assert settings["proximityPrecision"] == "byWord"
    assert settings["facetSearch"] is False
    assert settings["searchCutoffMs"] == 1_500


async def test_notes_are_found_by_few_fields(engine, meilisearch_uid):
    settings = await settings_of(engine, f"{meilisearch_uid}-notes")
    assert filterable(settings) == {
        "id": (True, False),
        "kind": (True, False),
        "added": (True, True),
        "batch": (True, True),
    }
    assert settings["searchableAttributes"] == ["kind"]


@pytest.mark.parametrize(
    "drift",
    [
        MeilisearchSettings(ranking_rules=["exactness", "words"]),
        MeilisearchSettings(stop_words=["the"]),
        MeilisearchSettings(synonyms={}),
        MeilisearchSettings(sortable_attributes=["id"]),
        MeilisearchSettings(filterable_attributes=["id"]),
        MeilisearchSettings(search_cutoff_ms=1),
        MeilisearchSettings(dictionary=["J. K."]),
    ],
)
async def test_settings_that_drifted_are_mended(engine, meilisearch_uid, drift):
    for uid in (meilisearch_uid, f"{meilisearch_uid}-notes"):
        right = await settings_of(engine, uid)
        task = await engine._connection.client.index(uid).update_settings(drift)
        await engine._writer.tasks.wait([task])
        if uid == meilisearch_uid:
            assert await settings_of(engine, uid) != right
        await engine.ensure(THESAURUS)
        assert await settings_of(engine, uid) == right


@pytest.mark.parametrize(
    "part", [{"facets": ["unknown"]}, {"filter": "unknown = 1"}, {"sort": ["unknown:asc"]}]
)
async def test_a_search_that_the_settings_do_not_allow_is_told_from_other_faults(
    engine, meilisearch_uid, part
):
    with pytest.raises(RefusedSearchError, match="unknown"):
        await engine._connection.ask([SearchParams(index_uid=meilisearch_uid, **part)])


async def test_what_is_as_it_should_be_is_left_alone(engine, controls):
    controls.app.requests.clear()
    await engine.ensure(THESAURUS)
    assert {method for method, path in controls.app.requests if path != "/multi-search"} == {"GET"}


async def test_half_an_index_is_made_whole(engine, meilisearch_uid):
    await engine._writer.remove([f"{meilisearch_uid}-notes"])
    with pytest.raises(SearchError, match="reindex"):
        await engine.search(ask())
    await engine.ensure(SCHEMA)
    await engine.apply([put(document(1, "whole"))])
    assert await found(engine, "whole") == {1}


@pytest.fixture
async def keys(controls, meilisearch_uid):
    return await create_keys(controls.url, controls.key, meilisearch_uid)


async def everything(engine):
    """All that the one who keeps the index in step has to do."""
    for _ in range(2):
        await engine.ensure(SCHEMA)
    await engine.apply([put(document(1, "one")), put(document(2)), gone(3, 1)])
    await engine.apply([gone(2, 2), put(document(3, version=2))])
    rebuild = await engine.rebuild()
    await rebuild.add([document(4)])
    await rebuild.publish()
    await (await engine.rebuild()).abort()
    assert await engine.server_version()
    assert await versions(engine)


async def test_the_key_that_writes_can_do_all_that_it_has_to(controls, meilisearch_uid, keys):
    async with opened(controls, meilisearch_uid, key=keys.write) as engine:
        await everything(engine)


@pytest.mark.parametrize("missing", WRITE_ACTIONS)
async def test_each_right_of_the_key_that_writes_is_needed(engine, controls, meilisearch_uid, missing):
    await engine._writer.remove([meilisearch_uid, f"{meilisearch_uid}-notes"])
    key = await engine._connection.client.create_key(
        KeyCreate(
            description="lacks one",
            actions=[action for action in WRITE_ACTIONS if action != missing],
            indexes=[meilisearch_uid, f"{meilisearch_uid}-*"],
        )
    )
    async with opened(controls, meilisearch_uid, key=key.key) as other:
        with pytest.raises(SearchError, match=r"does not accept the key|Index .* not found"):
            await everything(other)


async def test_the_key_that_writes_reaches_no_other_index(engine, controls, meilisearch_uid, keys):
    for uid in ("hereabouts", f"{meilisearch_uid}2"):
        async with opened(controls, uid, key=keys.write) as other:
            with pytest.raises(SearchError, match="does not accept the key"):
                await other.ensure(SCHEMA)


async def test_the_key_that_searches_can_do_that_and_nothing_else(engine, controls, meilisearch_uid, keys):
    await engine.ensure(SCHEMA)
    await engine.apply([put(document(1, "swimming", point=MERE, is_venue=True))])
    near = Near(point=MERE, within_miles=5)
    async with opened(controls, meilisearch_uid, key=keys.search) as reader:
        assert await found(reader, "swimming", near=near, facets=("kind", "reach", "free")) == {1}
        assert await reader.count([ask()]) == [1]
        assert [one.title for one in await reader.suggest("swi", near, 5)] == ["swimming"]
        assert (await reader.watermark()).documents == 1
        assert len(await versions(reader)) == 1
        for refused in (
            reader.ensure(SCHEMA),
            reader.apply([put(document(2))]),
            reader.apply([gone(1, 2)]),
            reader.rebuild(),
            reader.server_version(),
        ):
            with pytest.raises(SearchError, match="does not accept the key"):
                await refused
    assert await found(engine) == {1}


async def test_keys_need_the_master_key(controls, meilisearch_uid):
    with pytest.raises(SearchError, match="does not accept the key"):
        await create_keys(controls.url, "not the master key", meilisearch_uid)
