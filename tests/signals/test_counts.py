"""What a commissioner may read: months that are over, of the own council, no number below 5."""

from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.signals import rules
from marketplace.signals import service as signals
from marketplace.signals.counts import repository, service
from marketplace.signals.counts import rules as counts_rules
from marketplace.signals.schemas import OutcomeSignal, SearchSignal, SignalKind
from marketplace.signals.searches.schemas import Asker, Heard
from marketplace.signals.searches.service import WordsKeeper, keep_searches
from tests.factories.accounts import make_account

WILTSHIRE, SOMERSET = "E06000054", "E06000066"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 15, 12, tzinfo=UTC)
VOCABULARY = WordsKeeper(None).vocabulary()


async def look_for(
    times, *, at=OCTOBER, council=WILTSHIRE, outcode="BA12", types=(), text="", results=0, first=0
):
    """So many people look for the same."""
    signal = SearchSignal(
        outcode=outcode,
        council_code=council,
        filters={"support_type": types} if types else {},
        text=text,
        results=results,
    )
    with clock.stopped_at(at):
        askers = [Asker(f"asker {number}", "phone") for number in range(first, first + times)]
        await keep_searches([Heard(signal, asker) for asker in askers], VOCABULARY)


async def end(times, *, at=OCTOBER, council=WILTSHIRE, outcode="BA12", types=("personal_care",), **changes):
    """So many people's requests end like this."""
    fields = {
        "kind": SignalKind.REFERRAL,
        "outcome": "declined",
        "reason": "no_capacity",
        "whose": None,
        **changes,
    }
    with clock.stopped_at(at):
        for _ in range(times):
            await signals.note_outcome(
                OutcomeSignal(council_code=council, outcode=outcode, support_types=types, **fields)
            )


async def asked(council=WILTSHIRE, month="2026-10"):
    with clock.stopped_at(NOW):
        return service.ask(council, month, await service.list_months(council))


async def places(**whose):
    found = await service.list_places(await asked(**whose))
    return [(each.outcode, each.support_type, each.nothing, each.found) for each in found.items]


async def test_searches_are_told_by_place_and_kind_of_support_from_five_on(db):
    await look_for(7, types=("swimming",))
    await look_for(4, types=("swimming",), results=3, first=20)
    await look_for(5, types=("washing", "shopping"), outcode="SN12", results=1)
    await look_for(4, types=("cooking_meals",))
    await look_for(6, outcode=None, text="cleaning")
    assert await places() == [
        ("BA12", "swimming", 7, None),
        ("", "cleaning", 6, None),
        ("SN12", "shopping", None, 5),
        ("SN12", "washing", None, 5),
    ]


async def test_words_are_told_from_five_on(db):
    await look_for(6, text="zqkorfball")
    await look_for(4, text="zqchess")
    await look_for(5, text="swimming", results=2)
    found = await service.list_words(await asked())
    assert [(each.word, each.nothing, each.found) for each in found.items] == [
        ("zqkorfball", 6, None),
        ("swimming", None, 5),
    ]


async def test_one_who_searches_ten_times_is_one(db):
    for number in range(10):
        await look_for(1, types=("swimming",), text=f"zq{'x' * number}")
    assert await places() == []


async def test_outcomes_are_told_by_reason_and_each_asker_counts_once(db):
    busy = uuid4()
    for _ in range(9):
        await end(1, whose=busy)
    await end(3, reason="too_far")
    assert (await service.list_reasons(await asked())).items == ()
    for _ in range(4):
        await end(1, whose=uuid4())
    (told,) = (await service.list_reasons(await asked())).items
    assert (told.kind, told.outcome, told.reason, told.askers) == ("referral", "declined", "no_capacity", 5)


async def test_outcomes_are_told_by_place_as_met_and_unmet(db):
    await end(6)
    await end(5, outcome="accepted", reason=None)
    await end(5, outcome="not_taken_up", reason="changed_mind", kind=SignalKind.ENQUIRY, outcode="SN12")
    await end(5, outcome="agreed", reason=None, types=(), kind=SignalKind.ENQUIRY, outcode="SN12")
    found = await service.list_outcome_places(await asked())
    assert [(each.outcode, each.support_type, each.unmet, each.met) for each in found.items] == [
        ("BA12", "personal_care", 6, 5),
        ("SN12", "", None, 5),
    ]


def test_no_outcome_is_both_met_and_unmet():
    assert not set(counts_rules.MET) & set(counts_rules.UNMET)


