"""Records for whom an account acts, and ends it. `accounts.service` hands these on."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from marketplace.accounts.sessions import repository as sessions
from marketplace.accounts.supporting import repository, rules
from marketplace.accounts.supporting.schemas import Support, Supported
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _

ENDED_KEPT = timedelta(days=365)
"""How long it can be shown by what right somebody acted for a person, after they ended it."""


async def keep(account_id: UUID, support: Support, at: datetime) -> None:
    """Keep what was said at `at`, within a transaction."""
    record_id = uuid4()
    await repository.add(record_id, account_id, support, at)
    after = {"relation": support.relation, "consent": support.consent}
    await audit.record(
        "record_consent", "acting_for", record_id, str(account_id), after=after, subject=account_id
    )


async def act_for(account_id: UUID, support: Support) -> None:
    """Record that an account acts for one more person, and by what right.

    Raises:
        ConflictError: it acts for very many already.
    """
    async with transaction():
        await sessions.lock_subject(account_id)
        if await repository.count_current(account_id) >= rules.MOST_SUPPORTED:
            raise ConflictError(_("You act for many people already. End one of them first."))
        await keep(account_id, support, clock.now())


async def end_acting_for(account_id: UUID, record_id: UUID) -> None:
    """Record that an account acts for somebody no more; what was recorded before stays.

    Raises:
        NotFoundError: it does not act for them.
    """
    async with transaction():
        if not await repository.end(account_id, record_id, clock.now()):
            raise NotFoundError
        await audit.record("end_acting_for", "acting_for", record_id, str(account_id))


async def drop_ended() -> int:
    """Remove people for whom somebody acts no more since long; return how many. For timed work."""
    return await repository.drop_ended(clock.now() - ENDED_KEPT)


async def list_acting_for(account_id: UUID) -> list[Supported]:
    """All for whom an account acts, or did, the latest first."""
    return await repository.list_of_account(account_id)
