"""The page on which a member says yes; what they write for themselves alone is theirs to change."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.councils.schemas import CouncilPart
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.pools.agreement.reading.web import clauses_of
from marketplace.people.pools.agreement.rules import PATH, VERSION_PATH, agreement_url
from marketplace.people.pools.agreement.schemas import AgreeForm, OutcomeForm
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.people.pools.whom.rules import said_query
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.comparing.rules import summary_words
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.agreements.schemas import AgreementView, CouncilSaid, NewerVersionError

_AGREE_PATH = f"{VERSION_PATH}/agree"
_OUTCOME_PATH = f"{PATH}/outcome"


@get(_AGREE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_agree(
    pool_id: FromPath[UUID], number: FromPath[int], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Ask for a yes, with what the member wrote before."""
    view = await service.find_version(pool_id, number, viewer)
    if not view.may_agree:
        return see_other(agreement_url(pool_id, number))
    outcome, said = await outcomes.get_own(pool_id, viewer)
    form = read_form(
        AgreeForm,
        outcome=outcome.words if outcome else "",
        council_who=said.who if said else "",
        council_on=said.said_on if said else None,
    )
    return _page(view, form, viewer)


@post(_AGREE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def agree(
    pool_id: FromPath[UUID], number: FromPath[int], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Say yes. When there is a newer version what differs is shown, and what was written stays."""
    form = read_form(AgreeForm, await request.form())
    if form.validate() and _check_said(form):
        try:
            is_in_force = await service.agree(pool_id, number, viewer, form.outcome.data, _read_said(form))
        except InvalidError as error:
            add_problems(form, error)
        except NewerVersionError as error:
            return await _newer_page(pool_id, number, error, form, viewer)
        except ConflictError as error:
            view = await service.find_version(pool_id, number, viewer)
            return _page(view, form, viewer, conflict=str(error))
        else:
            return see_other(f"{agreement_url(pool_id)}?done={'in-force' if is_in_force else 'agreed'}")
    return _page(await service.find_version(pool_id, number, viewer), form, viewer)


@post(f"{VERSION_PATH}/take-back-yes", opt=SIGNED_IN, include_in_schema=False)
async def take_back_yes(
    pool_id: FromPath[UUID], number: FromPath[int], viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Take a yes back, while the version waits."""
    try:
        await service.take_back_yes(pool_id, number, viewer)
    except ConflictError as error:
        return refused_page(pool_id, str(error))
    return see_other(f"{agreement_url(pool_id)}?done=yes-taken-back")


@get(_OUTCOME_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_outcome(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """What the member wrote for themselves, to change."""
    outcome, _said = await outcomes.get_own(pool_id, viewer)
    words, version = (outcome.words, outcome.version) if outcome else ("", 0)
    return _outcome_page(pool_id, read_form(OutcomeForm, outcome=words, version=str(version)), viewer)


@post(_OUTCOME_PATH, opt=SIGNED_IN, include_in_schema=False)
async def change_outcome(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Keep it."""
    form = read_form(OutcomeForm, await request.form())
    await outcomes.get_own(pool_id, viewer)
    if form.validate():
        try:
            await outcomes.change_outcome(pool_id, form.outcome.data, form.expected_version, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            kept, _said = await outcomes.get_own(pool_id, viewer)
            form.version.data = str(kept.version if kept else 0)
            theirs = kept.words if kept else ""
            return _outcome_page(pool_id, form, viewer, conflict=str(error), theirs=theirs)
        else:
            return see_other(f"{agreement_url(pool_id)}?done=outcome")
    return _outcome_page(pool_id, form, viewer)


def refused_page(pool_id: UUID, words: str) -> Template:
    """That something cannot be done any more, and where it says how it is now."""
    return plain_page(
        "people/pools/agreement/refused.html",
        status=HTTPStatus.CONFLICT,
        here=MINE_PATH,
        words=words,
        back=agreement_url(pool_id),
    )


def _check_said(form: AgreeForm) -> bool:
    """Whether what the council said is whole; what is missing stands at its field."""
    if form.council_who.data and form.council_on.data is None:
        add_problem(form, "council_on", _("Say when they said yes."))
        return False
    return True


def _read_said(form: AgreeForm) -> CouncilSaid | None:
    """What the council said; None for nothing."""
    who, said_on = form.council_who.data, form.council_on.data
    return CouncilSaid(who=who, said_on=said_on) if said_on is not None else None


def _page(
    view: AgreementView, form: AgreeForm, viewer: Viewer, *, conflict: str = "", **more: Any
) -> Template:
    agreement = view.agreement
    return form_page(
        "people/pools/agreement/agree.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        view=view,
        is_asked=agreement.words is not None and agreement.words.council_is is CouncilPart.ASKED,
        conflict=conflict,
        url=agreement_url(agreement.pool_id, agreement.number),
        whom=said_query(viewer),
        back=agreement_url(agreement.pool_id),
        talk=f"{pool_url(agreement.pool_id)}/talk",
        **{"difference": None, "older": 0, **more},
    )


async def _newer_page(
    pool_id: UUID, number: int, error: NewerVersionError, form: AgreeForm, viewer: Viewer
) -> Template:
    """The same form for the version that waits now, with what differs from the one that was read."""
    if error.newest is None or error.newest <= number:
        view = await service.find_version(pool_id, number, viewer)
        return _page(view, form, viewer, conflict=str(error))
    views = await service.list_views(pool_id, (number, error.newest), viewer)
    difference = service.diff(clauses_of(views[number]), clauses_of(views[error.newest]))
    return _page(
        views[error.newest],
        form,
        viewer,
        conflict=str(error),
        difference=difference,
        summary=summary_words(difference),
        older=number,
    )


def _outcome_page(
    pool_id: UUID, form: OutcomeForm, viewer: Viewer, *, conflict: str = "", theirs: str = ""
) -> Template:
    return form_page(
        "people/pools/agreement/outcome.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        conflict=conflict,
        theirs=theirs,
        url=agreement_url(pool_id, "outcome"),
        whom=said_query(viewer),
        back=agreement_url(pool_id),
    )


route_handlers = (show_agree, agree, take_back_yes, show_outcome, change_outcome)
