"""Each table says how long it keeps what it holds of a person, and what is said is done."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from marketplace import work
from marketplace.accounts.service import list_acting_for
from marketplace.accounts.supporting import service as supporting
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.listings import service as listings
from marketplace.listings.editing.forgetting.service import forget_old_claims
from marketplace.listings.erasing.service import WITHDRAWN_KEPT, erase_withdrawn
from marketplace.listings.evidence import service as evidence
from marketplace.listings.organizations.claims import service as claims
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter
from marketplace.mail.tables import StoredLetter
from marketplace.piccolo_conf import APP_REGISTRY
from tests.factories.accounts import make_account
from tests.factories.listings import make_activity, make_organization, publish
from tests.factories.providers import make_organization_of, make_provider
from tests.privacy.marks import columns
from tests.privacy.papers import claim_insurance

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "privacy.md"
LONG = timedelta(days=366)


def listed():
    """Tables of the page, with how long and what removes it; and those that hold nothing of a person."""
    text = PAGE.read_text()
    rows = re.findall(r"^\| `(\w+)` \|(.+)\|$", text, re.MULTILINE)
    (others,) = re.findall(r"^These hold nothing of a person: (.+)$", text, re.MULTILINE)
    return {name: [cell.strip() for cell in rest.split("|")] for name, rest in rows}, re.findall(
        r"`(\w+)`", others
    )


async def test_every_table_is_in_the_list_and_no_other(db):
    kept, others = listed()
    in_database = {table for table, _column, _type in await columns()}
    of_rooms = {
        table._meta.tablename for app in APP_REGISTRY.app_configs.values() for table in app.table_classes
    }
    assert of_rooms <= in_database
    assert set(kept) | set(others) == in_database
    assert not set(kept) & set(others)


async def test_every_row_says_what_who_how_long_and_what_removes_it():
    kept, _others = listed()
    assert all(len(cells) == 4 and all(cells) for cells in kept.values())


async def test_the_timed_work_that_is_named_is_there():
    named = set(re.findall(r'(?:daily|hourly) "([^"]+)"', PAGE.read_text()))
    assert named <= {each.name for each in work.TIMED_WORK}
    assert len(named) > 12


async def test_what_a_listing_said_goes_two_years_after_it_was_taken_down(db):
    now = clock.now()
    old, young, up = [await publish(make_activity(organization=make_organization())) for _ in range(3)]
    with clock.stopped_at(now - WITHDRAWN_KEPT - timedelta(days=1)):
        await listings.withdraw_listing(old, actor="test")
    await listings.withdraw_listing(young, actor="test")
    assert (await erase_withdrawn(), await erase_withdrawn()) == (1, 0)
    titles = {each: (await listings.get_stored(each)).draft.title for each in (old, young, up)}
    assert titles == {old: "\N{EN DASH}", young: "Tuesday art group", up: "Tuesday art group"}


async def test_a_claim_that_was_decided_goes_and_one_that_waits_stays(db):
    viewer, steward = await make_provider(), await make_provider()
    made = []
    for _ in range(2):
        listing_id = await publish(make_activity(organization=make_organization()))
        made.append(await claims.claim_listing(listing_id, viewer, "I am the treasurer of this club here."))
    await claims.decide_claim(made[0], 1, steward, is_accepted=False, note="No.")
    assert await forget_old_claims() == 0
    with clock.stopped_at(clock.now() + LONG):
        assert await forget_old_claims() == 1
    assert [claim.id for claim in await claims.list_claims_of(viewer.account_id)] == [made[1]]


async def test_a_claim_of_a_check_goes_after_its_files(db):
    viewer = await make_provider()
    organization_id = await make_organization_of(viewer)
    ended, waiting = [
        await claim_insurance(organization_id, viewer, kind) for kind in ("insurance", "identity")
    ]
    await evidence.end_claim(ended, viewer)
    assert await evidence.drop_ended_claims() == 0
    with clock.stopped_at(clock.now() + LONG):
        assert await evidence.drop_ended_claims() == 0, "its file is still there"
        assert await evidence.drop_due_files() == 1
        assert await evidence.drop_ended_claims() == 1
    assert (await evidence.get_own_claim(waiting, viewer)).id == waiting


async def test_whom_somebody_acted_for_goes_a_year_after(db):
    account = await make_account()
    for name in ("Lee", "Ash"):
        support = Support(person_name=name, relation=Relation.FRIEND, consent=Consent.AGREED)
        await supporting.act_for(account.id, support)
    lee = next(each for each in await list_acting_for(account.id) if each.person_name == "Lee")
    await supporting.end_acting_for(account.id, lee.id)
    assert await supporting.drop_ended() == 0
    with clock.stopped_at(clock.now() + LONG):
        assert await supporting.drop_ended() == 1
    assert [each.person_name for each in await list_acting_for(account.id)] == ["Ash"]


async def test_a_letter_that_waits_for_no_server_goes_after_a_month(db):
    letter = Letter(kind="account_deleted", subject="Your account was deleted", parts=("It was.",))
    with clock.stopped_at(clock.now() - mail.WAITING_KEPT - timedelta(days=1)):
        await mail.queue_letter("old@example.org", letter)
    await mail.queue_letter("young@example.org", letter)
    assert await mail.drop_old_words() == 1
    assert [row["recipient"] for row in await StoredLetter.select()] == ["young@example.org"]


async def test_rows_of_a_spreadsheet_say_nothing_of_a_listing_that_was_erased(db):
    listing_id = await publish(make_activity(organization=make_organization()))
    import_id = uuid4()
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO listing_import
            (id, council_code, file_name, status, version, created_by, created_at)
            VALUES ($1, 'E06000054', 'list.xlsx', 'open', 1, $1, now())""",
            import_id,
        )
        await raw.execute(
            """INSERT INTO listing_import_row (listing_import, number, state, provider, title, listing)
            VALUES ($1, 2, 'ready', 'Zqprovider', 'Zqtitle', $2), ($1, 3, 'ready', 'Other', 'Kept', NULL)""",
            import_id,
            listing_id,
        )
    with clock.stopped_at(clock.now() - WITHDRAWN_KEPT - timedelta(days=1)):
        await listings.withdraw_listing(listing_id, actor="test")
    await erase_withdrawn()
    async with connection() as raw:
        rows = await raw.fetch("SELECT provider, title FROM listing_import_row ORDER BY number")
    assert [tuple(row) for row in rows] == [("", ""), ("Other", "Kept")]
