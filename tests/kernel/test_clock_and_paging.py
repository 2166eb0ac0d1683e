from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel import clock
from marketplace.kernel.paging import Page, cut_page


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_today_turns_at_midnight_in_london_and_not_in_greenwich():
    with clock.stopped_at(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 2)
    with clock.stopped_at(datetime(2026, 1, 1, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, 1)


def test_a_stopped_clock_goes_on_afterwards():
    moment = datetime(2001, 2, 3, tzinfo=timezone(timedelta(hours=2)))
    with clock.stopped_at(moment):
        assert clock.now() == moment
    assert clock.now().year > 2001


def test_a_clock_is_not_stopped_at_a_naive_moment():
    with pytest.raises(ValueError), clock.stopped_at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


@given(total=st.integers(0, 500), per_page=st.integers(1, 50))
def test_pages_lose_and_repeat_nothing(total, per_page):
    items = list(range(total))
    seen = []
    number = 1
    while number is not None:
        offset = (number - 1) * per_page
        page = Page(tuple(items[offset : offset + per_page]), total, number, per_page)
        assert page.offset == offset
        assert page.last - page.first + 1 == len(page.items) or not page.items
        seen += page.items
        number = page.next_page
    assert seen == items
    assert page.pages == page.page


def test_the_first_page_has_none_before_it():
    assert Page((), 0, 1, 20).previous_page is None
    assert Page((), 0, 1, 20).first == 0
    assert Page((1,), 21, 2, 20).previous_page == 1


@given(st.lists(st.integers(), max_size=50), st.integers(1, 12))
def test_pages_cut_from_a_list_lose_and_repeat_nothing(items, per_page):
    pages = cut_page(items, 1, per_page).pages
    found = [item for number in range(1, pages + 1) for item in cut_page(items, number, per_page).items]
    assert found == items
    assert cut_page(items, pages + 5, per_page) == cut_page(items, pages, per_page)
