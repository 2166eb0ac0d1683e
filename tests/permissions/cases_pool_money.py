"""Money of pools of others: nobody but those who are in one reaches it, and only its leads record."""

from datetime import date
from uuid import uuid4

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sessions.schemas import Came, SessionFacts
from tests.factories.accounts import make_account
from tests.factories.pictures import jpeg
from tests.factories.pool_money import add_bill, pay_in, spend
from tests.factories.pooling import Pooled, make_pool
from tests.permissions.cases import Foreign, foreign

MONEY = "/pools/mine/{pool_id:uuid}/money"
ENTRY = f"{MONEY}/entries/{{entry_id:uuid}}"
RECEIPT = f"{MONEY}/receipts/{{receipt_id:uuid}}"
SESSIONS = "/pools/mine/{pool_id:uuid}/sessions"
_ROLES = (Role.PERSON, Role.PROVIDER, Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER)


async def _of(pool: Pooled, end: str, *, by_lead: bool = False, reached=(200, 303), **form: str) -> Foreign:
    other = await make_pool()
    return Foreign(
        path=f"/pools/mine/{pool.id}{end}",
        owner=pool.lead.account if by_lead else pool.others[0].account,
        strangers=[*[await make_account(role) for role in _ROLES], other.lead.account],
        form=form,
        reached=reached,
    )


def _day(name: str = "on") -> dict[str, str]:
    day: date = clock.today()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@foreign(f"GET {MONEY}")
async def money_of_another_pool():
    return await _of(await make_pool(others=1), "/money")


@foreign(f"GET {MONEY}/mine")
async def statement_of_another_pool():
    return await _of(await make_pool(others=1), "/money/mine")


@foreign(f"GET {MONEY}/dues")
async def dues_of_another_pool():
    return await _of(await make_pool(others=1), "/money/dues")


@foreign(f"GET {MONEY}/add/{{kind:str}}")
async def form_for_money_of_another_pool():
    return await _of(await make_pool(others=1), "/money/add/bill", by_lead=True)


@foreign(f"POST {MONEY}/add/{{kind:str}}")
async def recording_money_of_another_pool():
    pool = await make_pool(others=1)
    form = {"member": str(pool.lead.member_id), "amount": "5", "token": str(uuid4()), **_day()}
    return await _of(pool, "/money/add/paid-in", by_lead=True, reached=(303,), **form)


@foreign(f"GET {ENTRY}")
async def entry_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(pool, f"/money/entries/{await pay_in(pool, pool.lead)}")


@foreign(f"GET {ENTRY}/correct")
async def asking_to_take_out_an_entry_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(pool, f"/money/entries/{await pay_in(pool, pool.lead)}/correct", by_lead=True)


@foreign(f"POST {ENTRY}/correct")
async def taking_out_an_entry_of_another_pool():
    pool = await make_pool(others=1)
    end = f"/money/entries/{await pay_in(pool, pool.lead)}/correct"
    return await _of(pool, end, by_lead=True, reached=(303,), words="", token=str(uuid4()))


@foreign(f"GET {ENTRY}/pay")
async def form_for_a_bill_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(pool, f"/money/entries/{await add_bill(pool)}/pay", by_lead=True)


@foreign(f"POST {ENTRY}/pay")
async def paying_a_bill_of_another_pool():
    pool = await make_pool(others=1)
    form = {"member": "", "amount": "5", "token": str(uuid4()), **_day()}
    end = f"/money/entries/{await add_bill(pool)}/pay"
    return await _of(pool, end, by_lead=True, reached=(303,), **form)


@foreign(f"GET {ENTRY}/refund")
async def form_for_a_refund_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(pool, f"/money/entries/{await spend(pool)}/refund", by_lead=True)


@foreign(f"POST {ENTRY}/refund")
async def refund_of_another_pool():
    pool = await make_pool(others=1)
    form = {"amount": "5", "token": str(uuid4()), **_day()}
    end = f"/money/entries/{await spend(pool)}/refund"
    return await _of(pool, end, by_lead=True, reached=(303,), **form)


@foreign(f"POST {ENTRY}/receipts")
async def adding_a_receipt_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(pool, f"/money/entries/{await spend(pool)}/receipts", by_lead=True, reached=(422,))


@foreign(f"GET {RECEIPT}")
async def receipt_of_another_pool():
    pool = await make_pool(others=1)
    receipt = await receipts.add_receipt(await spend(pool), jpeg(), pool.lead.viewer)
    return await _of(pool, f"/money/receipts/{receipt}")


@foreign(f"POST {RECEIPT}/remove")
async def deleting_a_receipt_of_another_pool():
    pool = await make_pool(others=1)
    receipt = await receipts.add_receipt(await spend(pool), jpeg(), pool.lead.viewer)
    return await _of(pool, f"/money/receipts/{receipt}/remove", by_lead=True, reached=(303,))


async def _session(pool: Pooled) -> str:
    facts = SessionFacts(held_on=clock.today(), came={pool.lead.member_id: Came.CAME})
    return str(await sessions.record_session(pool.id, facts, pool.lead.viewer))


@foreign(f"GET {SESSIONS}")
async def register_of_another_pool():
    return await _of(await make_pool(others=1), "/sessions")


@foreign(f"GET {SESSIONS}/add")
async def form_for_a_session_of_another_pool():
    return await _of(await make_pool(others=1), "/sessions/add", by_lead=True)


@foreign(f"POST {SESSIONS}/add")
async def recording_a_session_of_another_pool():
    pool = await make_pool(others=1)
    form = {"took_place": "no", **_day("held_on")}
    return await _of(pool, "/sessions/add", by_lead=True, reached=(303,), **form)


@foreign(f"GET {SESSIONS}/{{session_id:uuid}}")
async def session_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(pool, f"/sessions/{await _session(pool)}", by_lead=True)


@foreign(f"POST {SESSIONS}/{{session_id:uuid}}")
async def changing_a_session_of_another_pool():
    pool = await make_pool(others=1)
    form = {"took_place": "no", "version": "1", **_day("held_on")}
    return await _of(pool, f"/sessions/{await _session(pool)}", by_lead=True, reached=(303,), **form)


@foreign(f"POST {SESSIONS}/{{session_id:uuid}}/remove")
async def deleting_a_session_of_another_pool():
    pool = await make_pool(others=1)
    return await _of(
        pool, f"/sessions/{await _session(pool)}/remove", by_lead=True, reached=(303,), version="1"
    )
