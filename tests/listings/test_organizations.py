"""Several people look after an organisation; nobody else does; the last owner stays."""

import asyncio
import re

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.listings import service as listings
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.schemas import RequestStatus
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.claims import service as claims
from marketplace.listings.organizations.invites import service as invites
from marketplace.listings.organizations.leaving.service import OrganizationHolder
from marketplace.listings.organizations.repository import add_member
from marketplace.listings.organizations.schemas import ClaimStatus, MemberRole
from marketplace.mail.tables import StoredLetter as Letter
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, make_enterprise, make_organization, publish
from tests.factories.providers import make_organization_of, make_provider, make_written

WORDS = "I am the treasurer of the club; ring the hall and ask for me."


async def token_for(address):
    """The token in the last letter to an address."""
    found = (
        await Letter.select().where(Letter.recipient == address).order_by(Letter.queued_at, ascending=False)
    )
    match = re.search(r"/join/([\w-]+)", str(found[0]["parts"]))
    assert match
    return match[1]


async def letters_to(address):
    rows = await Letter.select().where(Letter.recipient == address).order_by(Letter.queued_at)
    return [row["kind"] for row in rows]


async def join(organization_id, owner, viewer, role=MemberRole.MEMBER):
    address = await accounts.find_address(viewer.account_id)
    await invites.invite_member(organization_id, address, role, owner)
    return await invites.accept_invite(await token_for(address), viewer)


async def test_an_invitation_carries_no_address_that_somebody_chose_as_a_name(db):
    owner = await viewer_of(await make_account(Role.PROVIDER, name="Win! http://evil.example/x"))
    organization_id = await make_organization_of(owner, "St. John's of www.evil.example")
    await invites.invite_member(organization_id, "new@example.org", MemberRole.MEMBER, owner)
    (letter,) = await Letter.select().where(Letter.recipient == "new@example.org")
    words = letter["parts"][0]["text"]
    assert words.startswith("Win! http evil example x asks you")
    assert "St. John's of www evil example" in words


@pytest.mark.parametrize("becomes", [None, MemberRole.MEMBER])
async def test_invitations_of_whoever_is_no_owner_any_more_end(db, becomes):
    owner, other, friend = await make_provider(), await make_provider(), await make_provider()
    organization_id = await make_organization_of(owner)
    await join(organization_id, owner, other, MemberRole.OWNER)
    await invites.invite_member(organization_id, "back@example.org", MemberRole.OWNER, other)
    await invites.invite_member(organization_id, "kept@example.org", MemberRole.MEMBER, owner)
    if becomes is None:
        await organizations.remove_member(organization_id, other.account_id, owner)
    else:
        await organizations.set_member_role(organization_id, other.account_id, becomes, owner)
    with pytest.raises(NotFoundError):
        await invites.accept_invite(await token_for("back@example.org"), friend)
    assert not await organizations.may_edit(friend, organization_id)
    assert [each.address for each in await invites.list_invites(organization_id, owner)] == [
        "kept@example.org"
    ]
    assert await invites.accept_invite(await token_for("kept@example.org"), friend) == organization_id


async def test_who_makes_an_organisation_owns_it_and_is_a_provider(db):
    viewer = await viewer_of(await make_account())
    organization_id = await organizations.create_organization(" Avon Home Help ", viewer)
    membership = await organizations.get_membership(organization_id, viewer)
    assert (membership.organization.name, membership.is_owner) == ("Avon Home Help", True)
    account = await accounts.find_account(viewer.account_id)
    assert Role.PROVIDER in {grant.role for grant in account.grants}


async def test_visitors_and_strangers_have_no_organisation(db):
    organization_id = await make_organization_of(await make_provider())
    for viewer in (ANONYMOUS, await make_provider()):
        assert not await organizations.may_edit(viewer, organization_id)
        for call in (
            organizations.get_membership(organization_id, viewer),
            organizations.list_members(organization_id, viewer),
            organizations.remove_member(organization_id, (await make_provider()).account_id, viewer),
            invites.invite_member(organization_id, "x@example.org", MemberRole.OWNER, viewer),
            invites.list_invites(organization_id, viewer),
        ):
            with pytest.raises(NotFoundError):
                await call


async def test_an_invitation_is_accepted_once_by_whoever_has_the_letter(db):
    owner, friend = await make_provider(), await make_provider("Sam Friend")
    organization_id = await make_organization_of(owner)
    address = await accounts.find_address(friend.account_id)
    await invites.invite_member(organization_id, address, MemberRole.MEMBER, owner)
    token = await token_for(address)
    organization, _invite = await invites.find_invitation(token)
    assert organization.id == organization_id
    assert not await organizations.may_edit(friend, organization_id)
    assert await invites.accept_invite(token, friend) == organization_id
    names = [member.name for member in await organizations.list_members(organization_id, owner)]
    assert names == ["Robin Example", "Sam Friend"]
    assert await invites.list_invites(organization_id, owner) == ()
    with pytest.raises(NotFoundError):
        await invites.accept_invite(token, await make_provider())


