"""The lists that people choose from."""

import re

import pytest

from marketplace.taxonomies import service
from marketplace.taxonomies.schemas import Taxonomy

pytestmark = pytest.mark.parametrize("taxonomy", list(Taxonomy))


def test_list_has_terms_with_codes_fit_for_urls(taxonomy):
    terms = service.terms(taxonomy)
    assert terms
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", term.code) for term in terms)


def test_codes_and_labels_are_each_there_once(taxonomy):
    terms = (*service.terms(taxonomy), *service.headings(taxonomy))
    assert len({term.code for term in terms}) == len(terms)
    assert len({term.label for term in terms}) == len(terms)


def test_ids_are_the_same_each_time_and_differ_between_terms(taxonomy):
    ids = [term.id for term in service.terms(taxonomy)]
    assert len(set(ids)) == len(ids)
    assert [term.id.version for term in service.terms(taxonomy)] == [5] * len(ids)


def test_heading_is_not_a_choice_and_has_members(taxonomy):
    for heading in service.headings(taxonomy):
        assert heading.code not in service.codes(taxonomy)
        assert heading.code in {term.parent for term in service.terms(taxonomy)}


def test_every_choice_of_a_list_with_headings_stands_under_one_or_first(taxonomy):
    headings = {heading.code for heading in service.headings(taxonomy)}
    assert {term.parent for term in service.terms(taxonomy) if term.parent} == headings


def test_label_of_every_code_is_its_terms(taxonomy):
    for term in service.terms(taxonomy):
        assert service.label(taxonomy, term.code) == term.label
        assert service.find_term(taxonomy, term.code).label == term.label


def test_unknown_code_is_said_as_it_is_and_not_found(taxonomy):
    assert service.label(taxonomy, "no_such_code") == "no_such_code"
    assert service.find_term(taxonomy, "no_such_code") is None
