"""Routes about indexes as a whole: making, swapping, settings, statistics, searches."""

import re

from tests.meilisearch import settings as rules
from tests.meilisearch.errors import ApiError, bad, index_not_found
from tests.meilisearch.index import Index, now
from tests.meilisearch.searching import facet_search as search_facet
from tests.meilisearch.searching import search as search_index

_UID = re.compile(r"[A-Za-z0-9_-]{1,512}")
_ALSO_IN_MULTI = ("indexUid", "federationOptions")


def list_indexes(request):
    offset = request.count("offset", 0, "invalid_index_offset")
    limit = request.count("limit", 20, "invalid_index_limit")
    found = [
        index.view() for uid, index in sorted(request.state.indexes.items()) if request.holder.reaches(uid)
    ]
    return 200, {
        "results": found[offset : offset + limit],
        "offset": offset,
        "limit": limit,
        "total": len(found),
    }


def create(request):
    for name in request.body:
        if name not in ("uid", "primaryKey"):
            raise bad("bad_request", f"Unknown field `{name}`: expected one of `uid`, `primaryKey`")
    uid, primary_key = request.body.get("uid"), request.body.get("primaryKey")
    if uid is None:
        raise bad("missing_index_uid", "Missing field `uid`")
    check_uid(uid)
    if not request.holder.reaches(uid):
        raise ApiError(403, "invalid_api_key", "The provided API key is invalid.")
    state = request.state

    def work():
        if uid in state.indexes:
            raise ApiError(409, "index_already_exists", f"Index `{uid}` already exists.")
        state.indexes[uid] = Index(uid, primary_key)

    return request.enqueue("indexCreation", work, uid=uid, details={"primaryKey": primary_key})


def check_uid(uid):
    """Refuses a name of an index with characters that are not allowed."""
    if not isinstance(uid, str) or not _UID.fullmatch(uid):
        raise bad(
            "invalid_index_uid",
            f"`{uid}` is not a valid index uid. Index uid can be an integer or a string containing only "
            "alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.",
        )


def get(request):
    return 200, request.index.view()


def update(request):
    state, uid, primary_key = request.state, request.uid, request.body.get("primaryKey")

    def work():
        index = state.index(uid)
        if index.documents and index.primary_key not in (None, primary_key):
            raise bad(
                "index_primary_key_already_exists",
                f"Index `{uid}`: Index already has a primary key: `{index.primary_key}`.",
            )
        index.primary_key = primary_key or index.primary_key
        index.updated_at = now()

    return request.enqueue("indexUpdate", work, details={"primaryKey": primary_key})


def delete(request):
    state, uid = request.state, request.uid

    def work():
        count = len(state.index(uid).documents)
        del state.indexes[uid]
        return {"deletedDocuments": count}

    return request.enqueue("indexDeletion", work, details={"deletedDocuments": None})


def swap(request):
    """All pairs in one task; tasks that wait keep the name that they were given."""
    pairs = [pair.get("indexes") for pair in request.body]
    renames = [pair.get("rename", False) for pair in request.body]
    for pair in pairs:
        if not isinstance(pair, list) or len(pair) != len(("one", "other")):
            raise bad("invalid_swap_indexes", f"Two indexes must be given for each swap. `{pair}` was given.")
    named = [uid for pair in pairs for uid in pair]
    if len(set(named)) != len(named):
        raise bad("invalid_swap_duplicate_index_found", "Indexes must be declared only once during a swap.")
    if not all(map(request.holder.reaches, named)):
        raise ApiError(403, "invalid_api_key", "The provided API key is invalid.")
    state = request.state

    def work():
        for (one, other), rename in zip(pairs, renames, strict=True):
            for uid in (one,) if rename else (one, other):
                if uid not in state.indexes:
                    raise index_not_found(uid)
            if rename and other in state.indexes:
                raise ApiError(409, "index_already_exists", f"Index `{other}` already exists.")
        for one, other in pairs:
            _swap(state.indexes, one, other)

    swaps = [{"indexes": pair, "rename": rename} for pair, rename in zip(pairs, renames, strict=True)]
    status, summary = request.enqueue("indexSwap", work, details={"swaps": swaps})
    return status, summary


