"""The door of freshness: asks whether listings are still right, and acts when nobody says so.

What is due is decided by dates in the data, one step after the other: whoever was not warned is not hidden,
however long the worker was down, a listing was imported late, or a council shortened its interval.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.links import service as links
from marketplace.links.schemas import Link
from marketplace.listings.freshness import repository, rules
from marketplace.listings.freshness.letters import rules as letters
from marketplace.listings.freshness.schemas import Intervals, Moved, Stage
from marketplace.listings.schemas import HiddenReason, ListingStatus, StoredListing
from marketplace.listings.service import get_stored
from marketplace.listings.states import repository as states_repository
from marketplace.listings.states import service as states
from marketplace.mail.schemas import Letter
from marketplace.mail.service import queue_letters

ACTOR = "freshness"
PURPOSE = "still_correct"
STOP_PURPOSE = "stop_confirm_reminders"
LINK_WORKS = timedelta(days=60)
STOP_WORKS = timedelta(days=365)
AT_ONCE = 20_000
"""So many listings take a step in one transaction."""
IN_A_LETTER = 20
"""So many listings stand in one letter at most."""
_MORNING, _EVENING = 8, 18
ENDED_BY_CONFIRMING = (HiddenReason.NOT_CONFIRMED, HiddenReason.NOT_SIGNED_IN)


def is_day() -> bool:
    """Whether it is a time to write to people, by the clocks of the United Kingdom."""
    return _MORNING <= clock.now().astimezone(clock.LONDON).hour < _EVENING


async def list_intervals() -> list[Intervals]:
    """The steps of each council in the system, and of everywhere else."""
    codes = [council.code for council in await councils.list_councils_in_system()]
    known = await councils.list_council_settings([*codes, NATIONAL])
    return [rules.intervals_of(code, known[code]) for code in dict.fromkeys([*codes, NATIONAL])]


async def take_steps() -> int:
    """Ask, ask again, rank lower, warn and hide, as each listing is due; return how many took a step.

    By day only. In transactions of `AT_ONCE` listings each: what breaks off goes on at the next call.
    """
    if not is_day():
        return 0
    intervals = await list_intervals()
    total = 0
    while True:
        async with transaction():
            moved = await repository.claim_due(intervals, clock.today(), AT_ONCE)
            await act(moved)
            await _tell_stewards(await tell_people(moved))
        if not moved:
            return total
        total += len(moved)


async def act(moved: Sequence[Moved]) -> None:
    """Rank lower and hide listings that the caller holds, and have the indexes hear of it."""
    now = clock.now()
    lower = [one.id for one in moved if one.stage == Stage.LOWER]
    hidden = [one.id for one in moved if one.stage == Stage.HIDDEN]
    await states_repository.mark_changed(await repository.raise_versions(lower, now), now)
    await mark_hidden(hidden, HiddenReason.NOT_CONFIRMED, {one.id: one.responsible for one in moved})
    await audit.record_many(
        "rank_lower",
        states.RECORD_TYPE,
        ACTOR,
        lower,
        councils={one.id: one.responsible for one in moved},
        subjects={listing_id: listing_id for listing_id in lower},
    )


async def mark_hidden(
    ids: Sequence[UUID], reason: HiddenReason, responsible: Mapping[UUID, str | None]
) -> None:
    """Hide listings that the caller holds; `responsible` says which council's administrators may know."""
    now = clock.now()
    versions = await repository.hide(ids, reason.value, now)
    await states_repository.mark_changed(versions, now)
    await audit.record_many(
        "hide",
        states.RECORD_TYPE,
        ACTOR,
        {listing_id: {"hidden_for": [reason.value]} for listing_id in versions},
        councils=responsible,
        subjects={listing_id: listing_id for listing_id in versions},
    )


async def tell_people(moved: Sequence[Moved]) -> list[Moved]:
    """Write to the people of the listings; return those that nobody looks after."""
    people = await repository.list_people({one.organization for one in moved})
    stopped = await repository.list_stopped([one.id for one in moved])
    addresses = await accounts.list_addresses({account for found in people.values() for account in found})
    wanted: dict[tuple[UUID, Stage], list[Moved]] = defaultdict(list)
    for one in moved:
        for account in people.get(one.organization, ()):
            is_stopped = one.stage <= Stage.ASKED_AGAIN and (one.id, account) in stopped
            if account in addresses and not is_stopped:
                wanted[account, Stage(one.stage)].append(one)
    queued = [
        (addresses[account], await _letter(account, stage, some), account)
        for (account, stage), ones in wanted.items()
        for some in _chunks(ones)
    ]
    await queue_letters(queued)
    return [one for one in moved if one.organization not in people]


