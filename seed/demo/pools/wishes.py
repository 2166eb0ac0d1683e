"""What made-up people would like to do with others, and whom they find: some wait, some know a name."""

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial

from msgspec import Struct

from marketplace.kernel import clock
from marketplace.places.service import Gazetteer
from marketplace.pooling.meeting.matching import service as matching
from marketplace.pooling.meeting.schemas import Said, WishContent
from marketplace.pooling.meeting.telling.service import tell_news
from marketplace.pooling.meeting.wishes import service as wishes
from seed.demo.diary import Diary
from seed.demo.pools.neighbours import Neighbour, Neighbourhood

_NOON = time(12, tzinfo=clock.LONDON)


class Couple(Struct, frozen=True):
    """Two who want the same, on the same street; who of them said yes. Numbers are those of neighbours."""

    support_type: str
    first: int | None
    """None: the person to sign in as."""
    second: int | None
    """None: nobody wants the same."""
    times: tuple[str, ...] = ()
    said: Sequence[bool] = ()
    """By the second, and by the first."""


_COUPLES = (
    Couple("walking", None, 6, ("sun.afternoon",), (True,)),
    Couple("music_singing", None, 9, ("thu.evening",), (True, True)),
    Couple("games", 11, 12, ("fri.evening",)),
    Couple("cookery_group", 3, 15, (), (True, True)),
    Couple("gardening", 10, None, ("sat.morning",)),
    Couple("swimming", 5, 18, ("mon.morning", "wed.morning"), (True,)),
)


def write_wishes(diary: Diary, hood: Neighbourhood, gazetteer: Gazetteer) -> None:
    """Write down who wishes what; nobody made up hears of it by letter afterwards."""
    for number, couple in enumerate(_COUPLES):
        diary.on(14 - number, partial(_wish, couple, hood, gazetteer, hood.places[number % len(hood.places)]))
    diary.on(0, _tell)


async def _wish(couple: Couple, hood: Neighbourhood, gazetteer: Gazetteer, place: str) -> None:
    first = hood.known["person"] if couple.first is None else hood.neighbours[couple.first]
    people = [first] if couple.second is None else [first, hood.neighbours[couple.second]]
    for person in people:
        content = WishContent(support_type=couple.support_type, name=person.name, times=couple.times)
        await wishes.start_wish(content, place, person.viewer, gazetteer)
    for person, is_said in zip(people[::-1], couple.said, strict=False):
        if is_said:
            await _say_yes(couple, person)


async def _say_yes(couple: Couple, person: Neighbour) -> None:
    for item in await wishes.list_wishes(person.viewer):
        if item.wish.content.support_type == couple.support_type:
            view = await wishes.get_wish_view(item.wish.id, person.viewer)
            await matching.say(view.matches[0].id, Said.YES, person.viewer)


async def _tell() -> None:
    """As the worker does by day: what is new is told, and not again when the demonstration runs."""
    with clock.stopped_at(datetime.combine(clock.today(), _NOON)):
        await tell_news()
