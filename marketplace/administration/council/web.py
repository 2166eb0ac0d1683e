"""The settings of a council: an overview, and a page for each section."""

from http import HTTPStatus
from typing import Any

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec import structs

from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.single_sign_on.service import return_address
from marketplace.administration.council import rules
from marketplace.administration.council.overview import rules as overview
from marketplace.administration.council.schemas import SectionForm
from marketplace.administration.rules import check_administers, councils_of
from marketplace.councils import service as councils
from marketplace.councils.checking.rules import MOST_TIERS
from marketplace.councils.clauses.rules import national_clauses, placeholder_words
from marketplace.councils.schemas import NATIONAL, CouncilSettings
from marketplace.gaps.unmet.publishing import service as unmet
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.pictures import PictureError
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import form_page, plain_page, see_other
from marketplace.places import service as places
from marketplace.signals import service as signals

PATH = "/administration/council"
ADMINISTRATOR = for_roles(Role.ADMINISTRATOR)
LARGEST_LOGO_BYTES = 2_000_000
_LARGEST_BODY_BYTES = LARGEST_LOGO_BYTES + 500_000


@get(PATH, opt=ADMINISTRATOR, include_in_schema=False, sync_to_thread=False)
def choose_council(viewer: NamedDependency[Viewer]) -> Redirect:
    """To the settings of the first council that the viewer administers."""
    return see_other(f"{PATH}/{councils_of(viewer)[0]}")


@get(f"{PATH}/{{council_code:str}}", opt=ADMINISTRATOR, include_in_schema=False)
async def show_settings(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """All settings, in words, with a way to change each section."""
    check_administers(viewer, council_code)
    settings = await councils.get_council_settings(council_code)
    support = None if council_code == NATIONAL else await places.find_support(council_code)
    return plain_page(
        "administration/settings.html",
        here="/administration",
        settings=settings,
        sections=[
            (section.code, section.title(), overview.rows(section.code, settings))
            for section in rules.sections_of(council_code)
        ],
        support=overview.support_rows(support) if support else None,
        done=_("The settings are saved.") if request.query_params.get("done") == "kept" else "",
    )


@get(f"{PATH}/{{council_code:str}}/{{section:str}}", opt=ADMINISTRATOR, include_in_schema=False)
async def show_section(
    council_code: FromPath[str],
    section: FromPath[str],
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
) -> Template:
    """The form of one section."""
    check_administers(viewer, council_code)
    part = _section(section, council_code)
    chosen = await councils.get_council_settings(council_code)
    form = read_form(part.make_form(), None, **part.read(chosen), version=str(chosen.version))
    return _page(part, form, chosen, settings)


@post(
    f"{PATH}/{{council_code:str}}/{{section:str}}",
    opt=ADMINISTRATOR,
    include_in_schema=False,
    request_max_body_size=_LARGEST_BODY_BYTES,
)
async def change_section(
    council_code: FromPath[str],
    section: FromPath[str],
    request: PageRequest,
    viewer: NamedDependency[Viewer],
    settings: NamedDependency[Settings],
) -> Template | Redirect:
    """Keep one section."""
    check_administers(viewer, council_code)
    part = _section(section, council_code)
    chosen = await councils.get_council_settings(council_code)
    form = read_form(part.make_form(), await request.form())
    if not form.validate():
        return _page(part, form, chosen, settings)
    try:
        changes = part.write(form, chosen)
        if part.code == "looks":
            changes = await _with_logo(form, changes)
        await councils.update_council_settings(
            council_code,
            changes,
            form.expected_version,
            actor=viewer.actor,
            client_secret=_secret(form) if part.code == "sign-on" else None,
        )
    except PictureError as error:
        add_problem(form, "logo", str(error))
    except InvalidError as error:
        names = rules.tier_field_names(form) if part.code == "tiers" else part.field_names
        add_problems(form, error, names)
    except ConflictError as error:
        now = await councils.get_council_settings(council_code)
        return _page(part, form, now, settings, conflict=str(error))
    else:
        if part.code == "signals":
            await signals.drop_old_signals()
            await unmet.drop_old_months()
        return see_other(f"{PATH}/{council_code}?done=kept")
    return _page(part, form, chosen, settings)


def _section(code: str, council_code: str) -> rules.Section:
    found = (section for section in rules.sections_of(council_code) if section.code == code)
    section = next(found, None)
    if section is None:
        raise NotFoundException
    return section


def _secret(form: Any) -> str | None:
    """What to do with the secret: a new one, none without a service, or the one that is kept (None)."""
    if not form.issuer.data:
        return ""
    return form.client_secret.data or None


async def _with_logo(form: Any, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with the logo that was sent, drawn anew and kept."""
    sent = form.logo.data
    if not isinstance(sent, UploadFile) or not sent.filename or form.no_logo.data:
        return changes
    content = await sent.read(LARGEST_LOGO_BYTES + 1)
    if len(content) > LARGEST_LOGO_BYTES:
        raise PictureError(_("The file is larger than 2 megabytes. Make the picture smaller."))
    name = await councils.put_logo(content)
    return {"looks": structs.replace(changes["looks"], logo=name)}


def _page(
    section: rules.Section,
    form: SectionForm,
    settings: CouncilSettings,
    site: Settings,
    *,
    conflict: str = "",
) -> Template:
    """The page of a section; a site shows looks and words of one council only, its own.

    After a conflict it keeps what was typed, for the settings as they are now.
    """
    if conflict:
        form.version.data = str(settings.version)
    return form_page(
        "administration/section.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        here="/administration",
        section=section,
        settings=settings,
        conflict=conflict,
        is_own_site=settings.code == (site.council or NATIONAL),
        path=f"{PATH}/{settings.code}",
        return_address=return_address(site.address, settings.code),
        word_labels=overview.word_labels(),
        clauses=national_clauses() if section.code == "pooling" else (),
        placeholders=placeholder_words(),
        slots=min(MOST_TIERS, len(settings.tiers) + 1),
    )


route_handlers = (choose_council, show_settings, show_section, change_section)
