"""The door for who would like to do something with others. One function = one use case = one transaction.

No council reads in the trail that somebody wants support: entries of owners have none.
"""

from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_PLACES, POOL_WISHES
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.records.service import PlaceFinder
from marketplace.pooling.meeting import repository, rules
from marketplace.pooling.meeting.matching.service import find_matches, view_of
from marketplace.pooling.meeting.schemas import Wish, WishContent, WishItem, WishView
from marketplace.pooling.parties import service as parties
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.schemas import Area
from marketplace.wanted.writing.service import find_area

RECORD_TYPE = "pool_wish"


def not_found() -> NotFoundError:
    """The same for what is another's, what never was, and what is over."""
    return NotFoundError(_("This is not here. It may be over."))


async def list_wishes(viewer: Viewer) -> list[WishItem]:
    """What the viewer looks for, with how many wait for an answer."""
    return await repository.list_own(parties.account_of(viewer))


async def get_wish(wish_id: UUID, viewer: Viewer) -> Wish:
    """A wish of the viewer's that has not ended.

    Raises:
        NotFoundError: it is another's, or over.
    """
    return _own(await repository.find_wish(wish_id), viewer)


async def get_wish_view(wish_id: UUID, viewer: Viewer) -> WishView:
    """The same with who and what goes with it; errors as `get_wish`."""
    return await view_of(await get_wish(wish_id, viewer))


async def start_wish(content: WishContent, place: str, viewer: Viewer, gazetteer: PlaceFinder) -> UUID:
    """Begin to look for others; return the id. One that ended begins again, with what was said in it.

    Raises:
        InvalidError: something is missing; there is one of the kind; there are very many.
        NotFoundError: the account was deleted meanwhile.
        TooManyError: the account wrote very many within a day, or from many places.
    """
    account_id = parties.account_of(viewer)
    content, relation, area = await _check(content, place, gazetteer, None, account_id)
    await limits.check(POOL_WISHES, str(account_id))
    await limits.check(POOL_PLACES, str(account_id))
    async with transaction():
        await parties.hold_account(account_id)
        before = await repository.find_of_kind(account_id, content.support_type)
        await _check_room(account_id, before)
        now = clock.now()
        columns = {
            "relation": relation,
            "gets_letters": True,
            "changed_at": now,
            "matched_at": now,
            "expires_at": now + rules.LASTS,
            "reminded_at": None,
            "ended_at": None,
        }
        wish_id = before.id if before else uuid4()
        if before is None:
            await repository.add_wish(wish_id, content, area, account=account_id, created_at=now, **columns)
        else:
            values = repository.wish_columns(content, area)
            await repository.put_wish(wish_id, version=before.version + 1, **values, **columns)
        await audit.record("start", RECORD_TYPE, wish_id, viewer.actor)
        await _match(wish_id)
    return wish_id


async def change_wish(
    wish_id: UUID,
    content: WishContent,
    expected_version: int,
    viewer: Viewer,
    gazetteer: PlaceFinder,
    place: str = "",
) -> None:
    """Write it anew, for the same kind of support. Empty `place`: where it was.

    Who was told of it stays told, and of the distance as it was then.

    Raises:
        InvalidError: something is missing.
        NotFoundError: it is another's, or over.
        ConflictError: it changed meanwhile.
        TooManyError: as `start_wish`.
    """
    account_id = parties.account_of(viewer)
    kept = await get_wish(wish_id, viewer)
    content = replace(content, support_type=kept.content.support_type)
    content, relation, area = await _check(content, place, gazetteer, kept.area, account_id)
    await limits.check(POOL_WISHES, str(account_id))
    if area != kept.area:
        await limits.check(POOL_PLACES, str(account_id))
    async with transaction():
        wish = await _hold(wish_id, expected_version, viewer)
        now = clock.now()
        await repository.put_wish(
            wish_id,
            version=wish.version + 1,
            relation=relation,
            changed_at=now,
            matched_at=now,
            **repository.wish_columns(content, area),
        )
        await audit.record("change", RECORD_TYPE, wish_id, viewer.actor)
        await _match(wish_id)


async def renew_wish(wish_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Still looking: for 90 days from today. Errors as `end_wish`."""
    async with transaction():
        wish = await _hold(wish_id, expected_version, viewer)
        now = clock.now()
        await repository.put_wish(
            wish_id, version=wish.version + 1, expires_at=now + rules.LASTS, reminded_at=None
        )
        await audit.record("renew", RECORD_TYPE, wish_id, viewer.actor)


async def set_letters(wish_id: UUID, expected_version: int, viewer: Viewer, *, wanted: bool) -> None:
    """Whether the owner wants letters about it. Errors as `end_wish`."""
    async with transaction():
        wish = await _hold(wish_id, expected_version, viewer)
        await repository.put_wish(wish_id, version=wish.version + 1, gets_letters=wanted)
        await audit.record("letters", RECORD_TYPE, wish_id, viewer.actor)


async def end_wish(wish_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Look no more: nobody is told of it any more, and names are not shown any more.

    Raises:
        NotFoundError: it is another's, or over already.
        ConflictError: it changed meanwhile.
    """
    async with transaction():
        wish = await _hold(wish_id, expected_version, viewer)
        await repository.put_wish(wish_id, version=wish.version + 1, ended_at=clock.now())
        await audit.record("end", RECORD_TYPE, wish_id, viewer.actor)


async def _match(wish_id: UUID) -> None:
    wish = await repository.find_wish(wish_id)
    if wish is None:  # Cannot be: it is held.
        raise not_found()
    await find_matches(wish)


async def _check(
    content: WishContent, place: str, gazetteer: PlaceFinder, kept: Area | None, account_id: UUID
) -> tuple[WishContent, str, Area]:
    """What can be kept of what was written, and what the account is to whom it acts for."""
    content = rules.tidy(content)
    known = {each: taxonomies.codes(each) for each in Taxonomy}
    relation, problems = await parties.find_relation(content.acting_for, account_id)
    problems = [*rules.check_content(content, known), *problems]
    area = find_area(place, gazetteer) if place.strip() else kept
    if area is None:
        message = _("Enter your postcode, or its first half, such as BA14.")
        problems.append(Problem(field="place", message=message))
    if problems or area is None:
        raise InvalidError(problems)
    return content, relation, area


async def _check_room(account_id: UUID, before: Wish | None) -> None:
    if before is not None and before.is_open:
        message = _("You look for this already, for yourself or for somebody else. Change that instead.")
        raise InvalidError([Problem(field="support_type", message=message)])
    if await repository.count_open(account_id) >= rules.MOST_WISHES:
        message = _("You look for %(num)s things already. End one first.", num=rules.MOST_WISHES)
        raise InvalidError([Problem(field="support_type", message=message)])


async def _hold(wish_id: UUID, expected_version: int, viewer: Viewer) -> Wish:
    """A wish of the viewer's as it was seen, held until the transaction ends; its account before it."""
    await parties.hold_account(parties.account_of(viewer))
    wish = _own(await repository.find_wish(wish_id, lock=True), viewer)
    if wish.version != expected_version:
        raise ConflictError(_("This changed while you were at it. Look at it as it is now."))
    return wish


def _own(wish: Wish | None, viewer: Viewer) -> Wish:
    if wish is None or not wish.is_open or wish.account_id != parties.account_of(viewer):
        raise not_found()
    return wish
