"""Referrals in the life of one person: answered as a provider, made as a practitioner.

What a referral says is about somebody else: `tests/referrals` looks for what stays of that.
"""

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import grant_role
from marketplace.listings.schemas import ServiceArea
from marketplace.referrals.answering import service as answering
from marketplace.referrals.schemas import Reason
from marketplace.referrals.teams import service as teams
from tests.factories.accounts import COUNCIL, viewer_of
from tests.factories.listings import TROWBRIDGE
from tests.factories.referrals import (
    make_draft,
    make_listed,
    make_practitioner,
    make_sent,
    make_team_of,
    offer_to,
)


async def be_referred_to(mark, viewer, listing_id):
    """Say no to a referral, with words."""
    practitioner = await make_practitioner()
    referral_id = await make_sent(practitioner, [listing_id])
    offer = await offer_to(referral_id, listing_id, practitioner)
    words = f"Not now, {mark('referral answer')}."
    await answering.decline_offer(offer.id, Reason.OTHER, words, offer.version, viewer)


async def work_as_practitioner(address, account):
    """Be in a team of two and one of nobody else, invite and be invited, and make referrals."""
    await grant_role(account.id, Role.PRACTITIONER, COUNCIL, actor="test")
    viewer = await viewer_of(account, second_factor=True)
    colleague = await make_practitioner()
    listing_id, _provider = await make_listed("Bo L.", area=ServiceArea(base_postcode=TROWBRIDGE, miles=8.0))
    shared = await make_team_of(colleague, viewer, name="Shared team")
    await make_team_of(viewer, name="Team of one")
    await teams.invite_to_team(shared, "kim.practitioner@example.org", viewer)
    theirs = await make_team_of(colleague, name="Their team")
    await teams.invite_to_team(theirs, address.upper(), colleague)
    await make_sent(viewer, [listing_id], team_id=shared)
    await make_sent(viewer, [listing_id], reference="ALONE-1")
    await make_draft(viewer, reference="ALONE-2")
