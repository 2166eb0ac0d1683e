"""Forms for what happened to the money of a pool."""

from http import HTTPStatus
from typing import Any, NoReturn
from uuid import UUID, uuid4

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import Struct

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_ENTRIES
from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock, pictures
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem, TooManyError
from marketplace.kernel.forms import Form, FormData, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.people.pools.money.recording import rules
from marketplace.people.pools.money.recording.rules import Typed
from marketplace.people.pools.money.rules import MONEY_PATH, kept_words, money_url, names_of, refused_words
from marketplace.people.pools.money.schemas import AmountForm, MemberForm, OpeningForm, SharedForm, TokenForm
from marketplace.people.pools.rules import MINE_PATH
from marketplace.pooling.agreements.schemas import AbsentRule, ShareRule, Terms
from marketplace.pooling.agreements.service import current_terms
from marketplace.pooling.money import service
from marketplace.pooling.money.entries import service as entries
from marketplace.pooling.money.keeping.service import settings_of
from marketplace.pooling.money.rules import is_leaving
from marketplace.pooling.money.schemas import EntryKind, Facts, Period, Sharing
from marketplace.pooling.money.sessions import service as sessions
from marketplace.pooling.money.sharing.schemas import Part as SharePart
from marketplace.pooling.schemas import Member, Part

LARGEST_BODY_BYTES = pictures.MOST_BYTES + 100_000
_ADD_PATH = f"{MONEY_PATH}/add/{{kind:str}}"
_FORMS: dict[EntryKind, type[TokenForm]] = {
    EntryKind.CONTRIBUTION: MemberForm,
    EntryKind.REFUND_OUT: MemberForm,
    EntryKind.SETTLEMENT: MemberForm,
    EntryKind.SPEND: SharedForm,
    EntryKind.BILL: SharedForm,
    EntryKind.OPENING: OpeningForm,
}
_OF_MEMBER = {
    EntryKind.CONTRIBUTION: entries.record_contribution,
    EntryKind.REFUND_OUT: entries.record_refund_out,
    EntryKind.SETTLEMENT: entries.record_settlement,
}
_FIELDS = {"sharing": "rule"}
_OPENING_FIELDS = {"amount": "words", "member": "words"}


class _Page(Struct, frozen=True, kw_only=True):
    """All that a form needs."""

    kind: EntryKind
    name: str
    part: Part
    members: list[Member]
    names: dict[UUID, str]
    terms: Terms | None


