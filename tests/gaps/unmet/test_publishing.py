"""What is told: months that are over, counted once; no number below 5, and none that is part of another."""

import ast
import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet import service
from marketplace.gaps.unmet.publishing import rules as publishing
from marketplace.gaps.unmet.publishing.service import drop_old_months, publish_with
from marketplace.gaps.unmet.repository import PER_PAGE
from marketplace.gaps.unmet.schemas import By
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import NotFoundError
from marketplace.pooling.writing import rules as pools
from marketplace.referrals.checking import rules as referrals
from marketplace.signals.counts.rules import MET, MOST_TYPES, UNMET
from marketplace.signals.schemas import SignalKind
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.writing import rules as adverts
from tests.factories.signals import (
    DISTRICTS,
    NOW,
    SOMERSET,
    WILTSHIRE,
    end,
    look_for,
    publish_signals,
)


@pytest.fixture
async def wiltshire(db):
    await councils.add_council(WILTSHIRE, actor="test")


async def asked(council=WILTSHIRE, month="2026-10"):
    with clock.stopped_at(NOW):
        await publish_signals(NOW)
        return service.ask(await service.list_published(council), month)


async def places(by=By.SUPPORT_TYPE, *, of_searches=True, **whose):
    found = await service.list_places(await asked(**whose), by, of_searches=of_searches)
    return [
        ("rest" if each.is_rest else each.outcode, each.support_type or each.group, each.unmet, each.met)
        for each in found.items
    ]


async def test_searches_are_told_by_place_and_kind_of_support_from_five_on(wiltshire):
    await look_for(7, types=("swimming",))
    await look_for(4, types=("swimming",), results=3, first=20)
    await look_for(5, types=("washing", "shopping"), outcode="SN12", results=1)
    await look_for(4, types=("cooking_meals",))
    await look_for(6, outcode=None, text="cleaning")
    await look_for(9, outcode="BA14", first=50, text="canoe")
    assert await places() == [
        ("BA12", "swimming", 7, None),
        ("", "cleaning", 6, None),
        ("SN12", "shopping", None, 5),
        ("SN12", "washing", None, 5),
    ]


async def test_searches_are_told_by_the_nine_groups_and_each_asker_counts_once_in_each(wiltshire):
    await look_for(3, groups=("stroke",))
    await look_for(3, groups=("brain_injury",), first=2)
    await look_for(5, text="dementia", outcode="SN12")
    await look_for(9, groups=("homelessness",))
    assert await places(By.GROUP) == [
        ("BA12", GapGroup.PHYSICAL_DISABILITY, 5, None),
        ("SN12", GapGroup.DEMENTIA, 5, None),
    ]


async def test_other_places_are_told_together_where_that_leaves_each_open(wiltshire):
    await look_for(3, types=("swimming",))
    await look_for(3, types=("swimming",), outcode="SN12", first=2)
    await look_for(8, types=("swimming",), outcode="BA14", first=50)
    await look_for(9, types=("swimming",), outcode="RG17", first=70)
    assert await places() == [
        ("RG17", "swimming", 9, None),
        ("BA14", "swimming", 8, None),
        ("rest", "swimming", 5, None),
    ], "one of the six asked in both places"


async def test_words_are_told_from_five_on_and_none_that_names_what_is_counted_by_place(wiltshire):
    await look_for(6, text="zqkorfball")
    await look_for(4, text="zqchess")
    await look_for(5, text="wednesday", results=2)
    await look_for(8, text="swimming")
    await look_for(8, text="dementia", first=20)
    await look_for(8, text="zqkorfball swimming", first=40)
    found = await service.list_words(await asked())
    assert [(each.word, each.nothing, each.found) for each in found.items] == [
        ("zqkorfball", 6, None),
        ("wednesday", None, 5),
    ]


async def test_one_who_searches_ten_times_is_one(wiltshire):
    for number in range(10):
        await look_for(1, types=("swimming",), outcode=f"BA{number + 1}", text=f"zq{'x' * number}")
    assert await places() == []


