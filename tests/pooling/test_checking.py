import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import Role
from marketplace.councils.schemas import NATIONAL
from marketplace.home.service import get_home
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling import repository, service
from marketplace.pooling.checking import service as checking
from marketplace.pooling.schemas import CheckState
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES
from tests.factories.pooling import make_content, make_pool, make_shown

pytestmark = pytest.mark.usefixtures("db")
NOTE = "Please leave out the name of the street."
OTHER_COUNCIL = "E06000022"


async def make_steward(council=NATIONAL, **more):
    """A steward of the council that looks at pools in Melksham, or of another."""
    account = await make_account(Role.STEWARD, council, **more)
    return account, await viewer_of(account)


async def change(pool, **changes):
    """Write anew, as the lead."""
    kept = await pool.pool()
    content = replace(kept.content, **changes)
    await service.change_pool(pool.id, content, kept.version, pool.lead.viewer, FEW_PLACES)


async def version_of(pool):
    return (await pool.pool()).version


async def test_nobody_sees_a_pool_before_a_steward_has():
    pool = await make_pool()
    _account, steward = await make_steward()
    assert await service.find_public(pool.id) is None
    await checking.approve(pool.id, await version_of(pool), steward)
    public = await service.get_public(pool.id)
    assert (public.title, public.content.place_words) == ("Tuesday art group", "The hall")


async def test_the_oldest_words_stand_first_and_nothing_of_a_person_with_them():
    first, second = await make_pool(name="Canary"), await make_pool()
    _account, steward = await make_steward()
    page = await checking.list_queue(steward)
    assert [item.id for item in page.items] == [first.id, second.id]
    await change(first, title="Another title")
    assert [item.id for item in (await checking.list_queue(steward)).items] == [second.id, first.id]
    assert "Canary" not in repr(await checking.get_check(first.id, steward))
    assert "Canary" not in repr(page)


async def test_words_that_change_wait_beside_what_is_shown():
    pool = await make_shown()
    _account, steward = await make_steward()
    await change(pool, words="We also sing.")
    assert (await service.get_public(pool.id)).words != "We also sing."
    (item,) = (await checking.list_queue(steward)).items
    assert item.is_change
    await checking.approve(pool.id, await version_of(pool), steward)
    assert (await service.get_public(pool.id)).words == "We also sing."


async def test_a_change_of_money_only_needs_no_steward():
    pool = await make_shown()
    _account, steward = await make_steward()
    await change(pool, weekly_cost_pence=35_00)
    assert (await checking.list_queue(steward)).items == ()
    assert (await service.get_public(pool.id)).content.weekly_cost_pence == 35_00


async def test_what_is_given_back_stays_with_the_leads_and_the_old_words_stay(letters):
    pool = await make_shown()
    _account, steward = await make_steward()
    await change(pool, title="At my house, 4 Canary Street")
    await checking.ask_for_changes(pool.id, await version_of(pool), NOTE, steward)
    kept = await pool.pool()
    assert (kept.check, kept.check_note) == (CheckState.RETURNED, NOTE)
    assert (await service.get_public(pool.id)).title == "Tuesday art group"
    (letter,) = await letters("pool_returned")
    assert letter["recipient"] == pool.lead.account.address
    assert not any(word in repr(letter) for word in (NOTE, "Canary", "art group"))
    await change(pool, title="At the hall")
    assert ((await pool.pool()).check, (await pool.pool()).check_note) == (CheckState.WAITING, "")


async def test_what_is_shown_can_be_taken_out_of_sight(letters):
    pool = await make_shown(others=1)
    _account, steward = await make_steward()
    await checking.hide(pool.id, await version_of(pool), NOTE, steward)
    assert await service.find_public(pool.id) is None
    assert len((await pool.seen()).members) == 2
    assert len(await letters("pool_returned")) == 1
    with pytest.raises(NotFoundError):
        await checking.get_check(pool.id, steward)


async def test_nothing_is_given_back_without_a_word():
    pool = await make_pool()
    _account, steward = await make_steward()
    for note in ("", "No", "x" * 2_001):
        with pytest.raises(InvalidError):
            await checking.ask_for_changes(pool.id, 1, note, steward)


