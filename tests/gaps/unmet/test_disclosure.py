"""Nobody can work out a number that is withheld: a solver tries, with all that is told and all the rules."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from marketplace.gaps.unmet import rules
from marketplace.signals.counts.schemas import EndingCount
from tests.gaps.unmet.attack import Attack, Key, Profile, count, month_of

DISTRICTS = ("BA12", "BA13", "SN12")
PLACES = (("BA12",), ("BA13",), ("SN12",), ("BA13", "SN12"))
SEARCHES = tuple(
    Profile(places=places, types=types, groups=groups, word=word)
    for places, types, groups, word in product(
        PLACES,
        ((), ("swimming",), ("cooking",), ("cooking", "swimming")),
        ((), ("dementia",)),
        ("", "canoe club"),
    )
) + tuple(
    Profile(is_met=True, places=places, types=types, word=word)
    for places, types, word in product(PLACES[:2], ((), ("swimming",)), ("", "canoe club"))
)
OUTCOMES = tuple(
    Profile(kind="referral", places=places, types=types, groups=groups, outcome=outcome, reason=reason)
    for places, types, groups, (outcome, reason) in product(
        PLACES,
        # Kinds of support are asked for: who names more than 2 (5, in truth) counts by none.
        (("swimming",), ("cooking",), ("cooking", "swimming"), ("a", "b", "c")),
        # The empty one stands for groups that are none of the nine.
        ((), ("dementia",)),
        (("declined", "too_far"), ("declined", "other"), ("none_found", "")),
    )
) + tuple(
    Profile(kind="pool", places=places, types=types, outcome=outcome)
    for places, types, outcome in product(
        PLACES[:3],
        (("swimming",), ("a", "b", "c")),
        ("nobody_found", "nothing_there"),
    )
)


def tellable(key):
    """Whether the number would be told if it reached 5."""
    if key.part == "ending":
        return rules.is_told(EndingCount(kind=key.kind, outcome=key.code, reason=key.reason, askers=5))
    return bool(key.code)


def attack(world, askers, *, districts=DISTRICTS, tell=rules.tell, tellable=tellable):
    """Read what is told of these askers, and try to work out the rest."""
    found = Attack(world, tellable)
    found.read(tell(month_of(count(askers)), districts), districts)
    return found


def months(world):
    """Many askers, most of them of few kinds: so that some numbers are told and others are not."""
    some = st.lists(st.tuples(st.sampled_from(world), st.integers(1, 7)), min_size=1, max_size=14)
    return some.map(lambda groups: [profile for profile, number in groups for _ in range(number)])


@settings(max_examples=10, deadline=None)
@given(months(SEARCHES))
def test_no_withheld_number_of_searches_can_be_worked_out(askers):
    assert attack(SEARCHES, askers).found_out() == {}


@settings(max_examples=10, deadline=None)
@given(months(OUTCOMES))
def test_no_withheld_number_of_what_came_of_asking_can_be_worked_out(askers):
    assert attack(OUTCOMES, askers).found_out() == {}


def swimmers(*numbers, **more):
    """So many in each district look for swimming and find nothing."""
    return [
        Profile(places=(place,), types=("swimming",), **more)
        for place, number in zip(DISTRICTS, numbers, strict=False)
        for _ in range(number)
    ]


def test_a_total_would_give_a_number_away():
    """So the attack is a real one."""
    found = attack(SEARCHES, swimmers(7, 6, 3))
    assert found.found_out() == {}
    found.learn([Key("type", place=place, code="swimming") for place in DISTRICTS], 16, 16)
    (here,) = [key for key in found.found_out() if key.code == "swimming"]
    assert (here.place, found.found_out()[here]) == ("SN12", [3])


def test_a_number_by_two_things_at_once_would_give_a_number_away():
    """Who knows that all seven swimmers have dementia knows that no swimmer has autism."""
    world = [
        Profile(places=("BA12",), types=types, groups=(group,))
        for types in (("swimming",), ())
        for group in ("dementia", "autism")
    ]
    found = attack(world, swimmers(7, groups=("dementia",)), districts=())
    assert found.found_out() == {}
    with_autism = np.array([profile == world[1] for profile in world], dtype=float)
    assert found.can_be_of(with_autism, 4)
    found.rows.append(np.array([profile == world[0] for profile in world], dtype=float))
    found.low.append(7)
    found.high.append(7)
    assert not found.can_be_of(with_autism, 1)


def test_a_word_that_names_a_kind_of_support_would_be_a_total_over_places():
    world = [
        Profile(places=(place,), types=("swimming",), word=word)
        for place in DISTRICTS
        for word in ("swimming", "")
    ]
    found = attack(world, swimmers(4, 4, 4, word="swimming"), districts=())
    assert set(map(tuple, found.found_out().values())) == {(4,)}


@pytest.mark.parametrize(("askers", "is_told"), [((2, 2, 2), True), ((4, 4, 0), True), ((4, 4, 1), False)])
def test_other_places_are_told_only_where_each_of_them_stays_open(askers, is_told):
    told = rules.tell(month_of(count(swimmers(*askers))), DISTRICTS)
    assert [rest.askers for rest in told.type_rests] == ([sum(askers)] if is_told else [])
    assert attack(SEARCHES, swimmers(*askers)).found_out() == {}


def test_other_places_told_whenever_five_asked_there_would_give_numbers_away():
    def tell(counts, districts):
        told = rules.tell(counts, districts)
        return structs.replace(told, type_rests=(rules.Rest(kind="search", code="swimming", askers=11),))

    assert attack(SEARCHES, swimmers(4, 4, 3), tell=tell).found_out()


def test_reasons_that_all_are_told_would_give_a_number_away():
    """Who says that no other reason is left knows the number of each from the number by place."""
    askers = [
        Profile(kind="referral", places=("BA12",), types=("swimming",), outcome="declined", reason=reason)
        for reason, number in (("too_far", 6), ("other", 2))
        for _ in range(number)
    ]
    assert attack(OUTCOMES, askers).found_out() == {}
    world = [each for each in OUTCOMES if each.reason in {"too_far", "other"}]
    found = attack(world, askers, tellable=lambda key: bool(key.code))
    assert found.found_out()[Key("ending", "referral", code="declined", reason="other")] == [2, 3, 4]


def test_counting_again_a_day_later_would_give_a_number_away():
    """What came in meanwhile is the difference: so a month is counted once."""
    early, late = swimmers(5, 5, 3), swimmers(5, 6, 3)
    first, second = (rules.tell(month_of(count(each)), DISTRICTS) for each in (early, late))
    assert sum(c.askers for c in second.types) - sum(c.askers for c in first.types) == 1


@given(st.integers(0, 60), st.integers(1, 12))
def test_a_rest_is_told_just_where_each_place_may_be_none_and_four(askers, places):
    def fits(own):
        return 0 <= askers - own <= rules.MOST_WITHHELD * (places - 1)

    is_open = fits(0) and fits(rules.MOST_WITHHELD)
    assert rules.may_tell_rest(askers, places) == (askers >= 5 and is_open)
