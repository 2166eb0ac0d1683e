"""Looks for listings that rows are like, in one statement, and lets one import at a time through.

Raw SQL, for what Piccolo cannot say: arrays as rows, an advisory lock. The private base is compared in the
database and not read.
"""

from collections.abc import Mapping

from marketplace.kernel.database import connection
from marketplace.listings.imports.duplicates.schemas import Likeness, Match
from marketplace.listings.schemas import ListingStatus

_TURN = "hereabouts import of listings"
"""Hashed by PostgreSQL into the key of an advisory lock, which ends with the transaction."""


def _plain(column: str) -> str:
    """Folded on both sides by the database: its idea of a capital letter is not always Python's."""
    return f"lower(regexp_replace(btrim({column}), '\\s+', ' ', 'g'))"


_FIND = f"""SELECT DISTINCT ON (asked.number) asked.number, s.id, s.organization, o.name, s.title, s.status,
    here.is_here
    FROM unnest($1::integer[], $2::text[], $3::text[], $4::text[]) AS asked (number, provider, title, place)
    JOIN organization o ON {_plain("o.name")} = {_plain("asked.provider")}
    JOIN service s ON s.organization = o.id AND {_plain("s.title")} = {_plain("asked.title")}
    LEFT JOIN location l ON l.id = s.location
    LEFT JOIN service_area_base b ON b.service = s.id
    CROSS JOIN LATERAL (
        SELECT upper(replace(coalesce(l.postcode, b.postcode, ''), ' ', '')) = asked.place AS is_here
    ) AS here
    ORDER BY asked.number, here.is_here DESC, s.status = 'withdrawn', s.id"""  # noqa: S608 - our own columns


async def take_turn() -> None:
    """Wait until no other import is under way; the turn ends with the transaction."""
    async with connection() as raw:
        await raw.execute("SELECT pg_advisory_xact_lock(hashtext($1))", _TURN)


async def find_alike(asked: Mapping[int, Likeness]) -> dict[int, Match]:
    """For each number the listing most like it: at the same place first, and then not withdrawn first."""
    async with connection() as raw:
        rows = await raw.fetch(
            _FIND,
            list(asked),
            [likeness.provider for likeness in asked.values()],
            [likeness.title for likeness in asked.values()],
            [likeness.place for likeness in asked.values()],
        )
    return {
        row["number"]: Match(
            row["id"],
            row["organization"],
            row["name"],
            row["title"],
            ListingStatus(row["status"]),
            row["is_here"],
        )
        for row in rows
    }
