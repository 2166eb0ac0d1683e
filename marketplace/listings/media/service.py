"""Pictures of listings: kept by their hash, sent when a public listing shows them."""

import hashlib
from collections.abc import Sequence

from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.media import repository, rules
from marketplace.listings.schemas import ListingRecord, Media, Problem


async def put_media(content: bytes) -> str:
    """Keep a picture (JPEG, PNG or WebP, told by its content) and return its hash. Twice is once.

    Raises:
        InvalidError: it is something else, or too large.
    """
    content_type = rules.find_content_type(content)
    if content_type is None or len(content) > rules.MOST_BYTES:
        message = _("Give a picture as JPEG, PNG or WebP of at most 2 megabytes.")
        raise InvalidError([Problem(field="photo", message=message)])
    hash_ = hashlib.sha256(content).hexdigest()
    async with transaction():
        await repository.add_media(hash_, Media(content=content, content_type=content_type), clock.now())
    return hash_


async def get_media(hash_: str) -> Media:
    """A picture that a public listing shows.

    Raises:
        NotFoundError: there is none, or no public listing shows it.
    """
    media = await repository.find_public_media(hash_)
    if media is None:
        raise NotFoundError(_("This picture is not here."))
    return media


async def check_photos(chunk: Sequence[ListingRecord]) -> None:
    """All pictures that listings show must be there.

    Raises:
        InvalidError: one is not.
    """
    hashes = {photo.media_hash for record in chunk for photo in record.draft.photos}
    if await repository.list_missing_media(hashes):
        raise InvalidError([Problem(field="photos", message=_("A picture is not there. Add it again."))])