@get(_ADD_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_add(pool_id: FromPath[UUID], kind: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """An empty form. Only for who may record."""
    page = await _find(pool_id, kind, viewer)
    if not await service.may_write(page.part):
        raise NotFoundError(_("Only who leads the pool or holds its account can record this."))
    defaults: dict[str, Any] = {"token": str(uuid4()), "on": clock.today()}
    if page.kind in {EntryKind.SPEND, EntryKind.BILL}:
        defaults["rule"] = rules.AGREED if page.terms is not None else rules.EQUAL
        defaults["members"] = [str(member.id) for member in page.members if rules.was_there(member)]
    form = read_form(_FORMS[page.kind], None, **defaults)
    return await _show(page, form, rules.read_amounts(page.names, None))


@post(_ADD_PATH, opt=SIGNED_IN, include_in_schema=False, request_max_body_size=LARGEST_BODY_BYTES)
async def add_entry(
    pool_id: FromPath[UUID], kind: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Record it. 422: what is to be mended. 409: the form was used before, or the viewer may not."""
    page = await _find(pool_id, kind, viewer)
    data = await request.form()
    form = read_form(_FORMS[page.kind], data)
    typed = rules.read_amounts(page.names, data)
    _offer(page, form)
    conflict = ""
    if form.validate():
        try:
            await limits.check(POOL_ENTRIES, viewer.actor)
            await _record(page, form, typed, data, viewer)
        except InvalidError as error:
            add_problems(form, error, _FIELDS if "amount" in form else _OPENING_FIELDS)
        except (ConflictError, TooManyError) as error:
            conflict = refused_words(error)
        else:
            return see_other(f"{money_url(pool_id)}?done=recorded")
    return await _show(page, form, typed, conflict=conflict)


async def read_upload(data: FormData) -> bytes | None:
    """The file that was chosen."""
    for value in data.getall("files", []):
        if isinstance(value, UploadFile) and value.filename:
            return await value.read()
    return None


def facts_of(form: AmountForm) -> Facts:
    """What a form says of money that moved."""
    return Facts(
        on=form.on.data, amount_pence=form.amount.pence or 0, words=form.words.data, token=token_of(form)
    )


def token_of(form: TokenForm) -> UUID:
    """The token of a form; a new one where it is none."""
    try:
        return UUID(form.token.data)
    except ValueError:
        form.token.data = str(uuid4())
        return UUID(form.token.data)


async def _record(page: _Page, form: Any, typed: list[Typed], data: FormData, viewer: Viewer) -> None:
    pool_id = page.part.pool.id
    if page.kind is EntryKind.OPENING:
        if any(each.is_wrong for each in typed) or not any(each.pence for each in typed):
            _refuse("words", _("Enter what each had, such as 12.50, or leave it empty for nothing"))
        amounts = {each.member_id: each.pence for each in typed if each.pence}
        facts = Facts(on=form.on.data, amount_pence=0, words=form.words.data, token=token_of(form))
        await entries.record_opening(pool_id, amounts, facts, viewer)
        return
    facts = facts_of(form)
    if isinstance(form, MemberForm):
        await _OF_MEMBER[page.kind](pool_id, UUID(form.member.data), facts, viewer)
        return
    sharing = await _sharing(page, form, typed, facts.amount_pence)
    record_shared = entries.record_bill if page.kind is EntryKind.BILL else entries.record_spend
    await record_shared(pool_id, facts, sharing, viewer, await read_upload(data))


async def _sharing(page: _Page, form: Any, typed: list[Typed], amount_pence: int) -> Sharing:
    chosen, terms = form.rule.data, page.terms
    if chosen == rules.AGREED and terms is not None and terms.share_rule is not ShareRule.SESSIONS:
        return Sharing(rule=terms.share_rule, parts=rules.agreed_parts(terms, page.members))
    if chosen == rules.EQUAL:
        ticked = set(form.members.data)
        if not ticked:
            _refuse("members", _("Choose who shares it"))
        parts = tuple(
            SharePart(member_id=member.id, weight=1) for member in page.members if str(member.id) in ticked
        )
        return Sharing(rule=ShareRule.EQUAL, parts=parts)
    if chosen == rules.AMOUNTS:
        if problem := rules.amounts_problem(typed, amount_pence):
            _refuse("rule", problem)
        parts = tuple(SharePart(member_id=each.member_id, weight=each.pence or 0) for each in typed)
        return Sharing(rule=ShareRule.FIXED, parts=parts)
    return await _by_sessions(page, form)


async def _by_sessions(page: _Page, form: Any) -> Sharing:
    since, until = form.since.data, form.until.data
    if since is None or until is None or until < since:
        _refuse("since", _("Enter the first and the last day of the sessions"))
    absent_rule = page.terms.absent_rule if page.terms is not None else AbsentRule.PAYS
    order = [member.id for member in page.members]
    period = Period(since=since, until=until)
    parts = await sessions.count_parts(page.part.pool.id, period, absent_rule, order)
    if not parts:
        _refuse("since", _("No session of that time is in the register"))
    return Sharing(rule=ShareRule.SESSIONS, parts=parts, since=since, until=until)


def _refuse(field: str, message: str) -> NoReturn:
    raise InvalidError([Problem(field=field, message=message)])


async def _find(pool_id: UUID, name: str, viewer: Viewer) -> _Page:
    kind = rules.KINDS.get(name)
    if kind is None:
        raise NotFoundError(_("There is no such page."))
    part = await service.get_reader(pool_id, viewer)
    members = await service.list_money_members(pool_id)
    return _Page(
        kind=kind,
        name=name,
        part=part,
        members=members,
        names=names_of(part, members),
        terms=await current_terms(pool_id),
    )


def _offer(page: _Page, form: Form) -> None:
    """Fill in what can be chosen."""
    people = [(str(member_id), name) for member_id, name in page.names.items()]
    if isinstance(form, MemberForm):
        leaving = {str(each.id) for each in page.members if is_leaving(page.part.pool, each)}
        is_last = page.kind is EntryKind.SETTLEMENT
        form.member.choices = [each for each in people if each[0] in leaving] if is_last else people
    if isinstance(form, SharedForm):
        form.members.choices = people
        form.rule.choices = rules.rule_choices(page.terms)


async def _show(page: _Page, form: Form, typed: list[Typed], *, conflict: str = "") -> Template:
    _offer(page, form)
    return form_page(
        "people/pools/money/add.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        pool=page.part.pool,
        kind=page.kind.value,
        title=rules.title_of(page.kind),
        typed=typed,
        amount_name=rules.AMOUNT,
        has_terms=page.terms is not None,
        by_sessions=page.terms is not None and page.terms.share_rule is ShareRule.SESSIONS,
        kept=kept_words((await settings_of(page.part.pool)).receipts_kept_years),
        conflict=conflict,
        url=f"{money_url(page.part.pool.id)}/add/{page.name}",
        back=money_url(page.part.pool.id),
    )


route_handlers = (show_add, add_entry)
