"""The database that a command works on: that of DATABASE_URL, or the embedded one of the data directory."""

# ruff: noqa: PLC0415 - imported when it is needed, so that other commands are quick

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from msgspec import Struct

from marketplace.cli.sentences import unreachable
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings

CONNECT_SECONDS = 5.0


class Server(Struct, frozen=True):
    """The database server that a command uses."""

    url: str
    check: Callable[[], None] = lambda: None
    """Raises when the server is this command's own and has ended."""
    is_own: bool = False


@contextmanager
def database_server(settings: Settings) -> Iterator[Server]:
    """Yield the server. The embedded one is started, or joined if another command has it running."""
    if settings.database_url:
        yield Server(settings.database_url)
        return
    from marketplace.kernel.postgres import EmbeddedPostgres

    with EmbeddedPostgres(settings.data_dir, programs=settings.postgres_bin) as server:
        # Child processes find it there.
        os.environ["DATABASE_URL"] = server.url()
        try:
            yield Server(server.url(), check=server.check_alive, is_own=server.is_owner)
        finally:
            del os.environ["DATABASE_URL"]


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[None]:
    """Hold the pool open on the database at `url`; say it in a sentence when it cannot be reached."""
    from marketplace.kernel.database import DB, open_pool

    await check_reachable(url)
    DB.point_at(url)
    async with open_pool(max_size=4):
        yield


async def check_reachable(url: str) -> None:
    """Open one connection, or say why that does not work."""
    import asyncpg

    try:
        connection = await asyncio.wait_for(asyncpg.connect(url), CONNECT_SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        raise OperatorError(unreachable(error)) from error
    await connection.close()
