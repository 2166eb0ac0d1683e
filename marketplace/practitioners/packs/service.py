"""Who reads packs here, and the list of packs with the names of what is in them."""

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.paging import Page
from marketplace.listings import service as listings
from marketplace.practitioners.packs import rules
from marketplace.practitioners.packs.schemas import ListedPack
from marketplace.referrals.teams.service import list_own_teams
from marketplace.shortlists.packs import service as packs
from marketplace.shortlists.packs.schemas import PackReader


async def reader_of(viewer: Viewer) -> PackReader:
    """A practitioner with the teams that they are in now. NotFoundError for who is none."""
    if viewer.account_id is None or not viewer.has(Role.PRACTITIONER):
        raise NotFoundError
    teams = await list_own_teams(viewer)
    return PackReader(
        account_id=viewer.account_id,
        councils=viewer.councils(Role.PRACTITIONER),
        team_ids=tuple(team.id for team in teams),
    )


async def list_packs(viewer: Viewer, page: int) -> Page[ListedPack]:
    """Packs that a practitioner may open, with what they are called. Four statements at most."""
    found = await packs.list_packs(await reader_of(viewer), page)
    wanted = {item.listing_id for pack in found.items for item in pack.content.items}
    cards = await listings.list_cards(sorted(wanted)) if wanted else {}
    titles = {listing_id: card.title for listing_id, card in cards.items()}
    return Page(
        items=tuple(ListedPack(pack=pack, title=rules.list_title(pack, titles)) for pack in found.items),
        total=found.total,
        page=found.page,
        per_page=found.per_page,
    )