def _swap(indexes, one, other):
    first, second = indexes.pop(one), indexes.pop(other, None)
    for uid, index in ((other, first), (one, second)):
        if index is not None:
            index.uid = uid
            indexes[uid] = index


def get_settings(request):
    return 200, request.index.settings


def change_settings(request):
    if not isinstance(request.body, dict):
        raise bad("bad_request", "Invalid value type: expected an object")
    return _change_settings(request, request.body)


def reset_settings(request):
    return _change_settings(request, dict.fromkeys(rules.DEFAULTS))


def get_setting(request):
    return 200, request.index.settings[_setting(request)]


def change_setting(request):
    return _change_settings(request, {_setting(request): request.body})


def reset_setting(request):
    return _change_settings(request, {_setting(request): None})


def _setting(request):
    if request.last not in rules.ROUTES:
        raise ApiError(404, "not_found", f"There is no setting `{request.last}`.")
    return rules.ROUTES[request.last]


def _change_settings(request, changes):
    rules.check(changes)
    state, uid, may_create = request.state, request.uid, request.holder.may("indexes.create")

    def work():
        state.index_to_write(uid, may_create=may_create).change_settings(changes)

    return request.enqueue("settingsUpdate", work, details=rules.complete(changes))


def stats(request):
    return 200, _stats_of(request.state, request.uid)


def all_stats(request):
    state = request.state
    shown = [uid for uid in sorted(state.indexes) if request.holder.reaches(uid)]
    return 200, {
        "databaseSize": 0,
        "usedDatabaseSize": 0,
        "lastUpdate": max((index.updated_at for index in state.indexes.values()), default=None),
        "indexes": {uid: _stats_of(state, uid) for uid in shown},
    }


def _stats_of(state, uid):
    index = state.index(uid)
    return {
        "numberOfDocuments": len(index.documents),
        "rawDocumentDbSize": 0,
        "avgDocumentSize": 0,
        "isIndexing": any(task.index_uid == uid for task in state.queue.waiting()),
        "numberOfEmbeddings": 0,
        "numberOfEmbeddedDocuments": 0,
        "fieldDistribution": index.field_distribution(),
    }


def search(request):
    return 200, search_index(request.index, request.body)


def facet_search(request):
    return 200, search_facet(request.index, request.body)


def multi_search(request):
    """Several searches, each with an answer of its own; the key must reach every index."""
    if request.body.get("federation") is not None:
        raise bad("feature_not_enabled", "The test server does not do federated searches.")
    queries = request.body.get("queries")
    if not isinstance(queries, list):
        raise bad("invalid_multi_search_queries", "Missing field `queries`")
    results = [_one_of_many(request, place, query) for place, query in enumerate(queries)]
    return 200, {"results": results}


def _one_of_many(request, place, query):
    uid = query.get("indexUid")
    if uid is None:
        raise bad("missing_index_uid", f"Missing field `indexUid` inside `.queries[{place}]`")
    if not request.holder.reaches(uid):
        raise ApiError(403, "invalid_api_key", "The provided API key is invalid.")
    try:
        return {"indexUid": uid, **search_index(request.state.index(uid), query, _ALSO_IN_MULTI)}
    except ApiError as error:
        if error.code == "invalid_search_facets" and isinstance(query["facets"], list):
            # Each search is done as a federated one of one.
            raise bad("invalid_multi_search_facets", error.message).within(
                f"Inside `.queries[{place}]`: Inside `.federation.facetsByIndex.{uid}`"
            ) from None
        raise error.within(f"Inside `.queries[{place}]`") from None
