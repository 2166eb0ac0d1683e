"""The database: Piccolo's engine with its leak mended, the pool, and the transaction, the unit of work.

`DB` is the one engine. `piccolo_conf.DB` is the same object, which Piccolo's tables find through
PICCOLO_CONF.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine as PiccoloEngine
from piccolo.engine.postgres import PostgresTransaction as PiccoloTransaction

from marketplace.kernel.errors import OperatorError

os.environ.setdefault("PICCOLO_CONF", "marketplace.piccolo_conf")

_JSONB_BINARY_VERSION = b"\x01"


def _encode_jsonb(value: object) -> bytes:
    """Piccolo hands JSON over as text already; anything else is turned into JSON here."""
    text = value.encode() if isinstance(value, str) else msgspec.json.encode(value)
    return _JSONB_BINARY_VERSION + text


def _decode_jsonb(value: bytes) -> object:
    return msgspec.json.decode(value[1:])


async def prepare_connection(connection: Any) -> None:
    """Make JSONB come and go as Python values. The binary format, so that COPY can carry it too."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_encode_jsonb, decoder=_decode_jsonb, format="binary"
    )


async def _leave_as_it_is(_: Any) -> None:
    """Ask the server for nothing when a connection comes back to the pool.

    asyncpg itself ends what transaction is left and forgets listeners. Its RESET ALL would be one more round
    trip after each query, and nothing here sets anything for longer than a transaction.
    """


class PostgresTransaction(PiccoloTransaction):
    """Piccolo's transaction, which gives its connection back whatever happens.

    Piccolo's own keeps the pool's connection and stays the current transaction when COMMIT fails (a deferred
    constraint, a lost server): after as many failures as the pool has connections, everything hangs.
    """

    async def __aenter__(self) -> PiccoloTransaction:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()  # type: ignore[no-untyped-call]  # Piccolo has no types here
        try:
            self.transaction = self.connection.transaction()
            await self.begin()  # type: ignore[no-untyped-call]  # Piccolo has no types here
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: object, exception: BaseException | None, traceback: object
    ) -> Literal[False]:
        if self._parent:
            return False
        try:
            await self._end(failed=exception is not None)
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _end(self, *, failed: bool) -> None:
        if self._rolled_back or self._committed:
            return
        if not failed:
            await self.commit()  # type: ignore[no-untyped-call]  # Piccolo has no types here
        elif not self._is_lost():
            await self.rollback()  # type: ignore[no-untyped-call]  # Piccolo has no types here

    def _is_lost(self) -> bool:
        """The server closed the connection, which the pool then takes back at once."""
        try:
            return bool(self.connection.is_closed())
        except asyncpg.InterfaceError:
            return True

    async def _give_back(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class PostgresEngine(PiccoloEngine):
    """Piccolo's engine with the mended transaction and the JSONB codec on every connection."""

    async def check_version(self) -> None:
        """Do nothing: Piccolo would connect, and warn, whenever this module is imported."""

    async def prep_database(self) -> None:
        """Do nothing, for the same reason: no extension is needed."""

    def point_at(self, url: str) -> None:
        """Use the database at `url` for every connection from now on; the pool must not be open."""
        if self.pool:
            raise RuntimeError("Close the pool before pointing the engine at another database.")
        self.config = {"dsn": url}

    async def start_connection_pool(self, **kwargs: Any) -> None:
        """Open the pool. Without it every query would open a connection of its own."""
        ours = {"init": prepare_connection, "reset": _leave_as_it_is}
        await super().start_connection_pool(**(ours | kwargs))

    async def get_new_connection(self) -> Any:
        """Open a connection outside the pool."""
        if not self.config:
            raise OperatorError(
                "No database is set: set DATABASE_URL, or start through the marketplace command."
            )
        connection = await super().get_new_connection()
        await prepare_connection(connection)
        return connection

    def transaction(self, allow_nested: bool = True) -> PostgresTransaction:  # noqa: FBT001, FBT002 - Piccolo's signature
        """Begin a transaction, or join the one that is under way."""
        return PostgresTransaction(engine=self, allow_nested=allow_nested)


def _from_environment() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL", "").strip()
    return {"dsn": url} if url else {}


DB = PostgresEngine(config=_from_environment())


@asynccontextmanager
async def open_pool(
    engine: PostgresEngine = DB, *, max_size: int = 8, **options: Any
) -> AsyncIterator[PostgresEngine]:
    """Hold the pool open; `max_size` connections at most, `options` are asyncpg's."""
    if not engine.config:
        raise OperatorError("No database is set: set DATABASE_URL, or start through the marketplace command.")
    await engine.start_connection_pool(min_size=1, max_size=max_size, **options)
    try:
        yield engine
    finally:
        await engine.close_connection_pool()


@asynccontextmanager
async def transaction() -> AsyncIterator[Any]:
    """Run one use case: all of it is kept or none. Within another transaction it joins that one.

    Never catch a domain error inside and go on: half the work would be kept. Never gather queries inside.
    """
    async with DB.transaction() as current:
        yield current


@asynccontextmanager
async def connection() -> AsyncIterator[Any]:
    """Lend the transaction's asyncpg connection, or one of the pool: for COPY and raw SQL in repositories."""
    current = DB.current_transaction.get()
    if current is not None:
        yield current.connection
    elif DB.pool is not None:
        async with DB.pool.acquire() as lent:
            yield lent
    else:
        own = await DB.get_new_connection()
        try:
            yield own
        finally:
            await own.close()


@asynccontextmanager
async def own_connection() -> AsyncIterator[Any]:
    """A connection outside the pool and outside any transaction, for what holds one as long as it runs."""
    own = await DB.get_new_connection()
    try:
        yield own
    finally:
        await own.close()
