"""The door of alerts: one letter a day at most for each account, about all that is new for it.

Exactly once: accounts are claimed a few at a time, each by one worker, and what is told is kept in the same
transaction as the letter. What is new follows from dates; a little is looked at again, since a listing may be
published just before and reach the index just after, and what was told is left out.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import list_council_settings
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.logging import log
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page
from marketplace.links import service as links
from marketplace.links.schemas import Link
from marketplace.mail.service import queue_letters
from marketplace.wanted.alerts import repository
from marketplace.wanted.alerts.letters.rules import for_new
from marketplace.wanted.alerts.rules import changed_checks, news_of
from marketplace.wanted.alerts.schemas import (
    AlertChoices,
    AlertKind,
    Due,
    DueSearch,
    NewItem,
    NewListing,
    Told,
)
from marketplace.wanted.matching import repository as pairs
from marketplace.wanted.matching.service import moment, settle
from marketplace.wanted.rules import NEW_FOR
from search.engine import SearchError

STOP_PURPOSE = "stop_alerts"
STOP_WORKS = timedelta(days=90)
LOOK_BACK = timedelta(days=2)
"""So far before the last look is looked again."""
TOLD_KEPT = timedelta(days=60)
"""How long it is kept what somebody was told. Longer than it is shown as new, and than is looked back."""
AT_ONCE = 100
"""Accounts in one transaction."""
PER_PAGE = 20
_MORNING, _EVENING = 8, 18
_EVER = datetime(2000, 1, 1, tzinfo=UTC)

FindHits = Callable[[str], Awaitable[frozenset[UUID]]]
"""Runs a saved search: ids of all listings that it finds now. SearchError when the engine cannot answer."""


def is_time(now: datetime) -> bool:
    """Whether letters may go out: by day."""
    return _MORNING <= now.astimezone(clock.LONDON).hour < _EVENING


async def send_alerts(find_hits: FindHits) -> int:
    """Look at every account that was not looked at today, and write to whom something is new; return letters.

    Any number of workers may do so at once, and each may be killed: what was not committed is done again.
    """
    async with transaction():
        await repository.add_accounts()
        await _note_checks()
    letters = 0
    while True:
        async with transaction():
            due = await repository.claim(clock.today(), clock.now(), AT_ONCE)
            letters += await _tell(due, find_hits) if due else 0
        if not due:
            return letters


async def _note_checks() -> None:
    """Note which listings have all the checks that their councils ask for since now, and which lack some.

    The council may ask for less, or a steward have seen the last one: nobody says so, and it is looked.
    """
    seen = await repository.list_seen()
    if not seen:
        return
    today = moment()
    settings = await list_council_settings({each.offer.council_code for each in seen})
    changed = changed_checks(seen, settings, today)
    if changed:
        await repository.note_checks(changed, today.now)


async def _tell(due: Sequence[Due], find_hits: FindHits) -> int:
    """Find what is new for these accounts, and write to them. The number of statements is fixed."""
    told = [*await _new_adverts(due), *await _new_for_adverts(due), *await _new_in_searches(due, find_hits)]
    if not told:
        return 0
    fresh = await repository.add_told(told, clock.now())
    items: dict[UUID, list[Told]] = defaultdict(list)
    quiet = {each.account_id for each in due if each.has_stopped}
    for each in told:
        if (each.subject, each.item) in fresh and each.account_id not in quiet:
            items[each.account_id].append(each)
    addresses = await accounts.list_addresses(items) if items else {}
    written = sorted(addresses)
    tokens = await links.make_links(list(map(_stop_link, written))) if written else []
    await queue_letters(
        (
            addresses[account_id],
            for_new(news_of(items[account_id]), token),
            account_id,
        )
        for account_id, token in zip(written, tokens, strict=True)
    )
    return len(written)


def _since(due: Iterable[Due]) -> dict[UUID, datetime]:
    now = clock.now()
    return {each.account_id: min(each.since, now) - LOOK_BACK if each.since else _EVER for each in due}


async def _new_adverts(due: Sequence[Due]) -> list[Told]:
    """Adverts that suit listings of these accounts: each once, however many listings it suits."""
    since = _since(each for each in due if each.about_adverts)
    found = await settle(await pairs.list_new_for_providers(since, moment())) if since else []
    return [
        Told(account_id=to, kind=AlertKind.ADVERT, subject=to, item=one.pair.advert_id)
        for one in found
        if (to := one.pair.told_to) is not None
    ]


async def _new_for_adverts(due: Sequence[Due]) -> list[Told]:
    """Listings that suit adverts of these accounts."""
    since = _since(each for each in due if each.about_own_adverts)
    found = await settle(await pairs.list_new_for_owners(since, moment())) if since else []
    return [
        Told(account_id=to, kind=AlertKind.OWN_ADVERT, subject=one.pair.advert_id, item=one.pair.offer.id)
        for one in found
        if (to := one.pair.told_to) is not None
    ]


async def _new_in_searches(due: Sequence[Due], find_hits: FindHits) -> list[Told]:
    """Listings that came new to saved searches of these accounts.

    Only where something was published since is a search run. While the engine is down they wait a day.
    """
    searches = await repository.list_searches([each.account_id for each in due])
    if not searches:
        return []
    published = await repository.list_published(min(map(_new_from, searches)))
    try:
        told = [each for search in searches for each in await _new_in(search, published, find_hits)]
    except SearchError as error:
        log.warning("search_failed", reason=str(error))
        return []
    await repository.note_looked([search.id for search in searches], clock.now())
    return told


async def _new_in(search: DueSearch, published: Sequence[NewListing], find_hits: FindHits) -> list[Told]:
    since = _new_from(search)
    new = {one.id for one in published if one.published_at > since}
    found = new & await find_hits(search.query) if new else ()
    return [
        Told(account_id=search.account_id, kind=AlertKind.SEARCH, subject=search.id, item=listing_id)
        for listing_id in sorted(found)
    ]


def _new_from(search: DueSearch) -> datetime:
    """Where a clock was ahead when it was looked, as if it were looked at now."""
    return max(search.created_at, min(search.looked_at, clock.now()) - LOOK_BACK)


def _stop_link(account_id: UUID) -> Link:
    return Link(
        purpose=STOP_PURPOSE,
        record_id=None,
        account_id=account_id,
        data={},
        expires_at=clock.now() + STOP_WORKS,
    )


async def list_new(subject: UUID, viewer: Viewer, page: int = 1) -> Page[NewItem]:
    """Listings that the viewer was told of lately for a saved search or an advert, the latest first."""
    page = max(1, page)
    if viewer.account_id is None or not viewer.is_signed_in:
        return Page(items=(), total=0, page=1, per_page=PER_PAGE)
    found, total = await repository.list_items(
        viewer.account_id, subject, clock.now() - NEW_FOR, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def find_new(subject: UUID, viewer: Viewer) -> dict[UUID, datetime]:
    """The same, all of it: when the viewer was told of each listing. One statement."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return {}
    found, _total = await repository.list_items(viewer.account_id, subject, clock.now() - NEW_FOR)
    return {item.id: item.since for item in found}


