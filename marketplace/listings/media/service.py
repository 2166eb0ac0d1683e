"""Pictures of listings: drawn anew when they come in, kept by their hash, sent to whoever may see them."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import Role, Viewer
from marketplace.audit import service as audit
from marketplace.councils.service import responsible_council
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.pictures import Picture, PictureError, find_format, redraw_picture
from marketplace.listings.media import repository
from marketplace.listings.organizations import service as organizations
from marketplace.listings.schemas import ListingRecord, Media

MOST_UPLOADS = 200
"""Pictures that an organisation may have here at a time; unused ones go after `UNUSED_FOR`."""
UPLOADS_AN_HOUR = 60
UNUSED_FOR = timedelta(days=3)
"""So long a picture may wait for a listing that uses it."""
_MOST_DROPPED = 1_000


async def put_media(content: bytes) -> str:
    """Draw a picture anew, keep it and return its hash. Twice is once.

    Not inside a transaction: drawing takes a while.

    Raises:
        InvalidError: it cannot be used; the message says how to mend it.
    """
    return await _keep(await _redraw(content))


async def put_trusted_media(content: bytes) -> str:
    """Keep a picture of our own (demonstration data) as it is, and return its hash. Never for an upload.

    Raises:
        ValueError: it is no WebP, JPEG or PNG.
    """
    format_ = find_format(content)
    if format_ not in {"WEBP", "JPEG", "PNG"}:
        raise ValueError("This is no picture.")
    return await _keep(Picture(content=content, content_type=f"image/{format_.lower()}"))


async def add_upload(content: bytes, organization_id: UUID, viewer: Viewer) -> str:
    """Take a picture that one of an organisation's people adds, and return its hash.

    Raises:
        NotFoundError: the organisation is not the viewer's.
        TooManyError: too many in an hour.
        ConflictError: the organisation has very many that it does not use.
        InvalidError: it cannot be used; the message says how to mend it.
    """
    await organizations.get_membership(organization_id, viewer)
    account_id = organizations.account_of(viewer)
    await limits.check_limit("upload", str(account_id), most=UPLOADS_AN_HOUR, per=timedelta(hours=1))
    picture = await _redraw(content)
    async with transaction():
        await organizations.hold(organization_id)
        if await repository.count_uploads(organization_id) >= MOST_UPLOADS:
            raise ConflictError(_("You have added very many pictures. Try again in a few days."))
        hash_ = await _keep(picture)
        await repository.add_upload(hash_, organization_id, clock.now())
        await audit.record(
            "add_picture",
            "organization",
            organization_id,
            viewer.actor,
            after={"media_hash": hash_},
            council=await organizations.council_for_trail(organization_id),
        )
    return hash_


async def list_usable(hashes: Collection[str], organization_id: UUID) -> set[str]:
    """Which of these pictures an organisation may show: those it added, or shows already."""
    return await repository.list_uploaded(list(hashes), organization_id) if hashes else set()


async def get_media(hash_: str) -> Media:
    """A picture that a public listing shows.

    Raises:
        NotFoundError: there is none, or no public listing shows it.
    """
    media = await repository.find_public_media(hash_)
    if media is None:
        raise _not_found()
    return media


async def get_private_media(hash_: str, viewer: Viewer) -> Media:
    """A picture for those who may see it before the public does.

    They are the people of the organisation that added it, and the stewards who are responsible for a listing
    that shows it or for a request that was handed in with it.

    Raises:
        NotFoundError: there is none, or the viewer may not see it; the two are not told apart.
    """
    if viewer.account_id is None or not viewer.is_signed_in:
        raise _not_found()
    if not await repository.is_of_account(hash_, viewer.account_id) and not await _is_stewards(hash_, viewer):
        raise _not_found()
    media = await repository.find_media(hash_)
    if media is None:
        raise _not_found()
    return media


async def check_photos(chunk: Sequence[ListingRecord]) -> None:
    """All pictures that listings show must be there; they stay until the transaction ends.

    Raises:
        InvalidError: one is not.
    """
    hashes = {photo.media_hash for record in chunk for photo in record.draft.photos}
    if await repository.list_missing_media(hashes):
        raise InvalidError([Problem(field="photos", message=_("A picture is not there. Add it again."))])


async def erase_uploads(organization_id: UUID) -> None:
    """Remove what an organisation added and nothing else uses, within the caller's transaction."""
    own = await repository.list_own(organization_id)
    await repository.drop_uploads(organization_id)
    if own:
        await repository.drop_unused(clock.now(), len(own), only=own)


async def drop_unused_media() -> int:
    """Remove pictures that nothing has used for some days; return how many. For timed work."""
    async with transaction():
        return await repository.drop_unused(clock.now() - UNUSED_FOR, _MOST_DROPPED)


async def _is_stewards(hash_: str, viewer: Viewer) -> bool:
    own = viewer.councils(Role.STEWARD)
    if not own:
        return False
    codes = await repository.list_councils_showing(hash_)
    return any([await responsible_council(code) in own for code in codes])


async def _redraw(content: bytes) -> Picture:
    try:
        return await redraw_picture(content)
    except PictureError as error:
        raise InvalidError([Problem(field="photo", message=str(error))]) from error


async def _keep(picture: Picture) -> str:
    hash_ = hashlib.sha256(picture.content).hexdigest()
    media = Media(content=picture.content, content_type=picture.content_type)
    async with transaction():
        await repository.add_media(hash_, media, clock.now())
    return hash_


def _not_found() -> NotFoundError:
    return NotFoundError(_("This picture is not here."))
