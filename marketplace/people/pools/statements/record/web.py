"""The money of the whole pool, for who runs it; and the statement of who cannot ask for it any more."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import PRINTED_STATEMENTS
from marketplace.accounts.schemas import Viewer
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.files import csv_file
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.people.pools.statements import rules
from marketplace.people.pools.statements.files.web import (
    ROWS_SHOWN,
    asked_days,
    needed_days,
    pdf,
)
from marketplace.people.pools.statements.rules import RECORD_PATH, STATEMENTS_PATH, statements_url
from marketplace.pooling.statements import service
from marketplace.pooling.statements.filing.rules import record_file
from marketplace.pooling.statements.wording.records.rules import make_document
from marketplace.pooling.statements.wording.rules import make_document as make_own_document
from marketplace.pooling.statements.wording.saying.rules import read_size, size_words
from marketplace.pooling.statements.wording.schemas import PrintSize


@get(RECORD_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_record(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What the pool has, what each member has, and the entries of some days."""
    part = await service.get_record_part(pool_id, viewer)
    form, period = await asked_days(request, part.pool, part.member)
    record = await service.get_record(pool_id, viewer, period)
    gone = await service.list_gone(pool_id)
    return form_page(
        "people/pools/statements/record.html",
        form,
        here=MINE_PATH,
        pool=part.pool,
        document=make_document(record),
        rows_shown=ROWS_SHOWN,
        gone=[(member.id, record.names[member.id]) for member in gone],
        days=rules.days_query(period),
        sizes=[(size.value, size_words(size)) for size in PrintSize],
        url=statements_url(pool_id, "pool"),
        own_url=statements_url(pool_id),
        back=pool_url(pool_id),
    )


@get(f"{RECORD_PATH}/pdf", opt=SIGNED_IN, include_in_schema=False)
async def print_record(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """The same as a tagged PDF. 503 when it cannot be made."""
    await limits.check(PRINTED_STATEMENTS, viewer.actor)
    period = needed_days(request)
    record = await service.get_record(pool_id, viewer, period)
    document = make_document(record, read_size(request.query_params.get("kind")))
    return await pdf(document, rules.file_name("pool", period, "pdf"), statements_url(pool_id, "pool"))


@get(f"{RECORD_PATH}/csv", opt=SIGNED_IN, include_in_schema=False)
async def send_record(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Every line of every entry, for a spreadsheet."""
    period = needed_days(request)
    record = await service.get_record(pool_id, viewer, period)
    return csv_file(record_file(record), rules.file_name("pool", period, "csv"))


@get(f"{STATEMENTS_PATH}/members/{{member_id:uuid}}/pdf", opt=SIGNED_IN, include_in_schema=False)
async def print_statement_of_gone(
    pool_id: FromPath[UUID],
    member_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """The statement of who died or cannot decide any more, for whoever looks after their affairs."""
    await limits.check(PRINTED_STATEMENTS, viewer.actor)
    period = needed_days(request)
    statement = await service.get_of_gone(pool_id, member_id, viewer, period)
    document = make_own_document(statement, read_size(request.query_params.get("kind")))
    return await pdf(document, rules.file_name("statement", period, "pdf"), statements_url(pool_id, "pool"))


route_handlers = (show_record, print_record, send_record, print_statement_of_gone)
