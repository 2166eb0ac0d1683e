"""One made-up pool, of which each step is written into the diary: who starts, comes in, agrees, and goes."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from marketplace.kernel import clock
from marketplace.places.service import Gazetteer
from marketplace.pooling import service as pools
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.checking import service as checking
from marketplace.pooling.desk import service as desk
from marketplace.pooling.desk.helping import service as helping
from marketplace.pooling.desk.schemas import ChecklistItem
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping import service as keeping
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.meeting.talk import service as talk
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import Affairs, Invitee, LeftReason, NewPool, PoolContent
from seed.demo.diary import Diary, Step
from seed.demo.pools.ideas import Idea
from seed.demo.pools.neighbours import Neighbour, Neighbourhood
from seed.demo.pools.outcomes import OUTCOMES
from seed.demo.pools.terms import make_terms

_INSURED = timedelta(days=19)
"""From now on: it runs out soon, which the desk of the lead says."""


class Place:
    """Somebody in a pool: which row is theirs, and how often it has changed."""

    def __init__(self, neighbour: Neighbour) -> None:
        self.neighbour = neighbour
        self.id = UUID(int=0)
        self.version = 0
        self.has_place = False

    def moved(self) -> int:
        """The version before a step; counts the step."""
        self.version += 1
        return self.version - 1


class Life:
    """Steps of one pool. `days_ago` are days before now."""

    def __init__(
        self, diary: Diary, hood: Neighbourhood, gazetteer: Gazetteer, idea: Idea, number: int
    ) -> None:
        self._diary, self._hood, self._gazetteer = diary, hood, gazetteer
        self.idea, self.number = idea, number
        self.id = UUID(int=0)
        self.agreement = 0
        self.helper_id: UUID | None = None
        self._insured_until = clock.today() + _INSURED
        first = [hood.known[idea.lead]] if idea.lead else []
        first += [hood.known[name] for name in idea.also]
        others = hood.some(number * 5, idea.people - len(first), first)
        if idea.also:
            first, others = others[:1], [*first, *others[1:]]
        self.places = [Place(each) for each in (*first, *others)]
        self.listing_id: UUID | None = None

    @property
    def lead(self) -> Place:
        """Who started it."""
        return self.places[0]

    @property
    def placed(self) -> list[Place]:
        """Who has a place at this moment of the diary, in order of joining."""
        return [each for each in self.places if each.has_place]

    @property
    def hood(self) -> Neighbourhood:
        """Where it is."""
        return self._hood

    def spare(self, number: int) -> Neighbour:
        """Somebody who is not in it yet."""
        used = [each.neighbour for each in self.places]
        return self._hood.some(self.number * 5, number + 1, used)[number]

    def on(self, days_ago: float, step: Step) -> None:
        """Take any step on a day."""
        self._diary.on(days_ago, step)

    def start(self, days_ago: float) -> None:
        """The lead starts it with those who said yes before, and they take their places in some days."""
        self.on(days_ago, self._start)
        for number, place in enumerate(self.places[1:], 1):
            self.on(days_ago - number * 0.7, partial(self._come, place))

    def show(self, days_ago: float) -> None:
        """A steward lets others see it."""

        async def step() -> None:
            await checking.approve(self.id, await self._version(), self._hood.steward)

        self.on(days_ago, step)

    def give_back(self, days_ago: float, note: str) -> None:
        """A steward asks for other words."""

        async def step() -> None:
            await checking.ask_for_changes(self.id, await self._version(), note, self._hood.steward)

        self.on(days_ago, step)

    def ask(self, days_ago: float, neighbour: Neighbour, words: str) -> Place:
        """Somebody asks to be in."""
        place = Place(neighbour)

        async def step() -> None:
            place.id = await joining.ask_to_join(
                self.id, neighbour.name, neighbour.acting_for, neighbour.viewer, words
            )
            rows = await parties.list_members(self.id)
            place.version = next(row.version for row in rows if row.id == place.id)

        self.on(days_ago, step)
        return place

    def welcome(self, days_ago: float, place: Place) -> None:
        """The lead says yes to who asked."""

        async def step() -> None:
            await joining.welcome(place.id, place.moved(), self.lead.neighbour.viewer)

        self.on(days_ago, step)

    def take_place(self, days_ago: float, place: Place) -> None:
        """Who is welcome takes a place."""

        async def step() -> None:
            await joining.take_place(place.id, place.moved(), place.neighbour.viewer)
            place.has_place = True
            self.places.append(place)

        self.on(days_ago, step)

    def propose(self, days_ago: float, more_pence: int = 0) -> None:
        """The lead writes an agreement, or a new version in which each pays more, and asks everybody."""

        async def step() -> None:
            viewer = self.lead.neighbour.viewer
            draft = await agreements.begin_writing(self.id, viewer)
            order = [place.id for place in self.places]
            terms = make_terms(self.idea, draft.terms, order, self._insured_until, more_pence)
            version = await agreements.write_terms(self.id, terms, draft.version, viewer)
            self.agreement = await agreements.propose(self.id, version, viewer)

        self.on(days_ago, step)

    def agree(self, days_ago: float, *, most: int | None = None) -> None:
        """Those with a place say yes, or just so many of them: one after the other, hours apart.

        With the last yes it is in force.
        """

        async def step() -> None:
            for place in self.placed[:most]:
                outcome = OUTCOMES[(self.number + self.places.index(place)) % len(OUTCOMES)]
                if await agreements.agree(self.id, self.agreement, place.neighbour.viewer, outcome):
                    await self._recount()

        self.on(days_ago, step)

    def give_notice(self, days_ago: float, place: Place, reason: LeftReason) -> None:
        """A member leaves, on the last day that the agreement says."""

        async def step() -> None:
            viewer = place.neighbour.viewer
            await leaving.give_notice(place.id, reason, None, place.moved(), viewer)

        self.on(days_ago, step)

    def carry_out(self, days_ago: float) -> None:
        """Last days that are over are carried out, as the worker does."""

        async def step() -> None:
            await keeping.carry_out_last_days()
            await self._recount()

        self.on(days_ago, step)

    def record_left(self, days_ago: float, place: Place, reason: LeftReason, affairs: Affairs) -> None:
        """The lead records, two days later, why a member cannot go on."""

        async def step() -> None:
            await leaving.record_left(
                place.id,
                reason,
                clock.today() - timedelta(days=2),
                affairs,
                place.version,
                self.lead.neighbour.viewer,
            )
            await self._recount()

        self.on(days_ago, step)

    def end(self, days_ago: float) -> None:
        """The lead ends it."""

        async def step() -> None:
            await leaving.end_pool(self.id, None, self.lead.neighbour.viewer)

        self.on(days_ago, step)

    def tick(self, days_ago: float, *items: ChecklistItem) -> None:
        """The lead says what is done of what a new pool needs."""

        async def step() -> None:
            for item in items:
                await desk.tick(self.id, item, self.lead.neighbour.viewer)

        self.on(days_ago, step)

    def ask_help(self, days_ago: float) -> None:
        """The lead asks the support organisation of the neighbourhood, if there is one."""
        if (supporters := self._hood.supporters) is None:
            return

        async def step() -> None:
            self.helper_id = await helping.ask(
                self.id, supporters.organization_id, self.lead.neighbour.viewer
            )

        self.on(days_ago, step)

    def consent(self, days_ago: float, *, but: Place | None = None) -> None:
        """Everybody says yes to it, or all but one."""

        async def step() -> None:
            for place in self.placed[1:]:
                if place is not but and self.helper_id is not None:
                    await helping.consent(self.id, self.helper_id, place.neighbour.viewer, yes=True)

        self.on(days_ago, step)

    def answer_help(self, days_ago: float) -> None:
        """The organisation says yes."""

        async def step() -> None:
            if self.helper_id is not None and self._hood.supporters is not None:
                await helping.answer(self.helper_id, self._hood.supporters.viewer, yes=True)

        self.on(days_ago, step)

    def write(self, days_ago: float, place: Place, words: str) -> None:
        """Somebody with a place writes to all."""

        async def step() -> None:
            await talk.write(self.id, None, words, place.neighbour.viewer)

        self.on(days_ago, step)

    async def _start(self) -> None:
        idea, lead = self.idea, self.lead.neighbour
        content = PoolContent(
            title=idea.title,
            words=idea.words,
            support_types=idea.types,
            care_groups=idea.groups,
            languages=idea.languages,
            times=idea.times,
            place_words=idea.place,
            listing_id=self.listing_id,
            weekly_cost_pence=idea.weekly,
            places=idea.places,
        )
        invite = tuple(
            Invitee(
                account_id=each.neighbour.account_id,
                name=each.neighbour.name,
                acting_for=each.neighbour.acting_for,
                relation=each.neighbour.relation,
            )
            for each in self.places[1:]
        )
        where = self._hood.places[self.number % len(self._hood.places)]
        new = NewPool(content=content, name=lead.name, place=where, acting_for=lead.acting_for, invite=invite)
        self.id = await pools.start_pool(new, lead.viewer, self._gazetteer)
        await self._recount()

    async def _come(self, place: Place) -> None:
        await joining.accept(place.id, place.moved(), place.neighbour.viewer)
        await joining.take_place(place.id, place.moved(), place.neighbour.viewer)
        place.has_place = True

    async def _recount(self) -> None:
        """Read which row is whose: others moved them too."""
        rows = {row.account_id: row for row in await parties.list_members(self.id)}
        for place in self.places:
            row = rows[place.neighbour.account_id]
            place.id, place.version, place.has_place = row.id, row.version, row.has_place

    async def _version(self) -> int:
        return (await parties.get_part(self.id, self.lead.neighbour.viewer)).pool.version
