"""The door of the capacity room. One function = one use case = one transaction. No change needs a review."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.links import service as links
from marketplace.links.schemas import Link
from marketplace.listings.capacity import repository, rules
from marketplace.listings.capacity.letters import rules as letters
from marketplace.listings.capacity.schemas import Asked, Due, FreeNow
from marketplace.listings.organizations import service as organizations
from marketplace.listings.schemas import Capacity
from marketplace.listings.states import repository as held
from marketplace.listings.states import service as states
from marketplace.mail.service import queue_letters

PURPOSE = "capacity"
"""Of the link that says what is free; it does nothing else."""
STOP_PURPOSE = "stop_capacity_letters"
LINK_WORKS = timedelta(days=21)
STOP_WORKS = timedelta(days=365)
LEAST_DAYS = 7
"""Nobody is asked about a listing more often."""
ASKED_AT_ONCE = 5_000
"""So many listings in one transaction; the rest an hour later."""
IN_A_LETTER = 20
"""So many listings stand in one letter at most."""
_MORNING, _EVENING = 8, 18


async def set_capacity(listing_id: UUID, capacity: Capacity, *, actor: str) -> int:
    """Write what is free now and return the listing's new version. It is public at once.

    Raises:
        NotFoundError: there is no such listing.
        ConflictError: it has been taken down.
        InvalidError: the numbers are not possible.
    """
    problems = list(rules.check_capacity(capacity))
    if problems:
        raise InvalidError(problems)
    async with states.changing(listing_id) as (state, now):
        states.check_not_withdrawn(state)
        before, version = await repository.find_capacity(listing_id), state.version + 1
        await repository.set_capacity(listing_id, capacity, version=version, at=now)
        await held.mark_changed({listing_id: version}, now)
        await states.record(
            "set_capacity",
            listing_id,
            actor,
            council_code=state.council_code,
            before=before,
            after=capacity,
        )
    return version


async def get_free_now(listing_id: UUID, viewer: Viewer) -> FreeNow:
    """What a listing of the viewer's says is free.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    return _found(await repository.find(listing_id, organizations.account_of(viewer)))


async def answer(listing_id: UUID, asked: Asked, viewer: Viewer) -> FreeNow:
    """Take what a signed-in provider says of what is free; return how it is now.

    Raises:
        NotFoundError: there is no such listing, or it is another's.
        ConflictError: it changed since the page was shown, or has been taken down.
        InvalidError: the numbers are not possible.
    """
    async with transaction():
        return await _answer(listing_id, organizations.account_of(viewer), asked)


async def find_by_link(token: str) -> FreeNow:
    """What the holder of a link is asked about. Changes nothing.

    Raises:
        NotFoundError: the link is unknown, used or too old, or its account no longer looks after the listing.
    """
    return await _of_link(await links.find_link(token, PURPOSE))


async def answer_by_link(token: str, asked: Asked) -> FreeNow:
    """Take what the holder of a link says of what is free; the link is used up.

    Raises:
        NotFoundError: as `find_by_link`; of two at once, one.
        ConflictError: it changed since the page was shown, or has been taken down; the link still works.
        InvalidError: the numbers are not possible; the link still works.
    """
    async with transaction():
        listing_id, account_id = _ids(await links.find_link(token, PURPOSE))
        now = await _answer(listing_id, account_id, asked)
        # Used up last: of two at once the second waited for the listing, and all that it did is undone here.
        await links.use_link(token, PURPOSE)
    return now


async def choose_asking(listing_id: UUID, every_days: int | None, viewer: Viewer) -> None:
    """Choose how often a listing's people are asked: days, 0 for never, or None for as the council asks.

    Choosing anything but never also ends what the viewer stopped by a link in a letter.

    Raises:
        NotFoundError: there is no such listing, or it is another's.
        InvalidError: it is none of the choices.
    """
    if every_days is not None and every_days not in {rules.NEVER, *rules.INTERVALS}:
        raise InvalidError([Problem(field="every_days", message=_("Choose how often we ask you."))])
    async with transaction():
        account_id = organizations.account_of(viewer)
        now = _found(await repository.find(listing_id, account_id))
        await repository.set_asking(listing_id, every_days)
        if every_days != rules.NEVER:
            await repository.drop_stops(account_id=account_id, listing_id=listing_id)
        await states.record(
            "choose_asking",
            listing_id,
            viewer.actor,
            council_code=now.council_code,
            before={"every_days": now.every_days},
            after={"every_days": every_days},
        )


async def find_stop(token: str) -> tuple[str, ...]:
    """Titles of the listings about which a link stops letters.

    Raises:
        NotFoundError: the link is unknown or too old, or its account looks after none of them any more.
    """
    ids, account_id = _stopped_by(await links.find_link(token, STOP_PURPOSE))
    titles = await repository.list_titles(ids, account_id)
    if not titles:
        raise _missing()
    return titles


async def stop_letters(token: str) -> None:
    """Stop letters about the listings of a letter to its account. Twice is once: the link goes on working.

    Raises:
        NotFoundError: the link is unknown or too old.
    """
    ids, account_id = _stopped_by(await links.find_link(token, STOP_PURPOSE))
    async with transaction():
        stopped = await repository.add_stops(ids, account_id)
        if stopped:
            await audit.record_many("stop_capacity_letters", "listing", str(account_id), stopped)


