"""The door for who ticks. One function = one transaction."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.pooling.desk import repository
from marketplace.pooling.desk.schemas import ChecklistItem
from marketplace.pooling.parties import service as parties


async def tick(pool_id: UUID, item: ChecklistItem, viewer: Viewer) -> None:
    """Say that something is done. Who said so first stays; pressed twice it is once.

    Raises:
        NotFoundError: the pool is not the viewer's.
        ConflictError: the viewer does not run it.
    """
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        member_id = part.member.id if part.member is not None else None
        if await repository.add_tick(pool_id, item, member_id, clock.now()):
            await audit.record("tick", parties.RECORD_TYPE, pool_id, viewer.actor, after={"item": item.value})


async def untick(pool_id: UUID, item: ChecklistItem, viewer: Viewer) -> None:
    """Say that it is not done after all. Errors as `tick`."""
    async with transaction():
        await parties.hold_led(pool_id, viewer)
        if await repository.drop_tick(pool_id, item):
            await audit.record(
                "untick", parties.RECORD_TYPE, pool_id, viewer.actor, before={"item": item.value}
            )
