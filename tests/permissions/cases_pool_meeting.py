"""What others look for, who wants the same as they, and what is written in pools of others."""

from marketplace.accounts.schemas import Role
from tests.factories.accounts import make_account
from tests.factories.pool_meeting import Wisher, make_mutual, make_wisher
from tests.factories.pooling import Person, make_asked, make_pool, make_shown, make_welcome
from tests.permissions.cases import Foreign, foreign

WISH = "/pools/wishes/{wish_id:uuid}"
MATCH = "/pools/wishes/people/{match_id:uuid}"
TALK = "/pools/mine/{pool_id:uuid}/talk"
THREAD = f"{TALK}/{{member_id:uuid}}"
_ROLES = (Role.PERSON, Role.PROVIDER, Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER)


_MOMENTS = (f"{day}.{part}" for day in ("mon", "thu", "fri", "sat", "sun") for part in ("morning", "evening"))
"""Cases stand side by side in one database: those of one case are the only ones who can then."""


async def _strangers():
    return [await make_account(role) for role in _ROLES]


async def _wish(end: str, *, reached=(200, 303), **form: str) -> Foreign:
    ada, bo = await make_mutual(times=(next(_MOMENTS),))
    strangers = [*await _strangers(), bo.account]
    path = f"/pools/wishes/{ada.wish_id}{end}"
    return Foreign(path=path, owner=ada.account, strangers=strangers, form=form, reached=reached)


@foreign(f"GET {WISH}")
async def what_another_looks_for():
    return await _wish("")


@foreign(f"GET {WISH}/edit")
async def form_of_what_another_looks_for():
    return await _wish("/edit")


@foreign(f"POST {WISH}/edit")
async def changing_what_another_looks_for():
    return await _wish("/edit", reached=(422,))


@foreign(f"POST {WISH}/renew")
async def renewing_what_another_looks_for():
    return await _wish("/renew", version="1")


@foreign(f"POST {WISH}/letters")
async def turning_off_letters_about_what_another_looks_for():
    return await _wish("/letters", version="1")


@foreign(f"POST {WISH}/end")
async def ending_what_another_looks_for():
    return await _wish("/end", version="1")


async def _match(end: str, *, reached=(200, 303), **form: str) -> Foreign:
    ada, _bo = await make_mutual(times=(next(_MOMENTS),))
    third: Wisher = await make_wisher(name="Cleo", times=("wed.morning",))
    path = f"/pools/wishes/people/{(await ada.match()).id}{end}"
    strangers = [*await _strangers(), third.account]
    return Foreign(path=path, owner=ada.account, strangers=strangers, form=form, reached=reached)


@foreign(f"POST {MATCH}")
async def answering_for_another():
    return await _match("", answer="yes")


@foreign(f"GET {MATCH}/start")
async def form_of_a_pool_of_two_others():
    return await _match("/start")


@foreign(f"POST {MATCH}/start")
async def starting_a_pool_of_two_others():
    return await _match("/start", reached=(422,))


async def _talk(end: str, *, reached=(200, 303), **form: str) -> Foreign:
    pool, other = await make_shown(others=1), await make_pool()
    asker = await make_asked(pool.id)
    strangers = [*await _strangers(), other.lead.account, asker.account]
    path = f"/pools/mine/{pool.id}/talk{end}"
    owner = pool.others[0].account
    return Foreign(path=path, owner=owner, strangers=strangers, form=form, reached=reached)


@foreign(f"GET {TALK}")
async def messages_of_anothers_pool():
    return await _talk("")


@foreign(f"POST {TALK}")
async def writing_in_anothers_pool():
    return await _talk("", body="Mine now.")


@foreign(f"POST {TALK}/letters")
async def letters_about_anothers_pool():
    return await _talk("/letters", letters="off")


@foreign(f"GET {TALK}/report", f"POST {TALK}/report")
async def reporting_anothers_pool():
    return await _talk("/report", kind="other", words="Hello there.")


async def _thread(end: str, **form: str) -> Foreign:
    """Of who is welcome and the leads: also a member who does not lead reads nothing of it."""
    pool = await make_pool(others=1)
    cleo, dot = [await make_welcome(pool.id, pool.lead, name) for name in ("Cleo", "Dot")]
    insiders: list[Person] = [pool.others[0], dot]
    strangers = [*await _strangers(), *(each.account for each in insiders)]
    path = f"/pools/mine/{pool.id}/talk/{cleo.member_id}{end}"
    return Foreign(path=path, owner=cleo.account, strangers=strangers, form=form)


@foreign(f"GET {THREAD}")
async def messages_of_another_with_leads():
    return await _thread("")


@foreign(f"POST {THREAD}")
async def writing_to_leads_for_another():
    return await _thread("", body="Mine now.")


@foreign(f"GET {THREAD}/report", f"POST {THREAD}/report")
async def reporting_what_another_wrote_to_leads():
    return await _thread("/report", kind="other", words="Hello there.")
