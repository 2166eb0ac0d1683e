"""The method page explains every number in plain words, with sources and years, from where it is used."""

import re

import pytest

from marketplace.gaps.need import service as need
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import GapGroup
from marketplace.pages.market.method import rules


async def test_every_care_group_has_its_rates_with_source_and_year(client):
    page = (await client.get("/market/method")).text
    for group in GapGroup:
        assert f">{group_words(group)}</h3>" in page
    used = {rate.source for rate in need.list_rates() if rate.is_used}
    assert all(source.replace("&", "&amp;") in page for source in used)


async def test_it_is_for_everybody_and_cacheable(client):
    answer = await client.get("/market/method")
    assert answer.status_code == 200
    assert answer.headers["cache-control"].startswith("public")


async def test_every_part_that_the_page_lists_is_on_it(client):
    page = (await client.get("/market/method")).text
    asked = set(re.findall(r'href="#([a-z-]+)"', page)) - {"main"}
    assert len(asked) >= 10
    assert asked <= set(re.findall(r'id="([a-z-]+)"', page))


def test_the_numbers_of_the_page_are_those_that_are_used():
    page = rules.method_page(need.list_rates(), 6, 36)
    assert page.weights == ("1", "0.68", "0.22")
    assert [row.miles for row in page.reaches] == [("0.5", "1", "1.5"), ("1.5", "3", "5"), ("3", "6.5", "10")]
    assert (page.fewest_told, page.fewest_people, page.councils_alike) == (5, 5, 5)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("18-24", "55-64", "18 to 64"), ("65-69", "90+", "65 and over"), ("0-17", "0-17", "0 to 17"),
        ("5+", "5+", "5 and over"), ("all ages", "all ages", "all ages"),
    ],
)  # fmt: skip
def test_neighbouring_ages_of_one_rate_are_said_together(first, last, words):
    assert rules.join_ages(first, last) == words


@pytest.mark.parametrize(
    ("rate", "words"), [(0.0275, "2.75%"), (0.0003, "0.03%"), (0.21, "21%"), (1, "all of them")]
)
def test_rates_are_per_cent(rate, words):
    assert rules.rate_words(rate) == words
