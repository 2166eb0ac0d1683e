"""Every query of the councils room."""

from datetime import datetime
from typing import Any

from msgspec import Struct

from marketplace.councils.schemas import Logo
from marketplace.councils.tables import Council, CouncilLogo
from marketplace.kernel.database import connection


class Row(Struct, frozen=True, kw_only=True):
    """A council as it is kept."""

    code: str
    version: int
    settings: dict[str, Any]
    has_secret: bool


async def find(*codes: str) -> dict[str, Row]:
    """Those of these councils that are in the system, by code. Raw SQL: on the way of many pages."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT code, version, settings, client_secret IS NOT NULL AS has_secret "
            "FROM council WHERE code = ANY($1)",
            list(codes),
        )
    return {row["code"]: Row(**dict(row)) for row in rows}


async def list_codes() -> list[str]:
    """Codes of all that are in the system."""
    return [row["code"] for row in await Council.select(Council.code).order_by(Council.code)]


async def add(code: str, at: datetime) -> bool:
    """Put a council into the system; False when it is there already."""
    added = await (
        Council.insert(Council(code=code, version=1, settings={}, created_at=at, updated_at=at))
        .on_conflict(target=Council.code, action="DO NOTHING")
        .returning(Council.code)
    )
    return bool(added)


async def list_versions() -> dict[str, int]:
    """The version of each council in the system."""
    rows = await Council.select(Council.code, Council.version)
    return {row["code"]: row["version"] for row in rows}


async def lock(code: str) -> Row | None:
    """Hold a council for a change. Raw SQL: Piccolo's lock does not go with this choice of columns."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT code, version, settings, client_secret IS NOT NULL AS has_secret "
            "FROM council WHERE code = $1 FOR UPDATE",
            code,
        )
    return Row(**dict(row)) if row else None


async def put(code: str, settings: dict[str, Any], *, version: int, at: datetime) -> None:
    """Write a council's settings anew."""
    await Council.update(
        {Council.settings: settings, Council.version: version, Council.updated_at: at}
    ).where(Council.code == code)


async def put_secret(code: str, sealed: bytes | None) -> None:
    """Keep a sealed client secret, or none."""
    await Council.update({Council.client_secret: sealed}).where(Council.code == code)


async def find_secret(code: str) -> bytes | None:
    """The sealed client secret of a council."""
    row = await Council.select(Council.client_secret).where(Council.code == code).first()
    return row["client_secret"] if row else None


async def add_logo(name: str, logo: Logo, at: datetime) -> None:
    """Keep a logo; one that is there already stays."""
    await CouncilLogo.insert(
        CouncilLogo(hash=name, content_type=logo.content_type, content=logo.content, created_at=at)
    ).on_conflict(target=CouncilLogo.hash, action="DO NOTHING")


async def find_logo(name: str) -> Logo | None:
    """A logo by its name."""
    row = (
        await CouncilLogo.select(CouncilLogo.content, CouncilLogo.content_type)
        .where(CouncilLogo.hash == name)
        .first()
    )
    return Logo(content=bytes(row["content"]), content_type=row["content_type"]) if row else None