async def test_an_invitation_that_is_taken_back_or_sent_again_ends_the_link_before(db):
    owner = await make_provider()
    organization_id = await make_organization_of(owner)
    await invites.invite_member(organization_id, "new@example.org", MemberRole.MEMBER, owner)
    first = await token_for("new@example.org")
    await invites.invite_member(organization_id, "NEW@example.org", MemberRole.OWNER, owner)
    with pytest.raises(NotFoundError):
        await invites.find_invitation(first)
    (invite,) = await invites.list_invites(organization_id, owner)
    await invites.take_back_invite(organization_id, invite.id, owner)
    with pytest.raises(NotFoundError):
        await invites.find_invitation(await token_for("NEW@example.org"))


async def test_an_invitation_that_nobody_took_up_runs_out_and_is_no_longer_shown(db):
    owner, friend = await make_provider(), await make_provider()
    organization_id = await make_organization_of(owner)
    await invites.invite_member(organization_id, "late@example.org", MemberRole.MEMBER, owner)
    token = await token_for("late@example.org")
    with clock.stopped_at(clock.now() + invites.VALID_FOR):
        with pytest.raises(NotFoundError):
            await invites.find_invitation(token)
        with pytest.raises(NotFoundError):
            await invites.accept_invite(token, friend)
        assert await invites.list_invites(organization_id, owner) == ()
    assert not await organizations.may_edit(friend, organization_id)


async def test_an_invitation_of_another_organisation_is_not_found(db):
    owner, other = await make_provider(), await make_provider()
    organization_id, others_id = await make_organization_of(owner), await make_organization_of(other)
    await invites.invite_member(organization_id, "new@example.org", MemberRole.MEMBER, owner)
    (invite,) = await invites.list_invites(organization_id, owner)
    with pytest.raises(NotFoundError):
        await invites.take_back_invite(others_id, invite.id, other)


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@example.org\nBcc: x@example.org", "<a@example.org>"]
)
async def test_what_is_no_address_is_told_at_its_field(db, address):
    owner = await make_provider()
    organization_id = await make_organization_of(owner)
    with pytest.raises(InvalidError) as caught:
        await invites.invite_member(organization_id, address, MemberRole.MEMBER, owner)
    assert [problem.field for problem in caught.value.problems] == ["address"]


async def test_members_write_and_owners_decide_who_is_in(db):
    owner, member = await make_provider(), await make_provider()
    organization_id = await make_organization_of(owner)
    await join(organization_id, owner, member)
    assert await organizations.may_edit(member, organization_id)
    with pytest.raises(ConflictError):
        await organizations.remove_member(organization_id, owner.account_id, member)
    with pytest.raises(ConflictError):
        await invites.invite_member(organization_id, "x@example.org", MemberRole.MEMBER, member)
    with pytest.raises(ConflictError):
        await organizations.set_member_role(organization_id, member.account_id, MemberRole.OWNER, member)
    await organizations.remove_member(organization_id, member.account_id, member)
    assert not await organizations.may_edit(member, organization_id)


async def test_the_last_owner_stays(db):
    owner, member = await make_provider(), await make_provider()
    organization_id = await make_organization_of(owner)
    await join(organization_id, owner, member)
    with pytest.raises(ConflictError):
        await organizations.remove_member(organization_id, owner.account_id, owner)
    with pytest.raises(ConflictError):
        await organizations.set_member_role(organization_id, owner.account_id, MemberRole.MEMBER, owner)
    await organizations.set_member_role(organization_id, member.account_id, MemberRole.OWNER, owner)
    await organizations.remove_member(organization_id, owner.account_id, owner)
    assert not await organizations.may_edit(owner, organization_id)