def _chunks(ones: Sequence[Moved]) -> Iterable[Sequence[Moved]]:
    return (ones[start : start + IN_A_LETTER] for start in range(0, len(ones), IN_A_LETTER))


async def _letter(account: UUID, stage: Stage, ones: Sequence[Moved]) -> Letter:
    now = clock.now()
    lines = [
        letters.Line(title=one.title, token=await make_link(one.id, account), hidden_on=one.hidden_on)
        for one in ones
    ]
    stop = ""
    if stage <= Stage.ASKED_AGAIN:
        stop = await links.make_link(
            STOP_PURPOSE,
            record_id=None,
            account_id=account,
            data={"listings": [str(one.id) for one in ones]},
            expires_at=now + STOP_WORKS,
        )
    letter = letters.letter_of(stage, lines, stop)
    councils_of = {one.responsible for one in ones}
    return replace(letter, council_code=councils_of.pop() if len(councils_of) == 1 else None)


async def make_link(listing_id: UUID, account_id: UUID) -> str:
    """A token with which an account can say once that a listing is still right."""
    expires_at = clock.now() + LINK_WORKS
    return await links.make_link(PURPOSE, record_id=listing_id, account_id=account_id, expires_at=expires_at)


async def _tell_stewards(unowned: Sequence[Moved]) -> None:
    """One letter to each steward of a council, however many listings that nobody looks after took a step."""
    by_council: dict[str, Counter[Stage]] = defaultdict(Counter)
    for one in unowned:
        by_council[one.responsible][Stage(one.stage)] += 1
    for council_code, counts in by_council.items():
        letter = letters.digest(counts[Stage.ASKED], counts[Stage.LOWER], counts[Stage.HIDDEN])
        if not (counts[Stage.ASKED] or counts[Stage.LOWER] or counts[Stage.HIDDEN]):
            continue
        stewards = await accounts.list_with_role(Role.STEWARD, council_code)
        addresses = await accounts.list_addresses(stewards)
        await queue_letters([(address, letter, account) for account, address in addresses.items()])


async def find_asked(token: str) -> StoredListing:
    """The listing of a link, for its page.

    Raises:
        NotFoundError: the link is used, too old or unknown, its account no longer looks after the listing, or
            the listing was taken down.
    """
    return await _of_link(await links.find_link(token, PURPOSE))


async def confirm_by_link(token: str) -> None:
    """Say that a listing is still right; one that was hidden since nobody said so is shown. Uses the link up.

    Raises:
        NotFoundError: as `find_asked`.
    """
    async with transaction():
        link = await links.use_link(token, PURPOSE)
        stored = await _of_link(link)
        await confirm(stored.id, actor=str(link.account_id))


async def confirm(listing_id: UUID, *, actor: str) -> None:
    """Note that a listing is right today, and end what hid it for want of that.

    Raises:
        NotFoundError: there is no such listing.
        ConflictError: it is withdrawn.
    """
    async with transaction():
        await states.confirm_listing(listing_id, actor=actor)
        for reason in ENDED_BY_CONFIRMING:
            await states.show_listing(listing_id, reason, actor=actor)


async def check_stop(token: str) -> None:
    """Whether a link stops reminders; NotFoundError when it is unknown or too old."""
    await links.find_link(token, STOP_PURPOSE)


async def stop_reminders(token: str) -> None:
    """Stop reminders about the listings of a letter to its account. Twice is once: the link goes on working.

    Raises:
        NotFoundError: the link is unknown or too old.
    """
    link = await links.find_link(token, STOP_PURPOSE)
    if link.account_id is None:
        raise _missing()
    async with transaction():
        await repository.add_stops([UUID(each) for each in link.data["listings"]], link.account_id)


async def _of_link(link: Link) -> StoredListing:
    if link.record_id is None:
        raise _missing()
    stored = await get_stored(link.record_id)
    if stored.status is ListingStatus.WITHDRAWN:
        raise _missing()
    people = await repository.list_people([stored.draft.organization.id])
    if link.account_id not in people.get(stored.draft.organization.id, ()):
        raise _missing()
    return stored


def _missing() -> NotFoundError:
    return NotFoundError(_("This link does not work any more."))


class FreshnessHolder:
    """What this room keeps about an account: that it wants no reminders about a listing."""

    name = "reminders_stopped"

    async def export(self, account_id: UUID) -> object:
        """The listings about which it wants none."""
        return await repository.list_stops_of(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Forget it."""
        await repository.drop_stops_of(account_id)
