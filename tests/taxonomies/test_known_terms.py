"""Terms that the field cannot do without, and ids that others may have kept."""

from uuid import UUID

import pytest

from marketplace.listings.schemas import ListingKind
from marketplace.taxonomies import service
from marketplace.taxonomies.schemas import Taxonomy


def test_kinds_are_those_of_listings():
    assert service.codes(Taxonomy.KIND) == {kind.value for kind in ListingKind}


def test_five_funding_routes_are_told_apart():
    assert service.codes(Taxonomy.FUNDING) == {
        "direct_payment",
        "personal_budget",
        "personal_health_budget",
        "individual_service_fund",
        "self_funded",
    }


@pytest.mark.parametrize(
    ("taxonomy", "codes"),
    [
        (
            Taxonomy.CARE_GROUP,
            {"older_people", "dementia", "learning_disability", "autism", "carers", "end_of_life"},
        ),
        (
            Taxonomy.LANGUAGE,
            {"english", "bsl", "makaton", "somali", "polish", "urdu", "cantonese", "mandarin"},
        ),
        (
            Taxonomy.SUPPORT_TYPE,
            {"personal_care", "swimming", "waking_night", "payroll", "peg_feeding", "advocacy"},
        ),
        (Taxonomy.CHECK, {"dbs", "insurance", "references", "safeguarding_training"}),
        (Taxonomy.ACCESS, {"step_free", "changing_places", "hoist", "hearing_loop"}),
    ],
)
def test_list_holds_what_the_field_needs(taxonomy, codes):
    assert codes <= service.codes(taxonomy)


def test_days_and_parts_of_the_day_are_in_order():
    assert [term.code for term in service.terms(Taxonomy.DAY)] == [
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ]
    assert [term.code for term in service.terms(Taxonomy.TIME)] == [
        "morning",
        "afternoon",
        "evening",
        "night",
    ]


def test_an_id_that_was_published_stays():
    assert service.find_term(Taxonomy.SUPPORT_TYPE, "swimming").id == UUID(
        "f4276127-6880-596f-ac3e-3e222589187f"
    )
