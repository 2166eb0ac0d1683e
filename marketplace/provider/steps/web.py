"""The pages of questions."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.schemas import CouncilSettings
from marketplace.councils.service import get_council_settings
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.forms import add_problem, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import for_roles
from marketplace.kernel.web.pages import see_other
from marketplace.listings.editing import service as editing
from marketplace.listings.editing.needs.rules import seen_checks
from marketplace.listings.editing.reading.service import get_settings
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Reading, RequestStatus, Step
from marketplace.listings.editing.steps.rules import FIELDS, steps_of
from marketplace.listings.organizations.service import council_of
from marketplace.listings.symbols.rules import symbol_labels
from marketplace.places.service import Gazetteer
from marketplace.provider.evidence.filling.service import known_answers
from marketplace.provider.saying.rules import present_answers, saved_words
from marketplace.provider.steps import rules
from marketplace.provider.steps.grouping.rules import groups_of
from marketplace.provider.steps.schemas import FORMS, StepForm, lines_of, read_lines
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

PROVIDER = for_roles(Role.PROVIDER, Role.STEWARD)
"""Stewards write too, in what they began on behalf of a provider; the service knows."""
_PATH = "/provider/requests/{request_id:uuid}/answers/{step:str}"


@get(_PATH, opt=PROVIDER, include_in_schema=False)
async def show_step(
    request: PageRequest,
    request_id: FromPath[UUID],
    step: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Response[Any]:
    """A page of questions, with what was answered so far and what is wrong with it."""
    found = await editing.get_request(request_id, viewer)
    asked = _step_of(step)
    if found.status is not RequestStatus.WRITING or asked not in steps_of(found.content):
        return see_other(rules.request_url(request_id))
    reading = await editing.read_request(found, gazetteer)
    back = request.query_params.get("back", "")
    filled = await _known(asked, found, viewer)
    answers = filled | _answers(asked, found)
    form = read_form(FORMS[asked], None, version=found.version, back=back, **answers)
    if asked in found.steps or not found.is_new:
        _add_problems(form, asked, reading)
    said = saved_words(request.query_params.get("done", ""), reading)
    if filled:
        told = _("We filled in what you told us before. Look whether it is still so, and save it.")
        said = f"{said} {told}".strip()
    return await _page(found, asked, form, reading, answers=found.content, said=said)


@post(_PATH, opt=PROVIDER, include_in_schema=False, status_code=HTTPStatus.OK)
async def save_step(
    request: PageRequest,
    request_id: FromPath[UUID],
    step: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Response[Any]:
    """Keep what was typed, and go on; or show the page again with what is missing or wrong.

    409: somebody else saved this page meanwhile; both texts are shown and nothing is overwritten.
    """
    found = await editing.get_request(request_id, viewer)
    asked = _step_of(step)
    if asked not in steps_of(found.content):
        return see_other(rules.request_url(request_id))
    data = await request.form()
    form = read_form(FORMS[asked], data)
    is_offered = form.validate()
    typed = read_lines(data) if asked is Step.EASY_READ else _typed(asked, form)
    if not is_offered:
        reading = await editing.read_request(found, gazetteer)
        return await _page(found, asked, form, reading, answers=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        await editing.save_answers(request_id, asked, typed, form.expected_version, viewer)
    except ConflictError:
        return await _show_conflict(found, asked, form, typed, gazetteer)
    return await _after(request_id, asked, form, viewer, gazetteer, action=str(data.get("action", "")))


async def _after(
    request_id: UUID, step: Step, form: StepForm, viewer: Viewer, gazetteer: Gazetteer, *, action: str
) -> Response[Any]:
    """Where to go when the answers are kept."""
    saved = await editing.get_request(request_id, viewer)
    if action == "later":
        return see_other(f"{rules.request_url(request_id)}?done=saved")
    back = str(form.back.data or "")
    if action == "more":
        return see_other(rules.step_url(request_id, step, back))
    reading = await editing.read_request(saved, gazetteer)
    if step in reading.by_step:
        form.version.data = saved.version
        _add_problems(form, step, reading)
        return await _page(
            saved, step, form, reading, answers=saved.content, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    url = rules.next_url(saved, step, saved.content, back)
    return see_other(f"{url}{'&' if '?' in url else '?'}done={step}")


async def _show_conflict(
    found: ChangeRequest, step: Step, form: StepForm, typed: Answers, gazetteer: Gazetteer
) -> Response[Any]:
    """Both texts; whoever saves now has seen the other."""
    if found.status is not RequestStatus.WRITING:
        return _page_of_closed(found, step, typed)
    form.version.data = found.version
    reading = await editing.read_request(found, gazetteer)
    return await _page(
        found,
        step,
        form,
        reading,
        answers=typed,
        status=HTTPStatus.CONFLICT,
        present=present_answers(step, found.content),
    )


async def _page(
    found: ChangeRequest,
    step: Step,
    form: StepForm,
    reading: Reading,
    *,
    answers: Answers,
    status: int = HTTPStatus.OK,
    said: str = "",
    present: tuple[tuple[str, str], ...] | None = None,
) -> Response[Any]:
    number, count = rules.place_in(step, found.content)
    extra = await _extra(step, found, reading)
    problems = {problem.field: problem.message for problem in reading.by_step.get(step, ())}
    back = str(form.back.data or "")
    context = {
        "item": found,
        "step": step.value,
        "title": rules.titles()[step],
        "form": form,
        "number": number,
        "count": count,
        "kind": found.content.get("kind", ""),
        "content": found.content,
        "back_url": rules.back_url(found, step, back),
        "skip_url": rules.url_after(found, step, found.content, back),
        "said": said,
        "present": present,
        "lines": lines_of(answers, problems if form.problems else {}) if step is Step.EASY_READ else (),
        "symbols": symbol_labels() if step is Step.EASY_READ else {},
        "here": "/provider",
        "groups": groups_of(step),
        **extra,
    }
    return Template(f"provider/steps/{step}.html", context=context, status_code=status)


async def _extra(step: Step, found: ChangeRequest, reading: Reading) -> dict[str, Any]:
    """What single pages show beside their form."""
    if step is Step.WHO:
        return {"kind_hints": _descriptions(Taxonomy.KIND)}
    if step is Step.PRICE:
        return {"funding_hints": _descriptions(Taxonomy.FUNDING)}
    if step is Step.LANGUAGES:
        return {"groups": groups_of(step, (await _settings(found, reading)).languages)}
    if step is Step.CHECKS:
        settings = await _settings(found, reading)
        seen = seen_checks(found.kind, settings)
        return {"seen": [taxonomies.label(Taxonomy.CHECK, code) for code in seen]}
    return {}


async def _settings(found: ChangeRequest, reading: Reading) -> CouncilSettings:
    """Of the council of the answers; before a place is given, of that where the organisation lists others."""
    if reading.council_code is None:
        return await get_council_settings(await council_of(found.organization.id))
    return await get_settings(reading)


def _descriptions(taxonomy: Taxonomy) -> dict[str, str]:
    return {term.code: term.description for term in taxonomies.terms(taxonomy)}


def _page_of_closed(found: ChangeRequest, step: Step, typed: Answers) -> Response[Any]:
    """It was handed in or decided meanwhile: what was typed is shown, to be copied."""
    context = {
        "item": found,
        "title": rules.titles()[step],
        "typed": present_answers(step, typed),
        "url": rules.request_url(found.id),
        "here": "/provider",
    }
    return Template("provider/closed.html", context=context, status_code=HTTPStatus.CONFLICT)


def _step_of(text: str) -> Step:
    """The step of an address; photos have pages of their own."""
    try:
        step = Step(text)
    except ValueError as error:
        raise NotFoundException from error
    if step not in FORMS:
        raise NotFoundException
    return step


async def _known(step: Step, found: ChangeRequest, viewer: Viewer) -> Answers:
    """What need not be asked again: checks that were told in another listing or sent in as evidence."""
    if step is not Step.CHECKS or step in found.steps or not found.is_new:
        return {}
    return await known_answers(found.organization.id, viewer)


def _answers(step: Step, found: ChangeRequest) -> Answers:
    """What the page shows; of the organisation, what it says now where nothing was answered."""
    said: Answers = {
        "organization_name": found.organization.name,
        "organization_description": found.organization.description,
        "website": found.organization.website or "",
    }
    answers = said | found.content
    return {field: answers[field] for field in FIELDS[step] if field in answers}


def _typed(step: Step, form: StepForm) -> Answers:
    """What the form holds, empty where nothing was sent; a name that is not the page's own is passed over."""
    typed: Answers = {}
    for field in FIELDS[step]:
        if field in form:
            value = form[field].data
            typed[field] = value if isinstance(value, list) else value or ""
    return typed


def _add_problems(form: StepForm, step: Step, reading: Reading) -> None:
    for problem in reading.by_step.get(step, ()):
        add_problem(form, problem.field, problem.message)


route_handlers = (show_step, save_step)
