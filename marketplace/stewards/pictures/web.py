"""Sends a picture to a steward who is responsible for a listing or request that shows it."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from marketplace.accounts.schemas import Viewer
from marketplace.listings.media.service import get_private_media
from marketplace.stewards.rules import STEWARDS

MEDIA_URL = "/stewards/media/"
_PRIVATE = {"cache-control": "private, max-age=3600"}


@get("/stewards/media/{media_hash:str}", opt=STEWARDS, include_in_schema=False)
async def send_picture(media_hash: FromPath[str], viewer: NamedDependency[Viewer]) -> Response[bytes]:
    """A picture by its hash."""
    media = await get_private_media(media_hash, viewer)
    return Response(media.content, media_type=media.content_type, headers=_PRIVATE)


route_handlers = (send_picture,)
