"""Filters beside the results, and what to let go when nothing is found."""

from marketplace.finder.addresses.rules import count_pages, page_links
from marketplace.finder.facets.rules import SHOWN, active_filters, facet_groups, reach_choices, sort_choices
from marketplace.finder.loosening.rules import candidates, last_resorts, worth_showing
from marketplace.finder.params.schemas import SearchParams
from search.query import Reach, Sort


def group(name, params, vocabulary, counts):
    return next(one for one in facet_groups(params, vocabulary, counts) if one.name == name)


def test_a_short_list_keeps_its_order_and_its_zeros(vocabulary):
    days = group("day", SearchParams(), vocabulary, {"day": {"tue": 3}})
    assert [choice.value for choice in days.choices] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert [choice.count for choice in days.choices][:2] == [0, 3]
    assert days.rest == ()


def test_a_long_list_is_sorted_by_count_then_label_and_cut(vocabulary):
    counts = {"swimming": 2, "cleaning": 9, "gardening": 2, "dance": 1, "sport": 1, "walking": 1, "games": 1}
    found = group("support_type", SearchParams(), vocabulary, {"support_type": counts})
    assert [choice.label for choice in found.choices][:3] == ["Cleaning", "Gardening", "Swimming"]
    assert len(found.choices) == SHOWN
    assert [choice.value for choice in found.rest] == ["walking"]


def test_a_chosen_value_is_always_shown_even_when_it_finds_nothing(vocabulary):
    params = SearchParams(support_type=("woodwork",))
    found = group("support_type", params, vocabulary, {"support_type": {"cleaning": 1}})
    assert [(choice.value, choice.count) for choice in found.selected] == [("woodwork", 0)]


def test_without_counts_every_choice_is_offered_and_none_is_counted(vocabulary):
    found = group("support_type", SearchParams(), vocabulary, {})
    assert len(found.choices) + len(found.rest) > 50
    assert {choice.count for choice in (*found.choices, *found.rest)} == {None}


def test_choices_of_a_long_list_say_what_they_stand_under(vocabulary):
    found = group("support_type", SearchParams(), vocabulary, {"support_type": {"cleaning": 1}})
    assert found.choices[0].heading == "Help at home"


def test_filters_that_are_on_read_on_their_own_and_can_be_taken_off(vocabulary):
    params = SearchParams(near="SN12", within=3.0, reach=Reach.COME_TO_ME, price_max=1500, day=("mon", "tue"))
    active = active_filters(params, vocabulary)
    assert [one.label for one in active] == [
        "Within 3 miles",
        "Can come to me",
        "At most £15",
        "Day: Monday",
        "Day: Tuesday",
    ]
    assert active[3].url == "/search?near=SN12&within=3&reach=come_to_me&day=tue&price_max=1500"


def test_reach_is_counted_only_where_a_place_is_known():
    params = SearchParams(near="SN12")
    assert [one.count for one in reach_choices(params, {"reach": {"i_go": 2}})] == [None, 0, 2]
    assert [one.count for one in reach_choices(params, {})] == [None, None, None]


def test_nearest_is_offered_only_with_a_place():
    assert Sort.NEAREST not in [one.value for one in sort_choices(SearchParams())]
    assert Sort.NEAREST in [one.value for one in sort_choices(SearchParams(near="SN12"))]


def test_each_thing_that_was_asked_for_can_be_let_go():
    params = SearchParams(
        q="help swimming", near="SN12", within=20.0, reach=Reach.I_GO, day=("mon", "tue"), free=True, age=9
    )
    assert [one.text for one in candidates(params)] == [
        "Look within 30 miles",
        "Look within 40 miles",
        "Look within 50 miles",
        "Also show who can come to you",
        "Any choice of “Day”",
        "Also show what is full at the moment",
        "For any age",
        "Without the word “help”",
        "Without the word “swimming”",
    ]


def test_only_what_finds_something_is_shown_and_of_distances_the_nearest():
    tried = candidates(SearchParams(q="help swimming", near="SN12", within=20.0, day=("mon",)))
    shown = worth_showing(tried, [0, 4, 9, 0, 7, 12])
    assert [(one.text, one.count) for one in shown] == [
        ("Look within 40 miles", 4),
        ("Without the word “swimming”", 12),
        ("Without the word “help”", 7),
    ]
    assert shown[0].url == "/search?q=help+swimming&near=SN12&within=40&day=mon"


def test_last_resorts_never_repeat_the_search_itself():
    params = SearchParams(q="swimming", near="SN12", within=50.0)
    assert params not in [one.params for one in last_resorts(params)]
    assert last_resorts(SearchParams()) == ()


def test_pages_end_where_paging_ends():
    assert [count_pages(total, 20) for total in (0, 1, 20, 21, 100_000)] == [0, 1, 1, 2, 500]


def test_the_row_of_pages_has_gaps_only_where_more_than_one_page_is_left_out():
    def row(page, pages):
        return [link.number for link in page_links(SearchParams(page=page), pages)]

    assert row(1, 1) == []
    assert row(1, 2) == [1, 2]
    assert row(4, 9) == [1, 2, 3, 4, 5, None, 9]
    assert row(5, 9) == [1, None, 4, 5, 6, None, 9]
