"""One version: in standard print, large print and easy read, as a PDF, and beside another version."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import PRINTED_AGREEMENTS
from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.forms import number_of
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import use_language
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import plain_page
from marketplace.people.pools.agreement.rules import VERSION_PATH, agreement_url
from marketplace.people.pools.rules import MINE_PATH
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.clauses.rules import write_clauses
from marketplace.pooling.agreements.clauses.schemas import Clause
from marketplace.pooling.agreements.comparing.rules import summary_words
from marketplace.pooling.agreements.printing import rules
from marketplace.pooling.agreements.printing.schemas import AgreementDocument, PrintKind
from marketplace.pooling.agreements.printing.service import PrintError, print_agreement
from marketplace.pooling.agreements.schemas import AgreementView


@get(VERSION_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_version(
    pool_id: FromPath[UUID],
    number: FromPath[int],
    viewer: NamedDependency[Viewer],
    kind: FromQuery[str | None] = None,
) -> Template:
    """A version, as it can be read aloud, printed and agreed to."""
    view = await service.find_version(pool_id, number, viewer)
    document = _document(view, rules.read_kind(kind))
    return plain_page(
        "people/pools/agreement/version.html",
        here=MINE_PATH,
        view=view,
        document=document,
        kinds=[(each.value, rules.kind_words(each)) for each in PrintKind],
        path=agreement_url(pool_id, number),
        back=agreement_url(pool_id),
    )


@get(f"{VERSION_PATH}/pdf", opt=SIGNED_IN, include_in_schema=False)
async def print_version(
    pool_id: FromPath[UUID],
    number: FromPath[int],
    viewer: NamedDependency[Viewer],
    kind: FromQuery[str | None] = None,
) -> Response[Any]:
    """The same as a tagged PDF. 503 when it cannot be made."""
    view = await service.find_version(pool_id, number, viewer)
    await limits.check(PRINTED_AGREEMENTS, viewer.actor)
    wanted = rules.read_kind(kind)
    try:
        made = await print_agreement(_document(view, wanted))
    except PrintError:
        return plain_page(
            "people/pools/agreement/not_printed.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            here=MINE_PATH,
            page_url=f"{agreement_url(pool_id, number)}?kind={wanted.value}",
        )
    name = f"agreement-{number}-{wanted.value.replace('_', '-')}.pdf"
    return Response(
        made,
        media_type="application/pdf",
        headers={"cache-control": "no-store", "content-disposition": f'inline; filename="{name}"'},
    )


@get(f"{VERSION_PATH}/changes", opt=SIGNED_IN, include_in_schema=False)
async def compare_versions(
    pool_id: FromPath[UUID], number: FromPath[int], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What differs from an older version: the one that the address says, or the one before."""
    older = number_of(request.query_params.get("from"), number - 1)
    if not 0 < older < number:
        raise NotFoundError(_("There is no version before this one."))
    views = await service.list_views(pool_id, (older, number), viewer)
    was, became = clauses_of(views[older]), clauses_of(views[number])
    difference = service.diff(was, became)
    return plain_page(
        "people/pools/agreement/changes.html",
        here=MINE_PATH,
        view=views[number],
        older=older,
        difference=difference,
        summary=summary_words(difference),
        was={clause.code: clause for clause in was},
        became={clause.code: clause for clause in became},
        path=agreement_url(pool_id, number),
        back=agreement_url(pool_id),
    )


def clauses_of(view: AgreementView) -> tuple[Clause, ...]:
    """A version in clauses, in the language in which it was proposed."""
    words = view.agreement.words
    if words is None:
        raise NotFoundError(_("This version is not here."))
    use_language(words.language)
    return write_clauses(view.agreement.terms, words)


def _document(view: AgreementView, kind: PrintKind) -> AgreementDocument:
    words = view.agreement.words
    if words is None:
        raise NotFoundError(_("This version is not here."))
    use_language(words.language)
    return rules.make_document(view.title, view.agreement, words, view.waiting, kind, clock.today())


route_handlers = (show_version, print_version, compare_versions)
