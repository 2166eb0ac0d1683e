"""Searches are counted, each once a month for each asker, and no one's words are kept alone."""

import asyncio
import re
from datetime import UTC, date, datetime

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.signals import service as signals
from marketplace.signals.schemas import SearchSignal
from marketplace.signals.searches import rules, service
from marketplace.signals.searches.schemas import Asker, Heard
from tests.privacy.marks import columns, places_of

WILTSHIRE, SOMERSET = "E06000054", "E06000066"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
NAME = "Zqdoris Zqarcher"


class Timer:
    """A clock of seconds that a test moves."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def timer():
    return Timer()


@pytest.fixture
def keeper(timer):
    return service.SignalKeeper(timer=timer)


def search(text="", **changes):
    fields = {"outcode": "BA12", "council_code": WILTSHIRE, "filters": {}, "text": text, "results": 0}
    return SearchSignal(**{**fields, **changes})


def note(keeper, text="", *, network="192.0.2.1", browser=PHONE, purpose="", **changes):
    keeper.note(search(text, **changes), network=network, browser=browser, purpose=purpose)


async def kept():
    async with connection() as raw:
        return [dict(row) for row in await raw.fetch("SELECT * FROM search_signal ORDER BY on_day, words")]


async def words_kept():
    return sorted(word for row in await kept() for word in row["words"])


async def write(keeper):
    return await keeper.write(everything=True)


async def test_a_search_is_kept_with_its_day_place_filters_known_words_and_number(db, keeper):
    with clock.stopped_at(datetime(2026, 11, 3, 14, 5, tzinfo=UTC)):
        note(
            keeper,
            f"swimming wednesday with {NAME}",
            filters={"support_type": ("washing",), "day": ("mon",)},
            results=3,
        )
        assert await write(keeper) == 1
    (row,) = await kept()
    del row["id"]
    assert row == {
        "on_day": date(2026, 11, 3), "council_code": WILTSHIRE, "outcode": "BA12",
        "filters": {"support_type": ["washing"], "day": ["mon"]}, "words": ["swimming", "wednesday"],
        "support_types": ["swimming", "washing"], "counted_types": ["swimming", "washing"],
        "counted_words": ["wednesday"], "counted_groups": [], "first_types": [], "first_groups": [],
        "results": 3, "is_partial": False,
    }, "swimming counts as that, by place"  # fmt: skip


async def test_a_name_that_one_person_typed_is_in_no_table(db, keeper):
    for browser in (PHONE, PHONE.replace("Pixel", "Cubot"), PHONE.replace("140", "141")):
        for network in ("192.0.2.1", "192.0.2.2"):
            note(keeper, f"{NAME} swimming", network=network, browser=browser)
            note(keeper, NAME, network=network, browser=browser, outcode="SN12")
    assert await write(keeper) > 1
    assert await places_of(NAME.split()) == {}


async def test_nothing_of_who_asked_is_in_any_table(db, keeper):
    note(keeper, "swimming", network="198.51.100.77", browser=f"{PHONE} Zqbrowser")
    note(keeper, "swimming", network="11111111-2222-4333-8444-555555555555")
    assert await write(keeper) == 2
    traces = ("198.51.100.77", "Zqbrowser", "11111111-2222-4333-8444-555555555555")
    assert await places_of(traces) == {}


async def test_a_first_name_and_a_surname_that_many_typed_do_not_make_a_full_name(db, keeper):
    for number in range(5):
        note(keeper, "zqdoris", network=f"192.0.2.{number}")
        note(keeper, "zqarcher", network=f"198.51.100.{number}")
    note(keeper, NAME, network="203.0.113.1")
    await write(keeper)
    assert not [row for row in await kept() if {"zqdoris", "zqarcher"} <= set(" ".join(row["words"]).split())]


async def test_a_first_name_that_many_typed_is_not_kept_beside_a_surname_that_is_a_word(db, keeper):
    for number in range(5):
        note(keeper, "zqdoris", network=f"192.0.2.{number}")
    note(keeper, "Zqdoris Lunch", network="203.0.113.1", outcode="SN12")
    await write(keeper)
    assert [row["words"] for row in await kept() if row["outcode"] == "SN12"] == [["lunch"]]


async def test_a_text_that_is_not_kept_is_in_no_question_to_the_database(db, keeper, monkeypatch):
    asked = []
    for name in ("fetch", "fetchrow", "fetchval", "execute", "copy_records_to_table"):
        plain = getattr(asyncpg.Connection, name)

        def watched(self, *args, _plain=plain, **kwargs):
            asked.append(repr((args, kwargs)))
            return _plain(self, *args, **kwargs)

        monkeypatch.setattr(asyncpg.Connection, name, watched)
    note(keeper, f"{NAME} swimming")
    assert await write(keeper) == 1
    assert any("swimming" in each for each in asked)
    assert not [each for each in asked if "zqdoris" in each.lower()]


async def test_a_word_of_a_text_that_counts_whole_does_not_count_as_well(db, keeper):
    for number in range(3):
        note(keeper, "zqkorfball club", network=f"192.0.2.{number}")
    await write(keeper)
    assert {tuple(row["words"]) for row in await kept()} == {("club", "zqkorfball club")}
    assert {tuple(row["counted_words"]) for row in await kept()} == {("zqkorfball club",)}


async def test_words_that_three_networks_typed_are_kept_from_then_on(db, keeper):
    for number in range(1, 5):
        note(keeper, "zqkorfball", network=f"192.0.2.{number}")
        await write(keeper)
        assert len(await words_kept()) == max(0, number - 2)
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM signal_word_heard") == 0
        assert await raw.fetchval("SELECT word FROM signal_word") == "zqkorfball"


async def test_three_in_one_batch_are_three(db, keeper):
    for number in range(3):
        note(keeper, "zqkorfball", network=f"192.0.2.{number}")
    await write(keeper)
    assert await words_kept() == ["zqkorfball"] * 3


@pytest.mark.parametrize(
    "networks",
    [["192.0.2.1"] * 3, ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3"]],
    ids=["one address", "one household of IPv6"],
)
async def test_one_client_with_three_browsers_is_one_client(db, keeper, networks):
    for number, network in enumerate(networks):
        note(keeper, "zqkorfball", network=network, browser=f"{PHONE} {number}")
    assert await write(keeper) == 3
    assert await words_kept() == []


async def test_a_word_is_not_put_together_from_two_months(db, keeper):
    for month in (11, 12):
        with clock.stopped_at(datetime(2026, month, 15, tzinfo=UTC)):
            for number in range(2):
                note(keeper, "zqkorfball", network=f"192.0.2.{month}{number}")
            await write(keeper)
    assert await words_kept() == []


async def test_hashes_and_keys_of_a_month_that_is_over_are_thrown_away(db, keeper):
    with clock.stopped_at(datetime(2026, 11, 30, tzinfo=UTC)):
        note(keeper, NAME)
        await write(keeper)
        await signals.drop_old_signals()
        assert await counts() == [1, 2, 1]
    with clock.stopped_at(datetime(2026, 12, 1, tzinfo=UTC)):
        await signals.drop_old_signals()
    assert await counts() == [0, 0, 0]


async def counts():
    tables = ("signal_key", "signal_seen", "signal_word_heard")
    async with connection() as raw:
        return [await raw.fetchval(f"SELECT count(*) FROM {table}") for table in tables]


async def test_words_go_with_the_last_search_that_has_them(db, keeper):
    with clock.stopped_at(datetime(2024, 1, 15, tzinfo=UTC)):
        for number in range(3):
            note(keeper, "zqkorfball", network=f"192.0.2.{number}")
        await write(keeper)
    with clock.stopped_at(datetime(2026, 2, 1, tzinfo=UTC)):
        assert await signals.drop_old_signals() == 3
    assert await places_of(["zqkorfball"]) == {}


async def test_the_same_search_counts_once_a_month_for_an_asker(db, keeper):
    for day in (3, 4, 28):
        with clock.stopped_at(datetime(2026, 11, day, tzinfo=UTC)):
            note(keeper, "swimming")
            await write(keeper)
            note(keeper, "swimming", network="192.0.2.9")
            await write(keeper)
    with clock.stopped_at(datetime(2026, 12, 3, tzinfo=UTC)):
        note(keeper, "swimming")
        await write(keeper)
    assert [row["on_day"] for row in await kept()] == [date(2026, 11, 3)] * 2 + [date(2026, 12, 3)]


async def test_a_search_of_a_months_last_seconds_counts_in_the_next(db, keeper):
    """What is told of a month that is over does not change any more."""
    with clock.stopped_at(datetime(2026, 10, 31, 23, 59, 58, tzinfo=UTC)):
        note(keeper, "swimming")
    with clock.stopped_at(datetime(2026, 11, 1, 0, 0, 3, tzinfo=UTC)):
        await write(keeper)
    assert [row["on_day"] for row in await kept()] == [date(2026, 11, 1)]


async def test_one_asker_lifts_no_number_by_more_than_one_in_a_month(db, keeper):
    for day in ("mon", "tue", "wed", "thu", "fri", "sat"):
        note(keeper, "swimming wednesday", filters={"support_type": ("swimming",), "day": (day,)})
        await write(keeper)
    rows = await kept()
    assert len(rows) == 6
    assert sorted(row["counted_types"] for row in rows) == [[]] * 5 + [["swimming"]]
    assert sorted(row["counted_words"] for row in rows) == [[]] * 5 + [["wednesday"]]


async def test_a_council_that_switched_it_off_has_nothing_kept(db, keeper):
    await councils.add_council(WILTSHIRE, actor="test")
    await councils.update_council_settings(WILTSHIRE, {"keeps_signals": False}, 1, actor="test")
    note(keeper, "swimming")
    assert await write(keeper) == 0
    note(keeper, "swimming", council_code=SOMERSET, outcode="TA1")
    assert await write(keeper) == 1
    assert [row["council_code"] for row in await kept()] == [SOMERSET]
    async with connection() as raw:
        assert await raw.fetchval("SELECT count(*) FROM signal_seen") == 3


@pytest.mark.parametrize(
    ("browser", "purpose"),
    [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ""),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", ""),
        ("curl/8.5.0", ""),
        ("python-httpx/0.28", ""),
        ("", ""),
        (PHONE, "prefetch"),
    ],
)
async def test_programs_that_say_so_and_pages_nobody_asked_for_yet_do_not_count(db, keeper, browser, purpose):
    note(keeper, "swimming", browser=browser, purpose=purpose)
    assert await write(keeper) == 0


async def test_a_phone_of_a_maker_whose_name_sounds_like_a_program_counts(db, keeper):
    note(keeper, "swimming", browser="Mozilla/5.0 (Linux; Android 14; CUBOT X18) Chrome/140.0 Mobile")
    assert await write(keeper) == 1


async def test_the_bare_list_of_everything_says_nothing(db, keeper):
    note(keeper, outcode=None)
    assert await write(keeper) == 0


async def test_what_is_typed_on_within_seconds_is_one_search(db, keeper, timer):
    for text in ("swim", "swimm", "swimming", "swimming club"):
        note(keeper, text)
        timer.now += 3
    assert await keeper.write() == 0, "nothing has settled"
    timer.now += service.SETTLE_SECONDS
    assert await keeper.write() == 1
    assert await words_kept() == ["club", "swimming"]


async def test_what_found_nothing_counts_although_filters_are_let_go_at_once(db, keeper, timer):
    note(keeper, "swimming", filters={"day": ("mon",)}, results=0)
    timer.now += 1
    note(keeper, "swimming", results=9)
    assert await write(keeper) == 2
    assert sorted(row["results"] for row in await kept()) == [0, 9]


async def test_two_of_one_kind_of_phone_behind_one_address_are_two_searches(db, keeper):
    note(keeper, "swimming")
    note(keeper, "cooking", outcode="SN12")
    assert await write(keeper) == 2


TEXTS = st.text(alphabet="ab ", max_size=3)
FILTERS = st.dictionaries(
    st.sampled_from(["day", "kind"]), st.sets(st.sampled_from("xyz"), min_size=1), max_size=2
)


@given(TEXTS, TEXTS, FILTERS, FILTERS, st.sampled_from([None, "BA12"]), st.sampled_from([None, "BA12"]))
def test_only_what_asks_for_more_takes_a_searchs_place(text, later, filters, more, place, other):
    before = search(text, filters={k: tuple(v) for k, v in filters.items()}, outcode=place)
    after = search(later, filters={k: tuple(v) for k, v in more.items()}, outcode=other)
    asks_more = (
        later.startswith(text)
        and all(codes <= more.get(name, set()) for name, codes in filters.items())
        and (place is None or place == other)
    )
    assert rules.goes_on(before, after) == asks_more


async def test_memory_is_bounded(db, keeper):
    for number in range(service.MOST_HELD + 500):
        note(keeper, "swimming", network=str(number))
    assert len(keeper._waiting) == service.MOST_HELD
    assert await write(keeper) == service.MOST_HELD
    assert len(await kept()) == service.MOST_HELD


async def test_a_browser_with_a_name_without_end_takes_no_more_memory(db, keeper):
    note(keeper, "swimming", browser=f"{PHONE}{'x' * 60_000}")
    (asker,) = keeper._waiting
    assert len(asker.browser) == service.LONGEST_NAME


async def test_what_could_not_be_written_is_written_later(db, keeper, monkeypatch):
    async def fail(*_):
        raise ConnectionError

    note(keeper, "swimming")
    with monkeypatch.context() as broken:
        broken.setattr(service, "keep_searches", fail)
        for _ in range(3):
            await keeper._try(everything=True)
    note(keeper, "cooking")
    assert await write(keeper) == 2
    assert await write(keeper) == 0


async def test_one_search_that_never_can_be_written_keeps_no_others_back_and_is_let_go(
    db, keeper, monkeypatch
):
    plain = service.keep_searches

    async def fail_at_one(batch, vocabulary):
        if any(heard.signal.text == "zqpoison" for heard in batch):
            raise ValueError
        return await plain(batch, vocabulary)

    monkeypatch.setattr(service, "keep_searches", fail_at_one)
    for text in ("swimming", "zqpoison", "cooking"):
        note(keeper, text, outcode=f"BA{len(text)}")
    for _ in range(service.MOST_TRIES + service.FEW_TRIES + 1):
        await keeper._try(everything=True)
    assert await words_kept() == ["cooking", "swimming"]
    assert not keeper._settled


async def test_a_database_that_does_not_answer_does_not_keep_the_process_from_stopping(db, monkeypatch):
    async def hang(*_):
        await asyncio.Event().wait()

    monkeypatch.setattr(service, "keep_searches", hang)
    monkeypatch.setattr(service, "STOP_SECONDS", 0.05)
    keeper = service.SignalKeeper()
    async with asyncio.timeout(5):
        async with keeper.running(seconds=0.01):
            note(keeper, "swimming")


async def test_a_batch_of_any_size_is_a_fixed_number_of_statements(db, keeper, count_statements):
    sizes = []
    for size in (1, 40):
        count_statements.clear()
        for number in range(size):
            note(keeper, f"zqchess{'s' * (number % 2)} swimming", network=f"{size}-{number}")
            note(
                keeper,
                "zqkorfball swimming",
                network=f"{size}-{number}",
                outcode="TA1",
                council_code=SOMERSET,
            )
        await write(keeper)
        sizes.append(len(count_statements))
    assert sizes[0] <= sizes[1] <= 10


async def test_when_the_process_ends_what_was_heard_is_written(committed_db):
    keeper = service.SignalKeeper()
    async with keeper.running(seconds=0.01):
        note(keeper, "swimming")
        await asyncio.sleep(0.05)
        assert await kept() == []
    assert len(await kept()) == 1


async def test_processes_that_write_at_once_count_each_asker_once_and_wait_in_no_ring(committed_db):
    vocabulary = service.WordsKeeper(None).vocabulary()
    askers = [Asker(f"192.0.2.{number}", PHONE) for number in range(60)]
    texts = ["wednesday", "cooking", "zqkorfball", "zqchess"]
    heard = [Heard(search(text), asker) for asker in askers for text in texts]
    orders = [heard, heard[::-1], heard[60:] + heard[:60], heard]
    done = await asyncio.gather(*(service.keep_searches(order, vocabulary) for order in orders))
    assert sum(done) == len(heard)
    rows = await kept()
    assert sum("wednesday" in row["counted_words"] for row in rows) == len(askers)
    async with connection() as raw:
        assert sorted(row["word"] for row in await raw.fetch("SELECT word FROM signal_word")) == [
            "zqchess",
            "zqkorfball",
        ]


async def test_hashes_tell_nothing_without_both_keys(db, keeper):
    note(keeper, NAME)
    await write(keeper)
    async with connection() as raw:
        key = await raw.fetchval("SELECT key FROM signal_key")
        hashes = {row["hash"] for row in await raw.fetch("SELECT hash FROM signal_seen")}
        hashes |= {row["word"] for row in await raw.fetch("SELECT word FROM signal_word_heard")}
    guesses = {rules.word_hash(key, "zqdoris zqarcher")}
    assert not guesses & hashes


async def test_no_column_of_these_tables_holds_a_time(db):
    types = {
        type_ for table, _column, type_ in await columns() if re.match(r"signal_|search_s|outcome_s", table)
    }
    assert types
    assert not {type_ for type_ in types if "time" in type_}


async def test_the_database_refuses_what_is_no_outcode(db):
    with pytest.raises(asyncpg.CheckViolationError):
        async with connection() as raw:
            await raw.execute(
                "INSERT INTO search_signal (id, on_day, council_code, outcode, results)"
                " VALUES (gen_random_uuid(), '2026-11-03', 'national', '6 AA', 0)"
            )
