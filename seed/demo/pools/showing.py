"""Statements that made-up members show to the practitioner: one that waits, and some that were answered."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from marketplace.kernel import clock
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.shares import service as shares
from marketplace.pooling.statements.shares.schemas import Answer, NewShare
from seed.demo.diary import Diary
from seed.demo.pools.ideas import Story
from seed.demo.pools.life import Life, Place

_THREE_MONTHS = timedelta(days=91)


def show_statements(diary: Diary, lives: Sequence[Life]) -> None:
    """Write down who shows what."""
    for life in lives:
        if life.idea.lead == "person":
            diary.on(12, partial(_show, life, life.lead, Answer.LOOKS_FINE))
        elif "person" in life.idea.also:
            diary.on(3, partial(_show, life, life.places[1], None))
        elif life.idea.story is Story.CORRECTED:
            diary.on(8, partial(_show, life, life.places[1], Answer.LOOKS_FINE))
        elif life.idea.story is Story.REFUND:
            diary.on(6, partial(_show, life, life.places[2], Answer.LET_US_TALK))


async def _show(life: Life, place: Place, said: Answer | None) -> None:
    """A member shows the last three months with all that the council looks at, and she opens it."""
    council, reader = life.hood.council, life.hood.practitioner
    offer = await shares.find_offer(council)
    assert offer is not None
    today = clock.today()
    period = Period(since=today - _THREE_MONTHS, until=today - timedelta(days=1))
    new = NewShare(period=period, parts=offer.parts, council_code=council, by_letter=False)
    token = await shares.share(life.id, new, place.neighbour.viewer)
    share_id = await shares.open_share(token, reader)
    if said is not None:
        await shares.answer(share_id, said, reader)
