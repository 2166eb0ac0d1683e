"""Style sheets of two colours, and logos. Their addresses say their content, so that they never change."""

import re

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from marketplace.councils import service
from marketplace.councils.looks.rules import read_sheet
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.static_files import IMMUTABLE

_LOGO = re.compile(r"([0-9a-f]{64})\.webp")


@get("/theme/{name:str}", opt=PUBLIC, include_in_schema=False, sync_to_thread=False)
def send_theme(name: FromPath[str]) -> Response[str]:
    """The style sheet of two colours that can be read."""
    sheet = read_sheet(name)
    if sheet is None:
        raise NotFoundException
    return Response(sheet, media_type="text/css", headers={"cache-control": IMMUTABLE})


@get("/logo/{name:str}", opt=PUBLIC, include_in_schema=False)
async def send_logo(name: FromPath[str]) -> Response[bytes]:
    """A logo, also one that another took the place of: pages that show it may still be kept somewhere."""
    match = _LOGO.fullmatch(name)
    if match is None:
        raise NotFoundError
    logo = await service.get_logo(match[1])
    return Response(logo.content, media_type=logo.content_type, headers={"cache-control": IMMUTABLE})


route_handlers = (send_theme, send_logo)
