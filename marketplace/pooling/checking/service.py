"""The door for stewards. Another council's pool is not there. Of two at once the second is told.

A steward decides about words. The pool itself, its members and what they agreed go on whatever it is.
"""

from uuid import UUID

from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.pooling import repository as pools
from marketplace.pooling.checking import repository
from marketplace.pooling.checking.letters import rules as letters
from marketplace.pooling.checking.rules import words_of
from marketplace.pooling.checking.schemas import CheckItem, PoolCheck
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import CheckState, MemberState, Pool
from marketplace.wanted.checking.rules import check_note

PER_PAGE = 20


async def list_queue(viewer: Viewer, page: int = 1) -> Page[CheckItem]:
    """Pools whose words wait for the viewer's councils, oldest first."""
    offset = (page - 1) * PER_PAGE
    items, total = await repository.list_queue(viewer.councils(Role.STEWARD), limit=PER_PAGE, offset=offset)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def list_shown(viewer: Viewer, page: int = 1) -> Page[CheckItem]:
    """Pools in the areas of the viewer's councils that others see, the latest words first."""
    offset = (page - 1) * PER_PAGE
    items, total = await repository.list_shown(viewer.councils(Role.STEWARD), limit=PER_PAGE, offset=offset)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def get_check(pool_id: UUID, viewer: Viewer) -> PoolCheck:
    """A pool whose words wait, or that others see, in the area of one of the viewer's councils.

    Raises:
        NotFoundError: there is none, it is neither, or another council looks at it.
    """
    pool = _for_steward(await pools.find_pool(pool_id), viewer)
    if pool.check is not CheckState.WAITING and pool.shown is None:
        raise parties.not_found()
    return PoolCheck(pool=pool, is_own=await _is_own(pool_id, viewer))


async def approve(pool_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Let others see the words that wait; they take the place of those that were shown.

    Raises:
        NotFoundError: there is none, or another council looks at it.
        ConflictError: a lead wrote anew or somebody decided meanwhile; or the viewer has a part in it.
    """
    async with transaction():
        pool = await _hold_waiting(pool_id, expected_version, viewer)
        words = words_of(pool)
        await pools.put_pool(
            pool_id,
            check_state=CheckState.FINE.value,
            check_note="",
            shown_title=words.title,
            shown_words=words.words,
            shown_place_words=words.place_words,
        )
        await _record("publish", pool, viewer)
        await parties.tell_leads(pool, letters.shown(pool_id, is_change=pool.shown is not None))


async def ask_for_changes(pool_id: UUID, expected_version: int, note: str, viewer: Viewer) -> None:
    """Give the words that wait back to the leads, who read the note. What is shown already stays.

    Raises:
        InvalidError: there is no note, or too long a one.
        NotFoundError, ConflictError: as `approve`.
    """
    _check_note(note)
    async with transaction():
        pool = await _hold_waiting(pool_id, expected_version, viewer)
        await pools.put_pool(pool_id, check_state=CheckState.RETURNED.value, check_note=note.strip())
        await _record("return", pool, viewer)
        await parties.tell_leads(pool, letters.returned(pool_id, is_hidden=False))


async def hide(pool_id: UUID, expected_version: int, note: str, viewer: Viewer) -> None:
    """Take a pool that others see out of sight, and words that wait with it; leads read the note.

    Raises:
        InvalidError, NotFoundError: as `ask_for_changes`.
        ConflictError: as `approve`; or nobody else sees it any more.
    """
    _check_note(note)
    async with transaction():
        pool = await _hold(pool_id, expected_version, viewer)
        if pool.shown is None:
            raise _decided()
        await pools.put_pool(
            pool_id,
            check_state=CheckState.RETURNED.value,
            check_note=note.strip(),
            shown_title=None,
            shown_words=None,
            shown_place_words=None,
        )
        await _record("hide", pool, viewer)
        await parties.tell_leads(pool, letters.returned(pool_id, is_hidden=True))


def _check_note(note: str) -> None:
    if problems := list(check_note(note.strip())):
        raise InvalidError(problems)


async def _hold_waiting(pool_id: UUID, expected_version: int, viewer: Viewer) -> Pool:
    pool = await _hold(pool_id, expected_version, viewer)
    if pool.check is not CheckState.WAITING:
        raise _decided()
    return pool


async def _hold(pool_id: UUID, expected_version: int, viewer: Viewer) -> Pool:
    """A pool as it was seen, held until the transaction ends."""
    pool = _for_steward(await pools.find_pool(pool_id, lock=True), viewer)
    if await _is_own(pool_id, viewer):
        raise ConflictError(_("You have a part in this pool. A colleague has to look at it."))
    if pool.version != expected_version:
        raise _decided()
    return pool


def _decided() -> ConflictError:
    return ConflictError(
        _("Somebody decided this, or a lead wrote anew, while you were at it. Look at it again.")
    )


def _for_steward(pool: Pool | None, viewer: Viewer) -> Pool:
    if pool is None or not pool.is_open or not viewer.may(Role.STEWARD, pool.steward_council):
        raise parties.not_found()
    return pool


async def _is_own(pool_id: UUID, viewer: Viewer) -> bool:
    own = await pools.find_of_account(pool_id, parties.account_of(viewer), frozenset(MemberState))
    return own is not None


async def _record(action: str, pool: Pool, viewer: Viewer) -> None:
    await audit.record(action, parties.RECORD_TYPE, pool.id, viewer.actor, council=pool.steward_council)
