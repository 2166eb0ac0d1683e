"""Made-up listings to look at: a corpus for all, and those of one council."""

from functools import cache

import pytest

from marketplace.kernel import clock
from seed.demo.generator import generate_listings

CORPUS = 12_000


@pytest.fixture(scope="session")
def corpus(gazetteer):
    """Listings of all England."""
    return list(generate_listings(CORPUS, gazetteer, today=clock.today()))


@pytest.fixture(scope="session")
def listings_of(gazetteer):
    """`listings_of("E06000054")`: 500 listings of one council, made once."""

    @cache
    def make(council_code, count=500):
        return list(generate_listings(count, gazetteer, council_code, today=clock.today()))

    return make
