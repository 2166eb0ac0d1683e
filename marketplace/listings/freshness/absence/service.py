"""Hides personal assistants whose people stay away, after a warning, and shows them when they come back."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.freshness import repository, rules
from marketplace.listings.freshness.letters import rules as letters
from marketplace.listings.freshness.schemas import Away, AwayStage
from marketplace.listings.freshness.service import ACTOR, is_day, list_intervals, make_link, mark_hidden
from marketplace.listings.schemas import HiddenReason
from marketplace.listings.states import service as states
from marketplace.mail.service import queue_letters


async def hide_absent() -> int:
    """Warn and hide, as is due; return how many listings took a step. By day only.

    Somebody is there who signed in, confirmed the listing, or said what is free. Listings that nobody looks
    after have nobody who could sign in, and are left to confirming.
    """
    if not is_day():
        return 0
    intervals = {one.code: one for one in await list_intervals()}
    today = clock.today()
    async with transaction():
        found = await repository.list_away(list(intervals.values()), today)
        held = await repository.hold([away.id for away in found])
        found = [away for away in found if away.id in held]
        seen = await _seen_on(found)
        due = {
            away.id: (away, stage)
            for away in found
            if (stage := rules.away_stage(away, seen, today, intervals[away.responsible])) is not None
        }
        noted = await repository.note_away(
            {id_: rules.last_active_on(away, seen) for id_, (away, _stage) in due.items()},
            {id_: stage for id_, (_away, stage) in due.items()},
            today,
        )
        # Another may have taken a step after this one looked, and before it held the listing.
        due = {id_: step for id_, step in due.items() if id_ in noted}
        hidden = [id_ for id_, (_away, stage) in due.items() if stage is AwayStage.HIDDEN]
        responsible = {id_: away.responsible for id_, (away, _stage) in due.items()}
        await mark_hidden(hidden, HiddenReason.NOT_SIGNED_IN, responsible)
        for away, stage in due.values():
            await _tell(away, stage, today + timedelta(days=intervals[away.responsible].warn))
    return len(due)


async def show_returned() -> int:
    """Show listings whose people signed in or confirmed since they were hidden; return how many."""
    over = await repository.list_to_show()
    away = await repository.list_hidden_away()
    everybody = {account for _id, _since, people in away for account in people}
    seen = {
        account: at.astimezone(clock.LONDON).date()
        for account, at in (await accounts.last_signed_in(everybody)).items()
    }
    returned = {id_ for id_, since, people in away if any(seen.get(one, date.min) >= since for one in people)}
    wanted = {(id_, HiddenReason(reason)) for id_, reason in over}
    wanted |= {(id_, HiddenReason.NOT_SIGNED_IN) for id_ in returned}
    for id_, reason in sorted(wanted):
        await states.show_listing(id_, reason, actor=ACTOR)
    return len(wanted)


async def _seen_on(found: Sequence[Away]) -> dict[object, date]:
    everybody: set[UUID] = {account for away in found for account in away.accounts}
    seen = await accounts.last_signed_in(everybody)
    return {account: at.astimezone(clock.LONDON).date() for account, at in seen.items()}


async def _tell(away: Away, stage: AwayStage, hidden_on: date) -> None:
    write = letters.away_warning if stage is AwayStage.WARNED else letters.away_hidden
    addresses = await accounts.list_addresses(away.accounts)
    queued = []
    for account, address in addresses.items():
        token = await make_link(away.id, account)
        line = letters.Line(title=away.title, token=token, hidden_on=hidden_on)
        queued.append((address, replace(write(line), council_code=away.responsible), account))
    await queue_letters(queued)
