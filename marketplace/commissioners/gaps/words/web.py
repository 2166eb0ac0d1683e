"""A council's own words about its market: written, published, taken off."""

from http import HTTPStatus

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from msgspec.structs import asdict

from marketplace.accounts.schemas import Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps.web import COMMISSIONERS, HERE, context_of
from marketplace.commissioners.gaps.words.schemas import WordsForm
from marketplace.gaps.reading.schemas import Filters
from marketplace.gaps.words import service as words
from marketplace.gaps.words.schemas import KeptWords
from marketplace.kernel.errors import ConflictError, InvalidError
from marketplace.kernel.forms import add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import form_page, see_other

PATH = f"{HERE}/{{council_code:str}}/gaps/words"


@get(PATH, opt=COMMISSIONERS, include_in_schema=False)
async def show_words(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """The form, with what is worked on."""
    commissioners.check_commissions(viewer, council_code)
    kept = await words.find_words(council_code)
    form = read_form(WordsForm, None, **asdict(kept.draft), version=str(kept.version))
    done = {
        "kept": _("Your words are saved. They are not public yet, or not in this version."),
        "published": _("Your words are public now."),
        "off": _("Your words are not public any more. They are kept here."),
    }.get(request.query_params.get("done", ""), "")
    return _page(form, kept, viewer, done=done)


@post(PATH, opt=COMMISSIONERS, include_in_schema=False)
async def save_words(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Keep the words, and publish them where that button was pressed."""
    commissioners.check_commissions(viewer, council_code)
    sent = await request.form()
    form = read_form(WordsForm, sent)
    publish = sent.get("do") == "publish"
    if form.validate():
        try:
            await words.save_words(
                council_code, form.words, form.expected_version, actor=viewer.actor, publish=publish
            )
        except InvalidError as error:
            add_problems(form, error)
        except ConflictError as error:
            return await _conflict(form, council_code, viewer, str(error))
        else:
            done = "published" if publish else "kept"
            return see_other(f"{HERE}/{council_code}/gaps/words?done={done}")
    return _page(form, await words.find_words(council_code), viewer)


@post(f"{PATH}/off", opt=COMMISSIONERS, include_in_schema=False)
async def take_words_off(
    council_code: FromPath[str], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Have nothing public any more."""
    commissioners.check_commissions(viewer, council_code)
    form = read_form(WordsForm, await request.form())
    try:
        await words.take_off(council_code, form.expected_version, actor=viewer.actor)
    except ConflictError as error:
        kept = await words.find_words(council_code)
        fresh = read_form(WordsForm, None, **asdict(kept.draft), version=str(kept.version))
        return _page(fresh, kept, viewer, conflict=str(error), is_typed=False)
    return see_other(f"{HERE}/{council_code}/gaps/words?done=off")


async def _conflict(form: WordsForm, council_code: str, viewer: Viewer, message: str) -> Template:
    """What was typed, beside what the other saved; saving again takes its place."""
    kept = await words.find_words(council_code)
    form.version.data = str(kept.version)
    return _page(form, kept, viewer, conflict=message)


def _page(
    form: WordsForm,
    kept: KeptWords,
    viewer: Viewer,
    *,
    done: str = "",
    conflict: str = "",
    is_typed: bool = True,
) -> Template:
    others = [
        (form[name].label.text, getattr(kept.draft, name))
        for name in kept.draft.__struct_fields__
        if conflict and is_typed and getattr(kept.draft, name) != (form[name].data or "")
    ]
    return form_page(
        "commissioners/gaps/words.html",
        form,
        status=HTTPStatus.CONFLICT if conflict else None,
        **context_of(kept.council_code, viewer, Filters(), "words"),
        kept=kept,
        done=done,
        conflict=conflict,
        others=others,
        is_typed=is_typed,
    )


route_handlers = (show_words, save_words, take_words_off)
