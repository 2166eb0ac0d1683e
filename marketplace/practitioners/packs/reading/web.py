"""A pack for whoever holds its link, and the same beforehand for who made it: as a page and as a PDF."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import PRINTED_PACKS
from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.i18n import use_language
from marketplace.kernel.qr_codes import picture_of
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import BY_LINK
from marketplace.kernel.web.pages import AnyRequest, client_host, plain_page
from marketplace.places.service import find_support
from marketplace.practitioners.packs.reading.rules import help_words
from marketplace.practitioners.packs.reading.service import make_document
from marketplace.practitioners.packs.rules import PATH, pack_url
from marketplace.practitioners.packs.service import reader_of
from marketplace.practitioners.rules import HERE, PRACTITIONERS
from marketplace.shortlists.packs.printing.schemas import PackDocument
from marketplace.shortlists.packs.printing.service import PrintError, print_pack
from marketplace.shortlists.packs.rules import kind_words, read_kind
from marketplace.shortlists.packs.schemas import Pack, PackKind
from marketplace.shortlists.packs.service import find_pack, get_pack

PACKS_PATH = "/packs"
_TOKEN_PATH = f"{PACKS_PATH}/{{token:str}}"


@get(_TOKEN_PATH, opt=BY_LINK, include_in_schema=False)
async def show_pack(
    request: AnyRequest,
    token: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    kind: FromQuery[str | None] = None,
) -> Template:
    """A pack, for whoever holds its link; for who made it, also how to hand it on. 410 when it ran out."""
    pack = await find_pack(token)
    use_language(pack.language)
    if pack.is_over(clock.now()):
        return await _over_page(pack)
    path = f"{PACKS_PATH}/{token}"
    document = await make_document(pack, read_kind(kind, pack.content.kind), address=settings.address)
    is_new = request.query_params.get("done") == "made" and viewer.account_id == pack.made_by
    return _page(
        document,
        path,
        maker_url=pack_url(pack.id) if is_new and viewer.is_signed_in else "",
        link=f"{settings.address}{path}",
    )


@get(f"{_TOKEN_PATH}/pdf", opt=BY_LINK, include_in_schema=False)
async def print_shared_pack(
    request: AnyRequest,
    token: FromPath[str],
    settings: NamedDependency[Settings],
    kind: FromQuery[str | None] = None,
) -> Response[Any]:
    """The same as a tagged PDF. 503 when it cannot be made."""
    await limits.check_client(PRINTED_PACKS, client_host(request))
    pack = await find_pack(token)
    use_language(pack.language)
    if pack.is_over(clock.now()):
        return await _over_page(pack)
    path = f"{PACKS_PATH}/{token}"
    link = f"{settings.address}{path}"
    wanted = read_kind(kind, pack.content.kind)
    document = await make_document(pack, wanted, address=settings.address, link=link)
    return await _pdf(document, f"{path}?kind={wanted.value}")


@get(f"{PATH}/preview", opt=PRACTITIONERS, include_in_schema=False)
async def preview_pack(
    pack_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    kind: FromQuery[str | None] = None,
) -> Template:
    """A pack as others will see it, for its maker and team, before there is a link."""
    pack = await get_pack(pack_id, await reader_of(viewer))
    use_language(pack.language)
    document = await make_document(pack, read_kind(kind, pack.content.kind), address=settings.address)
    return _page(document, pack_url(pack_id, "preview"), pdf=pack_url(pack_id, "pdf"), back=pack_url(pack_id))


@get(f"{PATH}/pdf", opt=PRACTITIONERS, include_in_schema=False)
async def print_own_pack(
    pack_id: FromPath[UUID],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
    kind: FromQuery[str | None] = None,
) -> Response[Any]:
    """The same as a tagged PDF, to hand over on paper: without a link to it. 503 when it cannot be made."""
    reader = await reader_of(viewer)
    await limits.check(PRINTED_PACKS, reader.actor)
    pack = await get_pack(pack_id, reader)
    use_language(pack.language)
    wanted = read_kind(kind, pack.content.kind)
    document = await make_document(pack, wanted, address=settings.address)
    return await _pdf(document, f"{pack_url(pack_id, 'preview')}?kind={wanted.value}")


def _page(
    document: PackDocument,
    path: str,
    *,
    pdf: str = "",
    back: str = "",
    maker_url: str = "",
    link: str = "",
) -> Template:
    return plain_page(
        "practitioners/packs/read.html",
        here=HERE if back else "",
        document=document,
        path=path,
        pdf_url=f"{pdf or f'{path}/pdf'}?kind={document.kind.value}",
        kinds=[(kind.value, kind_words(kind)) for kind in PackKind],
        code_of=picture_of,
        back=back,
        maker_url=maker_url,
        link=link,
    )


async def _over_page(pack: Pack) -> Template:
    """That a pack ran out, and who helps: not an error page, since nobody did anything wrong."""
    support = await find_support(pack.council_code)
    return plain_page(
        "practitioners/packs/over.html",
        status=HTTPStatus.GONE,
        help=help_words(support, ""),
    )


async def _pdf(document: PackDocument, page_url: str) -> Response[Any]:
    try:
        made = await print_pack(document)
    except PrintError:
        return plain_page(
            "practitioners/packs/not_printed.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            page_url=page_url,
        )
    name = f"options-{document.kind.value.replace('_', '-')}.pdf"
    return Response(
        made,
        media_type="application/pdf",
        headers={"cache-control": "no-store", "content-disposition": f'inline; filename="{name}"'},
    )


route_handlers = (show_pack, print_shared_pack, preview_pack, print_own_pack)
