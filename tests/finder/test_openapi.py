"""The description of the API is whole and true."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from marketplace.finder.answers import schemas as answers
from marketplace.finder.api import route_handlers
from marketplace.finder.openapi.rules import openapi_document, operations
from marketplace.finder.params.lookups.rules import parse_places, parse_suggest
from marketplace.finder.params.rules import PARAMETERS, parse_params
from marketplace.taxonomies.schemas import Taxonomy

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "api.md"
ANSWERS = {
    "/api/search": answers.SearchAnswer,
    "/api/listings/{id}": answers.ListingAnswer,
    "/api/places": answers.PlacesAnswer,
    "/api/suggest": answers.SuggestAnswer,
}


@pytest.fixture(scope="module")
def document(vocabulary):
    return openapi_document(vocabulary, "Hereabouts")


def nodes(tree):
    yield tree
    children = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    for child in children:
        yield from nodes(child)


def content(document, path):
    return document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]


def test_the_description_is_plain_json(document):
    assert json.loads(msgspec.json.encode(document)) == document


def test_every_reference_leads_somewhere(document):
    for node in nodes(document):
        if isinstance(node, dict) and "$ref" in node:
            target = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            assert target


def test_every_route_of_the_api_is_described_and_no_other(document):
    routes = {
        re.sub(r"\{listing_id:str\}", "{id}", path) for handler in route_handlers for path in handler.paths
    }
    assert set(document["paths"]) == routes - {"/api", "/api/openapi.json"}


def test_every_parameter_of_a_search_is_described_in_the_order_of_urls(document):
    described = [one["name"] for one in document["paths"]["/api/search"]["get"]["parameters"]]
    assert sorted(described) == sorted(PARAMETERS)
    assert [name for name in described if name in set(Taxonomy)] == [taxonomy.value for taxonomy in Taxonomy]


def test_every_parameter_has_a_description_and_an_example(document):
    for operation in operations(document):
        for one in operation["parameters"]:
            assert one["description"].endswith(".")
            assert one["example"] not in (None, "", [])


def test_every_example_of_a_parameter_is_understood(document, vocabulary):
    for one in document["paths"]["/api/search"]["get"]["parameters"]:
        values = one["example"] if isinstance(one["example"], list) else [one["example"]]
        _params, problems = parse_params([(one["name"], str(value)) for value in values], vocabulary)
        assert not problems
    for path, parse in (("/api/places", parse_places), ("/api/suggest", parse_suggest)):
        for one in document["paths"][path]["get"]["parameters"]:
            assert not [
                p for p in parse(f"{one['name']}={one['example']}".encode())[1] if p.field == one["name"]
            ]


def test_every_list_is_offered_whole_with_its_labels(document, vocabulary):
    parameters = {one["name"]: one for one in document["paths"]["/api/search"]["get"]["parameters"]}
    for taxonomy in Taxonomy:
        codes = [term.code for term in vocabulary.terms[taxonomy]]
        assert parameters[taxonomy.value]["schema"]["items"]["enum"] == codes
        assert list(parameters[taxonomy.value]["x-labels"]) == codes


@pytest.mark.parametrize("path", ANSWERS)
def test_the_example_of_an_answer_has_its_shape_and_all_its_fields(document, path):
    example = content(document, path)["example"]
    again = msgspec.convert(example, ANSWERS[path])
    assert json.loads(msgspec.json.encode(again)) == example
    assert content(document, path)["schema"]["$ref"].endswith(ANSWERS[path].__name__)


def test_examples_of_problems_have_their_shape(document):
    for response in document["components"]["responses"].values():
        for example in response["content"]["application/problem+json"]["examples"].values():
            msgspec.convert(example["value"], answers.ProblemAnswer)


def test_the_private_base_has_no_place_in_any_answer(document):
    schemas = json.dumps(document["components"]["schemas"])
    assert "base_postcode" not in schemas
    assert "base_latitude" not in schemas


def test_the_reference_names_every_path_parameter_and_field(document):
    reference = REFERENCE.read_text(encoding="utf-8")
    for operation in operations(document):
        assert f"`GET {operation['path']}`" in reference
        for one in operation["parameters"]:
            assert f"`{one['name']}`" in reference, one["name"]
    for kind in (*ANSWERS.values(), answers.SearchHit, answers.PlaceFound, answers.ProblemAnswer):
        for field in msgspec.structs.fields(kind):
            assert f"`{field.name}`" in reference, (kind, field.name)
