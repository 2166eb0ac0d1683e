"""The SDK that the product uses understands the test server's answers and fills its own models with them."""

import pytest
from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.errors import MeilisearchApiError
from meilisearch_python_sdk.models.client import KeyCreate
from meilisearch_python_sdk.models.search import SearchParams
from meilisearch_python_sdk.models.settings import (
    Faceting,
    Filter,
    FilterableAttributeFeatures,
    FilterableAttributes,
    MeilisearchSettings,
    Pagination,
    ProximityPrecision,
)

DOCUMENTS = [
    {"id": "a", "title": "Dog walker", "kind": ["walk", "dog"], "_geo": {"lat": 51.0, "lng": -2.0}},
    {"id": "b", "title": "Cat sitter", "kind": ["sit"], "_geo": {"lat": 51.2, "lng": -2.0}},
]
SETTINGS = MeilisearchSettings(
    searchable_attributes=["title"],
    filterable_attributes=[
        FilterableAttributes(
            attribute_patterns=["kind", "id"],
            features=FilterableAttributeFeatures(
                facet_search=True, filter=Filter(equality=True, comparison=False)
            ),
        )
    ],
    sortable_attributes=["_geo"],
    ranking_rules=["words", "typo", "proximity", "attribute", "sort", "exactness"],
    synonyms={"hound": ["dog"]},
    pagination=Pagination(max_total_hits=5000),
    faceting=Faceting(max_values_per_facet=50, sort_facet_values_by={"*": "count"}),
    proximity_precision=ProximityPrecision.BY_WORD,
    prefix_search="indexingTime",
)


@pytest.fixture
async def client(meilisearch):
    async with AsyncClient(meilisearch.url, meilisearch.key) as client:
        yield client


async def _done(client, info):
    task = await client.wait_for_task(info.task_uid, interval_in_ms=1, raise_for_status=True)
    assert task.status == "succeeded"
    return task


@pytest.fixture
async def index(client, meilisearch_uid):
    index = await client.create_index(meilisearch_uid, "id")
    await _done(client, await index.update_settings(SETTINGS))
    await _done(client, await index.add_documents(DOCUMENTS))
    return index


async def test_settings_come_back_as_they_were_sent(index):
    found = await index.get_settings()
    for name in SETTINGS.model_fields_set:
        assert getattr(found, name) == getattr(SETTINGS, name) or name == "sortable_attributes"
    assert found.sortable_attributes == ["_geo"]


async def test_searches_are_understood(client, index, meilisearch_uid):
    asked = {"filter": "kind IN [dog, sit]", "sort": ["_geoPoint(51.2, -2):asc"], "facets": ["kind"]}
    near = SearchParams(index_uid=meilisearch_uid, **asked)
    words = SearchParams(index_uid=meilisearch_uid, query="hound wal", hits_per_page=5, page=1)
    found, counted = await client.multi_search([near, words])
    assert [hit["id"] for hit in found.hits] == ["b", "a"]
    assert found.hits[1]["_geoDistance"] == 22239
    assert found.facet_distribution == {"kind": {"dog": 1, "sit": 1, "walk": 1}}
    assert (counted.total_hits, counted.hits[0]["id"]) == (1, "a")
    single = await index.search("dgo walker", limit=0)
    assert single.estimated_total_hits == 0
    values = await index.facet_search("", facet_name="kind", facet_query="wa")
    assert [(hit.value, hit.count) for hit in values.facet_hits] == [("walk", 1)]


async def test_documents_are_read_changed_and_deleted(client, index):
    assert (await index.get_document("a"))["title"] == "Dog walker"
    found = await index.get_documents(filter="kind = sit", fields=["id"], limit=5)
    assert (found.results, found.total) == ([{"id": "b"}], 1)
    assert (await index.get_documents(ids=["a"])).results[0]["id"] == "a"
    await _done(client, await index.update_documents([{"id": "a", "title": "Dog trainer"}], compress=True))
    assert (await index.get_document("a"))["kind"] == ["walk", "dog"]
    await _done(client, await index.delete_documents(["a"]))
    await _done(client, await index.delete_documents_by_filter("kind = sit"))
    assert (await index.get_stats()).number_of_documents == 0
    with pytest.raises(MeilisearchApiError) as refused:
        await index.get_document("a")
    assert (refused.value.status_code, refused.value.code) == (404, "document_not_found")


async def test_indexes_tasks_keys_and_statistics_are_understood(client, index, meilisearch_uid):
    other = f"{meilisearch_uid}-other"
    await client.create_index(other)
    await _done(client, await client.swap_indexes([(meilisearch_uid, other)]))
    assert (await client.get_all_stats()).indexes[other].number_of_documents == 2
    tasks = await client.get_tasks(index_ids=[meilisearch_uid], statuses=["succeeded"], limit=1)
    assert tasks.results[0].index_uid == meilisearch_uid
    key = await client.create_key(KeyCreate(actions=["search"], indexes=[f"{meilisearch_uid}*"]))
    assert key.key in {found.key for found in (await client.get_keys()).results}
    assert await client.delete_key(key.uid) == 204
    assert (await client.health()).status == "available"
    assert (await client.get_version()).pkg_version.startswith("1.")
    assert meilisearch_uid in {found.uid for found in await client.get_indexes(limit=1000)}
