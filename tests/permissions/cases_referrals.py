"""Referrals and teams, which nobody but the team and the provider must reach."""

from marketplace.accounts.service import find_account
from marketplace.listings.organizations.repository import remove_member
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person
from tests.factories.accounts import make_account, viewer_of
from tests.factories.referrals import accept, make_draft, make_listed, make_sent, make_team_of, offer_to
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

REFERRAL = "/practitioners/referrals/{referral_id:uuid}"
TEAM = "/practitioners/teams/{team_id:uuid}"
OFFER = "/provider/referrals/{offer_id:uuid}"


async def _strangers():
    """Practitioners of the same council and of another, and one whose team is another."""
    elsewhere = await make_account("practitioner", OTHER_COUNCIL)
    colleague = await make_account("practitioner", COUNCIL)
    await make_team_of(await viewer_of(colleague), name=f"Team of {colleague.id}")
    return [await make_account("practitioner", COUNCIL), colleague, elsewhere]


async def _referral(action="", *, is_sent=False, reached=(200, 303), **form):
    owner = await make_account("practitioner", COUNCIL)
    viewer = await viewer_of(owner)
    team_id = await make_team_of(viewer, name=f"Team of {owner.id}")
    listing_id, _provider = await make_listed()
    make = make_sent if is_sent else make_draft
    referral_id = await make(viewer, [listing_id], team_id=team_id)
    return Foreign(
        path=f"/practitioners/referrals/{referral_id}{action}",
        owner=owner,
        strangers=await _strangers(),
        form=form,
        reached=reached,
    )


@foreign(f"GET {REFERRAL}")
async def referral_of_another_team():
    return await _referral(is_sent=True)


@foreign(f"GET {REFERRAL}/need")
async def need_of_another_team():
    return await _referral("/need")


@foreign(f"POST {REFERRAL}/need")
async def changing_a_need_of_another_team():
    return await _referral("/need", reached=(422,), reference="X-1")


@foreign(f"POST {REFERRAL}/discard")
async def discarding_a_referral_of_another_team():
    return await _referral("/discard", version="2")


@foreign(f"GET {REFERRAL}/providers")
async def providers_of_another_team():
    return await _referral("/providers")


@foreign(f"POST {REFERRAL}/providers")
async def choosing_providers_for_another_team():
    return await _referral("/providers", reached=(422,), mode="in_order", answer_within_days="5", version="2")


@foreign(f"POST {REFERRAL}/add")
async def adding_providers_for_another_team():
    return await _referral("/add", is_sent=True, reached=(422,), version="3")


@foreign(f"GET {REFERRAL}/consent")
async def consent_of_another_team():
    return await _referral("/consent")


@foreign(f"POST {REFERRAL}/consent")
async def recording_consent_for_another_team():
    return await _referral("/consent", reached=(422,), version="2")


async def _waiting_for_consent(**options):
    owner = await make_account("practitioner", COUNCIL)
    viewer = await viewer_of(owner)
    listed = [(await make_listed())[0], (await make_listed("Bo L."))[0]]
    return Foreign(
        path=f"/practitioners/referrals/{await make_sent(viewer, listed)}/consent-again",
        owner=owner,
        strangers=await _strangers(),
        **options,
    )


@foreign(f"GET {REFERRAL}/consent-again")
async def consent_once_more_of_another_team():
    return await _waiting_for_consent()


@foreign(f"POST {REFERRAL}/consent-again")
async def recording_consent_once_more_for_another_team():
    return await _waiting_for_consent(form={"version": "3"}, reached=(422,))


@foreign(f"POST {REFERRAL}/next")
async def asking_the_next_for_another_team():
    return await _referral("/next", is_sent=True, reached=(409,), version="3")


@foreign(f"POST {REFERRAL}/stop")
async def asking_no_longer_for_another_team():
    return await _referral(
        "/stop", is_sent=True, reached=(409,), version="1", offer="00000000-0000-4000-8000-000000000000"
    )


@foreign(f"POST {REFERRAL}/start")
async def starting_for_another_team():
    return await _referral("/start", is_sent=True, reached=(409,), version="3")


@foreign(f"POST {REFERRAL}/take-back")
async def taking_back_for_another_team():
    return await _referral("/take-back", is_sent=True, reached=(409,), version="3")


