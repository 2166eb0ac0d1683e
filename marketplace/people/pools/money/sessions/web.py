"""The register of who came: the list, and one session in a form."""

from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

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
from marketplace.kernel.forms import FormData, VersionForm, add_problem, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.people.pools.money import rules
from marketplace.people.pools.money.recording.rules import was_there
from marketplace.people.pools.money.rules import SESSIONS_PATH, money_url, sessions_url
from marketplace.people.pools.money.schemas import SessionForm
from marketplace.people.pools.rules import MINE_PATH, pool_url
from marketplace.pooling.money import service as money
from marketplace.pooling.money.keeping.service import settings_of
from marketplace.pooling.money.sessions import service
from marketplace.pooling.money.sessions.rules import came_words, part_words
from marketplace.pooling.money.sessions.schemas import Came, DayPart, PoolSession, SessionFacts
from marketplace.pooling.schemas import Member, Part

_NEW_PATH = f"{SESSIONS_PATH}/add"
_ONE_PATH = f"{SESSIONS_PATH}/{{session_id:uuid}}"
_CAME = "came_"


@get(SESSIONS_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_sessions(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """The register, the latest first."""
    part, page = await service.list_sessions(pool_id, viewer, page_number(request.query_params.get("page")))
    names = rules.names_of(part, await money.list_money_members(pool_id))
    return plain_page(
        "people/pools/money/sessions.html",
        here=MINE_PATH,
        pool=part.pool,
        page=page,
        rows=[(session, _groups(session, names)) for session in page.items],
        may_write=await money.may_write(part),
        day=day_of_year,
        part_words=part_words,
        kept=rules.kept_words((await settings_of(part.pool)).receipts_kept_years),
        done=rules.done_words(request.query_params.get("done", "")),
        url=sessions_url(pool_id),
        money_url=money_url(pool_id),
        back=pool_url(pool_id),
    )


@get(_NEW_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_new(pool_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Template:
    """An empty form: today, and everybody came."""
    part = await money.get_reader(pool_id, viewer)
    await _check_writer(part)
    form = read_form(SessionForm, None, held_on=clock.today(), took_place="yes", part="")
    return await _show(part, form, None, None)


@post(_NEW_PATH, opt=SIGNED_IN, include_in_schema=False)
async def record_session(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Record a session."""
    return await _save(await money.get_reader(pool_id, viewer), None, await request.form(), viewer)


@get(_ONE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_session(
    pool_id: FromPath[UUID], session_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """A session in a form, for who may change it."""
    part, session = await _find(pool_id, session_id, viewer)
    await _check_writer(part)
    facts = session.facts
    form = read_form(
        SessionForm,
        None,
        version=str(session.version),
        held_on=facts.held_on,
        part=facts.part.value,
        took_place="yes" if facts.took_place else "no",
        words=facts.words,
    )
    return await _show(part, form, session, None)


@post(_ONE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def change_session(
    pool_id: FromPath[UUID],
    session_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Write a session anew."""
    part, session = await _find(pool_id, session_id, viewer)
    return await _save(part, session, await request.form(), viewer)


@post(f"{_ONE_PATH}/remove", opt=SIGNED_IN, include_in_schema=False)
async def remove_session(
    pool_id: FromPath[UUID],
    session_id: FromPath[UUID],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
) -> Template | Redirect:
    """Take a session out of the register."""
    part, session = await _find(pool_id, session_id, viewer)
    version = read_form(VersionForm, await request.form()).expected_version
    try:
        await service.drop_session(session_id, version, viewer)
    except ConflictError as error:
        form = read_form(SessionForm, None, held_on=session.facts.held_on, version=str(session.version))
        return await _show(part, form, session, None, conflict=str(error))
    return see_other(f"{sessions_url(pool_id)}?done=session-removed")


async def _save(
    part: Part, session: PoolSession | None, data: FormData, viewer: Viewer
) -> Template | Redirect:
    pool_id = part.pool.id
    members = await money.list_money_members(pool_id)
    form, conflict = read_form(SessionForm, data), ""
    if form.validate():
        facts = SessionFacts(
            held_on=form.held_on.data,
            part=DayPart(form.part.data or ""),
            took_place=form.took_place.data == "yes",
            words=form.words.data,
            came=_read_came(members, data),
        )
        try:
            await limits.check(POOL_ENTRIES, viewer.actor)
            if session is None:
                await service.record_session(pool_id, facts, viewer)
            else:
                await service.change_session(session.id, facts, form.expected_version, viewer)
        except InvalidError as error:
            for problem in error.problems:
                field = "took_place" if problem.field == "came" else problem.field
                add_problem(form, field, problem.message)
        except (ConflictError, TooManyError) as error:
            conflict = rules.refused_words(error)
        else:
            done = "session" if session is None else "session-changed"
            return see_other(f"{sessions_url(pool_id)}?done={done}")
    return await _show(part, form, session, data, conflict=conflict)


async def _show(
    part: Part, form: SessionForm, session: PoolSession | None, data: FormData | None, *, conflict: str = ""
) -> Template:
    members = await money.list_money_members(part.pool.id)
    names = rules.names_of(part, members)
    came = _read_came(members, data) if data is not None else session.facts.came if session else {}
    day: date | None = session.facts.held_on if session else None
    url = sessions_url(part.pool.id)
    return form_page(
        "people/pools/money/session.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here=MINE_PATH,
        pool=part.pool,
        session=session,
        members=[
            (member.id, names[member.id], came.get(member.id))
            for member in members
            if was_there(member) or member.id in came
        ],
        is_new=session is None and data is None,
        choices=[*((each.value, came_words(each)) for each in Came), ("", _("Was not to come that day"))],
        came_name=_CAME,
        day=day_of_year(day) if day else "",
        conflict=conflict,
        url=f"{url}/{session.id}" if session else f"{url}/add",
        back=url,
    )


def _read_came(members: list[Member], data: FormData) -> dict[UUID, Came]:
    """Who came, by what was chosen; who is not said anything of was not expected."""
    chosen: dict[UUID, Any] = {member.id: data.get(f"{_CAME}{member.id}") for member in members}
    known = {each.value: each for each in Came}
    return {member_id: known[value] for member_id, value in chosen.items() if value in known}


def _groups(session: PoolSession, names: dict[UUID, str]) -> list[tuple[str, str]]:
    """Who came and who did not, by name."""
    groups = []
    for came in Came:
        who = [
            names.get(each, _("A former member")) for each, said in session.facts.came.items() if said is came
        ]
        if who:
            groups.append((came_words(came), ", ".join(who)))
    return groups


async def _find(pool_id: UUID, session_id: UUID, viewer: Viewer) -> tuple[Part, PoolSession]:
    part, session = await service.get_session(session_id, viewer)
    if session.pool_id != pool_id:
        raise NotFoundError(_("This is not in the register of a pool of yours."))
    return part, session


async def _check_writer(part: Part) -> None:
    if not await money.may_write(part):
        raise NotFoundError(_("This page is not here for you."))


route_handlers = (show_sessions, show_new, record_session, show_session, change_session, remove_session)