async def test_reasons_are_told_and_each_asker_counts_once(wiltshire):
    busy = uuid4()
    for _ in range(9):
        await end(1, whose=busy)
    await end(3, reason="too_far")
    for _ in range(4):
        await end(1, whose=uuid4())
    (told,) = (await service.list_endings(await asked())).items
    assert (told.kind, told.outcome, told.reason, told.people) == ("referral", "declined", "no_capacity", 5)


async def test_other_reasons_and_what_was_agreed_are_in_no_number_by_reason(wiltshire):
    for outcome, reason in (("declined", "other"), ("declined", None), ("accepted", None)):
        await end(6, outcome=outcome, reason=reason)
    await end(6, outcome="nothing_there", reason=None, kind=SignalKind.POOL)
    await end(6, outcome="withdrawn", reason=None)
    assert [each.outcome for each in (await service.list_endings(await asked())).items] == ["withdrawn"]


async def test_outcomes_are_told_by_place_as_met_and_unmet(wiltshire):
    await end(6)
    await end(5, outcome="accepted", reason=None)
    await end(5, outcome="not_taken_up", reason="changed_mind", kind=SignalKind.ENQUIRY, outcode="SN12")
    await end(5, outcome="agreed", reason=None, kind=SignalKind.ENQUIRY, outcode="SN12")
    await end(5, types=("a", "b", "c", "d", "e", "f"), outcode="SP2")
    assert await places(of_searches=False) == [
        ("BA12", "personal_care", 6, 5),
        ("SN12", "personal_care", None, 5),
    ]


async def test_outcomes_are_told_by_group(wiltshire):
    person = uuid4()
    for _ in range(4):
        await end(1, care_groups=("stroke", "brain_injury"), whose=uuid4())
    for group in ("stroke", "brain_injury"):
        await end(1, care_groups=(group,), whose=person)
    await end(6, care_groups=("homelessness",), outcode="SN12")
    assert await places(By.GROUP, of_searches=False) == [("BA12", GapGroup.PHYSICAL_DISABILITY, 5, None)]


async def test_one_asker_in_two_places_counts_in_one_of_other_places(wiltshire):
    for _ in range(3):
        whose = uuid4()
        await end(1, whose=whose, outcode="BA12")
        await end(1, whose=whose, outcode="SN12")
    assert await places(of_searches=False) == [], "three people, not six"


def test_no_outcome_is_both_met_and_unmet():
    assert not set(MET) & set(UNMET)


def test_every_form_allows_requests_that_are_counted_by_no_kind_of_support():
    for most in (
        adverts.MOST_SUPPORT_TYPES,
        pools.MOST_SUPPORT_TYPES,
        referrals.MOST_SUPPORT_TYPES,
    ):
        assert most > MOST_TYPES


def test_some_care_groups_are_none_of_the_nine():
    """Else a referral, which has to name one, would be in a number by group whatever it names."""
    assert set(taxonomies.codes(Taxonomy.CARE_GROUP)) - publishing.counted_as().keys()


