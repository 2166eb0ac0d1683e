"""Meilisearch's own description of its API (OpenAPI 1.15.2, in `meilisearch-rest-cli`), where it is right."""

import json
from importlib.resources import files

from jsonschema import Draft202012Validator

SPEC = json.loads((files("meilisearch_rest_cli") / "spec.yaml").read_text())
_SCHEMAS = SPEC["components"]["schemas"]

_SETTINGS, _DETAILS = _SCHEMAS["Settings_Unchecked"], _SCHEMAS["DetailsView"]["allOf"][1]
_SCHEMAS["DetailsView"] = {
    "type": "object",
    "properties": _SETTINGS["properties"] | _DETAILS["properties"],
    "additionalProperties": False,
}
"""The description wants a task's details to be settings and nothing else, and to be something else too."""

_SCHEMAS["AttributePatterns"] = {"type": "array", "items": {"type": "string"}}
"""The description has an object, which neither the documentation nor the SDK knows."""

OTHER_SCHEMAS = {
    ("POST", "/multi-search"): "SearchResults",
    ("POST", "/indexes/{indexUid}/documents/delete-batch"): "SummarizedTaskView",
}
"""The description gives the federated answer to a multi-search, and misplaces delete-batch."""

UNDESCRIBED = {
    ("POST", "/indexes/{indexUid}/facet-search"),
    ("GET", "/indexes/{indexUid}/documents/{documentId}"),
}
"""Answers that the description has wrong (it says a search's) or not at all."""

_NAMES = {"INDEX": "{indexUid}", "tasks": "{taskUid}", "keys": "{uidOrKey}", "documents": "{documentId}"}


def described(path):
    """A path of our routes as the description writes it."""
    parts = path.strip("/").split("/")
    if parts[0] == "indexes" and len(parts) > 1:
        parts[1] = _NAMES["INDEX"]
    found = "/" + "/".join(parts)
    if found in SPEC["paths"] or ("POST", found) in OTHER_SCHEMAS:
        return found
    return "/" + "/".join([*parts[:-1], _NAMES.get(parts[-2], parts[-1])])


def faults(method, path, status, body):
    """What the description has against an answer, as a list of words."""
    where = described(path)
    if (method, where) in UNDESCRIBED and status < 400:
        return []
    name = "ResponseError" if status >= 400 else OTHER_SCHEMAS.get((method, where))
    schema = {"$ref": f"#/components/schemas/{name}"} if name else _answer_schema(method, where)
    validator = Draft202012Validator({**schema, "components": SPEC["components"]})
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(body)]


def _answer_schema(method, where):
    """The schema of a success; the description says 200 of much that is answered with 201 or 202."""
    responses = SPEC["paths"][where][method.lower()]["responses"]
    contents = [answer.get("content") for status, answer in responses.items() if status.startswith("2")]
    return contents[0]["application/json"]["schema"] if contents and contents[0] else {"type": "null"}