async def ask_what_is_free() -> int:
    """Ask the people of listings that are due, by day only; return how many listings. For timed work.

    What is due follows from the dates of the last answer and the last letter: after a week of downtime each
    is asked once.
    """
    now = clock.now()
    if not _MORNING <= now.astimezone(clock.LONDON).hour < _EVENING:
        return 0
    in_system = [council.code for council in await councils.list_councils_in_system()]
    settings = await councils.list_council_settings([*in_system, NATIONAL])
    every = {str(code): settings[code].ask_capacity_every_days for code in in_system}
    async with transaction():
        due = await repository.claim_due(
            clock.today(),
            now,
            every=every,
            otherwise=settings[NATIONAL].ask_capacity_every_days,
            least=LEAST_DAYS,
            limit=ASKED_AT_ONCE,
        )
        await _ask(due)
    return len(due)


async def ask_example() -> int:
    """Ask the people of one made-up listing, so that a demonstration shows the letter; return how many.

    At any hour, and once only.
    """
    async with transaction():
        due = await repository.claim_example(clock.now())
        if due is not None:
            await _ask([due])
    return 0 if due is None else 1


async def _ask(due: Sequence[Due]) -> None:
    """One letter to each person about all their listings, with a link for each; older links stop working.

    The number of statements does not grow with the number of listings.
    """
    if not due:
        return
    by_id = {each.listing_id: each for each in due}
    await links.end_links_to(PURPOSE, by_id)
    wanted: dict[UUID, list[Due]] = defaultdict(list)
    for account_id, listing_id in await repository.list_people(by_id):
        wanted[account_id].append(by_id[listing_id])
    addresses = await accounts.list_addresses(wanted)
    in_system = {council.code for council in await councils.list_councils_in_system()}
    asked = [
        (account_id, listings[start : start + IN_A_LETTER])
        for account_id, listings in wanted.items()
        if account_id in addresses
        for start in range(0, len(listings), IN_A_LETTER)
    ]
    tokens = iter(await links.make_links([link for account, some in asked for link in _links(account, some)]))
    queued = []
    for account_id, listings in asked:
        stop = next(tokens)
        lines = [letters.Line(due=each, token=next(tokens)) for each in listings]
        signed_by = {each.council_code if each.council_code in in_system else NATIONAL for each in listings}
        council_code = signed_by.pop() if len(signed_by) == 1 else None
        queued.append((addresses[account_id], letters.ask(lines, stop, council_code), account_id))
    await queue_letters(queued)


def _links(account_id: UUID, listings: Sequence[Due]) -> Iterator[Link]:
    """The links of a letter: first the one that stops such letters, then one for each listing."""
    now = clock.now()
    yield Link(
        purpose=STOP_PURPOSE,
        record_id=None,
        account_id=account_id,
        data={"listings": [str(each.listing_id) for each in listings]},
        expires_at=now + STOP_WORKS,
    )
    for each in listings:
        yield Link(
            purpose=PURPOSE,
            record_id=each.listing_id,
            account_id=account_id,
            data={},
            expires_at=now + LINK_WORKS,
        )


async def _answer(listing_id: UUID, account_id: UUID, asked: Asked) -> FreeNow:
    state = await states.lock(listing_id)
    states.check_not_withdrawn(state)
    now = _found(await repository.find(listing_id, account_id))
    if asked.was is not None and asked.was != now.was:
        raise ConflictError(_("Somebody changed what is free while you were at it. Look at it again."))
    if asked.answer == "yes" and now.capacity is None:
        raise ConflictError(_("Nothing is said yet of what is free. Enter it here."))
    capacity = rules.capacity_after(now, asked, clock.today())
    await set_capacity(listing_id, capacity, actor=str(account_id))
    return _found(await repository.find(listing_id, account_id))


async def _of_link(link: Link) -> FreeNow:
    return _found(await repository.find(*_ids(link)))


def _ids(link: Link) -> tuple[UUID, UUID]:
    if link.record_id is None or link.account_id is None:
        raise _missing()
    return link.record_id, link.account_id


def _stopped_by(link: Link) -> tuple[list[UUID], UUID]:
    """Listings and account of a link that stops letters; one of an older letter names a single listing."""
    if link.account_id is None:
        raise _missing()
    ids = [UUID(each) for each in link.data.get("listings", ())]
    return ids or ([link.record_id] if link.record_id else []), link.account_id


def _missing() -> NotFoundError:
    return NotFoundError(_("This link does not work any more."))


def _found(now: FreeNow | None) -> FreeNow:
    if now is None:
        raise NotFoundError(_("This listing is not here."))
    return now


class CapacityHolder:
    """What this room keeps about an account: that it wants no letters about a listing."""

    name = "capacity_letters_stopped"

    async def export(self, account_id: UUID) -> object:
        """The listings about which it wants none."""
        return await repository.list_stops_of(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Forget it."""
        await repository.drop_stops(account_id=account_id)