async def test_a_month_is_told_when_it_is_over_and_only_that_month(db):
    await look_for(5, types=("swimming",), at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    await look_for(6, types=("swimming",), at=datetime(2026, 10, 31, 12, tzinfo=UTC))
    await look_for(7, types=("swimming",), at=datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert [row[2] for row in await places()] == [6]
    assert [row[2] for row in await places(month="2026-09")] == [5]
    assert await asked(month="") == await asked(month="2026-10")
    for month in ("2026-11", "2026-12", "2024-10", "2026-13", "October", "2026-1", "' OR 1=1"):
        with pytest.raises(NotFoundError):
            await asked(month=month)


async def test_another_councils_signals_are_not_counted(db):
    for code in (WILTSHIRE, SOMERSET):
        await councils.add_council(code, actor="test")
    await look_for(5, types=("swimming",))
    await look_for(6, types=("swimming",), council=SOMERSET)
    await look_for(7, types=("swimming",), council="E10000008")
    assert [[row[2] for row in await places(council=code)] for code in (WILTSHIRE, SOMERSET, NATIONAL)] == [
        [5], [6], [7],
    ]  # fmt: skip


async def test_where_signals_are_off_no_month_can_be_asked_for(db):
    await councils.add_council(WILTSHIRE, actor="test")
    await councils.update_council_settings(WILTSHIRE, {"keeps_signals": False}, 1, actor="test")
    assert await service.list_months(WILTSHIRE) == []


async def test_months_are_those_that_the_council_keeps(db):
    await councils.add_council(WILTSHIRE, actor="test")
    await councils.update_council_settings(WILTSHIRE, {"signals_kept_months": 3}, 1, actor="test")
    with clock.stopped_at(NOW):
        assert await service.list_months(WILTSHIRE) == [date(2026, 10, 1), date(2026, 9, 1), date(2026, 8, 1)]


async def test_long_lists_are_paged_and_lose_and_repeat_nothing(db):
    codes = sorted(f"x{number:02}" for number in range(repository.PER_PAGE + 5))
    for number, code in enumerate(codes):
        await end(
            5 + number % 2,
            outcome=f"declined_{code.replace('0', 'a').translate(str.maketrans('123456789', 'bcdefghij'))}",
        )
    pages = [await service.list_reasons(await asked(), number) for number in (1, 2)]
    assert [len(page.items) for page in pages] == [repository.PER_PAGE, 5]
    assert len({each.outcome for page in pages for each in page.items}) == len(codes)
    assert await service.list_reasons(await asked(), 99) == pages[0], "there is no such page"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=200))
def test_a_withheld_number_cannot_be_recovered_even_by_who_knows_the_sum(askers):
    """The possible cells are postcode areas times kinds of support: many more than askers in a month."""
    counts = [*askers, *([0] * 2000)]
    hidden = [count for count in counts if rules.told(count) is None]
    total_hidden = sum(counts) - sum(rules.told(count) or 0 for count in counts)
    for count in set(hidden):
        possible = {
            value
            for value in range(rules.FEWEST_TOLD)
            if 0 <= total_hidden - value <= (rules.FEWEST_TOLD - 1) * (len(hidden) - 1)
        }
        assert count in possible
        assert len(possible) > 1 or total_hidden == 0


@pytest.mark.parametrize("hidden", [(1, 0, 0, 2), (4, 4, 4, 4), (0, 3, 1, 0)])
async def test_what_is_withheld_changes_nothing_on_the_page(db, hidden):
    """Neither a row, nor the order of rows, nor how many there are."""
    a, b, c, d = hidden
    await look_for(8, types=("swimming",))
    await look_for(8, types=("cleaning",))
    await look_for(a, types=("swimming",), results=1, first=100)
    await look_for(b, types=("cleaning",), results=1, first=100)
    await look_for(c, types=("shopping",), results=1, first=100)
    await look_for(d, types=("shopping",), first=100)
    assert await places() == [("BA12", "cleaning", 8, None), ("BA12", "swimming", 8, None)]


def test_an_address_names_a_month_or_nothing():
    months = [date(2026, 10, 1), date(2026, 9, 1)]
    assert counts_rules.read_month("", months) == months[0]
    assert counts_rules.read_month("", []) is None
    assert counts_rules.read_month("2026-09", months) == months[1]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 120))
def test_months_that_are_told_are_over_and_go_before_their_signals_do(today, kept):
    months = rules.ended_months(today, kept)
    assert len(months) == kept
    assert rules.last_day(months[0]) < today
    assert months[-1] == rules.months_before(today, kept)
    assert all(rules.last_day(later) < earlier for earlier, later in pairwise(months))


async def test_a_list_is_one_statement(db, count_statements):
    await make_account("commissioner", WILTSHIRE)
    wanted = await asked()
    for ask in (service.list_places, service.list_words, service.list_reasons, service.list_outcome_places):
        count_statements.clear()
        await ask(wanted)
        assert len(count_statements) == 1
