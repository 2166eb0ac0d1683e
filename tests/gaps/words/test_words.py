"""A council's own words: kept, published, and of two that write at once the second is told."""

import asyncio

import pytest

from marketplace.audit import service as audit
from marketplace.councils.service import add_council, council_id
from marketplace.gaps.words import rules, service
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError

WILTSHIRE = "E06000054"
WORDS = MarketWords(ambitions="More choice.", contact_url="https://wiltshire.example.gov.uk/market")


@pytest.fixture
async def council(db):
    await add_council(WILTSHIRE, actor="test")


def test_points_are_one_a_line_and_paragraphs_part_at_empty_lines():
    assert rules.points("- one\n\n\u2022 two \n*three") == ("one", "two", "three")
    assert rules.paragraphs("one\ntwo\n \n\nthree\n") == ("one two", "three")


@pytest.mark.parametrize(
    "words",
    [
        MarketWords(contact_email="a b@c.d"),
        MarketWords(contact_url="javascript:alert(1)"),
        MarketWords(contact_phone="ask for Ann"),
        MarketWords(quality="a" * (rules.LONGEST_WORDS + 1)),
        MarketWords(contact_name="a" * (rules.LONGEST_LINE + 1)),
    ],
)
def test_what_cannot_be_taken_is_told(words):
    assert len(rules.check_words(words)) == 1


async def test_each_change_is_in_the_audit_trail(council):
    await service.save_words(WILTSHIRE, WORDS, 0, actor="test", publish=True)
    await service.take_off(WILTSHIRE, 1, actor="test")
    entries = await audit.list_history(service.RECORD_TYPE, council_id(WILTSHIRE))
    assert {entry.action for entry in entries} == {"take_off", "publish"}
    published = next(entry for entry in entries if entry.action == "publish")
    assert published.after["published"]["ambitions"] == "More choice."


async def test_nothing_is_kept_of_a_council_that_is_not_here(db):
    with pytest.raises(NotFoundError):
        await service.save_words(WILTSHIRE, WORDS, 0, actor="test")


async def test_publishing_asks_for_words_and_a_way_to_reach_the_council(council):
    with pytest.raises(InvalidError) as caught:
        await service.save_words(WILTSHIRE, MarketWords(), 0, actor="test", publish=True)
    assert [problem.field for problem in caught.value.problems] == ["looking_for", "contact_email"]


async def test_of_two_that_write_first_at_once_one_does(committed_db):
    await add_council(WILTSHIRE, actor="test")
    done = await asyncio.gather(
        *(service.save_words(WILTSHIRE, WORDS, 0, actor="test") for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["ConflictError", "KeptWords"]
    with pytest.raises(ConflictError):
        await service.take_off(WILTSHIRE, 0, actor="test")
    assert (await service.find_words(WILTSHIRE)).version == 1
