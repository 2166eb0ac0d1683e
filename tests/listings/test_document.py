"""What the index is given of a listing."""

import pytest

from marketplace.listings.indexing import repository, rules
from marketplace.listings.indexing import service as indexing
from marketplace.listings.rules import lowest_price
from marketplace.listings.schemas import CostOption, CostUnit
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from tests.factories.listings import (
    TROWBRIDGE,
    make_activity,
    make_enterprise,
    make_personal_assistant,
    point_of,
    publish,
)


async def document(draft):
    listing_id = await publish(draft)
    return rules.document_of((await repository.read_rows([listing_id]))[listing_id])


async def test_document_of_a_personal_assistant(db):
    found = await document(make_personal_assistant())
    assert found.title == "Swimming and getting out with you"
    assert found.provider == "Amina K."
    assert found.tags[:2] == ("Personal assistant", "Swimming")
    assert "British Sign Language (BSL)" not in found.tags
    assert {"Learning disability", "Autism", "Makaton"} <= set(found.tags)
    assert "I have a car." in found.text
    assert "Woman" in found.text
    assert found.facets == {
        "kind": ("personal_assistant",),
        "care_group": ("learning_disability", "autism"),
        "support_type": ("swimming", "getting_out", "shopping"),
        "language": ("english", "makaton"),
        "culture": ("somali_culture",),
        "gender": ("female",),
        "transport": ("driver", "own_car"),
        "access": (),
        "day": ("mon", "tue", "sat"),
        "time": ("morning", "afternoon", "evening"),
        "funding": ("direct_payment", "self_funded"),
        "check": ("dbs", "first_aid"),
    }
    assert (found.price_pence, found.free_now, found.travels_miles) == (1450, 6.5, 8.0)
    assert not found.is_venue
    assert (found.minimum_age, found.maximum_age) == (16, None)


async def test_document_of_a_group(db):
    found = await document(make_activity())
    assert found.is_venue
    assert (found.point.latitude, found.point.longitude) == point_of(TROWBRIDGE)
    assert (found.price_pence, found.free_now, found.travels_miles, found.areas) == (800, 4.0, 0.0, ())
    assert "Trowbridge" in found.text


async def test_document_of_a_provider_with_named_areas(db):
    found = await document(make_enterprise())
    assert (found.point, found.areas) == (None, ("SN12", "BA14"))


def test_schema_names_every_list_and_the_words_to_pass_over(tmp_path):
    schema = indexing.index_schema()
    assert schema.facets == tuple(taxonomy.value for taxonomy in Taxonomy)
    assert "personal assistant" in schema.synonyms["pa"]
    assert {"someone", "to", "take", "me"} <= schema.stop_words
    (tmp_path / "thesaurus.csv").write_text("term,means,both_ways\nhub,advocacy,no\n")
    assert indexing.index_schema(tmp_path).synonyms["hub"] == ("advocacy",)


def test_no_stop_word_is_a_label_or_a_word_of_the_thesaurus_by_itself():
    labels = {term.label.lower() for taxonomy in Taxonomy for term in taxonomies.terms(taxonomy)}
    assert not rules.STOP_WORDS & labels
    assert not rules.STOP_WORDS & set(taxonomies.thesaurus())


@pytest.mark.parametrize(
    ("costs", "price"),
    [
        ([("hour", 1500), ("trip", 45)], 1500),
        ([("trip", 45), ("trip", 500)], 45),
        ([("hour", 1500), ("free", 0)], 0),
        ([("night", 9000), ("hour", 1500)], 1500),
        ([], None),
    ],
)
def test_a_fare_beside_another_price_does_not_make_a_listing_cheap(costs, price):
    options = [CostOption(unit=CostUnit(unit), amount_pence=pence) for unit, pence in costs]
    assert lowest_price(options) == price
