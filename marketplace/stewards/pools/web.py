"""The list of pools whose words wait, the page of one, and the decision."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from wtforms import TextAreaField

from marketplace.accounts.schemas import Viewer
from marketplace.councils.service import council_name
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, VersionForm, add_problems, lazy, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, moment_words, plain_page, see_other
from marketplace.pooling.checking import service
from marketplace.pooling.checking.rules import changes
from marketplace.pooling.checking.schemas import PoolCheck
from marketplace.stewards.pools import rules
from marketplace.stewards.rules import HERE, STEWARDS, done_words
from marketplace.wanted.checking.rules import MOST_CHARACTERS

LIST_PATH = "/stewards/pools"
PATH = f"{LIST_PATH}/{{pool_id:uuid}}"


class PoolDecisionForm(VersionForm):
    """Show the words, ask for others, or take the pool out of sight."""

    decision = ChoiceField(
        lazy(lambda: _("Can others see this?")),
        lambda: _("Choose what is to happen."),
        choices=lambda: [
            ("approve", _("Yes, show it")),
            ("return", _("Not yet: ask for changes")),
            ("hide", _("No: take what is shown out of sight")),
        ],
    )
    note = TextAreaField(lazy(lambda: _("Words for those who lead the pool")), [AtMost(MOST_CHARACTERS)])


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def show_pools(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """Pools whose words wait, the oldest first; or those that others see."""
    number, is_shown = (
        page_number(request.query_params.get("page")),
        request.query_params.get("show") == "shown",
    )
    page = await (service.list_shown if is_shown else service.list_queue)(viewer, number)
    return plain_page(
        "stewards/pools.html",
        here=HERE,
        part="pools",
        page=page,
        support_words=rules.support_words,
        moment=moment_words,
        done=done_words(request.query_params.get("done", "")),
        is_shown=is_shown,
        list_path=LIST_PATH,
        url=f"{LIST_PATH}?show=shown" if is_shown else LIST_PATH,
    )


@get(PATH, opt=STEWARDS, include_in_schema=False)
async def show_pool(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """One pool, and of words that change what differs."""
    check = await service.get_check(pool_id, viewer)
    return _page(check, read_form(PoolDecisionForm, version=str(check.pool.version)))


@post(PATH, opt=STEWARDS, include_in_schema=False)
async def decide_pool(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Show it, give it back, or take it out of sight."""
    form = read_form(PoolDecisionForm, await request.form())
    conflict = ""
    if form.validate():
        try:
            await _decide(pool_id, form, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            conflict = str(error)
        else:
            return see_other(f"{LIST_PATH}?done=pool-{form.decision.data}")
    try:
        check = await service.get_check(pool_id, viewer)
    except NotFoundError:
        if not conflict:
            raise
        return _gone(conflict, form)
    form.version.data = str(check.pool.version) if conflict else form.version.data
    return _page(check, form, conflict=conflict)


async def _decide(pool_id: UUID, form: PoolDecisionForm, viewer: Viewer) -> None:
    version, note = form.expected_version, form.note.data
    if form.decision.data == "approve":
        await service.approve(pool_id, version, viewer)
    elif form.decision.data == "return":
        await service.ask_for_changes(pool_id, version, note, viewer)
    else:
        await service.hide(pool_id, version, note, viewer)


def _page(check: PoolCheck, form: PoolDecisionForm, *, conflict: str = "") -> Template:
    pool, possible = check.pool, _possible(check)
    form.decision.choices = [choice for choice in form.decision.choices if choice[0] in possible]
    return form_page(
        "stewards/pool.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=HERE,
        part="pools",
        check=check,
        pool=pool,
        rows=rules.rows_of(pool),
        changes=changes(pool),
        field_words=rules.field_words,
        council=council_name(pool.steward_council),
        conflict=conflict,
        moment=moment_words,
        url=f"{LIST_PATH}/{pool.id}",
        list_path=LIST_PATH,
    )


def _possible(check: PoolCheck) -> frozenset[str]:
    """What can be decided now."""
    return frozenset(("approve", "return") if check.is_waiting else ()) | (
        {"hide"} if check.pool.shown else set()
    )


def _gone(conflict: str, form: PoolDecisionForm) -> Template:
    """Somebody was quicker, and there is nothing to decide any more."""
    return plain_page(
        "stewards/pool_gone.html",
        status=HTTPStatus.CONFLICT,
        here=HERE,
        part="pools",
        conflict=conflict,
        note=form.note.data,
        list_path=LIST_PATH,
    )


route_handlers = (show_pools, show_pool, decide_pool)
