"""Statements of others: of another member, of another pool, and those that were shown to somebody else."""

from marketplace.councils.service import add_council
from marketplace.kernel import clock
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.schemas import Affairs, LeftReason
from tests.factories.accounts import make_account
from tests.factories.pool_statements import last_month, make_opened, make_share, make_used, make_worker
from tests.factories.pooling import make_person, make_pool
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

STATEMENTS = "/pools/mine/{pool_id:uuid}/statements"
SHARED = "/practitioners/pools/{share_id:uuid}"


def _days() -> str:
    period = last_month()
    return f"?since={period.since.isoformat()}&until={period.until.isoformat()}"


async def _own(end: str, *, reached=(200,), **form) -> Foreign:
    """What anybody of the pool has of their own, and nobody else has."""
    pool, (stranger, _viewer) = await make_used(2), await make_person()
    return Foreign(
        path=f"/pools/mine/{pool.id}/statements{end}",
        owner=pool.others[0].account,
        strangers=[stranger, (await make_pool()).lead.account],
        form=form,
        reached=reached,
    )


async def _of_pool(end: str) -> Foreign:
    """What its leads have."""
    pool, (stranger, _viewer) = await make_used(2), await make_person()
    return Foreign(
        path=f"/pools/mine/{pool.id}/statements/pool{end}",
        owner=pool.lead.account,
        strangers=[stranger, pool.others[0].account, (await make_pool()).lead.account],
        reached=(200,),
    )


@foreign(f"GET {STATEMENTS}")
async def statement_in_another_pool():
    return await _own("")


@foreign(f"GET {STATEMENTS}/pdf")
async def printed_statement_in_another_pool():
    return await _own(f"/pdf{_days()}")


@foreign(f"GET {STATEMENTS}/csv")
async def spreadsheet_in_another_pool():
    return await _own(f"/csv{_days()}")


@foreign(f"GET {STATEMENTS}/share")
async def form_to_show_a_statement_in_another_pool():
    return await _own(f"/share{_days()}")


@foreign(f"POST {STATEMENTS}/share")
async def showing_a_statement_in_another_pool():
    await add_council(COUNCIL, actor="test")
    period = last_month()
    form = {
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "council": COUNCIL,
        "parts": "balance",
        "how": "hand",
    }
    return await _own("/share", reached=(303,), **form)


@foreign(f"POST {STATEMENTS}/shares/{{share_id:uuid}}/withdraw")
async def taking_back_what_another_member_showed():
    await add_council(COUNCIL, actor="test")
    pool, (stranger, _viewer) = await make_used(2), await make_person()
    share, _token = await make_share(pool)
    return Foreign(
        path=f"/pools/mine/{pool.id}/statements/shares/{share.id}/withdraw",
        owner=pool.others[0].account,
        strangers=[stranger, pool.lead.account],
        reached=(303,),
    )


@foreign(f"GET {STATEMENTS}/pool")
async def record_of_another_pool():
    return await _of_pool("")


@foreign(f"GET {STATEMENTS}/pool/pdf")
async def printed_record_of_another_pool():
    return await _of_pool(f"/pdf{_days()}")


@foreign(f"GET {STATEMENTS}/pool/csv")
async def spreadsheet_of_another_pool():
    return await _of_pool(f"/csv{_days()}")


@foreign(f"GET {STATEMENTS}/members/{{member_id:uuid}}/pdf")
async def statement_of_somebody_who_died_in_another_pool():
    pool, (stranger, _viewer) = await make_used(3), await make_person()
    gone = pool.others[0]
    await leaving.record_left(
        gone.member_id,
        LeftReason.DIED,
        clock.today(),
        Affairs.EXECUTOR,
        await gone.version(),
        pool.lead.viewer,
    )
    return Foreign(
        path=f"/pools/mine/{pool.id}/statements/members/{gone.member_id}/pdf{_days()}",
        owner=pool.lead.account,
        strangers=[stranger, pool.others[1].account, (await make_pool()).lead.account],
        reached=(200,),
    )


async def _shared(end: str, *, reached=(200,), **form) -> Foreign:
    await add_council(COUNCIL, actor="test")
    share_id, account, _viewer = await make_opened(await make_used(2))
    return Foreign(
        path=f"/practitioners/pools/{share_id}{end}",
        owner=account,
        strangers=[(await make_worker())[0], await make_account("practitioner", OTHER_COUNCIL)],
        form=form,
        reached=reached,
    )


@foreign(f"GET {SHARED}")
async def statement_that_a_colleague_reads():
    return await _shared("")


@foreign(f"GET {SHARED}/pdf")
async def printed_statement_that_a_colleague_reads():
    return await _shared("/pdf")


@foreign(f"GET {SHARED}/csv")
async def spreadsheet_that_a_colleague_reads():
    return await _shared("/csv")


@foreign(f"POST {SHARED}/answer")
async def answering_for_a_colleague():
    return await _shared("/answer", reached=(303,), answer="looks_fine")


@foreign("POST /practitioners/pools/open/{token:str}")
async def statement_that_was_shown_to_another_council():
    await add_council(COUNCIL, actor="test")
    _share, token = await make_share(await make_used(2))
    return Foreign(
        path=f"/practitioners/pools/open/{token}",
        owner=(await make_worker())[0],
        strangers=[await make_account("practitioner", OTHER_COUNCIL)],
        reached=(303,),
    )
