"""The page on which a supporter says for whom they act, and by what right."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from wtforms import StringField

from marketplace.accounts import service
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.supporting import rules
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, Needed, add_problem, lazy, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import AnyRequest, form_page, moment_words, see_other

PATH = "/account/acting-for"


class SupportForm(Form):
    """For whom, and by what right."""

    person_name = StringField(
        lazy(lambda: _("What do you call the person you act for?")),
        [Needed(lambda: _("Enter what you call them")), AtMost(rules.LONGEST_PERSON_NAME)],
    )
    relation = ChoiceField(
        lazy(lambda: _("What are you to them?")),
        lambda: _("Choose what you are to them"),
        choices=lambda: list(rules.relation_words().items()),
    )
    consent = ChoiceField(
        lazy(lambda: _("What lets you act for them?")),
        lambda: _("Choose what lets you act for them"),
        choices=lambda: list(rules.consent_words().items()),
    )


def support_of(form: SupportForm) -> Support:
    """What a form that was found good says."""
    return Support(
        person_name=form.person_name.data,
        relation=Relation(form.relation.data),
        consent=Consent(form.consent.data),
    )


async def _page(form: SupportForm, viewer: Viewer, **options: object) -> Template:
    assert viewer.account_id is not None
    return form_page(
        "accounts/acting_for.html",
        form,
        here="/account",
        supported=await service.list_acting_for(viewer.account_id),
        relations=rules.relation_words(),
        consents=rules.consent_words(),
        moment_words=moment_words,
        **options,  # type: ignore[arg-type]  # done
    )


@get(PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_acting_for(viewer: NamedDependency[Viewer], done: FromQuery[str | None] = None) -> Template:
    """For whom the account acts, and a form for one more."""
    shown = done if done in {"added", "ended"} else None
    return await _page(read_form(SupportForm), viewer, done=shown)


@post(PATH, opt=SIGNED_IN, include_in_schema=False)
async def act_for(request: AnyRequest, viewer: NamedDependency[Viewer]) -> Template | Redirect:
    """Record one more."""
    form = read_form(SupportForm, await request.form())
    if not form.validate():
        return await _page(form, viewer)
    assert viewer.account_id is not None
    try:
        await service.act_for(viewer.account_id, support_of(form))
    except ConflictError as error:
        add_problem(form, "person_name", str(error))
        return await _page(form, viewer)
    return see_other(f"{PATH}?done=added")


@post(PATH + "/{record_id:uuid}/end", opt=SIGNED_IN, include_in_schema=False)
async def end_acting_for(viewer: NamedDependency[Viewer], record_id: FromPath[UUID]) -> Redirect:
    """Record that it has ended."""
    assert viewer.account_id is not None
    await service.end_acting_for(viewer.account_id, record_id)
    return see_other(f"{PATH}?done=ended")


route_handlers = (show_acting_for, act_for, end_acting_for)
