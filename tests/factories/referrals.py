"""Referrals for tests, through the services only: practitioners, providers, and a referral in any state."""

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from marketplace.referrals import service
from marketplace.referrals.answering import service as answering
from marketplace.referrals.schemas import GivenBy, GivenHow, Mode, NewConsent, NewReferral, ShareWith
from marketplace.referrals.sending import service as sending
from marketplace.referrals.teams import service as teams
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.listings import FEW_PLACES, make_organization, make_personal_assistant, publish


async def make_practitioner(council=COUNCIL, **values):
    """A practitioner of Wiltshire, or of another council, as services see who is signed in."""
    return await viewer_of(await make_account(Role.PRACTITIONER, council, **values))


async def make_team_of(*practitioners, name="Older people, Trowbridge", council=COUNCIL):
    """A team that the first makes and the others are in."""
    from marketplace.referrals.teams import repository

    team_id = await teams.create_team(council, name, practitioners[0])
    for each in practitioners[1:]:
        await repository.add_member(team_id, each.account_id, clock.now())
    return team_id


async def make_listed(name="Amina K.", **changes):
    """A public listing and the viewer who looks after it."""
    organization = make_organization(name)
    listing_id = await publish(make_personal_assistant(organization=organization, **changes))
    viewer = await viewer_of(await make_account(Role.PROVIDER, name=name))
    await add_person(organization.id, viewer.account_id, MemberRole.OWNER, actor="test")
    return listing_id, viewer


def make_need(**changes):
    """What a practitioner writes."""
    values = {
        "council_code": COUNCIL,
        "reference": "LAS-20417",
        "support_types": ("shopping", "swimming"),
        "care_group": "older_people",
        "place": "BA14",
        "hours_per_week": 3.5,
        "days": ("tue", "fri"),
        "languages": ("english",),
        "words": "Likes gardens and football.",
    }
    return NewReferral(**values | changes)


def make_consent(**changes):
    """What was agreed today, with name and contact."""
    values = {
        "given_by": GivenBy.PERSON,
        "how": GivenHow.IN_PERSON,
        "given_on": clock.today(),
        "share_with": ShareWith.SUITABLE,
        "first_name": "Edith",
        "contact_way": "Ring her daughter after 2 pm.",
    }
    return NewConsent(**values | changes)


async def make_draft(viewer, listing_ids=(), mode=Mode.IN_ORDER, **changes):
    """A referral that was not sent; returns its id."""
    referral_id = await service.start_referral(make_need(**changes), viewer, FEW_PLACES)
    if listing_ids:
        await sending.choose_providers(referral_id, listing_ids, mode, 5, 1, viewer)
    return referral_id


async def make_sent(viewer, listing_ids, mode=Mode.IN_ORDER, consent=None, **changes):
    """A referral that providers are asked with; returns its id."""
    referral_id = await make_draft(viewer, listing_ids, mode, **changes)
    await sending.send_referral(referral_id, consent or make_consent(), 2, viewer)
    return referral_id


async def offer_to(referral_id, listing_id, viewer):
    """The offer of a referral to a listing, as the team reads it."""
    view = await service.get_referral(referral_id, viewer)
    (offer,) = [offer for offer in view.offers if offer.listing_id == listing_id]
    return offer


async def accept(referral_id, listing_id, provider, viewer):
    """Let a provider take it on; returns the id of the offer."""
    offer = await offer_to(referral_id, listing_id, viewer)
    await answering.accept_offer(offer.id, offer.version, provider)
    return offer.id
