"""Who works for a council: invited, ended and helped by that council's administrators and by nobody else."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import ANONYMOUS, Grant, Role
from marketplace.accounts.second_factor import rules as code_rules
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.staff import rules
from marketplace.accounts.staff import service as staff
from marketplace.accounts.staff.repository import find_of_address
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.mail.service import get_letter, list_letters
from tests.factories.accounts import PASSWORD, make_account, sign_in_as, viewer_of

COUNCIL, OTHER = "E06000054", "E06000023"
ADDRESS = "new.colleague@wiltshire.gov.uk"


@pytest_asyncio.fixture(loop_scope="session")
async def administrator(db):
    return await make_account("administrator", COUNCIL, name="Ada")


@pytest_asyncio.fixture(loop_scope="session")
async def viewer(administrator):
    return await viewer_of(administrator)


async def link_to(address):
    """The path of the invitation in the last letter to an address."""
    line = next(each for each in (await list_letters(1)).items if each.recipient == address)
    return re.search(r"/staff-invitation/[A-Za-z0-9_-]{43}", repr(await get_letter(line.id)))[0]


async def set_up(account):
    at = clock.now() - timedelta(hours=2)
    with clock.stopped_at(at):
        await second_factor.begin_second_factor(account.id)
        key = (await second_factor.find_second_factor(account.id)).pending_key
        assert await second_factor.set_second_factor(account.id, code_rules.code_at(key, at), actor="test")


async def test_an_invitation_makes_an_account_with_its_roles_and_no_other(browser, viewer):
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD, Role.PRACTITIONER], viewer)
    path = await link_to(ADDRESS)
    page = await browser.get(path)
    assert "Steward: checks listings" in page.text
    assert await accounts.find_account_by_address(ADDRESS) is None, "opening the page changes nothing"
    form = {"name": "Nia", "password": PASSWORD, "role": "administrator", "council_code": OTHER}
    answer = await browser.post(path, data=form)
    assert answer.headers["location"] == "/account/second-factor"
    account = await accounts.find_account_by_address(ADDRESS)
    assert set(account.grants) == {Grant(Role.STEWARD, COUNCIL), Grant(Role.PRACTITIONER, COUNCIL)}
    assert (await browser.get(path)).status_code == 404, "used"
    assert (await browser.post(path, data=form)).status_code == 404


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"name": "", "password": PASSWORD}, "name"),
        ({"name": "Nia", "password": "password12"}, "password"),
        ({"name": "Nia", "password": ""}, "password"),
        ({}, "name"),
    ],
)
async def test_what_is_missing_is_said_and_the_invitation_stays(browser, viewer, form, field):
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    path = await link_to(ADDRESS)
    answer = await browser.post(path, data=form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert (await browser.post(path, data={"name": "Nia", "password": PASSWORD})).status_code == 303


async def test_who_has_an_account_says_yes_signed_in(browser, viewer):
    account = await make_account("person", address=ADDRESS.title())
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    path = await link_to(ADDRESS)
    assert "Sign in to say yes" in (await browser.get(path)).text
    assert (await browser.post(f"{path}/join")).headers["location"].startswith("/sign-in?next=")
    assert (await browser.post(path, data={"name": "x", "password": PASSWORD})).status_code == 409
    await sign_in_as(browser, account)
    answer = await browser.post(f"{path}/join")
    assert answer.headers["location"] == "/account/second-factor"
    found = await accounts.find_account(account.id)
    assert Grant(Role.STEWARD, COUNCIL) in found.grants


async def test_an_invitation_is_for_the_invited_address_only(browser, viewer):
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.ADMINISTRATOR], viewer)
    path = await link_to(ADDRESS)
    stranger = await make_account("person")
    await sign_in_as(browser, stranger)
    assert (await browser.post(f"{path}/join")).status_code == 409
    assert (await accounts.find_account(stranger.id)).grants == stranger.grants
    assert (await browser.get(path)).status_code == 200, "the invitation still holds"


async def test_of_two_who_say_yes_at_once_one_does(committed_db):
    viewer = await viewer_of(await make_account("administrator", COUNCIL))
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    token = (await link_to(ADDRESS)).rpartition("/")[2]

    async def say_yes():
        try:
            return await staff.join_as_new(token, "Nia", PASSWORD)
        except (NotFoundError, ConflictError):
            return None

    outcomes = await asyncio.gather(*(say_yes() for _ in range(4)))
    assert sum(outcome is not None for outcome in outcomes) == 1


async def test_a_later_invitation_ends_the_one_before(browser, viewer):
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.ADMINISTRATOR], viewer)
    first = await link_to(ADDRESS)
    await staff.invite_staff(COUNCIL, ADDRESS.upper(), [Role.STEWARD], viewer)
    assert (await browser.get(first)).status_code == 404
    assert [invite.roles for invite in await staff.list_invites(COUNCIL, viewer)] == [(Role.STEWARD,)]


async def test_an_invitation_runs_out(browser, viewer):
    with clock.stopped_at(clock.now() - rules.INVITE_FOR):
        await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    assert (await browser.get(await link_to(ADDRESS))).status_code == 404
    assert await staff.list_invites(COUNCIL, viewer) == []
    assert await staff.drop_expired_invites() == 1


async def test_invitations_of_whoever_is_no_administrator_any_more_end(browser, viewer):
    other = await viewer_of(await make_account("administrator", COUNCIL))
    await staff.invite_staff(COUNCIL, ADDRESS, [Role.ADMINISTRATOR], other)
    await staff.invite_staff(COUNCIL, "kept@wiltshire.gov.uk", [Role.STEWARD], viewer)
    await staff.end_role(other.account_id, Role.ADMINISTRATOR, COUNCIL, viewer)
    assert (await browser.get(await link_to(ADDRESS))).status_code == 404
    form = {"name": "Nia", "password": PASSWORD}
    assert (await browser.post(await link_to(ADDRESS), data=form)).status_code == 404
    assert await accounts.find_account_by_address(ADDRESS) is None
    kept = await staff.list_invites(COUNCIL, viewer)
    assert [each.address for each in kept] == ["kept@wiltshire.gov.uk"]


async def test_a_withdrawn_invitation_does_not_work(browser, viewer):
    invite_id = await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    path = await link_to(ADDRESS)
    await staff.withdraw_invite(invite_id, COUNCIL, viewer)
    assert (await browser.get(path)).status_code == 404
    assert await find_of_address(COUNCIL, ADDRESS, clock.now()) is None


async def test_another_councils_invitation_is_not_withdrawn(db, viewer):
    invite_id = await staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    other = await viewer_of(await make_account("administrator", OTHER))
    with pytest.raises(NotFoundError):
        await staff.withdraw_invite(invite_id, OTHER, other)
    assert len(await staff.list_invites(COUNCIL, viewer)) == 1


@pytest.mark.parametrize("role", [None, "person", "provider", "practitioner", "commissioner", "steward"])
async def test_nobody_but_an_administrator_invites_sees_or_ends(db, administrator, role):
    viewer = ANONYMOUS if role is None else await viewer_of(await make_account(role))
    for call in calls_of(administrator.id, viewer):
        with pytest.raises(NotFoundError):
            await call


async def test_no_administrator_of_another_council_does_so(db, administrator):
    viewer = await viewer_of(await make_account("administrator", OTHER))
    for call in calls_of(administrator.id, viewer):
        with pytest.raises(NotFoundError):
            await call


async def test_without_the_second_factor_an_administrator_does_nothing(db, administrator):
    viewer = await viewer_of(administrator, second_factor=False)
    for call in calls_of(administrator.id, viewer):
        with pytest.raises(NotFoundError):
            await call


def calls_of(account_id, viewer):
    yield staff.list_staff(COUNCIL, 1, viewer)
    yield staff.list_invites(COUNCIL, viewer)
    yield staff.get_member(account_id, COUNCIL, viewer)
    yield staff.invite_staff(COUNCIL, ADDRESS, [Role.STEWARD], viewer)
    yield staff.withdraw_invite(uuid4(), COUNCIL, viewer)
    yield staff.end_role(account_id, Role.ADMINISTRATOR, COUNCIL, viewer)
    yield staff.reset_second_factor(account_id, COUNCIL, viewer)


@pytest.mark.parametrize("roles", [[], [Role.PERSON], [Role.STEWARD, Role.PROVIDER]])
async def test_only_staff_roles_are_given(db, viewer, roles):
    with pytest.raises(InvalidError):
        await staff.invite_staff(COUNCIL, ADDRESS, roles, viewer)


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@b.c\r\nbcc: x@y.example", "a b@c.example", "x" * 300 + "@c.example"]
)
async def test_only_addresses_are_invited(db, viewer, address):
    with pytest.raises(InvalidError):
        await staff.invite_staff(COUNCIL, address, [Role.STEWARD], viewer)


async def test_the_last_administrator_stays(db, administrator, viewer):
    with pytest.raises(ConflictError):
        await staff.end_role(administrator.id, Role.ADMINISTRATOR, COUNCIL, viewer)
    await make_account("administrator", OTHER)
    with pytest.raises(ConflictError):
        await staff.end_role(administrator.id, Role.ADMINISTRATOR, COUNCIL, viewer)
    await make_account("administrator", COUNCIL)
    await staff.end_role(administrator.id, Role.ADMINISTRATOR, COUNCIL, viewer)
    assert (await accounts.find_account(administrator.id)).grants == ()


async def test_of_two_administrators_who_end_each_other_one_stays(committed_db):
    one, other = await make_account("administrator"), await make_account("administrator")
    viewers = [await viewer_of(one), await viewer_of(other)]

    async def end(account, viewer):
        try:
            await staff.end_role(account.id, Role.ADMINISTRATOR, COUNCIL, viewer)
        except ConflictError:
            return False
        return True

    outcomes = await asyncio.gather(end(other, viewers[0]), end(one, viewers[1]))
    assert outcomes.count(True) == 1
    assert len(await accounts.list_with_role(Role.ADMINISTRATOR, COUNCIL)) == 1


async def test_a_role_that_was_ended_is_gone_at_the_next_request(browser, viewer):
    colleague = await make_account("steward", COUNCIL)
    await sign_in_as(browser, colleague)
    assert (await browser.get("/stewards")).status_code == 200
    await staff.end_role(colleague.id, Role.STEWARD, COUNCIL, viewer)
    assert (await browser.get("/stewards")).status_code == 403


async def test_roles_for_another_council_are_neither_seen_nor_ended(db, viewer):
    colleague = await make_account("steward", COUNCIL)
    await accounts.grant_role(colleague.id, Role.ADMINISTRATOR, OTHER, actor="test")
    member = await staff.get_member(colleague.id, COUNCIL, viewer)
    assert member.roles == (Role.STEWARD,)
    with pytest.raises(NotFoundError):
        await staff.end_role(colleague.id, Role.ADMINISTRATOR, COUNCIL, viewer)
    assert Grant(Role.ADMINISTRATOR, OTHER) in (await accounts.find_account(colleague.id)).grants


async def test_a_lost_second_factor_is_reset_with_a_letter_and_a_record(browser, administrator, viewer):
    colleague = await make_account("steward", COUNCIL)
    await set_up(colleague)
    await sign_in_as(browser, colleague)
    await staff.reset_second_factor(colleague.id, COUNCIL, viewer)
    assert not (await second_factor.find_second_factor(colleague.id)).is_set
    assert (await browser.get("/account")).headers["location"].startswith("/sign-in"), "signed out everywhere"
    entry = (await audit.list_history("account", colleague.id))[-1]
    assert (entry.action, entry.actor, entry.council) == (
        "reset_second_factor", str(administrator.id), COUNCIL,
    )  # fmt: skip
    letters = [each for each in (await list_letters(1)).items if each.recipient == colleague.address]
    assert "An administrator of your council" in repr(await get_letter(letters[0].id))


async def test_the_second_factor_of_who_works_for_another_council_too_is_not_reset(db, viewer):
    """An administrator of one council who knows a password would get at what the other one trusts."""
    colleague = await make_account("steward", COUNCIL)
    await accounts.grant_role(colleague.id, Role.STEWARD, OTHER, actor="test")
    await set_up(colleague)
    with pytest.raises(ConflictError):
        await staff.reset_second_factor(colleague.id, COUNCIL, viewer)
    assert (await second_factor.find_second_factor(colleague.id)).is_set


async def test_nobody_resets_their_own(db, administrator, viewer):
    await set_up(administrator)
    with pytest.raises(ConflictError):
        await staff.reset_second_factor(administrator.id, COUNCIL, viewer)


async def test_the_pages_of_an_administrator(browser, administrator, db):
    colleague = await make_account("steward", COUNCIL, name="Cleo Steward")
    await set_up(colleague)
    await sign_in_as(browser, administrator)
    assert (await browser.get("/administration/staff")).headers["location"] == (
        f"/administration/staff/{COUNCIL}"
    )
    path = f"/administration/staff/{COUNCIL}"
    answer = await browser.post(f"{path}/invite", data={"address": ADDRESS, "roles": ["steward"]})
    assert answer.headers["location"] == f"{path}?done=invited"
    page = (await browser.get(f"{path}?done=invited")).text
    for words in ("The invitation is on its way.", ADDRESS, "Cleo Steward", "No code app"):
        assert words in page
    member = f"{path}/{colleague.id}"
    assert "Remove their code app" in (await browser.get(member)).text
    assert (await browser.post(f"{member}/reset-second-factor")).headers["location"] == f"{path}?done=reset"
    assert (await browser.post(f"{member}/end-role", data={"role": "administrator"})).status_code == 409
    assert (await browser.post(f"{member}/end-role", data={"role": "steward"})).status_code == 303
    assert (await browser.get(member)).status_code == 404
    own = f"{path}/{administrator.id}/end-role"
    last = await browser.post(own, data={"role": "administrator"})
    assert last.status_code == 409
    assert "a council needs at least one" in last.text
    await make_account("administrator", COUNCIL)
    assert (await browser.post(own, data={"role": "administrator"})).headers["location"] == "/account"


@pytest.mark.parametrize(
    "form",
    [{}, {"address": "x"}, {"address": ADDRESS}, {"address": ADDRESS, "roles": ["emperor", "steward"]}],
)
async def test_a_form_that_cannot_be_taken_is_shown_again(browser, administrator, form):
    await sign_in_as(browser, administrator)
    answer = await browser.post(f"/administration/staff/{COUNCIL}/invite", data=form)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x"])
async def test_a_page_that_cannot_be_is_an_error_of_who_asks(browser, administrator, page):
    await sign_in_as(browser, administrator)
    answer = await browser.get(f"/administration/staff/{COUNCIL}?page={page}")
    assert answer.status_code in {400, 404}


async def test_the_list_is_paged_and_loses_nobody(browser, administrator, db):
    for _ in range(60):
        await make_account("practitioner", COUNCIL)
    await sign_in_as(browser, administrator)
    pages = [(await browser.get(f"/administration/staff/{COUNCIL}?page={n}")).text for n in (1, 2)]
    people = [re.findall(rf"/administration/staff/{COUNCIL}/([0-9a-f-]{{36}})", page) for page in pages]
    assert len(people[0]) == 50
    assert len({*people[0], *people[1]}) == 61