@foreign(f"POST {REFERRAL}/end")
async def ending_for_another_team():
    return await _referral("/end", is_sent=True, version="3", outcome="not_needed")


@foreign(f"POST {REFERRAL}/hand-over")
async def handing_over_what_is_another_teams():
    return await _referral("/hand-over", is_sent=True, reached=(422,), version="3")


@foreign(f"GET {REFERRAL}/withdraw")
async def withdrawal_of_another_team():
    return await _referral("/withdraw", is_sent=True)


@foreign(f"POST {REFERRAL}/withdraw")
async def withdrawing_consent_for_another_team():
    return await _referral("/withdraw", is_sent=True)


async def _team(action="", *, reached=(200, 303), **form):
    owner = await make_account("practitioner", COUNCIL)
    team_id = await make_team_of(await viewer_of(owner), name=f"Team of {owner.id}")
    other = await make_account("administrator", OTHER_COUNCIL)
    return Foreign(
        path=f"/practitioners/teams/{team_id}{action.format(own=owner.id)}",
        owner=owner,
        strangers=[*await _strangers(), other],
        form=form,
        reached=reached,
    )


@foreign(f"GET {TEAM}")
async def team_of_others():
    return await _team()


@foreign(f"POST {TEAM}/rename")
async def renaming_a_team_of_others():
    return await _team("/rename", name="Taken over")


@foreign(f"POST {TEAM}/invite")
async def inviting_to_a_team_of_others():
    return await _team("/invite", address="spy@example.org")


@foreign(f"GET {TEAM}/people/{{account_id:uuid}}/remove")
async def leaving_a_team_of_others():
    return await _team("/people/{own}/remove")


@foreign(f"POST {TEAM}/people/{{account_id:uuid}}/remove")
async def removing_from_a_team_of_others():
    return await _team("/people/{own}/remove")


@foreign(f"POST {TEAM}/invites/{{invite_id:uuid}}/end")
async def taking_back_an_invitation_of_others():
    from marketplace.referrals.teams import repository
    from marketplace.referrals.teams.service import invite_to_team

    owner = await make_account("practitioner", COUNCIL)
    viewer = await viewer_of(owner)
    team_id = await make_team_of(viewer, name=f"Team of {owner.id}")
    await invite_to_team(team_id, f"{owner.id}@example.org", viewer)
    (invite,) = await repository.list_invites(team_id)
    return Foreign(
        path=f"/practitioners/teams/{team_id}/invites/{invite.id}/end",
        owner=owner,
        strangers=await _strangers(),
    )


async def _offer(action="", *, is_accepted=False, reached=(200, 303), **form):
    practitioner = await viewer_of(await make_account("practitioner", COUNCIL))
    listing_id, provider = await make_listed()
    other_listing, other = await make_listed("Bo L.")
    referral_id = await make_sent(practitioner, [listing_id, other_listing])
    offer = await offer_to(referral_id, listing_id, practitioner)
    left = await make_account("provider")
    await add_person(offer.organization_id, left.id, MemberRole.MEMBER, actor="test")
    await remove_member(offer.organization_id, left.id)
    if is_accepted:
        await accept(referral_id, listing_id, provider, practitioner)
        offer = await offer_to(referral_id, listing_id, practitioner)
    return Foreign(
        path=f"/provider/referrals/{offer.id}{action}",
        owner=await find_account(provider.account_id),
        strangers=[left, await find_account(other.account_id), await make_account("provider")],
        form={"version": str(offer.version)} | form,
        reached=reached,
    )


@foreign(f"GET {OFFER}")
async def referral_to_another_provider():
    return await _offer()


@foreign(f"POST {OFFER}/accept")
async def saying_yes_for_another_provider():
    return await _offer("/accept", reached=(303,))


@foreign(f"POST {OFFER}/decline")
async def saying_no_for_another_provider():
    return await _offer("/decline", reached=(303,), reason="hours")


@foreign(f"POST {OFFER}/give-back")
async def giving_back_what_another_provider_has():
    return await _offer("/give-back", is_accepted=True, reached=(303,), reason="hours")


@foreign(f"POST {OFFER}/start")
async def starting_what_another_provider_has():
    return await _offer("/start", is_accepted=True, reached=(303,))


@foreign(f"POST {OFFER}/end")
async def ending_what_another_provider_has():
    return await _offer("/end", is_accepted=True, reached=(409,), outcome="finished")
