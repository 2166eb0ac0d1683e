"""What was done in a council's area: a list with filters, and the same as a file."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Stream, Template
from msgspec import structs

from marketplace.accounts.roles.service import list_staff
from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import list_names
from marketplace.administration.rules import check_administers, councils_of
from marketplace.administration.trail import rules, service
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import moment_words, plain_page, see_other

PATH = "/administration/audit"
ADMINISTRATOR = for_roles(Role.ADMINISTRATOR)


@get(PATH, opt=ADMINISTRATOR, include_in_schema=False, sync_to_thread=False)
def choose_audit(viewer: NamedDependency[Viewer]) -> Redirect:
    """To what was done in the first council that the viewer administers."""
    return see_other(f"{PATH}/{councils_of(viewer)[0]}")


@get(f"{PATH}/{{council_code:str}}", opt=ADMINISTRATOR, include_in_schema=False)
async def list_audit(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """Entries, newest first, by record, person, action and dates."""
    check_administers(viewer, council_code)
    asked = rules.read_asked(request.query_params)
    wanted = await service.filter_for(council_code, asked, viewer)
    page = await audit.list_entries(wanted, after=request.query_params.get("after"))
    names = await service.names_of(page.items)
    staff = await list_staff(council_code, per_page=100)
    people = {str(account.id): account.name for account in staff.items}
    if rules.is_account(asked.actor) and asked.actor not in people:
        people |= {asked.actor: (await list_names([UUID(asked.actor)]))[UUID(asked.actor)]}
    query = urlencode({name: value for name, value in structs.asdict(asked).items() if value})
    context: dict[str, Any] = {
        "page": page,
        "asked": asked,
        "names": names,
        "people": people,
        "record_words": rules.record_words(),
        "action_words": rules.action_words(),
    }
    return plain_page(
        "administration/audit.html",
        here="/administration",
        council=councils.council_name(council_code),
        path=f"{PATH}/{council_code}",
        query=query,
        words_of=rules.words_of,
        actor_words=rules.actor_words,
        is_account=rules.is_account,
        changes_of=rules.changes_of,
        moment=moment_words,
        **context,
    )


@get(f"{PATH}/{{council_code:str}}/export", opt=ADMINISTRATOR, include_in_schema=False)
async def export_audit(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Stream:
    """The filtered entries as CSV, sent as they are read."""
    check_administers(viewer, council_code)
    asked = rules.read_asked(request.query_params)
    wanted = await service.filter_for(council_code, asked, viewer)
    await service.record_export(council_code, asked, actor=viewer.actor)
    name = f"what-was-done-{council_code}-{clock.today().isoformat()}.csv"
    return Stream(
        service.export_lines(wanted),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"},
    )


route_handlers = (choose_audit, list_audit, export_audit)
