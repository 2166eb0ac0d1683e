"""Meilisearch's own description of its API (OpenAPI 1.15.2, in `meilisearch-rest-cli`), where it is right."""

import json
import re
from importlib.resources import files

from jsonschema import Draft202012Validator

SPEC = json.loads((files("meilisearch_rest_cli") / "spec.yaml").read_text())
_SCHEMAS = SPEC["components"]["schemas"]

_SCHEMAS["DetailsView"] = {
    "type": "object",
    "properties": _SCHEMAS["Settings_Unchecked"]["properties"]
    | _SCHEMAS["DetailsView"]["allOf"][1]["properties"],
    "additionalProperties": False,
}
"""The description wants a task's details to be settings and nothing else, and to be something else too."""

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
_LATER_RULES = {"attributeRank": "Attribute", "wordPosition": "Attribute"}


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
    return [
        f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(_as_described(body))
    ]


def _answer_schema(method, where):
    """The schema of a success; the description says 200 of much that is answered with 201 or 202."""
    responses = SPEC["paths"][where][method.lower()]["responses"]
    contents = [answer.get("content") for status, answer in responses.items() if status.startswith("2")]
    return contents[0]["application/json"]["schema"] if contents and contents[0] else {"type": "null"}


def _as_described(body):
    """Ranking rules written as the description wants them; Meilisearch itself writes them small."""
    if isinstance(body, dict):
        return {
            key: [_rule(rule) for rule in value] if key == "rankingRules" and value else _as_described(value)
            for key, value in body.items()
        }
    return [_as_described(item) for item in body] if isinstance(body, list) else body


def _rule(rule):
    if match := re.fullmatch(r"(.+):(asc|desc)", rule):
        return {match[2].capitalize(): match[1]}
    return _LATER_RULES.get(rule, rule.capitalize())
