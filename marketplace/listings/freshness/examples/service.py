"""Puts some made-up listings at each step on purpose: the others stay as they are (`repository`)."""

from datetime import timedelta

from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.freshness import repository
from marketplace.listings.freshness.schemas import Moved, Stage
from marketplace.listings.freshness.service import act, tell_people

FEWEST = 1_000
"""A demonstration with fewer listings has none to spare."""
_UNOWNED = (Stage.LOWER,) * 6 + (Stage.HIDDEN,) * 3
_OWNED = (Stage.ASKED, Stage.LOWER)


async def show_examples() -> int:
    """Put listings at steps, and write the letters to those that somebody looks after; return how many.

    Does nothing when made-up listings stand at a step already, or are few.
    """
    today = clock.today()
    async with transaction():
        there, stepped = await repository.count_made_up()
        if there < FEWEST or stepped:
            return 0
        found = []
        for stages, are_looked_after in ((_UNOWNED, False), (_OWNED, True)):
            made_up = await repository.list_made_up(len(stages), are_looked_after=are_looked_after)
            found += list(zip(made_up, stages, strict=False))
        moved = [
            Moved(
                id=listing_id,
                organization=organization,
                title=title,
                council_code=None,
                responsible=NATIONAL,
                stage=stage,
                confirmed_on=confirmed_on,
                hidden_on=today + timedelta(days=28),
            )
            for (listing_id, organization, title, confirmed_on), stage in found
        ]
        await repository.set_stages(moved, today)
        await act(moved)
        await tell_people(moved)
    return len(moved)