async def test_of_two_owners_who_leave_at_once_one_stays(committed_db):
    first, second = await make_provider(), await make_provider()
    organization_id = await make_organization_of(first)
    await join(organization_id, first, second, MemberRole.OWNER)
    results = await asyncio.gather(
        *(
            organizations.remove_member(organization_id, viewer.account_id, viewer)
            for viewer in (first, second)
        ),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["ConflictError", "NoneType"]


async def test_of_two_who_accept_one_invitation_at_once_one_is_in(committed_db):
    owner, first, second = await make_provider(), await make_provider(), await make_provider()
    organization_id = await make_organization_of(owner)
    await invites.invite_member(organization_id, "new@example.org", MemberRole.MEMBER, owner)
    token = await token_for("new@example.org")
    results = await asyncio.gather(
        *(invites.accept_invite(token, viewer) for viewer in (first, second)), return_exceptions=True
    )
    assert sum(isinstance(result, NotFoundError) for result in results) == 1
    assert len(await organizations.list_members(organization_id, owner)) == 2


async def test_a_claim_is_decided_by_a_steward_and_makes_the_first_one_owner(db):
    listing_id = await publish(make_activity())
    viewer, steward = await make_provider(), await viewer_of(await make_account(Role.STEWARD))
    claim_id = await claims.claim_listing(listing_id, viewer, WORDS)
    claim = await claims.get_claim(claim_id)
    assert (claim.status, claim.people, claim.title) == (ClaimStatus.OPEN, 0, "Tuesday art group")
    assert [one.id for one in (await claims.list_claims([claim.council_code], 1)).items] == [claim_id]
    assert (await claims.list_claims(["E08000035"], 1)).total == 0
    await claims.decide_claim(claim_id, claim.version, steward, is_accepted=True, note="Rang the hall.")
    membership = await organizations.get_membership(claim.organization_id, viewer)
    assert membership.is_owner
    assert await letters_to(await accounts.find_address(viewer.account_id)) == ["claim_decided"]
    with pytest.raises(ConflictError):
        await claims.decide_claim(claim_id, claim.version, steward, is_accepted=False, note="")


async def test_the_people_of_a_claimed_organisation_are_told_and_stay_owners(db):
    draft = make_activity()
    listing_id = await publish(draft)
    steward = await viewer_of(await make_account(Role.STEWARD))
    first, second = await make_provider(), await make_provider()
    for viewer in (first, second):
        claim_id = await claims.claim_listing(listing_id, viewer, WORDS)
        await claims.decide_claim(claim_id, 1, steward, is_accepted=True, note="")
    assert not (await organizations.get_membership(draft.organization.id, second)).is_owner
    told = await letters_to(await accounts.find_address(first.account_id))
    assert told == ["claim_decided", "claim_made", "organization_changed"]


async def test_a_claim_is_made_once_of_a_public_listing_by_who_is_not_in_it(db):
    listing_id = await publish(make_enterprise())
    viewer = await make_provider()
    with pytest.raises(InvalidError):
        await claims.claim_listing(listing_id, viewer, "mine")
    await claims.claim_listing(listing_id, viewer, WORDS)
    with pytest.raises(NotFoundError):
        await claims.claim_listing(listing_id, ANONYMOUS, WORDS)
    await listings.withdraw_listing(listing_id, actor="test")
    with pytest.raises(NotFoundError):
        await claims.claim_listing(listing_id, await make_provider(), WORDS)


async def test_claiming_the_same_twice_is_told(committed_db):
    listing_id = await publish(make_enterprise())
    viewer = await make_provider()
    results = await asyncio.gather(
        *(claims.claim_listing(listing_id, viewer, WORDS) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(result, ConflictError) for result in results) == 2


async def test_claims_are_limited(db):
    viewer = await make_provider()
    listing_ids = [await publish(make_enterprise()) for _ in range(11)]
    for listing_id in listing_ids[:10]:
        await claims.claim_listing(listing_id, viewer, WORDS)
    with pytest.raises(TooManyError):
        await claims.claim_listing(listing_ids[10], viewer, WORDS)


async def test_an_account_that_goes_takes_its_own_organisation_along(db):
    viewer = await make_provider()
    request = await make_written(viewer)
    draft = make_enterprise()
    listing_id = await publish(draft)
    await claims.claim_listing(await publish(make_activity()), viewer, WORDS)
    await add_member(draft.organization.id, viewer.account_id, MemberRole.OWNER, clock.now())
    holder = OrganizationHolder()
    told = await holder.export(viewer.account_id)
    assert request.content in [one["answers"] for one in told["requests"]]
    assert WORDS in [one["words"] for one in told["claims"]]
    async with transaction():
        await holder.erase(viewer.account_id)
    assert not any((await holder.export(viewer.account_id)).values())
    emptied = await editing.find_request(request.id)
    assert (emptied.status, emptied.content) == (RequestStatus.DISCARDED, {})
    stored = await listings.get_stored(listing_id)
    assert stored.status == "withdrawn"
    assert draft.title not in str(stored)


async def test_an_organisation_with_other_people_goes_on_and_has_an_owner(db):
    owner, member = await make_provider(), await make_provider()
    organization_id = await make_organization_of(owner, "Avon Home Help")
    await join(organization_id, owner, member)
    async with transaction():
        await OrganizationHolder().erase(owner.account_id)
    membership = await organizations.get_membership(organization_id, member)
    assert (membership.organization.name, membership.is_owner) == ("Avon Home Help", True)
    assert clock.now() > membership.since


async def test_what_is_done_about_people_is_seen_where_the_organisation_lists_something(db):
    owner, friend = await make_provider(), await make_provider("Sam Friend")
    unlisted = await make_organization_of(owner)
    listed = await make_organization_of(owner, "Avon Home Help")
    await publish(make_enterprise(organization=make_organization("Avon Home Help", id=listed)))
    for organization_id, council in ((unlisted, None), (listed, "national")):
        await join(organization_id, owner, friend)
        await organizations.remove_member(organization_id, friend.account_id, owner)
        found = await audit.list_history("organization", organization_id)
        told = {entry.action: entry.council for entry in found if entry.action in {"invite", "remove_member"}}
        assert told == {"invite": council, "remove_member": council}
