"""One's own statement: on a page, as PDF and for a spreadsheet; and all routes of statements."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import PRINTED_STATEMENTS
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.service import list_names
from marketplace.councils.service import council_name
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.clock import LONDON
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
from marketplace.people.pools.statements.record import web as record
from marketplace.people.pools.statements.rules import STATEMENTS_PATH, statements_url
from marketplace.people.pools.statements.sharing import web as sharing
from marketplace.people.pools.whom.rules import whom_words
from marketplace.places.service import find_support
from marketplace.pooling.statements import service
from marketplace.pooling.statements.filing.rules import statement_file
from marketplace.pooling.statements.shares import service as shares
from marketplace.pooling.statements.shares.rules import answer_words
from marketplace.pooling.statements.shares.schemas import Answer
from marketplace.pooling.statements.wording.rules import make_document
from marketplace.pooling.statements.wording.saying.rules import read_size, size_words
from marketplace.pooling.statements.wording.schemas import PrintSize


@get(STATEMENTS_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_statement(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """The statement for some days, what can be done with it, and what was shown to the council."""
    part, member = await service.get_own_part(pool_id, viewer)
    form, period = await asked_days(request, part.pool, member)
    statement = await service.get_own(pool_id, viewer, period)
    shown = await shares.list_own(pool_id, viewer)
    names = await list_names({share.reader_id for share in shown if share.reader_id is not None})
    now = clock.now()
    wants_talk = next(
        (share for share in shown if share.answer is Answer.LET_US_TALK and share.withdrawn_at is None), None
    )
    return form_page(
        "people/pools/statements/statement.html",
        form,
        here=MINE_PATH,
        pool=part.pool,
        record_url=statements_url(pool_id, "pool", period) if await service.may_see_record(part) else "",
        document=make_document(statement),
        period=period,
        rows_shown=ROWS_SHOWN,
        shares=[
            (
                share,
                rules.share_words(
                    share,
                    names.get(share.reader_id, council_name(share.council_code))
                    if share.reader_id
                    else council_name(share.council_code),
                    is_open=share.is_open(now),
                ),
                share.is_open(now),
            )
            for share in shown
        ],
        support=await find_support(wants_talk.council_code) if wants_talk else None,
        answer_words=answer_words,
        colour=rules.share_colour,
        council_name=council_name,
        day=day_of_year,
        moment_day=lambda moment: day_of_year(moment.astimezone(LONDON).date()),
        done=rules.done_words(request.query_params.get("done", "")),
        whom_words=whom_words(member),
        said=viewer.speaks_for,
        days=rules.days_query(period, viewer.speaks_for),
        sizes=[(size.value, size_words(size)) for size in PrintSize],
        url=statements_url(pool_id),
        back=pool_url(pool_id),
    )


@get(f"{STATEMENTS_PATH}/pdf", opt=SIGNED_IN, include_in_schema=False)
async def print_own_statement(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """The same as a tagged PDF. 503 when it cannot be made."""
    await limits.check(PRINTED_STATEMENTS, viewer.actor)
    period = needed_days(request)
    statement = await service.get_own(pool_id, viewer, period)
    document = make_document(statement, read_size(request.query_params.get("kind")))
    return await pdf(document, rules.file_name("statement", period, "pdf"), statements_url(pool_id))


@get(f"{STATEMENTS_PATH}/csv", opt=SIGNED_IN, include_in_schema=False)
async def send_own_statement(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """The same for a spreadsheet."""
    period = needed_days(request)
    statement = await service.get_own(pool_id, viewer, period)
    return csv_file(statement_file(statement), rules.file_name("statement", period, "csv"))


route_handlers = (
    show_statement,
    print_own_statement,
    send_own_statement,
    *record.route_handlers,
    *sharing.route_handlers,
)
