"""Keeps pictures and reads those that a public listing shows, or that a viewer may see before that."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.media.tables import MediaUpload
from marketplace.listings.schemas import Media
from marketplace.listings.tables import MediaFile


async def add_media(hash_: str, media: Media, at: datetime) -> None:
    """Keep a picture; one that is there already stays as it is, and is not removed until the end."""
    await MediaFile.insert(
        MediaFile(
            hash=hash_,
            content=media.content,
            content_type=media.content_type,
            size_bytes=len(media.content),
            created_at=at,
        )
    ).on_conflict(target=MediaFile.hash, action="DO NOTHING")
    await list_missing_media({hash_})


async def add_upload(hash_: str, organization_id: UUID, at: datetime) -> None:
    """Note that an organisation added a picture, anew where it did before: an upsert on two columns."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO media_upload (media, organization, uploaded_at)
            VALUES ($1, $2, $3)
            ON CONFLICT (media, organization) DO UPDATE SET uploaded_at = excluded.uploaded_at""",
            hash_,
            organization_id,
            at,
        )


async def count_uploads(organization_id: UUID) -> int:
    """How many pictures an organisation has here."""
    return int(await MediaUpload.count().where(MediaUpload.organization == organization_id))


async def drop_uploads(organization_id: UUID) -> None:
    """Forget all pictures that an organisation added."""
    await MediaUpload.delete().where(MediaUpload.organization == organization_id)


async def list_uploaded(hashes: Sequence[str], organization_id: UUID) -> set[str]:
    """Which of these pictures an organisation added, or shows in a listing of its own."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT media FROM media_upload WHERE organization = $2 AND media = ANY($1)
            UNION SELECT p.media FROM photo p JOIN service s ON s.id = p.service
            WHERE s.organization = $2 AND p.media = ANY($1)""",
            list(hashes),
            organization_id,
        )
    return {row["media"] for row in rows}


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


async def find_media(hash_: str) -> Media | None:
    """A picture. Whoever calls this has asked first whether it may be seen."""
    row = await (
        MediaFile.select(MediaFile.content, MediaFile.content_type).where(MediaFile.hash == hash_).first()
    )
    return None if row is None else Media(**row)


async def is_of_account(hash_: str, account_id: UUID) -> bool:
    """Whether one of the account's organisations added the picture or shows it in a listing."""
    async with connection() as raw:
        found = await raw.fetchval(
            """SELECT EXISTS (
                SELECT FROM organization_member m JOIN media_upload u ON u.organization = m.organization
                WHERE m.account = $2 AND u.media = $1
            ) OR EXISTS (
                SELECT FROM photo p JOIN service s ON s.id = p.service
                JOIN organization_member m ON m.organization = s.organization
                WHERE m.account = $2 AND p.media = $1)""",
            hash_,
            account_id,
        )
    return bool(found)


async def list_councils_showing(hash_: str) -> set[str | None]:
    """Councils of the listings that show or showed a picture, and of requests handed in with it."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.council_code FROM photo p JOIN service s ON s.id = p.service WHERE p.media = $1
            UNION SELECT r.council_code FROM media_upload u
            JOIN change_request r ON r.organization = u.organization AND r.submitted_at IS NOT NULL
            WHERE u.media = $1 AND r.content @> jsonb_build_object(
                'photos', jsonb_build_array(jsonb_build_object('media_hash', $1::text)))
            UNION SELECT s.council_code FROM media_upload u
            JOIN service s ON s.organization = u.organization JOIN listing_version v ON v.service = s.id
            WHERE u.media = $1 AND jsonb_path_query_array(v.content, '$.**.media_hash') ? $1::text""",
            hash_,
        )
    return {row["council_code"] for row in rows}


async def list_missing_media(hashes: set[str]) -> set[str]:
    """Which of these pictures are not there; those that are stay until the transaction ends."""
    if not hashes:
        return set()
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT hash FROM media WHERE hash = ANY($1) ORDER BY hash FOR KEY SHARE", list(hashes)
        )
    return hashes - {row["hash"] for row in rows}


_UNUSED = """m.created_at < $1
    AND NOT EXISTS (SELECT FROM media_upload u WHERE u.media = m.hash AND u.uploaded_at >= $1)
    AND NOT EXISTS (SELECT FROM photo p WHERE p.media = m.hash)
    AND m.hash NOT IN (
        SELECT jsonb_path_query(content, '$.photos[*].media_hash') #>> '{}' FROM change_request
        WHERE status IN ('writing', 'submitted'))
    AND m.hash NOT IN (SELECT jsonb_path_query(content, '$.**.media_hash') #>> '{}' FROM listing_version)"""

_ONLY = "AND ($3::text[] IS NULL OR m.hash = ANY($3))"


async def list_own(organization_id: UUID) -> list[str]:
    """Pictures that this organisation added and no other."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT media FROM media_upload u WHERE organization = $1 AND NOT EXISTS (
                SELECT FROM media_upload o WHERE o.media = u.media AND o.organization <> $1)""",
            organization_id,
        )
    return [row["media"] for row in rows]


async def drop_unused(before: datetime, limit: int, *, only: list[str] | None = None) -> int:
    """Remove pictures that nothing uses and nobody added since; return how many, `limit` at most.

    `only` names those that may go; None = any.

    They are held first and looked at again: one that a listing takes up meanwhile is passed over or stays.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT hash FROM media m WHERE {_UNUSED} {_ONLY} ORDER BY hash LIMIT $2 FOR UPDATE SKIP LOCKED",  # noqa: S608 - our own words
            before,
            limit,
            only,
        )
        gone = await raw.fetch(
            f"DELETE FROM media m WHERE m.hash = ANY($2) AND {_UNUSED} RETURNING hash",  # noqa: S608 - as above
            before,
            [row["hash"] for row in rows],
        )
    return len(gone)
