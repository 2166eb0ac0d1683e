"""The door of matching. Each list takes a fixed number of statements, however long it is.

Matches are worked out when they are asked for and kept nowhere, so that none is older than what it is of.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import list_council_settings
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.listings.organizations.service import list_organizations_of
from marketplace.wanted import repository as adverts
from marketplace.wanted.matching import repository, rules
from marketplace.wanted.matching.saying.rules import why
from marketplace.wanted.matching.schemas import (
    MatchedAdvert,
    MatchedListing,
    MatchedPair,
    Pair,
    Side,
    Today,
)

PER_PAGE = 20


async def list_matches_for_advert(
    advert_id: UUID, viewer: Viewer, page: int = 1, *, new: Mapping[UUID, datetime] | None = None
) -> Page[MatchedListing]:
    """Public listings that suit a published advert of the viewer's, the best first, in four statements.

    Before them stand those in `new`, the latest first, each marked with its moment. None while it is not
    published.

    Raises:
        NotFoundError: there is no such advert, or it is another's.
    """
    account_id = viewer.account_id if viewer.is_signed_in else None
    if account_id is None or await adverts.find_own(advert_id, account_id) is None:
        raise NotFoundError(_("This advert is not here."))
    matched = await settle(await repository.list_of_advert(advert_id, moment()))
    new = new or {}
    shown = _page_of(rules.new_first(matched, new), page)
    cards = await listings.list_cards([one.pair.offer.id for one in shown.items])
    return Page(
        items=tuple(
            MatchedListing(
                card=cards[one.pair.offer.id],
                why=why(one.match.reasons, Side.PERSON),
                miles=rules.whole_miles(one.match.miles),
                new_since=new.get(one.pair.offer.id),
            )
            for one in shown.items
            if one.pair.offer.id in cards
        ),
        total=shown.total,
        page=shown.page,
        per_page=shown.per_page,
    )


async def list_adverts_for(viewer: Viewer, page: int = 1) -> Page[MatchedAdvert]:
    """Adverts that suit the viewer's listings, each once, the best first, in three statements."""
    shown = _page_of(rules.best_by_advert(await _matched_for(viewer)), page)
    return Page(
        items=tuple(map(matched_advert, shown.items)),
        total=shown.total,
        page=shown.page,
        per_page=shown.per_page,
    )


async def find_reasons(advert_ids: Iterable[UUID], viewer: Viewer) -> dict[UUID, MatchedAdvert]:
    """Why some adverts suit the viewer's listings, by advert; those that do not are not in it."""
    wanted = set(advert_ids)
    best = rules.best_by_advert(await _matched_for(viewer))
    return {one.pair.advert_id: matched_advert(one) for one in best if one.pair.advert_id in wanted}


async def settle(pairs: Sequence[Pair]) -> list[MatchedPair]:
    """Those pairs that do suit each other, the best first; one statement, for what the councils ask for."""
    if not pairs:
        return []
    settings = await list_council_settings({pair.offer.council_code for pair in pairs})
    return rules.match_pairs(pairs, settings, moment())


def moment() -> Today:
    """When it is."""
    return Today(clock.now(), clock.today())


def matched_advert(one: MatchedPair) -> MatchedAdvert:
    """As those see it who look after the listing."""
    return MatchedAdvert(
        advert_id=one.pair.advert_id,
        kind=one.pair.wish.kind,
        listing_id=one.pair.offer.id,
        why=why(one.match.reasons, Side.PROVIDER),
        miles=rules.whole_miles(one.match.miles),
        outcode=one.pair.area.outcode,
        since=one.pair.since,
    )


async def _matched_for(viewer: Viewer) -> list[MatchedPair]:
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    own = [each.organization.id for each in await list_organizations_of(viewer.account_id)]
    return await settle(await repository.list_of_organizations(own, moment())) if own else []


def _page_of(matched: Sequence[MatchedPair], number: int) -> Page[MatchedPair]:
    """A page of them; the last one for a number beyond it."""
    number = min(max(1, number), max(1, -(-len(matched) // PER_PAGE)))
    shown = tuple(matched[(number - 1) * PER_PAGE : number * PER_PAGE])
    return Page(items=shown, total=len(matched), page=number, per_page=PER_PAGE)
