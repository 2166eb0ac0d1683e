"""Who helps with direct payments in a council's area."""

from datetime import date

import pytest

from marketplace.audit import service as audit
from marketplace.audit.tables import AuditEntry
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.places.schemas import DirectPaymentSupport
from marketplace.places.service import find_support, set_support
from marketplace.places.tables import DirectPaymentSupport as SupportTable

WILTSHIRE, DEVON, EXETER, BELFAST = "E06000054", "E10000008", "E07000041", "N09000003"
CENTRE = DirectPaymentSupport(
    name="A centre for independent living",
    description="Help with being an employer.",
    phone="01234 567890",
    url="https://example.org/direct-payments",
    source="The council's page on direct payments",
    as_of=date(2026, 11, 1),
)


async def test_without_a_record_the_council_and_the_national_page_are_named(db):
    support = await find_support(WILTSHIRE)
    assert support.is_national_default
    assert support.name == "Wiltshire Council"
    assert "Wiltshire" in support.description
    assert support.url == "https://www.gov.uk/apply-direct-payments"


async def test_in_northern_ireland_the_trust_is_named(db):
    support = await find_support(BELFAST)
    assert support.is_national_default
    assert "Health and Social Care Trust" in support.name


@pytest.mark.parametrize("code", [None, "", "nonsense", "\x00", "L99999999"])
async def test_place_without_a_council_has_the_national_default(db, code):
    support = await find_support(code)
    assert support.is_national_default
    assert support.name == "Your council"


async def test_what_is_set_is_found(db):
    await set_support(DEVON, CENTRE, "a test")
    assert await find_support(DEVON) == CENTRE


async def test_a_districts_code_finds_its_countys_support(db):
    await set_support(EXETER, CENTRE, "a test")
    assert await find_support(DEVON) == await find_support(EXETER) == CENTRE


async def test_setting_again_replaces_and_both_are_in_the_audit_trail(db):
    other = DirectPaymentSupport(name="Another", source="its page", as_of=date(2026, 11, 2))
    await set_support(DEVON, CENTRE, "first")
    await set_support(DEVON, other, "second")
    assert await find_support(DEVON) == other
    row = await SupportTable.select().first()
    history = await audit.list_history("direct_payment_support", row["id"])
    assert [entry.actor for entry in history] == ["first", "second"]
    assert history[1].before["name"] == CENTRE.name
    assert history[1].after["name"] == "Another"


async def test_support_of_no_council_cannot_be_set(db):
    with pytest.raises(NotFoundError):
        await set_support("nonsense", CENTRE, "a test")


async def test_wrong_facts_are_refused_and_nothing_is_kept(db):
    wrong = DirectPaymentSupport(name="", url="javascript:alert(1)", source="x", as_of=date(2026, 11, 2))
    with pytest.raises(InvalidError) as refused:
        await set_support(DEVON, wrong, "a test")
    assert {problem.field for problem in refused.value.problems} == {"name", "url"}
    assert await SupportTable.count() == 0
    assert await AuditEntry.count() == 0
