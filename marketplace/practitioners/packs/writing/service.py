"""Puts together what the pages of writing a pack show: what is in it, and what could be."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.finder.cards.service import list_result_cards
from marketplace.finder.details.rules import listing_words
from marketplace.finder.params.schemas import SearchParams
from marketplace.finder.rules import only_listings
from marketplace.finder.schemas import ResultCard
from marketplace.finder.service import area_name, get_vocabulary, search_listings
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.places.schemas import Place, PlaceChoices
from marketplace.places.service import Gazetteer
from marketplace.practitioners.packs.writing import rules
from marketplace.practitioners.packs.writing.schemas import AddPage, Candidate, GoneItem, PackItemForm
from marketplace.shortlists.packs.schemas import Pack
from marketplace.shortlists.schemas import NOTHING
from marketplace.shortlists.service import list_saved
from search.engine import SearchEngine

MOST_SAVED = 30
PER_PAGE = 10


def read_near(text: str, gazetteer: Gazetteer) -> str:
    """What was typed as a place, as it is kept: of a postcode the district only.

    Raises:
        InvalidError: it is no place, or one of several.
    """
    if not text:
        return ""
    answer = gazetteer.find_place(text)
    if isinstance(answer, Place):
        return rules.near_words(answer)
    message = _("Enter the first part of a postcode, such as BA14, or the name of a town.")
    if isinstance(answer, PlaceChoices):
        first = answer.choices[0].label
        message = _("There is more than one place with this name. Write it like this: %(place)s", place=first)
    raise InvalidError([Problem(field="near", message=message)])


async def list_items(pack: Pack, gazetteer: Gazetteer) -> tuple[PackItemForm, ...]:
    """The listings of a pack with the reasons that they suggest, by one statement."""
    content = pack.content
    found = await listings.list_public([item.listing_id for item in content.items])
    answer = gazetteer.find_place(content.near) if content.near else None
    place = answer if isinstance(answer, Place) else None
    vocabulary = get_vocabulary()

    def suggested(listing_id: UUID) -> tuple[str, ...]:
        listing = found.get(listing_id)
        if listing is None:
            return ()
        return rules.suggest_reasons(listing, listing_words(listing, vocabulary, area_name), place)

    return tuple(
        PackItemForm(
            listing_id=item.listing_id,
            title=found[item.listing_id].title if item.listing_id in found else "",
            suggested=suggested(item.listing_id),
            reasons=item.reasons,
        )
        for item in content.items
    )


async def list_gone(typed: Mapping[UUID, str], items: Iterable[PackItemForm]) -> tuple[GoneItem, ...]:
    """What was typed for listings that are not in the pack any more."""
    present = {item.listing_id for item in items}
    gone = {each: text for each, text in typed.items() if each not in present}
    found = await listings.list_public(list(gone)) if gone else {}
    return tuple(
        GoneItem(title=found[each].title if each in found else "", reasons=text)
        for each, text in gone.items()
    )


async def list_own_saved(viewer: Viewer, besides: Iterable[UUID] = ()) -> tuple[Candidate, ...]:
    """What the practitioner saved, the latest first, and is public; without some."""
    taken = set(besides)
    ids = [one.listing_id for one in await list_saved(viewer, NOTHING)]
    wanted = [each for each in ids if each not in taken][:MOST_SAVED]
    return _candidates(wanted, await list_result_cards(wanted) if wanted else {})


async def list_addable(
    pack: Pack,
    viewer: Viewer,
    params: SearchParams | None,
    *,
    gazetteer: Gazetteer,
    engine: SearchEngine,
) -> AddPage:
    """What can be put into a pack; `params` None before anything was searched."""
    taken = {item.listing_id for item in pack.content.items}
    found: Page[Candidate] | None = None
    notices: tuple[str, ...] = ()
    if params is not None:
        page = await search_listings(only_listings(params), gazetteer=gazetteer, engine=engine)
        cards = {card.card.id: card for card in page.cards}
        found = Page(
            items=_candidates([each for each in cards if each not in taken], cards),
            total=page.total,
            page=params.page,
            per_page=PER_PAGE,
        )
        notices = page.notices
    return AddPage(found=found, notices=notices, saved=await list_own_saved(viewer, taken))


def _candidates(ids: Iterable[UUID], cards: Mapping[UUID, ResultCard]) -> tuple[Candidate, ...]:
    return tuple(Candidate(listing_id=each, card=cards[each]) for each in ids if each in cards)
