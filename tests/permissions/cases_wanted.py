"""Adverts of others: of another person, before another council's steward, and unseen by the unchecked."""

from datetime import date

from marketplace.accounts.schemas import Role
from marketplace.listings.schemas import Check
from tests.factories.accounts import make_account
from tests.factories.enquiries import make_offer
from tests.factories.listings import make_personal_assistant
from tests.factories.wanted import Posted, make_advert, make_published, make_submitted
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

PERSON = "/wanted/{advert_id:uuid}"
STEWARD = "/stewards/wanted/{advert_id:uuid}"
PROVIDER = "/provider/wanted/{advert_id:uuid}"
CHECKS = ("dbs", "identity", "right_to_work", "references")


async def _own(posted: Posted, end: str, **form: str) -> Foreign:
    roles = (Role.PERSON, Role.PROVIDER, Role.STEWARD, Role.ADMINISTRATOR, Role.COMMISSIONER)
    strangers = [await make_account(role) for role in roles]
    path = f"/wanted/{posted.id}{end}"
    return Foreign(path=path, owner=posted.account, strangers=strangers, form=form)


@foreign(f"GET {PERSON}")
async def advert_of_another():
    return await _own(await make_advert(), "")


@foreign(f"GET {PERSON}/matches")
async def who_suits_anothers_advert():
    return await _own(await make_published(), "/matches")


@foreign(f"GET {PERSON}/edit", f"POST {PERSON}/edit")
async def writing_anothers_advert():
    form = {"kind": "personal_assistant", "support_types": "swimming", "words": "Mine now.", "version": "1"}
    return await _own(await make_advert(), "/edit", **form)


@foreign(f"POST {PERSON}/send")
async def sending_anothers_advert():
    return await _own(await make_advert(), "/send", version="1")


@foreign(f"POST {PERSON}/take-back")
async def taking_anothers_advert_back():
    return await _own(await make_submitted(), "/take-back", version="2")


@foreign(f"POST {PERSON}/renew")
async def renewing_anothers_advert():
    return await _own(await make_published(), "/renew", version="3")


@foreign(f"POST {PERSON}/discard")
async def deleting_anothers_advert():
    return await _own(await make_advert(), "/discard", version="1")


@foreign(f"GET {PERSON}/end", f"POST {PERSON}/end")
async def ending_anothers_advert():
    return await _own(await make_published(), "/end", version="3", why="here")


@foreign(f"GET {STEWARD}", f"POST {STEWARD}")
async def advert_before_another_councils_steward():
    posted = await make_submitted()
    return Foreign(
        path=f"/stewards/wanted/{posted.id}",
        owner=await make_account(Role.STEWARD, COUNCIL),
        strangers=[
            await make_account(Role.STEWARD, OTHER_COUNCIL),
            await make_account(Role.STEWARD, "national"),
        ],
        form={"decision": "approve", "version": "2"},
    )


async def _seen(end: str, **form: str) -> Foreign:
    posted = await make_published()
    checks = tuple(Check(kind=kind, checked_on=date(2025, 5, 1)) for kind in CHECKS)
    checked = await make_offer(make_personal_assistant(checks=checks))
    unchecked = await make_offer(make_personal_assistant(checks=checks[1:]))
    return Foreign(
        path=f"/provider/wanted/{posted.id}{end}",
        owner=checked.account,
        strangers=[unchecked.account, await make_account(Role.PROVIDER)],
        form=form,
    )


@foreign(f"GET {PROVIDER}")
async def advert_that_only_the_checked_see():
    return await _seen("")


@foreign(f"POST {PROVIDER}/answer")
async def answering_what_only_the_checked_see():
    return await _seen("/answer", words="Hello.")


@foreign(f"GET {PROVIDER}/report", f"POST {PROVIDER}/report")
async def reporting_what_only_the_checked_see():
    return await _seen("/report", reason="other")
