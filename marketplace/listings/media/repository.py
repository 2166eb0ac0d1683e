"""Keeps pictures and reads those that a public listing shows."""

from datetime import datetime

from marketplace.kernel.database import connection
from marketplace.listings.schemas import Media
from marketplace.listings.tables import MediaFile


async def add_media(hash_: str, media: Media, at: datetime) -> None:
    """Keep a picture; one that is there already stays as it is."""
    await MediaFile.insert(
        MediaFile(
            hash=hash_,
            content=media.content,
            content_type=media.content_type,
            size_bytes=len(media.content),
            created_at=at,
        )
    ).on_conflict(target=MediaFile.hash, action="DO NOTHING")


async def find_public_media(hash_: str) -> Media | None:
    """A picture if a listing that is public shows it. EXISTS over three tables, which Piccolo cannot say."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT content, content_type FROM media m WHERE m.hash = $1 AND EXISTS (
                SELECT FROM photo p JOIN service s ON s.id = p.service
                WHERE p.media = m.hash AND s.status = 'published' AND NOT s.is_hidden)""",
            hash_,
        )
    return None if row is None else Media(**dict(row))


async def list_missing_media(hashes: set[str]) -> set[str]:
    """Which of these pictures are not there."""
    if not hashes:
        return set()
    rows = await MediaFile.select(MediaFile.hash).where(MediaFile.hash.is_in(list(hashes)))
    return hashes - {row["hash"] for row in rows}
