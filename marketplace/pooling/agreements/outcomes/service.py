"""The door to what is a member's alone: no lead, helper or administrator comes in here, nor any trail."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.outcomes import repository, rules
from marketplace.pooling.agreements.schemas import CouncilSaid, Outcome
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import HAS_PLACE, MemberState

RECORD_TYPE = "member_outcome"
_OWN = HAS_PLACE | {MemberState.LEFT}


async def get_own(pool_id: UUID, viewer: Viewer) -> tuple[Outcome | None, CouncilSaid | None]:
    """What the viewer wrote for themselves, or for whom they act, in a pool.

    Raises:
        NotFoundError: the viewer has, and had, no place in it.
        ForWhomError: the viewer speaks for several, and the page does not say for whom.
    """
    member = parties.one_of(await parties.get_part(pool_id, viewer, _OWN))
    return await repository.find_outcome(member.id), await repository.find_said(member.id)


async def change_outcome(pool_id: UUID, words: str, expected_version: int, viewer: Viewer) -> None:
    """Write it anew; `expected_version` is 0 where there was nothing.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        InvalidError: it is too short or too long.
        ConflictError: it was changed meanwhile, on another device or by who else acts with this account.
    """
    if problems := list(rules.check_outcome(words)):
        raise InvalidError(problems)
    async with transaction():
        member = parties.one_of(await parties.hold_part(pool_id, viewer))
        kept = await repository.find_outcome(member.id)
        if (kept.version if kept else 0) != expected_version:
            raise ConflictError(_("This was changed meanwhile. Both are below."))
        await repository.put_outcome(member.id, words, clock.now())
        await audit.record("change", RECORD_TYPE, member.id, viewer.actor)


async def find_outcome(member_id: UUID) -> Outcome | None:
    """A member's own words; for a pack that the member makes or has shared. Who asks has checked that."""
    return await repository.find_outcome(member_id)


async def find_said(member_id: UUID) -> CouncilSaid | None:
    """What the member said of their council's answer; as `find_outcome`."""
    return await repository.find_said(member_id)
