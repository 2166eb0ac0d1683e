"""Feedback of others: of another person, for another provider, shared with another council's stewards."""

from marketplace.accounts.schemas import Role
from tests.factories.accounts import make_account
from tests.factories.enquiries import make_agreed, make_answered, make_offer
from tests.factories.feedback import make_feedback
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

PERSON = "/feedback/{feedback_id:uuid}"
PROVIDER = "/provider/feedback/{feedback_id:uuid}"
STAFF = (Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER, Role.COMMISSIONER)


async def _persons(end: str, **form: str) -> Foreign:
    told = await make_feedback(with_steward=True)
    strangers = [told.talk.offer.account, *[await make_account(role) for role in ("person", *STAFF)]]
    return Foreign(
        path=f"/feedback/{told.id}{end}", owner=told.talk.person_account, strangers=strangers, form=form
    )


async def _providers(end: str, **form: str) -> Foreign:
    told = await make_feedback()
    strangers = [(await make_offer()).account, (await make_feedback()).talk.offer.account]
    return Foreign(
        path=f"/provider/feedback/{told.id}{end}",
        owner=told.talk.offer.account,
        strangers=strangers,
        form=form,
    )


@foreign("GET /feedback/new/{listing_id:uuid}", "POST /feedback/new/{listing_id:uuid}")
async def telling_a_provider_with_whom_nothing_is_agreed():
    talk = await make_agreed()
    asking = await make_answered(offer=talk.offer)
    return Foreign(
        path=f"/feedback/new/{talk.offer.listing}",
        owner=talk.person_account,
        strangers=[asking.person_account, talk.offer.account, await make_account("person")],
        form={"good": "They are kind."},
    )


@foreign(f"GET {PERSON}")
async def what_another_told():
    return await _persons("")


@foreign(f"GET {PERSON}/take-back", f"POST {PERSON}/take-back")
async def taking_back_what_another_told():
    return await _persons("/take-back")


@foreign(f"GET {PERSON}/report", f"POST {PERSON}/report")
async def reporting_an_answer_to_another():
    return await _persons("/report", kind="other", words="This is rude.")


@foreign(f"GET {PROVIDER}")
async def what_another_provider_was_told():
    return await _providers("")


@foreign(f"POST {PROVIDER}/answer")
async def answering_for_another_provider():
    return await _providers("/answer", words="Thank you.")


@foreign(f"GET {PROVIDER}/report", f"POST {PROVIDER}/report")
async def reporting_what_another_provider_was_told():
    return await _providers("/report", kind="other", words="This is rude.")


@foreign("GET /stewards/feedback/{feedback_id:uuid}")
async def what_was_shared_with_another_council():
    told = await make_feedback(with_steward=True)
    return Foreign(
        path=f"/stewards/feedback/{told.id}",
        owner=await make_account("steward", COUNCIL),
        strangers=[await make_account("steward", OTHER_COUNCIL)],
    )
