"""The door for who writes adverts. One function = one use case = one transaction.

Another's advert is not there: NotFoundError. A form holds for the version that was seen: when a steward was
quicker, ConflictError. No council reads in the trail that somebody wants help: entries of owners have none.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import ADVERTS
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings.records.service import PlaceFinder
from marketplace.places.rules import snap_point
from marketplace.places.schemas import Place, PlaceKind
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted import repository
from marketplace.wanted import rules as adverts
from marketplace.wanted.acting import service as acting
from marketplace.wanted.ending.service import end, note
from marketplace.wanted.schemas import Advert, AdvertStatus, Area, OwnAdvert, Wish
from marketplace.wanted.writing import rules

RECORD_TYPE = "wanted_advert"
PER_PAGE = 20
_POSTCODES = frozenset({PlaceKind.POSTCODE, PlaceKind.SECTOR, PlaceKind.DISTRICT})


def account_of(viewer: Viewer) -> UUID:
    """The signed-in account; nobody else writes adverts."""
    if viewer.account_id is None or not viewer.is_signed_in:
        raise not_found()
    return viewer.account_id


def not_found() -> NotFoundError:
    """The same for what is another's, what never was, and what is not shown any more."""
    return NotFoundError(_("This advert is not here. It may be over."))


async def get_advert(advert_id: UUID, viewer: Viewer) -> OwnAdvert:
    """An advert of the viewer's, with the change of it that is not approved yet.

    Raises:
        NotFoundError: there is none, or it is another's.
    """
    advert = await repository.find_own(advert_id, account_of(viewer))
    if advert is None:
        raise not_found()
    return OwnAdvert(advert=advert, change=await repository.find_change_of(advert_id))


async def list_adverts(viewer: Viewer, page: int = 1) -> Page[OwnAdvert]:
    """The viewer's adverts: first those that new listings suit, those that are over last."""
    offset = (page - 1) * PER_PAGE
    found, total = await repository.list_own(
        account_of(viewer), limit=PER_PAGE, offset=offset, new_since=clock.now() - adverts.NEW_FOR
    )
    changes = await repository.list_changes_of([advert.id for advert, _new in found])
    items = tuple(OwnAdvert(advert=advert, change=changes.get(advert.id), new=new) for advert, new in found)
    return Page(items=items, total=total, page=page, per_page=PER_PAGE)


async def start_advert(wish: Wish, place: str, viewer: Viewer, gazetteer: PlaceFinder) -> UUID:
    """Begin an advert that nobody else sees; return its id. Of `place` the district and a point are kept.

    Raises:
        InvalidError: something is missing, or tells how to reach its owner; there are very many already.
        NotFoundError: the account was deleted meanwhile.
    """
    account_id = account_of(viewer)
    wish, problems = await acting.with_relation(wish, account_id)
    wish, area = _check(wish, place, gazetteer, problems)
    advert_id, steward_council = uuid4(), await responsible_council(area.council_code)
    async with transaction():
        if not await repository.hold_account(account_id):
            raise not_found()
        if await repository.count_open(account_id) >= adverts.MOST_OPEN:
            message = _("You have %(num)s adverts already. Take one down first.", num=adverts.MOST_OPEN)
            raise InvalidError([Problem(field="words", message=message)])
        await repository.add(advert_id, account_id, wish, area, steward_council, clock.now())
        await audit.record("begin", RECORD_TYPE, advert_id, viewer.actor)
    return advert_id


async def save_advert(
    advert_id: UUID, wish: Wish, place: str, expected_version: int, viewer: Viewer, gazetteer: PlaceFinder
) -> UUID:
    """Write an advert anew; return where it stands then. Empty `place`: where it was.

    One that is published stays as it is: what is written becomes a change of it, with an id of its own.

    Raises:
        InvalidError: something is missing, or tells how to reach its owner.
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile; or it is with a steward, has a change already, or is over.
    """
    account_id = account_of(viewer)
    kept = await repository.find_own(advert_id, account_id)
    if kept is None:
        raise not_found()
    wish, problems = await acting.with_relation(wish, account_id)
    wish, area = _check(wish, place, gazetteer, problems, kept.area)
    steward_council = await responsible_council(area.council_code)
    async with transaction():
        advert, now = await hold_own(advert_id, viewer, expected_version), clock.now()
        if wish.kind is not advert.wish.kind:
            raise ConflictError(_("What you look for cannot be changed. Begin another advert."))
        if adverts.can_write(advert):
            await repository.put_wish(
                advert_id,
                wish,
                area,
                steward_council=steward_council,
                version=advert.version + 1,
                changed_at=now,
            )
            await audit.record("change", RECORD_TYPE, advert_id, viewer.actor)
            return advert_id
        return await _begin_change(advert, wish, area, steward_council, now, viewer)


