"""PostgreSQL as a peer: the project's own embedded server, with the extensions that came with it."""

import time
from dataclasses import dataclass

import asyncpg

from marketplace.kernel.postgres import EmbeddedPostgres
from search.text import split_words
from tests.benchmarks.corpus import FACETS, stored
from tests.benchmarks.measuring import folder_megabytes
from tests.benchmarks.peers import postgres_sql as sql
from tests.benchmarks.peers.reading import read
from tests.benchmarks.subjects import Answer, MissingError

_FIELDS = (
    "id", "version", "title", "tags", "provider", "body", "latitude", "longitude", "is_venue", "travels",
    "areas", "price", "free", "confirmed", *sql.CHOICES,
)  # fmt: skip


class Terms(dict):
    """Numbers of facets' values: {facet: {value: number}}, given as they come."""

    def number(self, facet, value):
        known = self.setdefault(facet, {})
        if value not in known:
            known[value] = sum(map(len, self.values())) + 1
        return known[value]

    def name(self):
        """The facet and value of each number."""
        return {number: (facet, value) for facet, known in self.items() for value, number in known.items()}


def _record(document, terms):
    point = document.point
    return (
        document.id, document.version, document.title, " ".join(document.tags), document.provider,
        document.text,
        point.latitude, point.longitude, document.is_venue, document.travels_miles * sql.METRES,
        list(document.areas), document.price_pence, document.free_now, document.confirmed_on,
        *([terms.number(facet, value) for value in document.facets[facet]] for facet in FACETS),
    )  # fmt: skip


class PostgresReader:
    def __init__(self, connection, terms, known, process):
        self._connection = connection
        self._terms = terms
        self._names = Terms(terms).name()
        self._known = known
        self._process = process

    async def search(self, query):
        wanted = read(query.text)
        text = sql.search_for(wanted, await self._alike(wanted))
        statement, arguments = sql.statement(query, text, self._terms)
        row = await self._connection.fetchrow(statement, *arguments)
        return Answer(row["total"], self._facets(row) if query.facets else {}, row["hits"] or ())

    async def _alike(self, wanted):
        """Words like those that are not known: the only case of a second round trip."""
        unknown = [
            one.word for one in wanted if one.may_be_guessed and not self._known.intersection(one.forms)
        ]
        return dict(await self._connection.fetch(sql.ALIKE, unknown)) if unknown else {}

    def _facets(self, row):
        counts = {facet: {} for facet in (*FACETS, "reach", "free")}
        for number, times in row["counts"] or ():
            facet, value = self._names[number]
            counts[facet][value] = times
        flags = zip((("reach", "come_to_me"), ("reach", "i_go"), ("free", "1")), row["flags"], strict=True)
        for (facet, value), times in flags:
            if times:
                counts[facet][value] = times
        return counts

    async def suggest(self, text, near, limit):
        words = split_words(text)
        asked = " & ".join([*words[:-1], f"{words[-1]}:*"])
        return await self._connection.fetch(
            sql.SUGGEST, asked, near.point.latitude, near.point.longitude, limit
        )

    def server_process(self):
        return self._process

    async def aclose(self):
        await self._connection.close()


@dataclass(frozen=True)
class PostgresOpening:
    url: str
    terms: dict

    async def open(self):
        connection = await asyncpg.connect(self.url)
        known = frozenset(row[0] for row in await connection.fetch(sql.KNOWN))
        process = await connection.fetchval("SELECT pg_backend_pid()")
        return PostgresReader(connection, self.terms, known, process)


class Postgres:
    """One table with its indexes, asked with one statement a search (two when a word is not known)."""

    name = "postgresql"
    agrees = frozenset({"geo + filters", "heavy", "browse"})
    memory_is_known = True

    def __init__(self, directory):
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        for folder in (directory, directory.parent):
            folder.chmod(0o755)
        self._server = EmbeddedPostgres(directory, settings=sql.SETTINGS).start()
        self.version = "18"
        self._connection = None
        self.terms = Terms()

    async def _connect(self):
        if self._connection is None:
            self._connection = await asyncpg.connect(self._server.url())
            self.version = (await self._connection.fetchval("SHOW server_version")).split()[0]
        return self._connection

    async def build(self, corpus):
        connection = await self._connect()
        there = {row[0] for row in await connection.fetch("SELECT name FROM pg_available_extensions")}
        if lacking := set(sql.EXTENSIONS) - there:
            raise MissingError(f"its extensions {', '.join(sorted(lacking))} are not there.")
        for extension in sql.EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION {extension}")
        spent = await self._timed(sql.TABLES)
        for chunk in stored(corpus):
            begin = time.perf_counter()
            await self._copy(chunk)
            spent += time.perf_counter() - begin
        for step in (sql.TAKE_OVER, "DROP TABLE document", *sql.INDEXES):
            spent += await self._timed(step)
        spent += await self._timed("VACUUM ANALYZE listing") + await self._timed("ANALYZE word")
        await connection.execute("CREATE TEMPORARY TABLE document AS " + _EMPTY)
        await connection.execute("CHECKPOINT")
        return spent

    async def _timed(self, statement):
        begin = time.perf_counter()
        await self._connection.execute(statement)
        return time.perf_counter() - begin

    async def _copy(self, documents):
        records = [_record(document, self.terms) for document in documents]
        await self._connection.copy_records_to_table("document", records=records, columns=_FIELDS)

    def opening(self):
        return PostgresOpening(
            self._server.url(), {facet: dict(known) for facet, known in self.terms.items()}
        )

    def megabytes(self):
        return folder_megabytes(self._directory / "postgres" / "base")

    def seconds_inside(self):
        return None

    async def change(self, documents):
        async with self._connection.transaction():
            await self._connection.execute("TRUNCATE document")
            await self._copy(documents)
            await self._connection.execute(sql.REPLACE)

    async def aclose(self):
        if self._connection is not None:
            await self._connection.close()
        self._server.stop()


_EMPTY = (
    """SELECT id, version, title, title AS tags, title AS provider, title AS body, 0::float8 AS latitude,
  0::float8 AS longitude, is_venue, travels, areas, price, free, confirmed, """
    + ", ".join(sql.CHOICES)
    + (" FROM listing LIMIT 0")
)
