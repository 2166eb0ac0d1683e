"""Whether people can choose."""

from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.reading.choice import rules
from marketplace.gaps.schemas import GapGroup, Unit
from marketplace.gaps.supply.schemas import SupplyListing

KINDS = ("personal_assistant", "micro_enterprise", "community_activity")


def option(number=1, **parts):
    filled = {
        "id": UUID(int=number), "title": "Support", "kind": "personal_assistant",
        "organization": UUID(int=number), "provider": f"Provider {number}", "groups": frozenset(),
        "support_types": frozenset({"swimming"}), "languages": frozenset({"english"}), "times": frozenset(),
        "hour_pence": None, "hours": None, "places": None, "capacity_as_of": None, "town": None,
        "is_venue": False, "miles": 5.0, "named": (),
    }  # fmt: skip
    return SupplyListing(**(filled | parts))


def test_an_area_where_all_options_are_of_one_kind_says_so():
    options = [option(1), option(2, kind="micro_enterprise")]
    one, two = rules.choices(options, np.array([[1.0, 1.0], [0.0, 0.22]]), Unit.HOURS, KINDS)
    assert (one.only_kind, one.kinds) == ("personal_assistant", (("personal_assistant", 1),))
    assert (two.only_kind, two.options) == (None, 2)


def test_an_area_without_options_has_no_only_kind():
    (found,) = rules.choices([], np.zeros((0, 1)), Unit.HOURS, KINDS)
    assert (found.options, found.only_kind, found.main_provider) == (0, None, None)


def test_whoever_has_more_than_half_of_what_is_free_is_named():
    some = [option(1, hours=11.0, places=1), option(2, hours=10.0, places=1)]
    assert rules.main_provider(some, Unit.HOURS) == ("Provider 1", 52)
    assert rules.main_provider(some, Unit.PLACES) == (None, 0)
    assert rules.main_provider([option(1)], Unit.HOURS) == (None, 0)


def test_listings_of_one_organisation_count_together():
    both = UUID(int=9)
    some = [
        option(1, hours=6.0, organization=both),
        option(2, hours=6.0, organization=both),
        option(3, hours=10.0),
    ]
    assert rules.main_provider(some, Unit.HOURS)[1] == 55


@given(st.lists(st.floats(0, 100), max_size=8))
def test_nobody_is_named_with_half_or_less(hours):
    some = [option(number, hours=each) for number, each in enumerate(hours)]
    name, share = rules.main_provider(some, Unit.HOURS)
    assert (name is None) == (share == 0)
    assert name is None or share >= 50


def test_an_option_without_care_groups_is_for_everybody():
    assert rules.serves(option(), GapGroup.AUTISM)
    assert not rules.serves(option(groups=frozenset({GapGroup.DEMENTIA})), GapGroup.AUTISM)
    assert not rules.serves(option(), None, frozenset({"cleaning"}))


def test_languages_stand_beside_those_who_speak_them():
    found = rules.languages(
        {"polish": 900, "arabic": 1000}, [option(languages=frozenset({"polish", "english"}))]
    )
    assert [(each.code, each.people, each.options) for each in found] == [
        ("arabic", 1000, 0),
        ("polish", 900, 1),
    ]


def test_prices_stand_beside_the_rate():
    some = [option(number, hour_pence=pence) for number, pence in enumerate((1500, 1720, 2000, None))]
    (found,) = rules.prices(some, 1720, KINDS)
    assert (found.options, found.lowest, found.middle, found.highest, found.within_rate) == (
        3,
        1500,
        1720,
        2000,
        2,
    )
    assert rules.prices(some, None, KINDS)[0].within_rate is None


def test_evenings_and_weekends_are_counted():
    options = [
        option(1, times=frozenset({"mon.evening", "mon.morning"})),
        option(2, times=frozenset({"sun.morning"})),
        option(3, times=frozenset({"mon.morning"})),
    ]
    (found,) = rules.choices(options, np.ones((3, 1)), Unit.HOURS, KINDS)
    assert (found.evenings, found.weekends) == (1, 1)
