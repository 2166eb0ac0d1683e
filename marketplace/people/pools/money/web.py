"""What a pool has, its entries, who has paid in, one's own statement; all routes of money and sessions."""

from datetime import date
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.forms import FormData, number_of, page_number, read_form
from marketplace.kernel.money import say_pence
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page
from marketplace.people.pools.money import rules
from marketplace.people.pools.money.entries import web as entries
from marketplace.people.pools.money.receipts import web as receipts
from marketplace.people.pools.money.recording import web as recording
from marketplace.people.pools.money.rules import MONEY_PATH, money_url
from marketplace.people.pools.money.schemas import DayForm
from marketplace.people.pools.money.sessions import web as sessions
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.people.pools.whom.rules import own_words, said_query, whom_words
from marketplace.pooling.money import rules as money
from marketplace.pooling.money import service
from marketplace.pooling.money.dues import service as dues
from marketplace.pooling.money.keeping.service import oldest_entries
from marketplace.pooling.rules import name_of

_MOST_YEARS = 12
"""As far back as an address can ask; a council says how many of them are kept."""


@get(MONEY_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_money(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """What a pool has now or on another day, what each has, and the entries."""
    query = request.query_params
    asked = any(name.startswith("on_") for name in query)
    form = read_form(DayForm, FormData(list(query.multi_items())) if asked else None)
    if asked and form.validate() and form.on.data and form.on.data > clock.today():
        form.on.errors = [rules.future_words()]
    on: date | None = form.on.data if asked and not form.problems else None
    part, has = await service.get_balances(pool_id, viewer, on)
    members = await service.list_money_members(pool_id)
    names = rules.names_of(part, members)
    page = await service.list_recorded(pool_id, None, page_number(query.get("page")))
    bills = await service.list_open_bills(pool_id)
    may_write = await service.may_write(part)
    return form_page(
        "people/pools/money/money.html",
        form,
        here=MINE_PATH,
        pool=part.pool,
        has=has,
        on=on,
        rows=[
            (names[member.id], has.of(member.id), own_words(member, part.members))
            for member in members
            if member.has_place or has.of(member.id)
        ],
        page=page,
        lines=[rules.line_of(entry, names, part.own_ids) for entry in page.items],
        bills=bills,
        bills_words=rules.bills_words(len(bills)),
        may_write=may_write,
        can_open=may_write and len(page.items) == page.total and await service.find_opening(pool_id) is None,
        say=say_pence,
        day=day_of_year,
        done=rules.done_words(query.get("done", "")),
        closing=rules.closing_words(part.pool, has, clock.today()) if on is None else "",
        penny_words=rules.penny_words(),
        url=money_url(pool_id),
        back=pool_url(pool_id),
    )


@get(f"{MONEY_PATH}/mine", opt=SIGNED_IN, include_in_schema=False)
async def show_statement(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One's own statement of a tax year."""
    today = clock.today()
    this_year = money.tax_year(today)
    year = number_of(request.query_params.get("year"), this_year)
    year = year if this_year - _MOST_YEARS <= year <= this_year else this_year
    pool, member, statement = await service.get_own_statement(pool_id, viewer, money.tax_year_of(year))
    names = {member.id: name_of(member)}
    return plain_page(
        "people/pools/money/statement.html",
        here=MINE_PATH,
        pool=pool,
        statement=statement,
        whom_words=whom_words(member),
        said=viewer.speaks_for,
        lines=[(rules.said_title(line.entry, names), line) for line in statement.lines],
        year=year,
        years=rules.year_choices(await oldest_entries(pool), today),
        say=say_pence,
        signed=rules.signed,
        day=day_of_year,
        url=money_url(pool_id),
        statements_url=f"{pool_url(pool_id)}/statements{said_query(viewer)}",
        has_place=member.has_place,
    )


@get(f"{MONEY_PATH}/dues", opt=SIGNED_IN, include_in_schema=False)
async def show_dues(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """Who has paid in, and who has not."""
    part, found = await dues.list_dues(pool_id, viewer)
    names = rules.names_of(part, await service.list_money_members(pool_id))
    return plain_page(
        "people/pools/money/dues.html",
        here=MINE_PATH,
        pool=part.pool,
        rows=[(names.get(each.member_id, ""), each) for each in found],
        may_write=await service.may_write(part),
        say=say_pence,
        day=day_of_year,
        url=money_url(pool_id),
    )


route_handlers = (
    show_money,
    show_statement,
    show_dues,
    *recording.route_handlers,
    *entries.route_handlers,
    *receipts.route_handlers,
    *sessions.route_handlers,
)
