"""One entry in plain words, and what can be done with it."""

from http import HTTPStatus
from uuid import UUID, uuid4

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_ENTRIES
from marketplace.accounts.schemas import Viewer
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import Form, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, moment_words, see_other
from marketplace.people.pools.money import rules
from marketplace.people.pools.money.recording.web import facts_of, token_of
from marketplace.people.pools.money.rules import ENTRY_PATH, entry_url, money_url
from marketplace.people.pools.money.schemas import AmountForm, CorrectForm, PayForm, ReceiptForm
from marketplace.people.pools.rules import MINE_PATH
from marketplace.pooling.money import rules as money
from marketplace.pooling.money import service
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.keeping.service import settings_of
from marketplace.pooling.money.receipts import service as receipts
from marketplace.pooling.money.schemas import Entry, EntryKind
from marketplace.pooling.schemas import Part

_POOL = ""
"""Chosen as who paid: the pool's own account."""


@get(ENTRY_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_entry(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One entry: what it means, what it changes for each, what shows it."""
    done = rules.done_words(request.query_params.get("done", ""))
    return await entry_page(pool_id, entry_id, viewer, read_form(ReceiptForm), done=done)


@get(f"{ENTRY_PATH}/correct", opt=SIGNED_IN, include_in_schema=False)
async def show_correct(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """Ask once more, and what was wrong."""
    part, entry = await _find(pool_id, entry_id, viewer, only_writers=True)
    return await _form(part, entry, read_form(CorrectForm, token=str(uuid4())), "correct")


@post(f"{ENTRY_PATH}/correct", opt=SIGNED_IN, include_in_schema=False)
async def correct_entry(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take an entry out."""
    part, entry = await _find(pool_id, entry_id, viewer)
    form = read_form(CorrectForm, await request.form())
    conflict = ""
    if form.validate():
        try:
            await limits.check(POOL_ENTRIES, viewer.actor)
            await entries.correct(entry_id, form.words.data, token_of(form), viewer)
        except InvalidError as error:
            add_problems(form, error)
        except (ConflictError, TooManyError) as error:
            conflict = rules.refused_words(error)
        else:
            return see_other(f"{money_url(pool_id)}?done=corrected")
    return await _form(part, entry, form, "correct", conflict=conflict)


@get(f"{ENTRY_PATH}/pay", opt=SIGNED_IN, include_in_schema=False)
async def show_pay(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """A form for a bill that was paid."""
    part, entry = await _find(pool_id, entry_id, viewer, only_writers=True)
    left = next((each for each in await service.list_open_bills(pool_id) if each.id == entry_id), None)
    typed = say_pence(left.left_pence).removeprefix("£") if left is not None else ""
    form = read_form(PayForm, token=str(uuid4()), on=clock.today(), amount=typed, member=_POOL)
    return await _form(part, entry, form, "pay")


@post(f"{ENTRY_PATH}/pay", opt=SIGNED_IN, include_in_schema=False)
async def pay_entry(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Record that a bill was paid."""
    part, entry = await _find(pool_id, entry_id, viewer)
    form = read_form(PayForm, await request.form())
    form.member.choices = await _payers(part)
    conflict = ""
    if form.validate():
        member_id = UUID(form.member.data) if form.member.data else None
        try:
            await limits.check(POOL_ENTRIES, viewer.actor)
            await entries.pay_bill(entry_id, facts_of(form), viewer, member_id=member_id)
        except InvalidError as error:
            add_problems(form, error)
        except (ConflictError, TooManyError) as error:
            conflict = rules.refused_words(error)
        else:
            return see_other(f"{entry_url(entry)}?done=recorded")
    return await _form(part, entry, form, "pay", conflict=conflict)


@get(f"{ENTRY_PATH}/refund", opt=SIGNED_IN, include_in_schema=False)
async def show_refund(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """A form for money that came back."""
    part, entry = await _find(pool_id, entry_id, viewer, only_writers=True)
    return await _form(part, entry, read_form(AmountForm, token=str(uuid4()), on=clock.today()), "refund")


@post(f"{ENTRY_PATH}/refund", opt=SIGNED_IN, include_in_schema=False)
async def refund_entry(
    pool_id: FromPath[UUID], entry_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Record that money came back."""
    part, entry = await _find(pool_id, entry_id, viewer)
    form = read_form(AmountForm, await request.form())
    conflict = ""
    if form.validate():
        try:
            await limits.check(POOL_ENTRIES, viewer.actor)
            await entries.record_refund(entry_id, facts_of(form), viewer)
        except InvalidError as error:
            add_problems(form, error)
        except (ConflictError, TooManyError) as error:
            conflict = rules.refused_words(error)
        else:
            return see_other(f"{entry_url(entry)}?done=recorded")
    return await _form(part, entry, form, "refund", conflict=conflict)


async def entry_page(
    pool_id: UUID, entry_id: UUID, viewer: Viewer, form: ReceiptForm, *, done: str = "", conflict: str = ""
) -> Template:
    """The page of an entry; `form` is that of a file to be added."""
    part, entry, about = await service.get_entry(entry_id, viewer)
    if entry.pool_id != pool_id:
        raise money.not_found()
    names = await _names(part)
    open_bills = await service.list_open_bills(pool_id) if entry.kind is EntryKind.BILL else []
    left = next((each.left_pence for each in open_bills if each.id == entry_id), 0)
    return form_page(
        "people/pools/money/entry.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        pool=part.pool,
        entry=entry,
        title=rules.title_of(entry, names),
        meaning=rules.meaning_of(entry, names),
        shares=rules.share_lines(entry, names),
        rule=rules.rule_words(entry.share_rule),
        about=[rules.line_of(each, names, ()) for each in about],
        files=await receipts.list_receipts(entry_id),
        left_pence=left,
        recorded=rules.recorded_words(entry, names),
        recorded_at=moment_words(entry.recorded_at),
        may_write=await service.may_write(part),
        can_refund=rules.can_refund(entry),
        can_correct=rules.can_correct(entry),
        say=say_pence,
        day=day_of_year,
        done=done,
        conflict=conflict,
        penny_words=rules.penny_words(),
        kept=rules.kept_words((await settings_of(part.pool)).receipts_kept_years),
        url=entry_url(entry),
        money_url=money_url(pool_id),
    )


async def _find(
    pool_id: UUID, entry_id: UUID, viewer: Viewer, *, only_writers: bool = False
) -> tuple[Part, Entry]:
    part, entry, _about = await service.get_entry(entry_id, viewer)
    if entry.pool_id != pool_id or (only_writers and not await service.may_write(part)):
        raise NotFoundError(_("This page is not here for you."))
    return part, entry


async def _names(part: Part) -> dict[UUID, str]:
    return rules.names_of(part, await service.list_money_members(part.pool.id))


async def _payers(part: Part) -> list[tuple[str, str]]:
    people = await _names(part)
    own = [(str(each), _("%(name)s, from their own budget", name=name)) for each, name in people.items()]
    return [(_POOL, _("The pool, from its account")), *own]


async def _form(part: Part, entry: Entry, form: Form, what: str, *, conflict: str = "") -> Template:
    names = await _names(part)
    if isinstance(form, PayForm):
        form.member.choices = await _payers(part)
        form.member.data = form.member.data or _POOL
    return form_page(
        f"people/pools/money/{what}.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        pool=part.pool,
        entry=entry,
        entry_title=rules.title_of(entry, names),
        amount=say_pence(entry.amount_pence),
        day=day_of_year,
        conflict=conflict,
        url=f"{entry_url(entry)}/{what}",
        back=entry_url(entry),
    )


route_handlers = (
    show_entry,
    show_correct,
    correct_entry,
    show_pay,
    pay_entry,
    show_refund,
    refund_entry,
)