async def test_a_month_is_told_when_it_is_over_and_only_that_month(wiltshire):
    await look_for(5, types=("swimming",), at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    await look_for(6, types=("swimming",), at=datetime(2026, 10, 31, 12, tzinfo=UTC))
    await look_for(7, types=("swimming",), at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert [row[2] for row in await places()] == [6]
    assert [row[2] for row in await places(month="2026-09")] == [5]
    assert await asked(month="") == await asked(month="2026-10")
    for month in ("2026-11", "2026-12", "2024-10", "2026-13", "October", "2026-1", "' OR 1=1"):
        with pytest.raises(NotFoundError):
            await asked(month=month)


async def test_a_month_is_counted_once_and_what_comes_later_changes_nothing(wiltshire):
    await look_for(6, types=("swimming",))
    before = await places()
    await look_for(3, types=("swimming",), first=30)
    await look_for(9, types=("driving",))
    assert (await publish_signals(NOW + timedelta(days=1)), await places()) == (0, before)


async def test_a_council_that_joins_later_has_no_numbers_that_are_in_the_national_ones(wiltshire):
    await look_for(6, types=("swimming",), council=SOMERSET, outcode="TA1")
    await publish_signals(NOW)
    await councils.add_council(SOMERSET, actor="test")
    assert await publish_signals(NOW) == 0
    with clock.stopped_at(NOW):
        assert await service.list_months(SOMERSET) == ()
    assert await places(council=NATIONAL) == [("TA1", "swimming", 6, None)]


async def test_another_councils_signals_are_not_counted(wiltshire):
    await councils.add_council(SOMERSET, actor="test")
    await look_for(5, types=("swimming",))
    await look_for(6, types=("swimming",), council=SOMERSET)
    await look_for(7, types=("swimming",), council="E10000008")
    assert [[row[2] for row in await places(council=code)] for code in (WILTSHIRE, SOMERSET, NATIONAL)] == [
        [5], [6], [7],
    ]  # fmt: skip


@pytest.mark.parametrize("hidden", [(1, 0, 0, 2), (4, 4, 4, 4), (0, 3, 1, 0)])
async def test_what_is_withheld_is_nowhere_in_the_tables(wiltshire, hidden):
    """Neither a row, nor the order of rows, nor how many there are."""
    a, b, c, d = hidden
    await look_for(8, types=("swimming",))
    await look_for(8, types=("cleaning",))
    await look_for(a, types=("swimming",), results=1, first=100)
    await look_for(b, types=("cleaning",), results=1, first=100)
    await look_for(c, types=("shopping",), results=1, first=100)
    await look_for(d, types=("shopping",), first=100)
    assert await places() == [("BA12", "cleaning", 8, None), ("BA12", "swimming", 8, None)]
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM unmet_cell") == 2


async def test_where_signals_are_off_nothing_is_told_and_what_was_told_goes(wiltshire):
    await look_for(6, types=("swimming",))
    await publish_signals(NOW)
    await councils.update_council_settings(WILTSHIRE, {"keeps_signals": False}, 1, actor="test")
    with clock.stopped_at(NOW):
        assert await service.list_months(WILTSHIRE) == ()
        assert await drop_old_months() == 1
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM unmet_cell") == 0
    assert await publish_signals(NOW) == 0, "it was counted"


async def test_months_are_told_as_long_as_the_council_keeps_signals(wiltshire):
    await councils.update_council_settings(WILTSHIRE, {"signals_kept_months": 3}, 1, actor="test")
    for month in (7, 8, 9, 10):
        await look_for(5, types=("swimming",), at=datetime(2026, month, 15, tzinfo=UTC))
    await publish_signals(NOW)
    with clock.stopped_at(NOW):
        assert await service.list_months(WILTSHIRE) == (date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1))
        assert await drop_old_months() == 1


async def test_of_two_who_count_at_once_one_does(committed_db):
    await councils.add_council(WILTSHIRE, actor="test")
    await look_for(6, types=("swimming",))
    with clock.stopped_at(NOW):
        done = await asyncio.gather(*(publish_with(lambda _code: DISTRICTS) for _ in range(2)))
    async with connection() as raw:
        numbers = await raw.fetchval("SELECT count(*) FROM unmet_cell")
    assert (sorted(done), numbers) == ([0, 1], 1)


async def test_long_lists_are_paged_and_lose_and_repeat_nothing(wiltshire):
    for number in range(PER_PAGE + 5):
        await end(5 + number % 2, outcome=f"ended_{chr(97 + number // 26)}{chr(97 + number % 26)}")
    pages = [await service.list_endings(await asked(), number) for number in (1, 2)]
    assert [len(page.items) for page in pages] == [PER_PAGE, 5]
    assert len({each.outcome for page in pages for each in page.items}) == PER_PAGE + 5
    assert await service.list_endings(await asked(), 99) == pages[0], "there is no such page"


def test_only_publishing_reads_the_counts_of_signals():
    """So whatever a page or a file tells is what was published."""
    root = Path(publishing.__file__).parents[3]
    readers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and f"{node.module}.".startswith("marketplace.signals.counts.")
        and {alias.name for alias in node.names} & {"service", "repository"}
    }
    assert readers == {"gaps/unmet/publishing/service.py", "signals/counts/service.py"}
