"""The same index makes the same listing, and every listing holds to the rules."""

import hashlib
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from marketplace.kernel.errors import NotFoundError, OperatorError
from marketplace.listings.drafts.rules import PERSONAL_CARE as PERSONAL_CARE_BY_THE_RULES
from marketplace.listings.schemas import CqcStatus, ListingKind
from marketplace.listings.service import check_listing
from marketplace.places.service import list_councils
from seed.demo.generator import generate_listings
from seed.demo.parts import PERSONAL_CARE
from seed.demo.terrain import ENGLAND

ROOT = Path(__file__).parents[2]
A_DAY = date(2026, 3, 14)


def fingerprint(drafts):
    return hashlib.sha256(msgspec.json.encode(drafts)).hexdigest()


def test_first_of_many_are_the_same_as_few(gazetteer):
    few = list(generate_listings(200, gazetteer, today=A_DAY))
    many = list(generate_listings(900, gazetteer, today=A_DAY))
    assert many[:200] == few


def test_another_process_makes_the_same_listings(gazetteer, data_dir):
    program = (
        "import sys, hashlib, msgspec, datetime, pathlib\n"
        "from marketplace.places.service import open_gazetteer\n"
        "from seed.demo.generator import generate_listings\n"
        "gazetteer = open_gazetteer(pathlib.Path(sys.argv[1]))\n"
        "drafts = list(generate_listings(300, gazetteer, today=datetime.date(2026, 3, 14)))\n"
        "print(hashlib.sha256(msgspec.json.encode(drafts)).hexdigest())\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(data_dir)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = fingerprint(list(generate_listings(300, gazetteer, today=A_DAY)))
    assert answer.stdout.strip() == here


def test_another_day_moves_the_dates_and_nothing_else(gazetteer):
    def shift(value, days):
        if isinstance(value, dict):
            return {name: shift(item, days) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [shift(item, days) for item in value]
        return value + timedelta(days=days) if isinstance(value, date) else value

    def as_values(today, days):
        drafts = generate_listings(300, gazetteer, today=today)
        return [shift(msgspec.to_builtins(draft, builtin_types=(date,)), days) for draft in drafts]

    assert as_values(A_DAY, 10) == as_values(A_DAY + timedelta(days=10), 0)


def test_every_listing_passes_the_rules(corpus):
    problems = [(draft.title, problem) for draft in corpus for problem in check_listing(draft)]
    assert problems == []


def test_personal_care_means_what_the_rules_mean():
    assert PERSONAL_CARE == PERSONAL_CARE_BY_THE_RULES


def test_teams_that_give_personal_care_are_registered_and_single_people_exempt(corpus):
    for draft in corpus:
        gives_care = bool(PERSONAL_CARE.intersection(draft.support_types))
        alone = draft.kind is ListingKind.PERSONAL_ASSISTANT or draft.workers == 1
        wanted = CqcStatus.NOT_NEEDED
        if gives_care:
            wanted = CqcStatus.EXEMPT if alone else CqcStatus.REGISTERED
        assert draft.cqc_status is wanted
        assert (draft.cqc_location_id is not None) == (wanted is CqcStatus.REGISTERED)


def test_no_two_listings_share_an_id_or_title_and_place(corpus):
    def place(draft):
        if draft.venue:
            return draft.venue.town
        return draft.area.base_postcode or draft.area.named

    assert len({draft.id for draft in corpus}) == len(corpus)
    assert len({(draft.title, place(draft)) for draft in corpus}) == len(corpus)


def test_nothing_real_could_be_telephoned_or_written_to(corpus):
    for draft in corpus:
        website = draft.organization.website
        assert website is None or website.startswith("https://www.example.org/")


def test_every_council_of_england_has_a_support_organisation(corpus):
    found = {
        code
        for draft in corpus[: 153 * 8]
        if draft.kind is ListingKind.SUPPORT_ORGANIZATION
        and "direct_payment_support" in draft.support_types
        and draft.area
        for code in draft.area.named
    }
    assert found >= {council.code for council in list_councils(ENGLAND)}


def test_listings_of_one_council_are_in_it(gazetteer, listings_of):
    for draft in listings_of("E06000054"):
        postcode = draft.venue.postcode if draft.venue else draft.area.base_postcode
        if postcode:
            assert gazetteer.find_place(postcode).council_code == "E06000054"
    assert any(draft.kind is ListingKind.SUPPORT_ORGANIZATION for draft in listings_of("E06000054")[:4])


def test_council_outside_england_is_declined(gazetteer):
    with pytest.raises(OperatorError, match="England"):
        generate_listings(1, gazetteer, "W06000015", today=A_DAY)


def test_unknown_council_is_not_found(gazetteer):
    with pytest.raises(NotFoundError):
        generate_listings(1, gazetteer, "E99999999", today=A_DAY)
