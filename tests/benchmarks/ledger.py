"""How the cost of a pool's record grows with its entries. From the project's folder:

python -m tests.benchmarks.ledger [--entries 100,1000,10000] [--members 6]

A pool is filled to each size by COPY, in the shape in which the services write it. Then balances, a page of
entries, a statement and a new bill are timed, the median of some, and statements are counted.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import structlog

from marketplace.kernel import clock
from marketplace.kernel.database import DB, connection, open_pool, transaction
from marketplace.kernel.migrations import migrate
from marketplace.kernel.postgres import EmbeddedPostgres
from marketplace.kernel.secrets import use_secret
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money import repository, rules, service
from marketplace.pooling.money.schemas import Account, Period, Posting, Sharing
from marketplace.pooling.money.sharing.schemas import Part
from tests.benchmarks.tables import say, table
from tests.factories.pool_money import add_bill, pay_in
from tests.factories.pooling import make_content, make_pool

TIMES = 15
_ENTRY = (
    "id", "pool", "number", "kind", "on_day", "recorded_at", "recorded_by", "words", "share_rule", "token",
    "postings",
)  # fmt: skip
_POSTING = (
    "entry", "pool", "on_day", "account", "member", "amount_pence", "exact_micropence", "weight",
)  # fmt: skip


def made_up(pool, first, last):
    """Entries and lines from one number to another: three members pay in, then the pool spends."""
    members = [person.member_id for person in pool.everybody]
    sharing = Sharing(
        rule=ShareRule.EQUAL, parts=tuple(Part(member_id=member, weight=1) for member in members)
    )
    start, carried, entries, lines = clock.today() - timedelta(days=5 * 365), {}, [], []
    for number in range(first, last + 1):
        entry_id, day = uuid4(), start + timedelta(days=number * 5 * 365 // (last + 1))
        if number % 4:
            kind, rule = "contribution", ""
            postings = rules.moved(Account.CASH, Account.MEMBER, 40_00, members[number % len(members)])
        else:
            kind, rule = "spend", "equal"
            postings = rules.shared_postings(Account.CASH, 120_01 + number % 97, sharing, carried)
            for each in postings:
                note_behind(carried, each)
        entries.append(
            (entry_id, pool.id, number, kind, day, clock.now(), members[0], "", rule, uuid4(), len(postings))
        )
        lines += [
            (entry_id, pool.id, day, each.account.value, each.member_id, each.amount_pence,
             each.exact_micropence, each.weight)
            for each in postings
        ]  # fmt: skip
    return entries, lines


def note_behind(carried, posting: Posting):
    """Sum up how far a member is behind."""
    if posting.member_id is not None:
        behind = (posting.exact_micropence or 0) - posting.amount_pence * 1_000_000
        carried[posting.member_id] = carried.get(posting.member_id, 0) + behind


async def fill(pool, first, last):
    """Copy entries in, and seconds that the database took with all its checks."""
    entries, lines = made_up(pool, first, last)
    begun = time.perf_counter()
    async with transaction(), connection() as raw:
        await raw.copy_records_to_table("ledger_entry", records=entries, columns=_ENTRY)
        await raw.copy_records_to_table("ledger_posting", records=lines, columns=_POSTING)
    seconds = time.perf_counter() - begun
    async with connection() as raw:
        await raw.execute("VACUUM ANALYZE ledger_entry")
        await raw.execute("VACUUM ANALYZE ledger_posting")
    return seconds


async def timed(make):
    """Median milliseconds of something that is done some times."""
    took = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        await make()
        took.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(took)


async def measure(pool):
    """Milliseconds of each thing that pages do."""
    year = Period(since=clock.today() - timedelta(days=365), until=clock.today())
    member = pool.lead.member_id
    found = {
        "balances": await timed(lambda: service.balances(pool.id)),
        "balances two years ago": await timed(
            lambda: service.balances(pool.id, clock.today() - timedelta(days=730))
        ),
        "odd pennies": await timed(lambda: repository.sum_carried(pool.id)),
        "first page": await timed(lambda: service.list_recorded(pool.id, None, 1)),
        "last page": await timed(lambda: service.list_recorded(pool.id, None, 10**6)),
        "a year's statement": await timed(lambda: service.statement_of(member, year)),
        "paying in": await timed(lambda: pay_in(pool, pool.lead)),
        "a bill": await timed(lambda: add_bill(pool, 100_01)),
    }
    assert rules.is_sound(await service.balances(pool.id))
    return found


async def run(sizes, members):
    """Fill, measure, say."""
    pool = await make_pool(make_content(places=members), others=members - 1)
    columns, rows = [], {}
    for size in sizes:
        have = (await service.list_recorded(pool.id, None)).total
        seconds = await fill(pool, have + 1, size) if size > have else 0
        count = (await service.list_recorded(pool.id, None)).total
        columns.append(f"{count:,} entries")
        rows.setdefault("filling (s)", []).append(f"{seconds:.1f}")
        for name, milliseconds in (await measure(pool)).items():
            rows.setdefault(name, []).append(f"{milliseconds:.1f}")
    say(table(["milliseconds", *columns], [[name, *values] for name, values in rows.items()]))


async def prepare_and_run(sizes, members):
    """In a fresh database."""
    await migrate()
    async with open_pool(max_size=4):
        await run(sizes, members)


def main(sizes, members):
    """A server of its own."""
    use_secret(b"the secret of a benchmark")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / "server") as server:
            DB.point_at(server.url())
            asyncio.run(prepare_and_run(sizes, members))


def arguments():
    """Of the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", default="100,1000,10000")
    parser.add_argument("--members", type=int, default=6)
    return parser.parse_args()


if __name__ == "__main__":
    structlog.configure(processors=[], logger_factory=structlog.ReturnLoggerFactory())
    chosen = arguments()
    main([int(each) for each in chosen.entries.split(",")], chosen.members)