async def hand_in(advert_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Ask a steward to look at it.

    Raises:
        InvalidError: its owner does not act any more for whom it is for.
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or was handed in.
        TooManyError: the account handed in very many within a day.
    """
    await limits.check(ADVERTS, str(account_of(viewer)))
    async with transaction():
        advert, now = await hold_own(advert_id, viewer, expected_version), clock.now()
        if not adverts.can_write(advert):
            raise _not_now()
        supported = await acting.check_acting(advert)
        await repository.put(
            advert_id,
            status=AdvertStatus.SUBMITTED.value,
            version=advert.version + 1,
            risks=list(rules.find_risks(advert.wish, viewer.name, supported)),
            submitted_at=now,
            changed_at=now,
        )
        await audit.record("submit", RECORD_TYPE, advert_id, viewer.actor)


async def take_back(advert_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Write again what was handed in and nobody has decided.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile: somebody may have decided.
    """
    async with transaction():
        advert = await hold_own(advert_id, viewer, expected_version)
        if advert.status is not AdvertStatus.SUBMITTED:
            raise _not_now()
        await repository.put(
            advert_id,
            status=AdvertStatus.WRITING.value,
            version=advert.version + 1,
            submitted_at=None,
            changed_at=clock.now(),
        )
        await audit.record("take_back", RECORD_TYPE, advert_id, viewer.actor)


async def discard(advert_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Delete an advert, or a change of one, that is not shown. Of one that was shown the end is noted.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or is shown: take it down first.
    """
    async with transaction():
        advert = await hold_own(advert_id, viewer, expected_version)
        if not adverts.can_discard(advert):
            raise _not_now()
        if adverts.is_still_waiting(advert):
            await note(advert, AdvertStatus.WITHDRAWN.value, None, clock.now())
        await repository.drop(advert_id)
        await audit.record("discard", RECORD_TYPE, advert_id, viewer.actor)


async def fill_advert(advert_id: UUID, expected_version: int, viewer: Viewer, *, found_here: bool) -> None:
    """Say that somebody was found: nobody sees it any more.

    Raises:
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or is not shown.
    """
    await _end_own(
        advert_id, expected_version, viewer, AdvertStatus.FILLED, "here" if found_here else "elsewhere"
    )


async def withdraw_advert(advert_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Take it down; errors as `fill_advert`."""
    await _end_own(advert_id, expected_version, viewer, AdvertStatus.WITHDRAWN, None)


async def renew_advert(advert_id: UUID, expected_version: int, viewer: Viewer) -> datetime:
    """Show it for another while; return until when. Also one that expired or was filled not long ago.

    Raises:
        InvalidError: there are very many others; or its owner does not act any more for whom it is for.
        NotFoundError: it is not the viewer's.
        ConflictError: it changed meanwhile, or was over too long.
    """
    account_id = account_of(viewer)
    async with transaction():
        if not await repository.hold_account(account_id):
            raise not_found()
        advert, now = await hold_own(advert_id, viewer, expected_version), clock.now()
        if not adverts.can_renew(advert, now):
            raise _not_now()
        await acting.check_acting(advert)
        if advert.ended_at is not None and await repository.count_open(account_id) >= adverts.MOST_OPEN:
            message = _("You have %(num)s adverts already. Take one down first.", num=adverts.MOST_OPEN)
            raise InvalidError([Problem(field="", message=message)])
        expires_at = now + adverts.SHOWN_FOR
        await repository.put(
            advert_id,
            status=AdvertStatus.PUBLISHED.value,
            version=advert.version + 1,
            renewed_at=now,
            expires_at=expires_at,
            reminded_at=None,
            ended_at=None,
            changed_at=now,
        )
        await audit.record("renew", RECORD_TYPE, advert_id, viewer.actor)
    return expires_at


async def hold_own(advert_id: UUID, viewer: Viewer, expected_version: int) -> Advert:
    """An advert of the viewer's, as it was seen, held until the transaction ends."""
    advert = await repository.find_own(advert_id, account_of(viewer), lock=True)
    if advert is None:
        raise not_found()
    if advert.version != expected_version:
        raise ConflictError(_("This advert has changed since you opened it. Look at it again."))
    return advert


async def _end_own(
    advert_id: UUID, expected_version: int, viewer: Viewer, status: AdvertStatus, reason: str | None
) -> None:
    async with transaction():
        advert = await hold_own(advert_id, viewer, expected_version)
        if not adverts.can_end(advert):
            raise _not_now()
        await end(advert, status, reason, clock.now(), viewer.actor)


async def _begin_change(
    advert: Advert, wish: Wish, area: Area, steward_council: str, now: datetime, viewer: Viewer
) -> UUID:
    if not adverts.can_change(advert):
        raise _not_now()
    change = await repository.find_change_of(advert.id, lock=True)
    if change is not None and change.status is not AdvertStatus.REJECTED:
        raise ConflictError(_("You have begun a change of this advert already. Go on with that one."))
    if change is not None:
        await repository.drop(change.id)
    change_id = uuid4()
    await repository.add(change_id, advert.account_id, wish, area, steward_council, now, replaces=advert.id)
    await audit.record("begin_change", RECORD_TYPE, advert.id, viewer.actor)
    return change_id


def _check(
    wish: Wish, place: str, gazetteer: PlaceFinder, found: Iterable[Problem], kept: Area | None = None
) -> tuple[Wish, Area]:
    """What can be kept of what was written. InvalidError with every problem, those found before too."""
    wish = rules.tidy(wish)
    known = {each: taxonomies.codes(each) for each in Taxonomy}
    problems = [*found, *rules.check_wish(wish, known)]
    area = kept if kept is not None and not place.strip() else find_area(place, gazetteer)
    if area is None:
        message = _("Enter your postcode, or its first half, such as BA14.")
        problems.append(Problem(field="place", message=message))
    if problems or area is None:
        raise InvalidError(problems)
    return wish, area


def find_area(text: str, gazetteer: PlaceFinder) -> Area | None:
    """What may be known of where somebody is: all of it follows from a point that is true to a kilometre.

    Its own district and council would tell on which side of a border within the cell somebody lives.
    """
    place = gazetteer.find_place(text) if text.strip() else None
    if not isinstance(place, Place) or place.kind not in _POSTCODES:
        return None
    point = snap_point(place.latitude, place.longitude)
    shown = gazetteer.place_at(point.latitude, point.longitude) or place
    if shown.district is None:
        return None
    return Area(
        outcode=shown.district,
        council_code=shown.council_code,
        nation_code=shown.nation_code,
        latitude=point.latitude,
        longitude=point.longitude,
    )


def _not_now() -> ConflictError:
    return ConflictError(_("This cannot be done with the advert as it is now. Look at it again."))
