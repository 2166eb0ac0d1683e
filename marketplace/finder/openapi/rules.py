"""The OpenAPI 3.1 description of the JSON API, made from the structs that it answers with."""

from typing import Any

import msgspec

from marketplace.finder.answers.schemas import (
    ListingAnswer,
    PlacesAnswer,
    ProblemAnswer,
    SearchAnswer,
    SuggestAnswer,
)
from marketplace.finder.openapi.examples.rules import (
    DOWN_EXAMPLE,
    LISTING_EXAMPLE,
    PLACE_EXAMPLE,
    PLACES_EXAMPLE,
    PROBLEM_EXAMPLE,
    SEARCH_EXAMPLE,
    SUGGEST_EXAMPLE,
    UNKNOWN_EXAMPLE,
)
from marketplace.finder.openapi.parameters.rules import (
    listing_parameters,
    places_parameters,
    search_parameters,
    suggest_parameters,
)
from marketplace.finder.params.schemas import Vocabulary

API_VERSION = "1.0.0"
"""Rises with the shapes of the answers, not with the product."""
_REF = "#/components/schemas/{name}"
_ANSWERS = (SearchAnswer, ListingAnswer, PlacesAnswer, SuggestAnswer, ProblemAnswer)
_STATUSES = {"BadRequest": "400", "NotFound": "404", "Unavailable": "503"}
Document = dict[str, Any]
_DESCRIPTION = (
    "Read only, without a key, for any origin. `/api/search` takes what the page `/search` takes. "
    "Distances are in miles, prices in whole pence, points in WGS 84 degrees. The base of a provider who "
    "travels is never given: its point is the middle of a square kilometre, and distances and coverage are "
    "measured from there. Fields may be added to answers; none is taken away within a version. What is not "
    "understood is answered with 400 and every problem at once."
)


def openapi_document(vocabulary: Vocabulary, brand_name: str) -> Document:
    """The whole description."""
    _refs, components = msgspec.json.schema_components(_ANSWERS, ref_template=_REF)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": f"{brand_name}: the search API",
            "version": API_VERSION,
            "summary": "Local support for people with direct payments: search, listings, places.",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(vocabulary),
        "components": {
            "schemas": components,
            "responses": {
                "BadRequest": _bad_request(),
                "NotFound": _not_found(),
                "Unavailable": _unavailable(),
            },
        },
    }
    plain: Document = msgspec.json.decode(msgspec.json.encode(document))
    return plain


def _paths(vocabulary: Vocabulary) -> Document:
    return {
        "/api/search": _operation(
            "search_listings",
            "Find local support",
            "One page of listings that fit, with what each choice of each filter would find. When nothing "
            "fits, `loosenings` says what would be found with less asked for.",
            search_parameters(vocabulary),
            (SearchAnswer, SEARCH_EXAMPLE),
            problems=("BadRequest", "Unavailable"),
        ),
        "/api/listings/{id}": _operation(
            "get_listing",
            "Read one listing",
            "Everything public about a listing, who helps with direct payments there, and what is similar "
            "nearby.",
            listing_parameters(),
            (ListingAnswer, LISTING_EXAMPLE),
            problems=("NotFound",),
        ),
        "/api/places": _operation(
            "list_places",
            "Find a place",
            "Places by postcode or name, also while it is being typed. A text that no place answers to has "
            "an empty list and says what to try.",
            places_parameters(),
            (PlacesAnswer, PLACES_EXAMPLE),
        ),
        "/api/suggest": _operation(
            "suggest",
            "Suggest how to go on",
            "Kinds of help, people and languages, listings, pools and places that go on from what has been "
            "typed.",
            suggest_parameters(),
            (SuggestAnswer, SUGGEST_EXAMPLE),
        ),
    }


def _operation(
    name: str,
    summary: str,
    description: str,
    parameters: list[Document],
    answer: tuple[type[msgspec.Struct], msgspec.Struct],
    *,
    problems: tuple[str, ...] = ("BadRequest",),
) -> Document:
    kind, example = answer
    refusals = [(_STATUSES[problem], problem) for problem in problems]
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "description": description,
            "parameters": parameters,
            "responses": {
                "200": {
                    "description": (kind.__doc__ or summary).strip(),
                    "content": {
                        "application/json": {
                            "schema": {"$ref": _REF.format(name=kind.__name__)},
                            "example": msgspec.to_builtins(example),
                        }
                    },
                },
                **{status: {"$ref": f"#/components/responses/{problem}"} for status, problem in refusals},
            },
        }
    }


def _bad_request() -> Document:
    return _problem_response(
        "Something is not understood; `problems` holds all of it. `choices` holds the places of that name "
        "when there are several.",
        {
            "several_problems": {"summary": "Everything wrong at once", "value": PROBLEM_EXAMPLE},
            "several_places": {"summary": "Two places of this name", "value": PLACE_EXAMPLE},
        },
    )


def _not_found() -> Document:
    return _problem_response(
        "There is no such listing, or it is not public (any more).",
        {"unknown": {"summary": "Not found", "value": UNKNOWN_EXAMPLE}},
    )


def _unavailable() -> Document:
    return _problem_response(
        "The search engine cannot answer at this moment.",
        {"down": {"summary": "Try again in a few minutes", "value": DOWN_EXAMPLE}},
    )


def _problem_response(description: str, examples: dict[str, dict[str, Any]]) -> Document:
    return {
        "description": description,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": _REF.format(name="ProblemAnswer")},
                "examples": msgspec.to_builtins(examples),
            }
        },
    }


def operations(document: Document) -> list[Document]:
    """The operations as a page shows them: path, words, parameters, the example in pretty JSON."""
    return [
        {
            "path": path,
            "id": operation["operationId"],
            "summary": operation["summary"],
            "description": operation["description"],
            "parameters": operation["parameters"],
            "example": _pretty(operation["responses"]["200"]["content"]["application/json"]["example"]),
            "try_url": _try_url(path, operation["parameters"]),
        }
        for path, methods in document["paths"].items()
        for operation in methods.values()
    ]


def problem_example(document: Document) -> str:
    """The example of a refusal, in pretty JSON."""
    response = document["components"]["responses"]["BadRequest"]
    examples = response["content"]["application/problem+json"]["examples"]
    return _pretty(examples["several_problems"]["value"])


def _pretty(example: object) -> str:
    return msgspec.json.format(msgspec.json.encode(example), indent=2).decode()


def _try_url(path: str, parameters: list[Document]) -> str:
    """A URL that can be tried; none where an id is needed."""
    if "{" in path:
        return ""
    pairs = "&".join(f"{one['name']}={one['example']}" for one in parameters if one["name"] in {"q", "near"})
    return f"{path}?{pairs}".replace(" ", "+")
