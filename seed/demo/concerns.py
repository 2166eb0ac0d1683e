"""A made-up contact for safeguarding, and three things that somebody reported, for the demonstration."""

from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from marketplace.councils.schemas import NATIONAL, SafeguardingContact
from marketplace.councils.service import add_council, get_council_settings, update_council_settings
from marketplace.kernel.database import transaction
from marketplace.listings.overview.schemas import ListingFilter, ListingState
from marketplace.listings.overview.service import list_listings
from seed.demo.sign_ins import COUNCIL

ACTOR = "demo"
_CONTACT = SafeguardingContact(
    name="Adult safeguarding team (made up)",
    phone="01632 960 161",
    email="safeguarding@demonstration.example",
    url="https://www.example.org/safeguarding",
    hours="8.30am to 5pm, Monday to Friday. At other times ring 01632 960 162.",
)
"""The numbers are among those that are kept free for stories."""
_REPORTED = (
    NewConcern(
        kind=ConcernKind.WRONG, words="It says Tuesday, but we were told that it is on Thursdays now."
    ),
    NewConcern(kind=ConcernKind.CLOSED, words="The phone is dead and the door was shut twice."),
    NewConcern(
        kind=ConcernKind.SAFEGUARDING,
        words="My neighbour goes there. She came home without her purse again and is frightened to say why.",
        name="A neighbour",
    ),
)


async def load_concerns(council: str | None) -> int:
    """Give a council and all other places a contact, and stewards some concerns, once. Returns how many."""
    code = council or COUNCIL
    settings = await get_council_settings(code)
    if not settings.is_in_system or settings.safeguarding.phone:
        return 0
    public = await list_listings([code], 1, ListingFilter(state=ListingState.PUBLIC))
    chosen = [row.id for row in public.items[-len(_REPORTED) :]]
    async with transaction():
        await add_council(NATIONAL, actor=ACTOR)
        national = await get_council_settings(NATIONAL)
        for each in (settings, national):
            await update_council_settings(each.code, {"safeguarding": _CONTACT}, each.version, actor=ACTOR)
        for listing_id, concern in zip(chosen, _REPORTED, strict=False):
            await report_concern(listing_id, concern, host=ACTOR)
    return len(chosen)
