"""The pages of evidence, and its files, which are only ever sent as downloads."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.kernel import clock, pictures
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problem, page_number, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.editing.facts.service import last_said
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.rules import MOST_FILES, fields_of, needs_of
from marketplace.listings.organizations import service as organizations
from marketplace.listings.organizations.schemas import Membership
from marketplace.provider.evidence import rules
from marketplace.provider.evidence.filling.rules import claim_fields
from marketplace.provider.evidence.schemas import ClaimForm, KindForm, kinds
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

PROVIDER = for_roles(Role.PROVIDER)
LARGEST_BODY_BYTES = 4 * pictures.MOST_BYTES
_LIST = "/provider/organizations/{organization_id:uuid}/evidence"
_CLAIM = "/provider/evidence/{claim_id:uuid}"
_ANSWERED: dict[str, Any] = {"opt": PROVIDER, "include_in_schema": False, "status_code": HTTPStatus.OK}
_DOWNLOAD = {
    "cache-control": "private, no-store",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}


@get(_LIST, opt=PROVIDER, include_in_schema=False)
async def show_evidence(
    request: PageRequest, organization_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """All that an organisation claimed, newest first, and what came of it."""
    membership = await organizations.get_membership(organization_id, viewer)
    number = page_number(request.query_params.get("page"))
    page = await evidence.list_claims(organization_id, viewer, number)
    today = clock.today()
    context = {
        "organization": membership.organization,
        "page": page,
        "claims": [rules.view_of(claim, today) for claim in page.items],
        "url": f"/provider/organizations/{organization_id}/evidence",
        "done": rules.said(request.query_params.get("done", "")),
        "here": "/provider",
    }
    return Template("provider/evidence.html", context=context)


@get(f"{_LIST}/add", opt=PROVIDER, include_in_schema=False)
async def show_add(
    request: PageRequest, organization_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """First what it is; then, with `kind` in the address, what is asked about it."""
    membership = await organizations.get_membership(organization_id, viewer)
    kind = request.query_params.get("kind", "")
    if kind in dict(kinds()):
        said = claim_fields(kind, await last_said(organization_id, viewer))
        return _form_page(membership, read_form(ClaimForm, None, kind=kind, **said), is_filled=bool(said))
    form = read_form(KindForm)
    if "kind" in request.query_params:
        add_problem(form, "kind", _("Choose what you have"))
    context = {"organization": membership.organization, "form": form, "here": "/provider"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return Template("provider/evidence_kind.html", context=context, status_code=status)


@post(f"{_LIST}/add", **_ANSWERED, request_max_body_size=LARGEST_BODY_BYTES)
async def add_evidence(
    request: PageRequest, organization_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Send in what is claimed, with its files. 422: what is to be mended. 409: one waits already."""
    membership = await organizations.get_membership(organization_id, viewer)
    data = await request.form()
    form = read_form(ClaimForm, data)
    asked = fields_of(str(form.kind.data))
    form.validate()
    for field in form:
        if field.name not in asked:
            field.errors = []
    if form.problems:
        return _form_page(membership, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await evidence.add_claim(organization_id, rules.facts_of(form), await _read_files(data), viewer)
    except InvalidError as error:
        files = ""
        for problem in error.problems:
            if problem.field == "files":
                files = problem.message
            else:
                add_problem(form, problem.field, problem.message)
        return _form_page(membership, form, files=files, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except ConflictError as error:
        return _form_page(membership, form, conflict=str(error), status=HTTPStatus.CONFLICT)
    return see_other(f"/provider/organizations/{organization_id}/evidence?done=added")


@get(_CLAIM, opt=PROVIDER, include_in_schema=False)
async def show_claim(
    request: PageRequest, claim_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Template:
    """One claim with its files."""
    return await _claim_page(claim_id, viewer, done=request.query_params.get("done", ""))


@post(f"{_CLAIM}/files", **_ANSWERED, request_max_body_size=LARGEST_BODY_BYTES)
async def add_file(
    request: PageRequest, claim_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """Add a file to a claim that waits."""
    await evidence.get_own_claim(claim_id, viewer)
    files = await _read_files(await request.form())
    if not files:
        return await _claim_page(claim_id, viewer, problem=_("Choose a file first"))
    try:
        await evidence.add_file(claim_id, files[0], viewer)
    except InvalidError as error:
        return await _claim_page(claim_id, viewer, problem=error.problems[0].message)
    except ConflictError as error:
        return await _claim_page(claim_id, viewer, conflict=str(error))
    return see_other(f"/provider/evidence/{claim_id}?done=file-added")


@post("/provider/evidence/files/{file_id:uuid}/remove", **_ANSWERED)
async def remove_file(file_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Delete a file of a claim that waits."""
    claim_id = await evidence.find_claim_of(file_id, viewer)
    try:
        await evidence.remove_file(file_id, viewer)
    except ConflictError as error:
        return await _claim_page(claim_id, viewer, conflict=str(error))
    return see_other(f"/provider/evidence/{claim_id}?done=file-removed")


@post(f"{_CLAIM}/end", **_ANSWERED)
async def end_claim(claim_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Take a claim back that waits."""
    try:
        organization_id = await evidence.end_claim(claim_id, viewer)
    except ConflictError as error:
        return await _claim_page(claim_id, viewer, conflict=str(error))
    return see_other(f"/provider/organizations/{organization_id}/evidence?done=ended")


@get("/evidence/{file_id:uuid}", opt=for_roles(Role.PROVIDER, Role.STEWARD), include_in_schema=False)
async def send_evidence(file_id: FromPath[UUID], viewer: NamedDependency[Viewer]) -> Response[bytes]:
    """A file, as a download. Each opening is on record."""
    file = await evidence.open_file(file_id, viewer)
    headers = {**_DOWNLOAD, "content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.content_type, headers=headers)


async def _read_files(data: FormMultiDict) -> list[bytes]:
    """The files that were chosen; one more than may be, at most."""
    chosen = [value for value in data.getall("files", []) if isinstance(value, UploadFile)]
    return [await value.read() for value in chosen[: MOST_FILES + 1] if value.filename]


async def _claim_page(
    claim_id: UUID, viewer: Viewer, *, done: str = "", problem: str = "", conflict: str = ""
) -> Template:
    claim = await evidence.get_own_claim(claim_id, viewer)
    status = HTTPStatus.OK
    if problem or conflict:
        status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "view": rules.view_of(claim, clock.today()),
        "done": rules.said(done),
        "files_problem": problem,
        "conflict": conflict,
        "most": MOST_FILES,
        "here": "/provider",
    }
    return Template("provider/evidence_claim.html", context=context, status_code=status)


def _form_page(
    membership: Membership,
    form: ClaimForm,
    *,
    files: str = "",
    conflict: str = "",
    is_filled: bool = False,
    status: int = HTTPStatus.OK,
) -> Template:
    kind = str(form.kind.data or "")
    hints = rules.hints()
    context = {
        "organization": membership.organization,
        "form": form,
        "kind": kind,
        "title": taxonomies.label(Taxonomy.CHECK, kind),
        "asked": fields_of(kind),
        "needed": needs_of(kind),
        "is_filled": is_filled,
        "hints": hints.get(kind, hints[""]),
        "files_problem": files,
        "conflict": conflict,
        "most": MOST_FILES,
        "here": "/provider",
    }
    return Template("provider/evidence_add.html", context=context, status_code=status)


route_handlers = (
    show_evidence,
    show_add,
    add_evidence,
    show_claim,
    add_file,
    remove_file,
    end_claim,
    send_evidence,
)
