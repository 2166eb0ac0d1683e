"""Every route: its method and path, what answers it, and the action that a key needs."""

from tests.meilisearch import routes_documents as documents
from tests.meilisearch import routes_indexes as indexes
from tests.meilisearch import routes_tasks as tasks
from tests.meilisearch.errors import ApiError
from tests.meilisearch.routes_indexes import check_uid
from tests.meilisearch.settings import ROUTES as SETTINGS
from tests.meilisearch.state import Request

_MERGED_SETTINGS = ("typo-tolerance", "faceting", "pagination", "embedders")

_TABLE = """
GET    /health                                   tasks.health             -
GET    /version                                  tasks.version            version
GET    /stats                                    indexes.all_stats        stats.get
GET    /tasks                                    tasks.list_tasks         tasks.get
DELETE /tasks                                    tasks.delete_tasks       tasks.delete
POST   /tasks/cancel                             tasks.cancel_tasks       tasks.cancel
GET    /tasks/*                                  tasks.get_task           tasks.get
GET    /keys                                     tasks.list_keys          keys.get
POST   /keys                                     tasks.create_key         keys.create
GET    /keys/*                                   tasks.get_key            keys.get
PATCH  /keys/*                                   tasks.update_key         keys.update
DELETE /keys/*                                   tasks.delete_key         keys.delete
POST   /multi-search                             indexes.multi_search     search
POST   /swap-indexes                             indexes.swap             indexes.swap
GET    /indexes                                  indexes.list_indexes     indexes.get
POST   /indexes                                  indexes.create           indexes.create
GET    /indexes/INDEX                            indexes.get              indexes.get
PATCH  /indexes/INDEX                            indexes.update           indexes.update
DELETE /indexes/INDEX                            indexes.delete           indexes.delete
GET    /indexes/INDEX/stats                      indexes.stats            stats.get
POST   /indexes/INDEX/search                     indexes.search           search
POST   /indexes/INDEX/facet-search               indexes.facet_search     search
GET    /indexes/INDEX/settings                   indexes.get_settings     settings.get
PATCH  /indexes/INDEX/settings                   indexes.change_settings  settings.update
DELETE /indexes/INDEX/settings                   indexes.reset_settings   settings.update
GET    /indexes/INDEX/settings/*                 indexes.get_setting      settings.get
PUT    /indexes/INDEX/settings/*                 indexes.change_setting   settings.update
PATCH  /indexes/INDEX/settings/*                 indexes.change_setting   settings.update
DELETE /indexes/INDEX/settings/*                 indexes.reset_setting    settings.update
GET    /indexes/INDEX/documents                  documents.browse         documents.get
POST   /indexes/INDEX/documents                  documents.add            documents.add
PUT    /indexes/INDEX/documents                  documents.update         documents.add
DELETE /indexes/INDEX/documents                  documents.delete_all     documents.delete
POST   /indexes/INDEX/documents/fetch            documents.fetch          documents.get
POST   /indexes/INDEX/documents/delete           documents.delete_by_filter documents.delete
POST   /indexes/INDEX/documents/delete-batch     documents.delete_batch   documents.delete
GET    /indexes/INDEX/documents/*                documents.get            documents.get
DELETE /indexes/INDEX/documents/*                documents.delete_one     documents.delete
"""

_ROOMS = {"documents": documents, "indexes": indexes, "tasks": tasks}


def _read_table():
    table = {}
    for line in _TABLE.strip().splitlines():
        method, path, name, action = line.split()
        room, function = name.split(".")
        table[method, tuple(path.strip("/").split("/"))] = getattr(_ROOMS[room], function), action
    return table


ROUTES = _read_table()
"""{(method, parts of the path): (function, action)}; INDEX and * stand for anything."""


def find(method, path):
    """(function, action, index uid, last part) of the route that a request means."""
    parts = path.strip("/").split("/")
    uid = parts[1] if parts[0] == "indexes" and len(parts) > 1 else None
    fixed = (parts[0], "INDEX", *parts[2:]) if uid is not None else tuple(parts)
    for pattern in (fixed, (*fixed[:-1], "*")):
        if (method, pattern) in ROUTES:
            function, action = ROUTES[method, pattern]
            _check_method(method, parts)
            return function, action, uid, parts[-1]
    if any(pattern in (fixed, (*fixed[:-1], "*")) for _, pattern in ROUTES):
        raise ApiError(405, "bad_request", f"Method {method} is not allowed here.")
    raise ApiError(404, "not_found", f"There is no route {method} {path}.")


def _check_method(method, parts):
    """Settings made of parts are changed by PATCH, all others by PUT."""
    if parts[2:3] != ["settings"] or len(parts) != len(("indexes", "uid", "settings", "name")):
        return
    wrong = "PUT" if parts[-1] in _MERGED_SETTINGS else "PATCH"
    if parts[-1] in SETTINGS and method == wrong:
        raise ApiError(405, "bad_request", f"Method {method} is not allowed here.")


def answer(state, method, path, query, authorization, body):
    """(status, body) of the answer to a request."""
    function, action, uid, last = find(method, path)
    if action.startswith("keys."):
        holder = state.keys.manager(authorization, action)
    else:
        holder = None if action == "-" else state.keys.holder(authorization, action, uid)
    if uid is not None:
        check_uid(uid)
    return function(Request(state, holder, query, body, uid, last))
