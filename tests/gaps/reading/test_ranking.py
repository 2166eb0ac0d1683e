"""Gaps come in the order of how many people feel them, and say how sure they are."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.gaps.reading import rules
from marketplace.gaps.reading.schemas import Area, Filters, GroupView, Picture, Reach, Sure, Usual
from marketplace.gaps.schemas import GapGroup, NeedSource
from search.documents import Point

numbers = st.floats(0, 1000, allow_nan=False)


def reach(value, low=None, high=None):
    return Reach(value=value, low=value if low is None else low, high=value if high is None else high)


def picture(*groups, areas=2):
    places = tuple(Area(code=f"a{i}", name=f"Place {i}", point=Point(51, -2)) for i in range(areas))
    return Picture(council_code="E06000054", areas=places, groups=groups)


def view(group, people, reaches, england=40.0, source=NeedSource.ESTIMATE):
    return GroupView(
        group=group, source=source, people=tuple(people), reach=tuple(reaches), usual=Usual(england=england),
        in_reach=tuple(each.value for each in reaches),
    )  # fmt: skip


def test_what_more_people_lack_more_of_comes_first():
    found = rules.rank(
        picture(
            view(GapGroup.DEMENTIA, (100, 30), (reach(20), reach(0))),
            view(GapGroup.AUTISM, (500, 200), (reach(39), reach(50))),
        )
    )
    assert [(gap.group, gap.area.code, round(gap.short_people, 6)) for gap in found] == [
        (GapGroup.DEMENTIA, "a0", 50.0),
        (GapGroup.DEMENTIA, "a1", 30.0),
        (GapGroup.AUTISM, "a0", 12.5),
    ]


def test_an_area_with_hardly_anybody_of_a_group_is_no_gap():
    assert not rules.rank(picture(view(GapGroup.AUTISM, (4.9, 0), (reach(0), reach(0)))))


def test_where_nothing_is_known_of_england_nothing_is_called_a_gap():
    assert not rules.rank(picture(view(GapGroup.AUTISM, (50, 50), (reach(0), reach(0)), england=None)))


def test_filters_leave_the_groups_and_sources_asked_for():
    both = picture(
        view(GapGroup.DEMENTIA, (100, 100), (reach(0), reach(0)), source=NeedSource.COUNCIL),
        view(GapGroup.AUTISM, (100, 100), (reach(0), reach(0))),
    )
    by_group = rules.rank(both, Filters(group=GapGroup.AUTISM))
    by_source = rules.rank(both, Filters(source=NeedSource.COUNCIL))
    assert {gap.group for gap in by_group} == {GapGroup.AUTISM}
    assert {gap.group for gap in by_source} == {GapGroup.DEMENTIA}


def test_a_gap_is_sure_when_every_count_says_so():
    sure, unsure = reach(10, 5, 39), reach(10, 5, 40)
    assert rules.how_sure(sure, 40) is Sure.SURE
    assert rules.how_sure(unsure, 40) is Sure.UNSURE


def test_where_half_of_england_has_nothing_nothing_is_called_a_gap_and_it_is_told():
    shown = picture(view(GapGroup.AUTISM, (50, 50), (reach(0), reach(1)), england=0.0))
    assert not rules.rank(shown)
    assert rules.without_usual(shown, Filters()) == [GapGroup.AUTISM]
    assert rules.without_usual(shown, Filters(group=GapGroup.DEMENTIA)) == []


@given(numbers, numbers, numbers)
def test_more_is_never_a_greater_lack(value, more, usual):
    assert 0 <= rules.lack(value + more, usual) <= rules.lack(value, usual) <= 1


def test_short_is_less_than_half_of_the_usual():
    shown = picture(
        view(GapGroup.DEMENTIA, (100, 10), (reach(19.9), reach(20))),
        view(GapGroup.AUTISM, (7, 7), (reach(0), reach(0))),
    )
    assert rules.short_groups(shown) == (2, 1)
    assert rules.short_people(shown) == {GapGroup.DEMENTIA: 100, GapGroup.AUTISM: 14}


def test_the_group_whose_gaps_weigh_most_is_the_worst():
    gaps = rules.rank(
        picture(
            view(GapGroup.DEMENTIA, (100, 0), (reach(0), reach(0))),
            view(GapGroup.AUTISM, (60, 60), (reach(0), reach(0))),
        )
    )
    assert rules.worst_group(gaps) is GapGroup.AUTISM
    assert rules.worst_group([]) is None


def test_the_middle_is_what_half_of_the_people_have():
    assert rules.middle([10, 0, 40], [1, 5, 1]) == 0
    assert rules.middle([10, 20], [1, 1]) == 10
    assert rules.middle([], []) is None


@given(st.lists(st.tuples(numbers, st.floats(0.01, 100)), min_size=1, max_size=20))
def test_half_of_the_people_have_the_middle_or_less(pairs):
    values, weights = zip(*pairs, strict=True)
    found = rules.middle(values, weights)
    total = sum(weights)
    below = sum(weight for value, weight in pairs if value <= found)
    above = sum(weight for value, weight in pairs if value >= found)
    assert below * 2 >= total * (1 - 1e-9)
    assert above * 2 >= total * (1 - 1e-9)


def test_changes_are_told_of_areas_that_both_months_have():
    before, after = {"a": 1.0, "b": 5.0, "c": 2.0}, {"a": 4.0, "b": 5.0, "d": 9.0}
    assert rules.changes(before, after) == [("a", 1.0, 4.0)]
