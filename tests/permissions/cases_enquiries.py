"""Conversations of others: of another person, of another provider, of a provider whom somebody has left."""

from marketplace.accounts.schemas import Account, Role
from marketplace.enquiries import service
from marketplace.enquiries.schemas import Side
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person, remove_member
from tests.factories.accounts import make_account
from tests.factories.enquiries import Talk, make_answered, make_offer, make_talk
from tests.permissions.cases import Foreign, foreign

PERSON = "/messages/{conversation_id:uuid}"
PROVIDER = "/provider/messages/{conversation_id:uuid}"
STAFF = (Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER, Role.COMMISSIONER)


async def _left(talk: Talk) -> Account:
    """Somebody who was one of the organisation's people until just now."""
    account = await make_account(Role.PROVIDER)
    await add_person(talk.offer.organization, account.id, MemberRole.MEMBER, actor="test")
    await remove_member(talk.offer.organization, account.id, talk.offer.viewer)
    return account


async def _persons(end: str, **form: str) -> Foreign:
    talk = await make_answered()
    other = await make_talk(offer=talk.offer)
    strangers = [other.person_account, talk.offer.account, *[await make_account(role) for role in STAFF]]
    path = f"/messages/{talk.id}{end}"
    return Foreign(path=path, owner=talk.person_account, strangers=strangers, form=form)


async def _providers(end: str, **form: str) -> Foreign:
    talk = await make_answered()
    strangers = [(await make_offer()).account, await _left(talk)]
    path = f"/provider/messages/{talk.id}{end}"
    return Foreign(path=path, owner=talk.offer.account, strangers=strangers, form=form)


@foreign(f"GET {PERSON}")
async def conversation_of_another():
    return await _persons("")


@foreign(f"POST {PERSON}/reply")
async def writing_as_another():
    return await _persons("/reply", words="Hello.", version="2")


@foreign(f"GET {PERSON}/agree", f"POST {PERSON}/agree")
async def agreeing_as_another():
    return await _persons("/agree", version="2")


@foreign(f"GET {PERSON}/end", f"POST {PERSON}/end")
async def ending_as_another():
    return await _persons("/end", reason="found_other", version="2")


@foreign(f"GET {PERSON}/contact", f"POST {PERSON}/contact")
async def showing_how_to_reach_another():
    return await _persons("/contact", contact="07700 900123", version="2")


@foreign(f"POST {PERSON}/hide-contact")
async def hiding_how_to_reach_another():
    return await _persons("/hide-contact")


@foreign(f"GET {PERSON}/block", f"POST {PERSON}/block")
async def blocking_as_another():
    return await _persons("/block")


@foreign(f"GET {PERSON}/report", f"POST {PERSON}/report")
async def reporting_as_another():
    return await _persons("/report", kind="other", words="They were rude.")


async def _block(side: Side) -> Foreign:
    talk = await make_talk()
    is_person = side is Side.PERSON
    owner, viewer = (
        (talk.person_account, talk.person) if is_person else (talk.offer.account, talk.offer.viewer)
    )
    await service.block(talk.id, viewer, side=side)
    (found,) = (await service.list_blocks(viewer, side)).items
    strangers = [(await make_offer()).account, talk.offer.account if is_person else await _left(talk)]
    base = "/messages" if is_person else "/provider/messages"
    return Foreign(path=f"{base}/blocked/{found.id}/end", owner=owner, strangers=strangers)


@foreign("POST /messages/blocked/{block_id:uuid}/end")
async def taking_anothers_block_back():
    return await _block(Side.PERSON)


@foreign("POST /provider/messages/blocked/{block_id:uuid}/end")
async def taking_another_providers_block_back():
    return await _block(Side.PROVIDER)


@foreign(f"GET {PROVIDER}")
async def conversation_of_another_provider():
    return await _providers("")


@foreign(f"POST {PROVIDER}/reply")
async def answering_for_another_provider():
    return await _providers("/reply", words="Hello.", version="2")


@foreign(f"GET {PROVIDER}/end", f"POST {PROVIDER}/end")
async def ending_for_another_provider():
    return await _providers("/end", reason="no_capacity", version="2")


@foreign(f"GET {PROVIDER}/contact", f"POST {PROVIDER}/contact")
async def showing_how_to_reach_another_provider():
    return await _providers("/contact", contact="07700 900123", version="2")


@foreign(f"POST {PROVIDER}/hide-contact")
async def hiding_how_to_reach_another_provider():
    return await _providers("/hide-contact")


@foreign(f"GET {PROVIDER}/block", f"POST {PROVIDER}/block")
async def blocking_for_another_provider():
    return await _providers("/block")


@foreign(f"GET {PROVIDER}/report", f"POST {PROVIDER}/report")
async def reporting_for_another_provider():
    return await _providers("/report", kind="other", words="They were rude.")
