"""Loads demonstration data through the services of marketplace: pictures, support services, listings."""

from collections.abc import Callable

from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.media.service import put_trusted_media
from marketplace.listings.service import load_listings
from marketplace.places.service import Gazetteer, set_support
from seed.demo.generator import generate_listings
from seed.demo.photos import photos
from seed.demo.support import made_up_support

ACTOR = "demo"


async def load_demonstration(
    gazetteer: Gazetteer,
    *,
    listings: int,
    council: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Load made-up listings for England or one of its councils, and who helps with direct payments there.

    All of it or nothing. `progress` is told how many listings are in. Returns how many were loaded.

    Raises:
        NotFoundError: no council has this code.
        OperatorError: the council is not in England.
    """
    drafts = generate_listings(listings, gazetteer, council, today=clock.today())
    async with transaction():
        await load_pictures()
        await load_support()
        return await load_listings(
            drafts, gazetteer=gazetteer, actor=ACTOR, progress=progress, is_demonstration=True
        )


async def load_pictures() -> None:
    """Keep the drawings that listings refer to."""
    for drawing in photos().values():
        await put_trusted_media(drawing.content)


async def load_support() -> None:
    """Put on record a made-up support service for each council."""
    for council_code, support in made_up_support(clock.today()).items():
        await set_support(council_code, support, ACTOR)
