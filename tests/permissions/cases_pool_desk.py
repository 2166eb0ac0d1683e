"""The desk of another pool, help of another pool, and pools that another organisation helps."""

from marketplace.accounts.schemas import Role
from marketplace.pooling.desk.helping import service
from marketplace.pooling.desk.schemas import Thing
from tests.factories.accounts import make_account
from tests.factories.agreements import make_proposed
from tests.factories.pool_desk import ask_help, make_helped, make_supporters
from tests.factories.pooling import make_pool
from tests.permissions.cases import Foreign, foreign

POOL = "/pools/mine/{pool_id:uuid}"
HELP = f"{POOL}/help"
HELPED = "/provider/pools/{helper_id:uuid}"
_ROLES = (Role.PERSON, Role.PROVIDER, Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER)


async def _strangers():
    other = await make_pool()
    return [*[await make_account(role) for role in _ROLES], other.lead.account]


async def _led(pool, end, **form):
    strangers = await _strangers()
    return Foreign(
        path=f"/pools/mine/{pool.id}{end}", owner=pool.lead.account, strangers=strangers, form=form
    )


@foreign(f"GET {POOL}/desk")
async def desk_of_another_pool():
    return await _led(await make_pool(), "/desk")


@foreign(f"POST {POOL}/desk/tick/{{item:str}}")
async def ticking_for_another_pool():
    return await _led(await make_pool(), "/desk/tick/venue")


@foreign(f"POST {POOL}/desk/untick/{{item:str}}")
async def unticking_for_another_pool():
    return await _led(await make_pool(), "/desk/untick/venue")


@foreign(f"POST {POOL}/desk/remind/{{member_id:uuid}}/{{thing:str}}")
async def reminding_members_of_another_pool():
    together, _number = await make_proposed(2)
    late = (await together.members())[1]
    return Foreign(
        path=f"/pools/mine/{together.id}/desk/remind/{late.id}/{Thing.AGREE.value}",
        owner=together.accounts[0],
        strangers=await _strangers(),
    )


@foreign(f"GET {HELP}")
async def help_of_another_pool():
    return await _led(await make_pool(), "/help")


@foreign(f"POST {HELP}/ask")
async def asking_for_another_pool():
    supporters = await make_supporters()
    return await _led(await make_pool(), "/help/ask", organization=str(supporters.id))


@foreign(f"POST {HELP}/{{helper_id:uuid}}/yes")
async def consenting_in_another_pool():
    pool = await make_pool()
    helper_id, _supporters = await ask_help(pool)
    return await _led(pool, f"/help/{helper_id}/yes")


@foreign(f"POST {HELP}/{{helper_id:uuid}}/no")
async def taking_consent_back_in_another_pool():
    pool = await make_pool()
    helper_id, _supporters = await ask_help(pool)
    return await _led(pool, f"/help/{helper_id}/no")


@foreign(f"POST {HELP}/{{helper_id:uuid}}/end")
async def ending_help_of_another_pool():
    pool = await make_pool()
    helper_id, _supporters = await ask_help(pool)
    return await _led(pool, f"/help/{helper_id}/end")


async def _asked(end, *, is_helping=False):
    pool = await make_pool(others=1)
    helper_id, supporters = await (make_helped(pool) if is_helping else ask_help(pool))
    other = await make_supporters("Another organisation")
    return Foreign(
        path=f"/provider/pools/{helper_id}/{end}",
        owner=supporters.account,
        strangers=[other.account, await make_account(Role.PROVIDER)],
    )


@foreign(f"POST {HELPED}/yes")
async def answering_for_another_organisation():
    return await _asked("yes")


@foreign(f"POST {HELPED}/no")
async def refusing_for_another_organisation():
    return await _asked("no")


@foreign(f"POST {HELPED}/stop")
async def stopping_for_another_organisation():
    return await _asked("stop", is_helping=True)


@foreign(f"GET {POOL}")
async def pool_whose_members_have_not_all_consented():
    pool = await make_pool(others=1)
    helper_id, supporters = await ask_help(pool)
    await service.answer(helper_id, supporters.viewer, yes=True)
    return Foreign(
        path=f"/pools/mine/{pool.id}", owner=pool.others[0].account, strangers=[supporters.account]
    )


@foreign(f"GET {POOL}/desk")
async def desk_of_a_pool_that_one_is_in_and_does_not_lead():
    pool = await make_pool(others=1)
    return Foreign(
        path=f"/pools/mine/{pool.id}/desk", owner=pool.lead.account, strangers=[pool.others[0].account]
    )