@pytest.mark.parametrize("decide", ["approve", "ask_for_changes", "hide"])
async def test_the_second_of_two_stewards_is_told(decide):
    pool = await make_shown()
    await change(pool, words="We also sing.")
    _account, first = await make_steward()
    _account, second = await make_steward()
    version = await version_of(pool)
    more = () if decide == "approve" else (NOTE,)
    await getattr(checking, decide)(pool.id, version, *more, first)
    with pytest.raises((ConflictError, NotFoundError)):
        await checking.approve(pool.id, version, second)


async def test_a_steward_who_saw_older_words_decides_nothing():
    pool = await make_pool()
    _account, steward = await make_steward()
    version = await version_of(pool)
    await change(pool, words="New words.")
    with pytest.raises(ConflictError):
        await checking.approve(pool.id, version, steward)
    assert (await pool.pool()).shown is None


async def test_nobody_decides_about_a_pool_of_their_own():
    account, steward = await make_steward()
    pool = await make_pool(account=account)
    assert (await checking.get_check(pool.id, steward)).is_own
    with pytest.raises(ConflictError):
        await checking.approve(pool.id, 1, steward)


async def test_a_pool_is_not_there_for_another_councils_steward_or_for_no_steward():
    pool = await make_pool()
    _account, elsewhere = await make_steward(OTHER_COUNCIL)
    for viewer in (elsewhere, pool.lead.viewer):
        with pytest.raises(NotFoundError):
            await checking.get_check(pool.id, viewer)
        with pytest.raises(NotFoundError):
            await checking.approve(pool.id, 1, viewer)
        assert (await checking.list_queue(viewer)).items == ()


async def test_the_trail_says_that_a_steward_decided_and_no_words():
    pool = await make_pool(make_content(title="Canary title"))
    _account, steward = await make_steward()
    await checking.approve(pool.id, 1, steward)
    async with connection() as raw:
        rows = await raw.fetch("SELECT * FROM audit_entry WHERE record_id = $1 ORDER BY id", pool.id)
        details = await raw.fetch("SELECT * FROM audit_detail")
    assert (rows[-1]["action"], rows[-1]["actor"]) == ("publish", steward.actor)
    assert "Canary" not in repr([dict(row) for row in (*rows, *details)])


async def test_the_home_page_says_what_waits_for_whom():
    pool = await make_pool()
    _account, steward = await make_steward()
    assert "/stewards/pools" in {line.url for line in (await get_home(steward)).lines}
    await checking.ask_for_changes(pool.id, 1, NOTE, steward)
    assert "/stewards/pools" not in {line.url for line in (await get_home(steward)).lines}
    said = [line.words for line in (await get_home(pool.lead.viewer)).lines]
    assert "The words of a pool that you lead need a change" in said


async def test_a_steward_decides_on_a_page(browse):
    pool = await make_shown()
    await change(pool, words="We also sing.")
    account, _steward = await make_steward()
    browser = await browse(account)
    assert "Tuesday art group" in (await browser.get("/stewards/pools")).text
    assert "Tuesday art group" in (await browser.get("/stewards/pools?show=shown")).text
    url = f"/stewards/pools/{pool.id}"
    page = (await browser.get(url)).text
    assert "<ins>We also sing.</ins>" in page
    assert "<del>We paint" in page
    version = str(await version_of(pool))
    unclear = await browser.post(url, data={"version": version})
    assert (unclear.status_code, "<title>Error: " in unclear.text) == (422, True)
    silent = await browser.post(url, data={"version": version, "decision": "return"})
    assert (silent.status_code, 'href="#note"' in silent.text) == (422, True)
    done = await browser.post(url, data={"version": version, "decision": "approve"})
    assert (done.status_code, done.headers["location"]) == (303, "/stewards/pools?done=pool-approve")
    late = await browser.post(url, data={"version": version, "decision": "return", "note": NOTE})
    assert late.status_code == 409
    assert NOTE in late.text
    assert (await repository.find_pool(pool.id)).check is CheckState.FINE


async def test_lists_of_a_steward_take_a_fixed_number_of_statements(statements):
    _account, steward = await make_steward()
    for _number in range(3):
        await make_pool()
    async with statements() as run:
        await checking.list_queue(steward)
    assert len(run) == 1
