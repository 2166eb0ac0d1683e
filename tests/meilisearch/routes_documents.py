"""Routes that read, put in and take out documents."""

from urllib.parse import unquote

from tests.meilisearch import sorting
from tests.meilisearch.documents import check_place, document_id, infer_primary_key, select
from tests.meilisearch.errors import ApiError, bad
from tests.meilisearch.filter_parameter import parse_json
from tests.meilisearch.ranking import Ranking
from tests.meilisearch.searching import filtered

_DEFAULT_LIMIT = 20
_FETCH = ("offset", "limit", "fields", "filter", "ids", "sort", "retrieveVectors")


def add(request):
    """POST: documents replace those of the same id."""
    return _put(request, partly=False)


def update(request):
    """PUT: documents change the fields that they name."""
    return _put(request, partly=True)


def _put(request, *, partly):
    documents = request.body if isinstance(request.body, list) else [request.body]
    if not all(isinstance(document, dict) for document in documents):
        raise bad("malformed_payload", "The `json` payload provided is malformed: expected objects.")
    state, uid, wanted_key = request.state, request.uid, request.query.get("primaryKey")
    may_create = request.holder.may("indexes.create")

    def check():
        for document in documents:
            check_place(document, next(iter(document.values()), ""))

    def work():
        index = state.index_to_write(uid, may_create=may_create)
        _choose_primary_key(index, documents, wanted_key)
        fresh = {}
        for document in documents:
            identity = document_id(document, index.primary_key)
            old = fresh.get(identity) or index.documents.get(identity) or {}
            fresh[identity] = {**old, **document} if partly else document
        index.put(fresh)
        return {"indexedDocuments": len(documents)}

    details = {"receivedDocuments": len(documents), "indexedDocuments": None}
    return request.enqueue(
        "documentAdditionOrUpdate",
        work,
        check=check,
        batch_key=("documents", uid),
        details=details,
    )


def _choose_primary_key(index, documents, wanted):
    if index.primary_key is None:
        index.primary_key = wanted or infer_primary_key(documents)
    elif wanted and wanted != index.primary_key:
        if index.documents:
            raise bad(
                "index_primary_key_already_exists",
                f"Index already has a primary key: `{index.primary_key}`.",
            )
        index.primary_key = wanted


def get(request):
    """GET of one document."""
    _only(request.query, ("fields", "retrieveVectors"))
    identity = unquote(request.last)
    document = request.index.documents.get(identity)
    if document is None:
        raise ApiError(404, "document_not_found", f"Document `{identity}` not found.")
    return 200, select(document, _names(request.query.get("fields")))


def browse(request):
    """GET of documents."""
    _only(request.query, _FETCH)
    asked = dict(request.query)
    for name in ("offset", "limit"):
        if name in asked:
            asked[name] = request.count(name, 0, f"invalid_document_{name}")
    for name in ("fields", "ids", "sort"):
        if name in asked:
            asked[name] = asked[name].split(",")
    return 200, _fetch(request.index, asked)


def fetch(request):
    """POST of what documents are wanted."""
    _only(request.body, _FETCH)
    return 200, _fetch(
        request.index, {name: value for name, value in request.body.items() if value is not None}
    )


def _fetch(index, asked):
    found = filtered(index, asked.get("filter"), "invalid_document_filter")
    if "ids" in asked:
        ids = {str(identity) for identity in asked["ids"]}
        found = [document for document in found if str(document[index.primary_key]) in ids]
    if sort := sorting.parse(asked.get("sort"), index.settings, "invalid_document_sort"):
        ranking = Ranking(found.__getitem__, {"rankingRules": ["sort"]}, sort, None, "last")
        found = [found[place] for place in ranking.best(range(len(found)), len(found))]
    offset, limit = asked.get("offset", 0), asked.get("limit", _DEFAULT_LIMIT)
    fields = asked.get("fields") or ["*"]
    shown = [select(document, fields) for document in found[offset : offset + limit]]
    return {"results": shown, "offset": offset, "limit": limit, "total": len(found)}


def delete_one(request):
    return _delete(request, [unquote(request.last)], provided=1)


def delete_batch(request):
    if not isinstance(request.body, list):
        raise bad("malformed_payload", "The `json` payload provided is malformed: expected a list of ids.")
    return _delete(request, [str(identity) for identity in request.body], provided=len(request.body))


def delete_all(request):
    return _delete(request, None, provided=0)


def _delete(request, identities, *, provided):
    state, uid = request.state, request.uid

    def work():
        index = state.index(uid)
        chosen = list(index.documents) if identities is None else dict.fromkeys(identities)
        return {"deletedDocuments": index.remove(chosen)}

    details = {"providedIds": provided, "originalFilter": None, "deletedDocuments": None}
    return request.enqueue("documentDeletion", work, details=details)


def delete_by_filter(request):
    _only(request.body, ("filter",))
    expression = request.body.get("filter")
    if not expression:
        raise bad(
            "missing_document_filter" if expression is None else "invalid_document_filter",
            "Sending an empty filter is forbidden.",
        )
    state, uid = request.state, request.uid
    try:
        parse_json(expression)
    except ApiError as error:
        raise bad("invalid_document_filter", error.message) from None

    def work():
        index = state.index(uid)
        found = filtered(index, expression, "invalid_document_filter")
        return {"deletedDocuments": index.remove([str(document[index.primary_key]) for document in found])}

    details = {"providedIds": 0, "originalFilter": str(expression), "deletedDocuments": None}
    return request.enqueue("documentDeletion", work, details=details)


def _only(asked, known):
    for name in asked:
        if name not in known:
            raise bad("bad_request", f"Unknown field `{name}`")


def _names(text):
    return text.split(",") if text else ["*"]
