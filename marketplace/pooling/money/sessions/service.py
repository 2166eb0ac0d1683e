"""The door of the register. One function = one use case = one transaction, with the pool held.

Who may write is who may record money. What a share was worked out from is frozen with its entry: a change of
the register changes no entry.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.pooling.agreements.schemas import AbsentRule
from marketplace.pooling.money import rules as money_rules
from marketplace.pooling.money import service as money
from marketplace.pooling.money.keeping import service as keeping
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.money.sessions import repository, rules
from marketplace.pooling.money.sessions.rules import RECORD_TYPE
from marketplace.pooling.money.sessions.schemas import PoolSession, SessionCount, SessionFacts
from marketplace.pooling.money.sharing.schemas import Part as SharePart
from marketplace.pooling.schemas import Part, Pool

PER_PAGE = 20


async def list_sessions(pool_id: UUID, viewer: Viewer, page: int = 1) -> tuple[Part, Page[PoolSession]]:
    """The register of a pool, the latest first.

    Raises:
        NotFoundError: the pool is not the viewer's.
    """
    part = await money.get_reader(pool_id, viewer)
    page = max(page, 1)
    found, total = await repository.list_page(pool_id, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return part, Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def get_session(session_id: UUID, viewer: Viewer) -> tuple[Part, PoolSession]:
    """A session, with who the viewer is.

    Raises:
        NotFoundError: there is none, or its pool is not the viewer's.
    """
    found = await repository.find(session_id)
    if found is None:
        raise rules.not_found()
    try:
        return await money.get_reader(found.pool_id, viewer), found
    except NotFoundError:
        raise rules.not_found() from None


async def record_session(pool_id: UUID, facts: SessionFacts, viewer: Viewer) -> UUID:
    """Record a session with who came; return its id.

    Raises:
        NotFoundError: the pool is not the viewer's.
        ConflictError: the viewer may not record; there is one at that time already.
        InvalidError: with all that is wrong, by field: `held_on`, `words`, `came`.
    """
    facts = _tidy(facts)
    session_id = uuid4()
    async with transaction():
        part = await money.hold_writer(pool_id, viewer)
        await _check(part.pool, facts, None)
        by = part.member.id if part.member is not None else None
        await repository.add(session_id, pool_id, facts, by=by, at=clock.now())
        await _record("record", session_id, pool_id, viewer)
    return session_id


async def change_session(
    session_id: UUID, facts: SessionFacts, expected_version: int, viewer: Viewer
) -> UUID:
    """Write a session anew; return its pool.

    Raises:
        NotFoundError: there is none, or its pool is not the viewer's.
        ConflictError: the viewer may not record; somebody changed it meanwhile.
        InvalidError: as `record_session`.
    """
    facts = _tidy(facts)
    async with transaction():
        part, found = await _hold(session_id, expected_version, viewer)
        await _check(part.pool, facts, session_id)
        by = part.member.id if part.member is not None else None
        await repository.put(session_id, facts, by=by, at=clock.now())
        await _record("change", session_id, found.pool_id, viewer)
    return found.pool_id


async def drop_session(session_id: UUID, expected_version: int, viewer: Viewer) -> UUID:
    """Delete a session that is in the register by mistake; return its pool.

    Raises:
        NotFoundError, ConflictError: as `change_session`.
    """
    async with transaction():
        _part, found = await _hold(session_id, expected_version, viewer)
        await repository.drop(session_id)
        await _record("remove", session_id, found.pool_id, viewer)
    return found.pool_id


async def count_parts(
    pool_id: UUID, period: Period, absent_rule: AbsentRule, order: Sequence[UUID]
) -> tuple[SharePart, ...]:
    """The parts of members in what the sessions of a time cost, whoever asks."""
    return rules.count_parts(await repository.list_within(pool_id, period), absent_rule, order)


async def count_sessions(pool_id: UUID, period: Period, order: Sequence[UUID]) -> tuple[SessionCount, ...]:
    """How often each came within a time, whoever asks."""
    return rules.count_sessions(await repository.list_within(pool_id, period), order)


async def drop_old_sessions() -> int:
    """Delete what is older than the current tax year and one more, as timesheets are; return how many.

    A council may have them kept for longer.
    """
    count = 0
    async with transaction():
        async for council, settings in keeping.each_council():
            oldest = money_rules.oldest_kept(clock.today(), settings.receipts_kept_years)
            gone = await repository.drop_old(oldest, council)
            await audit.record_many("delete", RECORD_TYPE, "retention", list(gone))
            count += len(gone)
    return count


async def _hold(session_id: UUID, expected_version: int, viewer: Viewer) -> tuple[Part, PoolSession]:
    seen = await repository.find(session_id)
    if seen is None:
        raise rules.not_found()
    part = await money.hold_writer(seen.pool_id, viewer)
    found = await repository.find(session_id)
    if found is None:
        raise rules.not_found()
    if found.version != expected_version:
        raise ConflictError(_("Somebody changed this while you were at it."))
    return part, found


async def _check(pool: Pool, facts: SessionFacts, own_id: UUID | None) -> None:
    """What is wrong with a session; a time can have one, and the pool is held."""
    problems = rules.check_session(facts, await keeping.oldest_receipts(pool), clock.today())
    known = {member.id for member in await money.list_money_members(pool.id)}
    if not set(facts.came) <= known:
        problems.append(Problem(field="came", message=_("Choose members of the pool")))
    if problems:
        raise InvalidError(problems)
    if await repository.find_at(pool.id, facts.held_on, facts.part) not in {None, own_id}:
        raise ConflictError(_("There is a session at that time in the register already."))


def _tidy(facts: SessionFacts) -> SessionFacts:
    came = facts.came if facts.took_place else {}
    return replace(facts, words=facts.words.strip(), came=came)


async def _record(action: str, session_id: UUID, pool_id: UUID, viewer: Viewer) -> None:
    await audit.record(action, RECORD_TYPE, session_id, viewer.actor, after={"pool": pool_id})
