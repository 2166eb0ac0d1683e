"""Pools of others: nobody but those who are in one reaches it, and some of it only those who lead."""

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.pooling.joining import service as joining
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.schemas import Affairs, LeftReason
from tests.factories.accounts import make_account
from tests.factories.pooling import (
    Person,
    Pooled,
    make_active,
    make_asked,
    make_pool,
    make_shown,
    make_welcome,
)
from tests.permissions.cases import OTHER_COUNCIL, Foreign, foreign

POOL = "/pools/mine/{pool_id:uuid}"
MEMBER = f"{POOL}/members/{{member_id:uuid}}"


async def _strangers():
    roles = (Role.PERSON, Role.PROVIDER, Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER)
    return [await make_account(role) for role in roles]


async def _led(pool: Pooled, end: str, *, reached=(200, 303), **form: str) -> Foreign:
    path = f"/pools/mine/{pool.id}{end}"
    strangers = await _strangers()
    return Foreign(path=path, owner=pool.lead.account, strangers=strangers, form=form, reached=reached)


async def _own(pool: Pooled, person: Person, end: str, **form: str) -> Foreign:
    """Of one person, whom nobody else of the pool stands in for: others have no such row themselves."""
    form = form or {"version": str(await person.version())}
    path = f"/pools/mine/{pool.id}{end}"
    return Foreign(path=path, owner=person.account, strangers=await _strangers(), form=form)


@foreign(f"GET {POOL}")
async def pool_of_others():
    return await _led(await make_pool(), "")


@foreign(f"GET {POOL}/edit")
async def form_of_anothers_pool():
    return await _led(await make_pool(), "/edit")


@foreign(f"POST {POOL}/edit")
async def writing_anothers_pool():
    return await _led(await make_pool(), "/edit", reached=(422,))


@foreign(f"POST {POOL}/invite")
async def inviting_to_anothers_pool():
    return await _led(await make_pool(), "/invite")


@foreign(f"POST {POOL}/end-invites")
async def ending_links_to_anothers_pool():
    return await _led(await make_pool(), "/end-invites")


@foreign(f"POST {POOL}/step-down")
async def stepping_down_in_anothers_pool():
    pool = await make_pool(others=1)
    other = pool.others[0]
    await joining.make_lead(other.member_id, await other.version(), pool.lead.viewer)
    return await _led(pool, "/step-down")


async def _answered(end: str) -> Foreign:
    """The asker's own row, to which only those who lead answer."""
    pool = await make_shown()
    asker = await make_asked(pool.id)
    found = await _led(pool, f"/members/{asker.member_id}/{end}", version="1")
    found.strangers.append(asker.account)
    return found


@foreign(f"POST {MEMBER}/welcome")
async def answering_for_anothers_pool():
    return await _answered("welcome")


@foreign(f"POST {MEMBER}/refuse")
async def refusing_for_anothers_pool():
    return await _answered("refuse")


@foreign(f"POST {MEMBER}/lead")
async def choosing_leads_of_anothers_pool():
    pool = await make_pool(others=1)
    other = pool.others[0]
    return await _led(pool, f"/members/{other.member_id}/lead", version=str(await other.version()))


@foreign(f"GET {MEMBER}/left", f"POST {MEMBER}/left")
async def recording_a_death_in_anothers_pool():
    pool, today = await make_active(), clock.today()
    other = pool.others[0]
    day = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
    form = {"version": str(await other.version()), "reason": "died", "affairs": "family"}
    return await _led(pool, f"/members/{other.member_id}/left", **form, **day)


@foreign(f"GET {MEMBER}/back", f"POST {MEMBER}/back")
async def putting_a_death_right_in_anothers_pool():
    pool = await make_active()
    other = pool.others[0]
    died = (other.member_id, LeftReason.DIED, clock.today(), Affairs.FAMILY, await other.version())
    await leaving.record_left(*died, pool.lead.viewer)
    return await _led(pool, f"/members/{other.member_id}/back", version=str(await other.version()))


@foreign(f"POST {POOL}/accept")
async def accepting_for_another():
    pool = await make_shown()
    asker = await make_asked(pool.id)
    # Whoever asked is not invited: a conflict, on a page that strangers do not reach.
    return (await _own(pool, asker, "/accept"))._replace(reached=(409,))


@foreign(f"POST {POOL}/place")
async def taking_a_place_for_another():
    pool = await make_pool()
    return await _own(pool, await make_welcome(pool.id, pool.lead), "/place")


@foreign(f"POST {POOL}/withdraw")
async def withdrawing_for_another():
    pool = await make_pool()
    return await _own(pool, await make_welcome(pool.id, pool.lead), "/withdraw")


@foreign(f"GET {POOL}/leave", f"POST {POOL}/leave")
async def leaving_anothers_pool():
    pool = await make_active()
    person = pool.others[0]
    return await _own(pool, person, "/leave", version=str(await person.version()), reason="own_arrangement")


@foreign(f"POST {POOL}/stay")
async def staying_for_another():
    pool = await make_active()
    return (await _own(pool, pool.others[0], "/stay"))._replace(reached=(409,))


@foreign(f"GET {POOL}/end", f"POST {POOL}/end")
async def ending_anothers_pool():
    return await _led(await make_active(), "/end")


@foreign(f"POST {POOL}/go-on")
async def letting_anothers_pool_go_on():
    return await _led(await make_active(), "/go-on", reached=(409,))


@foreign("GET /pools/{pool_id:uuid}/ask", "POST /pools/{pool_id:uuid}/ask")
async def asking_a_pool_that_no_steward_has_seen():
    pool = await make_pool()
    path = f"/pools/{pool.id}/ask"
    return Foreign(path=path, owner=pool.lead.account, strangers=await _strangers(), reached=(303, 404))


@foreign("GET /stewards/pools/{pool_id:uuid}", "POST /stewards/pools/{pool_id:uuid}")
async def pool_before_another_councils_steward():
    pool = await make_pool()
    form = {"decision": "approve", "version": "1"}
    return Foreign(
        path=f"/stewards/pools/{pool.id}",
        owner=await make_account(Role.STEWARD, (await pool.pool()).steward_council),
        strangers=[await make_account(Role.STEWARD, OTHER_COUNCIL)],
        form=form,
    )
