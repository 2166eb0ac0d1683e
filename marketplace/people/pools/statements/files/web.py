"""Which days are asked for, and how a statement is sent as a PDF."""

from http import HTTPStatus
from typing import Any

from litestar import Response

from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.forms import FormData, add_problem, read_form
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.files import pdf_file
from marketplace.kernel.web.pages import plain_page
from marketplace.people.pools.rules import MINE_PATH
from marketplace.people.pools.statements import rules
from marketplace.people.pools.statements.schemas import PeriodForm
from marketplace.pooling.money.keeping.service import oldest_entries
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.schemas import Member, MemberState, Pool
from marketplace.pooling.statements.making.rules import joined_on
from marketplace.pooling.statements.periods.rules import check_own, is_allowed, period_of
from marketplace.pooling.statements.periods.schemas import PeriodChoice
from marketplace.pooling.statements.printing.service import PrintError, print_statement
from marketplace.pooling.statements.wording.schemas import StatementDocument

ROWS_SHOWN = 50
"""Of a table on a page; the files have all."""


async def asked_days(request: PageRequest, pool: Pool, member: Member | None) -> tuple[PeriodForm, Period]:
    """The form of days as it was sent, and the days; where there is something to mend, the usual ones."""
    query, today, oldest = request.query_params, clock.today(), await oldest_entries(pool)
    joined = joined_on(member) if member is not None else today
    has_left = member is None or member.state is MemberState.LEFT
    usual = PeriodChoice.ALL if has_left else PeriodChoice.QUARTER
    days = rules.read_days(query.get("since"), query.get("until"))
    if days is not None and is_allowed(days, today):
        own = read_form(PeriodForm, None, choice=PeriodChoice.OWN.value, since=days.since, until=days.until)
        return own, days
    if "choice" not in query:
        return read_form(PeriodForm, None, choice=usual.value), period_of(usual, joined, oldest, today)
    form = read_form(PeriodForm, FormData(list(query.multi_items())))
    if not form.validate():
        return form, period_of(usual, joined, oldest, today)
    choice = PeriodChoice(form.choice.data)
    if choice is not PeriodChoice.OWN:
        return form, period_of(choice, joined, oldest, today)
    if problems := check_own(form.since.data, form.until.data, oldest, today):
        for problem in problems:
            add_problem(form, problem.field, problem.message)
        return form, period_of(usual, joined, oldest, today)
    return form, Period(since=form.since.data, until=form.until.data)


def needed_days(request: PageRequest) -> Period:
    """The days that the address of a file says. NotFoundError for none."""
    days = rules.read_days(request.query_params.get("since"), request.query_params.get("until"))
    if days is None or not is_allowed(days, clock.today()):
        raise NotFoundError
    return days


async def pdf(document: StatementDocument, name: str, page_url: str) -> Response[Any]:
    """A document as PDF; a page that says that it could not be made."""
    try:
        made = await print_statement(document)
    except PrintError:
        return plain_page(
            "people/pools/statements/not_printed.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            here=MINE_PATH,
            page_url=page_url,
        )
    return pdf_file(made, name)
