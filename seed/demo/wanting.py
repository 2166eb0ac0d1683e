"""Adverts in every state, of people who look for a personal assistant or something to do."""

from uuid import UUID

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.places.service import Gazetteer
from marketplace.wanted import service as wanted
from marketplace.wanted.keeping import service as keeping
from marketplace.wanted.schemas import AdvertKind, GenderReason, RejectReason, Wish
from seed.demo.cast import Cast
from seed.demo.diary import Diary

_ASSISTANT = Wish(
    kind=AdvertKind.PERSONAL_ASSISTANT,
    support_types=("shopping", "getting_out"),
    skills="Patience, and a sense of humour.",
    hours_per_week=6.0,
    times=("tue.morning", "thu.morning"),
    rate_from_pence=13_50,
    rate_to_pence=16_00,
    words="I like markets, gardens and a good talk. I use a stick and get tired in the afternoon.",
)
_CARE = replace(
    _ASSISTANT,
    support_types=("personal_care",),
    gender="female",
    gender_reason=GenderReason.INTIMATE_CARE,
    words="I need help to wash and dress on two mornings a week.",
)
_TRIPS = replace(
    _ASSISTANT,
    support_types=("getting_out",),
    words="I would like to see the sea again, and sometimes just the park. I am good company.",
)
_ACTIVITY = Wish(
    kind=AdvertKind.ACTIVITY,
    support_types=("arts_crafts",),
    times=("wed.afternoon",),
    words="I would like to paint with others, in a room that is not too loud.",
)


class Posting:
    """One advert, of which each step is written into the diary."""

    def __init__(self, diary: Diary, cast: Cast, gazetteer: Gazetteer, owner: Viewer) -> None:
        self._diary, self._cast, self._gazetteer, self._owner = diary, cast, gazetteer, owner
        self._id = UUID(int=0)

    def write(self, days_ago: float, wish: Wish) -> "Posting":
        """Begin it."""

        async def step() -> None:
            self._id = await wanted.start_advert(wish, self._cast.place, self._owner, self._gazetteer)

        self._diary.on(days_ago, step)
        return self

    def hand_in(self, days_ago: float) -> "Posting":
        """Give it to a steward."""

        async def step() -> None:
            await wanted.hand_in(self._id, await self._version(), self._owner)

        self._diary.on(days_ago, step)
        return self

    def approve(self, days_ago: float) -> "Posting":
        """It is shown."""

        async def step() -> None:
            await wanted.approve(self._id, await self._version(), self._cast.steward)

        self._diary.on(days_ago, step)
        return self

    def give_back(self, days_ago: float, note: str) -> "Posting":
        """The steward asks for a change."""

        async def step() -> None:
            await wanted.ask_for_changes(self._id, await self._version(), note, self._cast.steward)

        self._diary.on(days_ago, step)
        return self

    def reject(self, days_ago: float, reason: RejectReason) -> "Posting":
        """The steward says no."""

        async def step() -> None:
            await wanted.reject(self._id, await self._version(), reason, "", self._cast.steward)

        self._diary.on(days_ago, step)
        return self

    def fill(self, days_ago: float) -> "Posting":
        """Somebody was found."""

        async def step() -> None:
            await wanted.fill_advert(self._id, await self._version(), self._owner, found_here=True)

        self._diary.on(days_ago, step)
        return self

    def withdraw(self, days_ago: float) -> "Posting":
        """It is taken down."""

        async def step() -> None:
            await wanted.withdraw_advert(self._id, await self._version(), self._owner)

        self._diary.on(days_ago, step)
        return self

    def answer(self, days_ago: float, words: str) -> "Posting":
        """The first provider who may see it writes."""

        async def step() -> None:
            for offer in (*self._cast.offers, self._cast.own):
                shown = await wanted.list_shown(offer.viewer)
                if self._id in {each.id for each in shown.items}:
                    await wanted.answer(self._id, words, offer.viewer)
                    return

        self._diary.on(days_ago, step)
        return self

    async def _version(self) -> int:
        return (await wanted.get_advert(self._id, self._owner)).advert.version


def write_adverts(diary: Diary, cast: Cast, gazetteer: Gazetteer) -> None:
    """Write down who looks for somebody, and what came of it."""
    ada, ben, cora = cast.askers

    def posting(owner: Viewer) -> Posting:
        return Posting(diary, cast, gazetteer, owner)

    posting(cora).write(76, _ACTIVITY).hand_in(76).approve(75)
    diary.on(14, keeping.close_adverts)
    posting(ada).write(41, _ASSISTANT).hand_in(40).approve(39).fill(22)
    posting(ben).write(27, _ACTIVITY).hand_in(27).approve(26).withdraw(24)
    posting(ben).write(19, _ASSISTANT).hand_in(19).reject(18, RejectReason.NOT_SUPPORT)
    posting(cast.person).write(13, _ASSISTANT).hand_in(13).approve(12).answer(
        2.5, "I am free on Tuesdays, and I like markets too. Shall we meet for a cup of tea?"
    )
    posting(cast.person).write(6, _ACTIVITY).hand_in(6).give_back(
        5, "Please say which part of town you can get to."
    )
    posting(ben).write(4, _TRIPS).hand_in(4).approve(3)
    posting(ada).write(5, _CARE).hand_in(4).approve(3)
    posting(cora).write(2, _CARE).hand_in(2)
    posting(cast.supporter).write(1, replace(_ACTIVITY, acting_for=cast.supported))
