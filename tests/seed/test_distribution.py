"""The country as a whole: kinds, places, prices, capacity, freshness, languages."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from marketplace.kernel import clock
from marketplace.listings.schemas import CostUnit, ListingKind

SHARES = {
    ListingKind.PERSONAL_ASSISTANT: (0.33, 0.43),
    ListingKind.MICRO_ENTERPRISE: (0.22, 0.32),
    ListingKind.COMMUNITY_ACTIVITY: (0.2, 0.3),
    ListingKind.CO_OPERATIVE: (0.02, 0.05),
    ListingKind.SUPPORT_ORGANIZATION: (0.04, 0.09),
}


def share(drafts, holds):
    return sum(map(bool, map(holds, drafts))) / len(drafts)


def of_kind(drafts, kind):
    return [draft for draft in drafts if draft.kind is kind]


def prices(drafts, unit):
    return [cost.amount_pence for draft in drafts for cost in draft.costs if cost.unit is unit]


def test_kinds_are_mixed_plausibly(corpus):
    counts = Counter(draft.kind for draft in corpus)
    for kind, (low, high) in SHARES.items():
        assert low <= counts[kind] / len(corpus) <= high, kind


def test_councils_come_in_proportion_to_their_postcodes(corpus, gazetteer):
    sample = gazetteer.postcodes_of()
    numbers, counts = np.unique(sample.councils, return_counts=True)
    codes = sample.council_codes
    postcodes = {
        codes[number]: count
        for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
        if number < len(codes) and codes[number].startswith("E")
    }
    total = sum(postcodes.values())
    found = Counter(
        gazetteer.find_place(draft.venue.postcode if draft.venue else draft.area.base_postcode).council_code
        for draft in corpus
        if draft.venue or draft.area.base_postcode
    )
    for code, count in postcodes.items():
        if count / total > 0.012:
            assert found[code] / found.total() == pytest.approx(count / total, rel=0.3), code


def test_about_a_third_have_nothing_free(corpus):
    told = [draft for draft in corpus if draft.capacity]
    assert 0.28 <= share(told, lambda draft: not draft.capacity.free_now) <= 0.4


def test_capacity_is_of_the_last_weeks(corpus):
    today = clock.today()
    dates = [draft.capacity.as_of for draft in corpus if draft.capacity]
    assert today - timedelta(weeks=6) <= min(dates) <= today - timedelta(weeks=4)
    assert max(dates) <= today


def test_listings_were_confirmed_over_many_months(corpus):
    ages = sorted((clock.today() - draft.confirmed_on).days for draft in corpus)
    assert 30 <= ages[len(ages) // 2] <= 90
    assert share(ages, lambda age: age > 180) > 0.05
    assert ages[-1] > 365


def test_prices_are_those_of_the_field(corpus):
    rates = prices(of_kind(corpus, ListingKind.PERSONAL_ASSISTANT), CostUnit.HOUR)
    assert min(rates) >= 12_60
    assert max(rates) <= 22_00
    assert len(set(rates)) > 60
    hourly = prices(of_kind(corpus, ListingKind.MICRO_ENTERPRISE), CostUnit.HOUR)
    assert (min(hourly), max(hourly)) >= (18_00, 31_00)
    assert max(hourly) <= 32_00
    sessions = prices(of_kind(corpus, ListingKind.COMMUNITY_ACTIVITY), CostUnit.SESSION)
    assert 1_00 <= min(sessions) <= 3_00
    assert max(sessions) <= 55_00


def test_many_activities_are_free(corpus):
    activities = of_kind(corpus, ListingKind.COMMUNITY_ACTIVITY)
    assert 0.2 <= share(activities, lambda draft: draft.costs[0].unit is CostUnit.FREE) <= 0.6


def test_some_checks_are_missing_and_some_out_of_date(corpus):
    assistants = of_kind(corpus, ListingKind.PERSONAL_ASSISTANT)
    held = share(assistants, lambda draft: any(check.kind == "dbs" for check in draft.checks))
    assert 0.7 <= held <= 0.95
    dated = [check for draft in corpus for check in draft.checks if check.expires_on]
    assert 0.02 <= share(dated, lambda check: check.expires_on < clock.today()) <= 0.15


def test_a_few_are_for_a_whole_council_or_all_of_england(corpus):
    def named(draft):
        return draft.area.named if draft.area else ()

    assert 0 < share(corpus, lambda draft: "E92000001" in named(draft)) < 0.02
    enterprises = of_kind(corpus, ListingKind.MICRO_ENTERPRISE)
    assert 0.01 < share(enterprises, lambda draft: any(len(code) == 9 for code in named(draft))) < 0.12


def test_people_travel_2_to_25_miles(corpus):
    miles = {draft.area.miles for draft in corpus if draft.area and draft.area.miles}
    assert min(miles) == 2
    assert max(miles) == 25


def test_titles_are_not_alike(corpus):
    assert len({draft.title for draft in corpus}) > 0.9 * len(corpus)


def test_some_providers_have_several_listings(corpus):
    counts = Counter(draft.organization.id for draft in corpus)
    assert share(list(counts.values()), lambda count: count > 1) > 0.01
    names = {(draft.organization.id, draft.organization.name) for draft in corpus}
    assert len(names) == len(counts)


def test_every_term_that_can_be_chosen_is_used(corpus):
    from marketplace.taxonomies import service as taxonomies
    from marketplace.taxonomies.schemas import Taxonomy

    fields = {
        Taxonomy.SUPPORT_TYPE: "support_types",
        Taxonomy.CARE_GROUP: "care_groups",
        Taxonomy.GENDER: "genders",
        Taxonomy.TRANSPORT: "transport",
        Taxonomy.ACCESS: "access",
        Taxonomy.FUNDING: "funding",
        Taxonomy.CULTURE: "cultures",
    }
    for taxonomy, field in fields.items():
        used = {code for draft in corpus for code in getattr(draft, field)}
        assert taxonomies.codes(taxonomy) <= used, taxonomy


def test_many_languages_are_spoken(corpus):
    spoken = {code for draft in corpus for code in draft.languages}
    assert len(spoken) > 40


@pytest.mark.parametrize(
    ("council", "language"),
    [
        ("E06000023", "somali"),  # Bristol
        ("E08000031", "punjabi"),  # Wolverhampton
        ("E08000032", "urdu"),  # Bradford
        ("E06000016", "gujarati"),  # Leicester
        ("E09000030", "bengali"),  # Tower Hamlets
    ],
)
def test_languages_go_with_the_area(corpus, listings_of, council, language):
    def speaks(draft):
        return language in draft.languages

    assert share(listings_of(council), speaks) > 2.5 * share(corpus, speaks)
