"""Gets a data directory ready for the demonstration: database, places, listings, index.

Whatever interrupts it, the next start makes it good: the listings are loaded in one transaction together
with the note in the audit trail that says so, and the other steps may be done again.
"""

# ruff: noqa: T201 - this is the command line

import asyncio

from msgspec import Struct

from marketplace.audit import service as audit
from marketplace.cli.databases import database_server, open_database
from marketplace.cli.progress import Steps, show_steps
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.state import Prepared, code_mark, write_prepared
from marketplace.cli.tasks import embedded, patient_engine, rebuild
from marketplace.gaps.unmet.publishing.service import publish_months
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.migrations import migrate
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import Settings
from marketplace.listings.capacity.service import ask_example
from marketplace.listings.freshness.examples.service import show_examples
from marketplace.listings.indexing.service import index_state, keep_in_step
from marketplace.listings.service import count_listings
from marketplace.places.service import Gazetteer, find_council, open_gazetteer, pack_name
from marketplace.work import INDEX_SOURCES
from seed.demo.accounts import load_people
from seed.demo.concerns import load_concerns
from seed.demo.helping import load_help
from seed.demo.pools.loading import load_pools
from seed.demo.work import load_work_of_people
from seed.load import load_demonstration

DEFAULT_LISTINGS = 5000
ACTION = "load_demonstration"
RECORD_TYPE = "database"


class Loaded(Struct, frozen=True):
    """Which demonstration data a database holds."""

    listings: int
    council: str | None


def council_code(code: str | None) -> str | None:
    """The code of the council behind `code`; a sentence when there is none."""
    if code is None:
        return None
    council = find_council(code.strip().upper())
    if council is None:
        raise OperatorError(
            f"There is no council with the code {code[:40]!r}: codes look like E06000054, which is Wiltshire."
        )
    return council.code


def run_seed(settings: Settings, listings: int, council: str | None) -> None:
    """Load demonstration data into an empty database, and index it."""
    council = council_code(council)
    with stopped_by_signals(), database_server(settings) as server:
        prepare(settings, server.url, listings, council)


def prepare(settings: Settings, url: str, listings: int | None, council: str | None) -> None:
    """Do whatever is still to do. Listings that are there stay; other ones asked for are told."""
    asyncio.run(_prepare(settings, url, listings, council))


async def _prepare(settings: Settings, url: str, listings: int | None, council: str | None) -> None:
    async with open_database(url):
        with show_steps() as steps:
            _, gazetteer = await asyncio.gather(_migrate(steps), _open_places(settings, steps))
            before = await _find_loaded()
            loaded = before or await _load(gazetteer, listings or DEFAULT_LISTINGS, council, steps)
            await _index(settings, steps, fresh=before is None)
            if settings.demonstration:
                await _load_people(settings, gazetteer, loaded.council, steps)
    if before is not None:
        _tell_kept(settings, before, listings, council)
    write_prepared(
        settings.data_dir,
        Prepared(
            listings=loaded.listings,
            council=loaded.council,
            code=code_mark(),
            places=pack_name(),
        ),
    )


async def _migrate(steps: Steps) -> None:
    with steps.step("Database"):
        await migrate()


async def _open_places(settings: Settings, steps: Steps) -> Gazetteer:
    with steps.step("Postcodes and towns") as advance:
        return await asyncio.to_thread(open_gazetteer, settings.data_dir, advance)


async def _find_loaded() -> Loaded | None:
    entry = await audit.find_last(RECORD_TYPE, ACTION)
    if entry is None or entry.after is None:
        return None
    return Loaded(entry.after["listings"], entry.after["council"])


async def _load(gazetteer: Gazetteer, listings: int, council: str | None, steps: Steps) -> Loaded:
    if (await count_listings()).total:
        raise OperatorError(
            "This database holds listings of its own, which made-up ones are never mixed with: "
            "choose another --data-dir or DATABASE_URL for the demonstration."
        )
    with steps.step("Listings") as advance:
        async with transaction():
            total = await load_demonstration(
                gazetteer, listings=listings, council=council, progress=lambda done: advance(done, listings)
            )
            await audit.record(
                ACTION, RECORD_TYPE, None, "demo", after={"listings": total, "council": council}
            )
    return Loaded(total, council)


async def _load_people(settings: Settings, gazetteer: Gazetteer, council: str | None, steps: Steps) -> None:
    """Make the people whose password everybody knows, with work to do: for a demonstration only."""
    take_secret(settings)
    with steps.step("People to sign in as"):
        await load_people(council)
        await load_work_of_people(gazetteer, council)
        await load_concerns(council)
        await load_help(gazetteer, council)
        await load_pools(gazetteer, council)
        await publish_months(gazetteer)
        await show_examples()
        await ask_example()


async def _index(settings: Settings, steps: Steps, *, fresh: bool) -> None:
    """Make the embedded index, unless there is one that only has to be brought in step.

    That of a search server is the worker's: the site answers without it.
    """
    if not fresh:
        async with patient_engine(embedded(settings), settings) as engine:
            watermark = await engine.watermark()
            state, counts = await index_state(engine.name), await count_listings()
            if watermark.documents + state.waiting >= counts.public:
                await keep_in_step(engine, INDEX_SOURCES)
                return
    await rebuild(embedded(settings), settings, steps)


def _tell_kept(settings: Settings, loaded: Loaded, listings: int | None, council: str | None) -> None:
    """Say so when other listings were asked for than there are."""
    if (listings or loaded.listings) == loaded.listings and (council or loaded.council) == loaded.council:
        return
    where = f"for {loaded.council}" if loaded.council else "for all councils"
    print(
        f"{settings.data_dir} holds {loaded.listings:,} made-up listings {where}; they are kept as they are. "
        f"For others choose another --data-dir, or remove this one.",
        flush=True,
    )