async def list_needs(viewer: Viewer) -> list[Need]:
    """Adverts that suit the viewer's listings and that the viewer has not looked at. One statement."""
    if viewer.account_id is None or not viewer.has(Role.PROVIDER):
        return []
    number, first = await repository.find_unseen(viewer.account_id, clock.now() - NEW_FOR)
    return [Need(code="adverts_matching", count=number, since=first)] if number else []


async def note_seen(viewer: Viewer) -> None:
    """Note that the viewer looks at the adverts that suit: none of them waits any more. One statement."""
    if viewer.account_id is not None:
        await repository.note_seen(viewer.account_id, clock.now())


async def get_choices(viewer: Viewer) -> AlertChoices:
    """Which letters the viewer wants."""
    return await repository.find_choices(viewer.account_id) if viewer.account_id else AlertChoices()


async def choose(choices: AlertChoices, viewer: Viewer) -> None:
    """Write which letters the viewer wants.

    Raises:
        NotFoundError: the account is gone.
    """
    if viewer.account_id is None or not viewer.is_signed_in:
        raise _missing()
    async with transaction():
        await _put(viewer.account_id, choices)


async def find_stop(token: str) -> None:
    """Look whether a link ends letters. Changes nothing.

    Raises:
        NotFoundError: the link is unknown or too old.
    """
    await links.find_link(token, STOP_PURPOSE)


async def stop(token: str) -> None:
    """End all such letters to the account of a link. Twice is once: the link goes on working.

    Raises:
        NotFoundError: the link is unknown or too old, or its account is gone.
    """
    async with transaction():
        link = await links.find_link(token, STOP_PURPOSE)
        if link.account_id is None:
            raise _missing()
        now = await repository.find_choices(link.account_id)
        await _put(
            link.account_id,
            AlertChoices(
                has_stopped=True, about_own_adverts=now.about_own_adverts, about_adverts=now.about_adverts
            ),
        )


async def _put(account_id: UUID, choices: AlertChoices) -> None:
    before = await repository.find_choices(account_id)
    if choices == before:
        return
    if not await repository.put_choices(account_id, choices, clock.now()):
        raise _missing()
    await audit.record(
        "choose_alerts",
        "account",
        account_id,
        str(account_id),
        before=before,
        after=choices,
        subject=account_id,
    )


def _missing() -> NotFoundError:
    return NotFoundError(_("This link does not work any more."))


async def drop_old_told() -> int:
    """Forget what was told long ago; return how much. For timed work."""
    return await repository.drop_told(clock.now() - TOLD_KEPT)


class AlertHolder:
    """What this room keeps about an account: which letters it wants, and what it was told."""

    name = "alerts"

    async def export(self, account_id: UUID) -> object:
        """Both of it."""
        return {
            "wanted": await repository.find_choices(account_id),
            "told": await repository.export(account_id),
        }

    async def erase(self, account_id: UUID) -> None:
        """End the links of letters that were being written; the rest goes with the account by itself.

        Comes after the holder that holds the account: from then on nobody writes to it.
        """
        await links.end_links_of(STOP_PURPOSE, account_id)
