"""The door for providers. An advert that they may not see is not there: NotFoundError."""

from uuid import UUID

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import ADVERT_REPORTS
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import list_council_settings
from marketplace.enquiries import service as enquiries
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.listings.evidence.tiers.rules import tier_of
from marketplace.wanted import repository as adverts
from marketplace.wanted.rules import SEEN_BY
from marketplace.wanted.schemas import AdvertStatus, ReportReason, Seer, ShownAdvert
from marketplace.wanted.showing import repository
from marketplace.wanted.writing.service import RECORD_TYPE, account_of, not_found

MOST_LISTINGS = 50
"""Of one account that are looked at: the oldest."""
PER_PAGE = 20


async def list_seers(viewer: Viewer) -> tuple[Seer, ...]:
    """Listings of the viewer's that let them see adverts: public, and checked to the council's first tier.

    Three statements, or one for who has no listing.
    """
    if viewer.account_id is None or not viewer.is_signed_in:
        return ()
    organizations = await repository.list_open_listings(viewer.account_id, MOST_LISTINGS)
    cards = await listings.list_cards(list(organizations))
    if not cards:
        return ()
    settings = await list_council_settings({card.council_code for card in cards.values()})
    kinds = {kind for seers in SEEN_BY.values() for kind in seers}
    today = clock.today()
    return tuple(
        Seer(listing_id=card.id, organization_id=organizations[card.id], title=card.title)
        for card in cards.values()
        if card.kind in kinds
        and tier_of(card.kind, card.checks, settings[card.council_code], today) is not None
    )


async def list_shown(viewer: Viewer, page: int = 1) -> Page[ShownAdvert]:
    """Adverts that the viewer may see, the newest first; none for who has no checked listing."""
    ids = [seer.listing_id for seer in await list_seers(viewer)]
    offset = (page - 1) * PER_PAGE
    found, total = await repository.list_shown(ids, clock.now(), limit=PER_PAGE, offset=offset)
    return Page(items=tuple(found), total=total, page=page, per_page=PER_PAGE)


async def get_shown(advert_id: UUID, viewer: Viewer) -> ShownAdvert:
    """An advert that the viewer may see.

    Raises:
        NotFoundError: there is none, it is not shown, or not to the viewer: they are not told apart.
    """
    ids = [seer.listing_id for seer in await list_seers(viewer)]
    shown = await repository.find_shown(advert_id, ids, clock.now()) if ids else None
    if shown is None:
        raise not_found()
    return shown


async def report(advert_id: UUID, reason: ReportReason, viewer: Viewer) -> None:
    """Say that something is wrong with an advert: a steward looks at it again. The first report counts.

    Raises:
        NotFoundError: it is not shown to the viewer.
        TooManyError: the account reported very many.
    """
    account_id = account_of(viewer)
    await get_shown(advert_id, viewer)
    await limits.check(ADVERT_REPORTS, str(account_id))
    async with transaction():
        advert = await adverts.find(advert_id, lock=True)
        if advert is None or advert.status is not AdvertStatus.PUBLISHED:
            raise not_found()
        if advert.reported_for is None:
            await adverts.put(advert_id, reported_at=clock.now(), reported_for=reason.value)
        await audit.record("report", RECORD_TYPE, advert_id, viewer.actor)


async def answer(advert_id: UUID, words: str, viewer: Viewer) -> UUID:
    """Write to whose advert it is, for the nearest listing; return the conversation's id.

    An organisation answers an advert once, whatever came of it.

    Raises:
        NotFoundError: it is not shown to the viewer.
        InvalidError: there are no words, or too many.
        ConflictError: the organisation answered it, or is in touch with the person already.
        TooManyError: the account wrote to very many within a day.
    """
    account_of(viewer)
    shown = await get_shown(advert_id, viewer)
    _check_unanswered(shown)
    advert = await adverts.find(advert_id)
    if advert is None or advert.status is not AdvertStatus.PUBLISHED:
        raise not_found()
    return await enquiries.start_from_advert(
        advert_id,
        advert.account_id,
        shown.listing_id,
        words,
        viewer,
        hold_advert=lambda: _hold(shown),
        support_types=advert.wish.support_types,
        area=advert.area.outcode,
        outcode=advert.area.outcode,
        council_code=advert.area.council_code,
        acting_for=advert.wish.acting_for,
        relation=advert.wish.relation,
    )


async def _hold(seen: ShownAdvert) -> None:
    """Keep an advert as it is until the transaction ends: who closes it comes before an answer or after it.

    Raises:
        NotFoundError: it was closed, or is not shown to this listing any more.
        ConflictError: a colleague answered it, for this or another listing.
    """
    await adverts.find(seen.id, lock=True)
    shown = await repository.find_shown(seen.id, [seen.listing_id], clock.now())
    if shown is None:
        raise not_found()
    _check_unanswered(shown)


def _check_unanswered(shown: ShownAdvert) -> None:
    if shown.is_answered:
        raise ConflictError(_("You or a colleague have answered this advert already: see your messages."))
