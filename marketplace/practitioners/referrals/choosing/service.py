"""Puts the page of providers together: chosen, found by the need, and saved ones."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.finder.addresses.rules import search_url
from marketplace.finder.cards.service import list_result_cards
from marketplace.finder.rules import only_listings
from marketplace.finder.schemas import ResultCard
from marketplace.finder.service import search_listings
from marketplace.kernel.paging import Page
from marketplace.places.service import Gazetteer
from marketplace.practitioners.referrals.choosing import rules
from marketplace.practitioners.referrals.choosing.schemas import Candidate, ProvidersPage
from marketplace.referrals.schemas import ReferralView
from marketplace.referrals.sending.service import list_askable
from marketplace.shortlists.schemas import NOTHING
from marketplace.shortlists.service import list_saved
from search.engine import SearchEngine

MOST_SAVED = 30


async def list_providers(
    view: ReferralView,
    viewer: Viewer,
    page: int,
    *,
    gazetteer: Gazetteer,
    engine: SearchEngine,
    chosen: Iterable[UUID] | None = None,
) -> ProvidersPage:
    """The page of providers. `chosen` are those ticked in a form that could not be taken."""
    params = rules.wide_search_of(view.referral, page)
    results = await search_listings(only_listings(params), gazetteer=gazetteer, engine=engine)
    asked = [offer.listing_id for offer in view.offers]
    chosen_ids = asked if chosen is None else list(chosen)
    saved_ids = [one.listing_id for one in await list_saved(viewer, NOTHING)][:MOST_SAVED]
    cards = await list_result_cards([*dict.fromkeys([*chosen_ids, *saved_ids])])
    found = {result.card.id: result for result in results.cards}
    askable = await list_askable([*cards, *found])
    taken = {*chosen_ids, *asked}

    def askable_first(ids: Iterable[UUID]) -> list[UUID]:
        return sorted(ids, key=lambda each: each not in askable)

    return ProvidersPage(
        view=view,
        chosen=_candidates(chosen_ids, cards | found, askable),
        found=Page(
            items=_candidates(askable_first(each for each in found if each not in taken), found, askable),
            total=results.total or 0,
            page=page,
            per_page=rules.PER_PAGE,
        ),
        search_url=search_url(rules.search_of(view.referral)),
        saved=_candidates(
            askable_first(each for each in saved_ids if each not in taken and each not in found),
            cards,
            askable,
        ),
    )


def _candidates(
    ids: Iterable[UUID], cards: Mapping[UUID, ResultCard], askable: frozenset[UUID]
) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(listing_id=each, card=cards.get(each), can_be_asked=each in askable) for each in ids
    )
