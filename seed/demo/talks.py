"""Conversations in every state, and what people said of the help that they got."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import EndReason, NewEnquiry, Side
from marketplace.feedback import service as feedback
from marketplace.feedback.schemas import NewFeedback, Reader
from marketplace.kernel.database import transaction
from marketplace.places.service import Gazetteer
from marketplace.shortlists import service as shortlists
from marketplace.shortlists.schemas import NOTHING
from seed.demo.cast import Cast, Offer
from seed.demo.diary import Diary, Step

_KIND = NewFeedback(
    good="She is on time, and asks me what I want to do today.",
    better="Please tell me the day before when somebody else comes.",
    statements=("respect", "see_me", "safe"),
    name="Pat",
    with_steward=True,
)
_FRIENDLY = NewFeedback(
    good="I have met two new friends. The tea is good too.",
    better="The door is heavy. Somebody could hold it for me.",
    statements=("belong", "my_life"),
    name="Ben",
    with_steward=True,
)


class Talk:
    """One conversation, of which each step is written into the diary."""

    def __init__(
        self, diary: Diary, gazetteer: Gazetteer, person: Viewer, offer: Offer, supported: UUID | None = None
    ) -> None:
        self._diary, self._gazetteer = diary, gazetteer
        self._person, self._offer, self._supported = person, offer, supported
        self._id: UUID | None = None
        self._version = 0

    @property
    def id(self) -> UUID:
        """Once it has begun."""
        assert self._id is not None
        return self._id

    def begin(self, days_ago: float, words: str, place: str) -> "Talk":
        """The person asks."""

        async def step() -> None:
            new = NewEnquiry(
                support_types=self._offer.types, where=place, words=words, acting_for=self._supported
            )
            made = await enquiries.ask([self._offer.id], new, self._person, gazetteer=self._gazetteer)
            self._id = made[0]

        return self._then(days_ago, step)

    def write(self, days_ago: float, side: Side, words: str, *, share: str = "") -> "Talk":
        """One of them writes."""

        async def step() -> None:
            viewer = self._person if side is Side.PERSON else self._offer.viewer
            await enquiries.get_conversation(self.id, viewer, side=side)
            await enquiries.reply(self.id, words, self._version, viewer, side=side, share=share)

        return self._then(days_ago, step)

    def agree(self, days_ago: float) -> "Talk":
        """The person says yes."""

        async def step() -> None:
            await enquiries.get_conversation(self.id, self._person, side=Side.PERSON)
            await enquiries.agree(self.id, self._version, self._person)

        return self._then(days_ago, step)

    def end(self, days_ago: float, side: Side, reason: EndReason, words: str = "") -> "Talk":
        """One of them ends it."""

        async def step() -> None:
            viewer = self._person if side is Side.PERSON else self._offer.viewer
            await enquiries.end(self.id, reason, self._version, viewer, side=side, words=words)

        return self._then(days_ago, step)

    def read(self, days_ago: float, side: Side) -> "Talk":
        """One of them opens it."""

        async def step() -> None:
            viewer = self._person if side is Side.PERSON else self._offer.viewer
            await enquiries.get_conversation(self.id, viewer, side=side)

        self._diary.on(days_ago, step)
        return self

    def _then(self, days_ago: float, step: Step) -> "Talk":
        async def versioned() -> None:
            await step()
            self._version += 1

        self._diary.on(days_ago, versioned)
        return self


def write_talks(diary: Diary, cast: Cast, gazetteer: Gazetteer) -> None:
    """Write down who asked whom and what came of it."""
    mo, tess, ife = cast.offers
    ada, ben, cora = cast.askers
    place = cast.place.split()[0]
    person, provider = Side.PERSON, Side.PROVIDER

    def talk(who: Viewer, offer: Offer, days_ago: float, words: str) -> Talk:
        supported = cast.supported if who is cast.supporter else None
        return Talk(diary, gazetteer, who, offer, supported).begin(days_ago, words, place)

    talk(cast.person, tess, 45, "I would like some help on two mornings a week.").write(
        44, provider, "Yes, I have time on Mondays and Fridays.", share="01632 960 140"
    ).agree(43).read(42, provider).write(
        1, provider, "I can come half an hour earlier on Friday. Is that all right?"
    )
    talk(cast.person, cast.own, 30, "Could somebody come on Wednesdays?").write(
        29, provider, "Yes. We could start next week."
    ).agree(28).read(28, provider)
    talk(cast.person, mo, 20, "Are you free at weekends?").end(
        18, provider, EndReason.HOURS, "Sorry, I do not work at weekends."
    ).read(17, person)
    talk(cast.person, ife, 9, "I am looking for something to do on Tuesdays.").read(8, provider)
    talk(cast.supporter, mo, 6, "Mum needs somebody to go out with. She likes gardens.").write(
        1, provider, "I would love to. Which days suit her?"
    )
    talk(cast.supporter, cast.own, 4, "Mum would like help with cooking. Do you do that?")
    talk(ada, cast.own, 1, "Hello, I am new here. Can you help me on Thursdays?")
    talk(ben, cast.own, 60, "I would like to come along.").write(59, provider, "You are welcome.").agree(
        58
    ).read(58, provider)
    talk(cora, cast.own, 25, "Do you have room for one more?").end(
        24, provider, EndReason.NO_CAPACITY, "Sorry, we are full until spring."
    )
    talk(ada, tess, 50, "Can you come at seven in the morning?").write(49, provider, "From eight on.").end(
        48, person, EndReason.HOURS
    )
    _write_feedback(diary, cast)
    _write_saved(diary, cast)


def _write_feedback(diary: Diary, cast: Cast) -> None:
    """One that was answered, one that is new for the provider and the stewards."""
    _mo, tess, _ife = cast.offers
    given: list[UUID] = []

    async def tell_tess() -> None:
        given.append(await feedback.give(tess.id, _KIND, cast.person))

    async def thank() -> None:
        await feedback.get_feedback(given[0], Reader.PROVIDER, tess.viewer)
        await feedback.answer(given[0], "Thank you, Pat. I will ring you the evening before.", tess.viewer)

    async def tell_own() -> None:
        await feedback.give(cast.own.id, _FRIENDLY, cast.askers[1])

    diary.on(12, tell_tess)
    diary.on(2, thank)
    diary.on(3, tell_own)


def _write_saved(diary: Diary, cast: Cast) -> None:
    """What the person keeps in mind."""
    notes = {cast.offers[0].id: "Ask again in spring.", cast.offers[2].id: "", cast.own.id: "Sam likes it."}

    def saving(listing_id: UUID, note: str) -> Step:
        async def save() -> None:
            async with transaction():
                await shortlists.save_listing(listing_id, cast.person, NOTHING)
                if note:
                    await shortlists.put_note(listing_id, note, cast.person, NOTHING)

        return save

    for listing_id, note in notes.items():
        diary.on(10, saving(listing_id, note))
