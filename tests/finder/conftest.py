"""What the finder's tests share: the real lists, cards to put in words, people's clock."""

from datetime import date
from uuid import UUID

import pytest

from marketplace.finder.params.schemas import Vocabulary
from marketplace.listings.schemas import (
    Capacity,
    CostOption,
    CostUnit,
    CqcStatus,
    ListingCard,
    ListingKind,
    PublicArea,
)
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


def real_vocabulary():
    terms = {taxonomy: taxonomies.terms(taxonomy) for taxonomy in Taxonomy}
    words = {
        (taxonomy, term.code): term.label
        for taxonomy in Taxonomy
        for term in (*terms[taxonomy], *taxonomies.headings(taxonomy))
    }
    return Vocabulary(terms=terms, words=words)


@pytest.fixture(scope="session")
def vocabulary():
    return real_vocabulary()


@pytest.fixture
def make_card():
    """Make a card: a PA near Melksham who travels, unless told otherwise."""

    def make(**changes):
        fields = {
            "id": UUID(int=1),
            "version": 1,
            "kind": ListingKind.PERSONAL_ASSISTANT,
            "title": "Swimming with Maya",
            "summary": "Help to get to the pool and into the water.",
            "provider": "Maya T.",
            "town": None,
            "latitude": 51.38,
            "longitude": -2.14,
            "is_venue": False,
            "area": PublicArea(latitude=51.38, longitude=-2.14, near="SN12", miles=10.0),
            "care_groups": ("learning_disability",),
            "support_types": ("swimming",),
            "languages": ("english", "bsl"),
            "costs": (CostOption(unit=CostUnit.HOUR, amount_pence=1450),),
            "checks": (),
            "capacity": Capacity(hours_per_week=6.0, as_of=date(2026, 11, 3)),
            "council_code": "E06000054",
            "cqc_status": CqcStatus.NOT_NEEDED,
            "confirmed_on": date(2026, 11, 3),
        }
        return ListingCard(**{**fields, **changes})

    return make
