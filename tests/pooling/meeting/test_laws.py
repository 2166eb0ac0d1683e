"""Nobody learns anything of another before both said yes: whatever people do, in whatever order."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import DomainError
from marketplace.places.rules import distance_miles
from marketplace.pooling.meeting import rules
from marketplace.pooling.meeting.matching import service as matching
from marketplace.pooling.meeting.schemas import Said
from marketplace.pooling.meeting.telling.service import tell_news
from marketplace.pooling.meeting.wishes import service as wishes
from marketplace.wanted.schemas import Area
from search.documents import Point
from tests.factories.listings import FEW_PLACES, MELKSHAM, TROWBRIDGE
from tests.factories.pool_meeting import make_wish_content
from tests.factories.pooling import make_content, make_person

pytestmark = pytest.mark.usefixtures("db")
NAMES = ("Canaryada", "Canarybo", "Canarycleo")
PLACES = (MELKSHAM, TROWBRIDGE, "SN12")
ACTS = ("wish", "wish", "wish", "move", "yes", "yes", "yes", "no", "end", "pool", "tell")


class Person:
    """One who acts, and the wish, once there is one."""

    def __init__(self, name, account, viewer):
        self.name, self.account, self.viewer = name, account, viewer
        self.wish_id = None

    async def view(self):
        """All that the pages show them of their wish; None while they have none."""
        if self.wish_id is None:
            return None
        try:
            return await wishes.get_wish_view(self.wish_id, self.viewer)
        except DomainError:
            return None


async def clear():
    """Nobody of an example before looks for anybody any more."""
    async with connection() as raw:
        await raw.execute("DELETE FROM pool_wish")


async def who_is_who():
    """Of each match the two accounts and what each said, as it is kept."""
    async with connection() as raw:
        return await raw.fetch(
            """SELECT m.id, m.a_said, m.b_said, m.miles, a.account AS a, b.account AS b,
                a.ended_at IS NULL AND b.ended_at IS NULL AS both_open
            FROM pool_match m JOIN pool_wish a ON a.id = m.wish_a JOIN pool_wish b ON b.id = m.wish_b"""
        )


async def act(name, person, number):
    """Do it, as far as it can be done now."""
    content = make_wish_content(name=person.name)
    place = PLACES[number % len(PLACES)]
    if name == "wish":
        person.wish_id = await wishes.start_wish(content, place, person.viewer, FEW_PLACES)
        return
    if name == "tell":
        await tell_news()
        return
    view = await person.view()
    if view is None:
        return
    if name == "move":
        await wishes.change_wish(person.wish_id, content, view.wish.version, person.viewer, FEW_PLACES, place)
    elif name == "end":
        await wishes.end_wish(person.wish_id, view.wish.version, person.viewer)
    elif view.matches:
        match = view.matches[number % len(view.matches)]
        if name == "pool":
            await matching.start_from_match(match.id, make_content(), "", person.viewer, FEW_PLACES)
        else:
            await matching.say(match.id, Said(name), person.viewer)


@pytest.fixture
def unlimited(monkeypatch):
    """As if each act were on a day of its own."""

    async def check(_limit, _key):
        return None

    monkeypatch.setattr(wishes.limits, "check", check)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, len(NAMES) - 1), st.integers(0, 5)),
        min_size=4,
        max_size=25,
    )
)
async def test_names_are_seen_exactly_when_both_said_yes(unlimited, letters, acts):
    await clear()
    people = [Person(name, *await make_person()) for name in NAMES]
    by_account = {person.account.id: person for person in people}
    distances = {}
    for name, who, number in acts:
        try:
            await act(name, people[who], number)
        except DomainError:
            continue
        kept = await who_is_who()
        for person in people:
            seen = repr((await person.view(), await wishes.list_wishes(person.viewer)))
            mutual = {
                by_account[row["b"] if row["a"] == person.account.id else row["a"]].name
                for row in kept
                if row["both_open"]
                and person.account.id in {row["a"], row["b"]}
                and row["a_said"] == row["b_said"] == "yes"
            }
            others = {each for each in NAMES if each != person.name and each in seen}
            assert others == mutual
            strangers = [each for each in people if each is not person]
            assert not [each for each in strangers if str(each.account.id) in seen]
        for row in kept:
            # Between two people there is one distance, whatever they did since.
            pair = frozenset({row["a"], row["b"]})
            assert distances.setdefault(pair, row["miles"]) == row["miles"]
    own = {person.account.address for person in people}
    written = [letter for letter in await letters() if letter["recipient"] in own]
    assert not [letter for letter in written if any(each in repr(letter) for each in NAMES)]
    assert len([letter for letter in written if letter["kind"] == "pool_news"]) <= len(NAMES)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    own=st.sampled_from([(), ("yes",)]),
    said=st.sampled_from([(), ("yes",), ("no",), ("yes", "no")]),
)
async def test_what_the_other_says_changes_nothing_that_is_seen_before_a_common_yes(unlimited, own, said):
    seen = []
    for answers in ((), said):
        ada, bo = [Person(name, *await make_person()) for name in NAMES[:2]]
        await act("wish", ada, 0)
        await act("wish", bo, 1)
        for answer in own:
            await act(answer, ada, 0)
        for answer in answers:
            await act(answer, bo, 0)
        (match,) = (await ada.view()).matches
        (item,) = await wishes.list_wishes(ada.viewer)
        seen.append((match.said, match.miles, match.times, match.name, match.outcode, item.waiting))
        for each in (ada, bo):
            await wishes.end_wish(each.wish_id, (await each.view()).wish.version, each.viewer)
    both = own == ("yes",) and said == ("yes",)
    assert (seen[0] == seen[1]) is not both


@given(north=st.floats(-0.08, 0.08), east=st.floats(-0.12, 0.12), latitude=st.floats(50, 58))
def test_distances_are_whole_miles_from_one_to_five_and_the_same_both_ways(north, east, latitude):
    def area(lat, lon):
        return Area(outcode="SN12", council_code=None, nation_code=None, latitude=lat, longitude=lon)

    here, there = area(latitude, -2.0), area(latitude + north, -2.0 + east)
    miles = rules.miles_between(here, there)
    assert miles == rules.miles_between(there, here)
    true = distance_miles(Point(here.latitude, here.longitude), Point(there.latitude, there.longitude))
    if miles is None:
        assert true > rules.REACH_MILES
    else:
        assert 1 <= miles <= rules.REACH_MILES
        assert miles == 1 or abs(true - miles) <= 0.5


async def test_one_letter_a_day_whatever_is_new(letters):
    now = clock.now().replace(hour=12, minute=0)
    people = []
    with clock.stopped_at(now):
        for name in NAMES:
            person = Person(name, *await make_person())
            await act("wish", person, 0)
            people.append(person)
        assert await tell_news() == len(NAMES)
        assert await tell_news() == 0
    with clock.stopped_at(now + timedelta(hours=1)):
        for person in people[:2]:
            for match in (await person.view()).matches:
                await matching.say(match.id, Said.YES, person.viewer)
        assert await tell_news() == 0
    with clock.stopped_at(now + timedelta(days=1)):
        assert await tell_news() == 2
        assert await tell_news() == 0
    with clock.stopped_at((now + timedelta(days=2)).replace(hour=2)):
        await act("wish", Person("Canarydot", *await make_person()), 0)
        assert await tell_news() == 0
    assert len(await letters("pool_news")) == len(NAMES) + 2
