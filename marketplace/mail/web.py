"""The mailbox of the demonstration: what would have been sent, for anyone to try everything with.

`marketplace.app` serves these routes in a demonstration and nowhere else.
"""

import re
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from msgspec.structs import replace

from marketplace.kernel.settings import Settings
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import moment_words, plain_page
from marketplace.mail import service
from marketplace.mail.composing.rules import as_text
from marketplace.mail.schemas import Action, Words
from marketplace.mail.sending.service import site_of

_PAGE = re.compile(r"[1-9][0-9]{0,4}")


@get("/mailbox", opt=PUBLIC, include_in_schema=False)
async def show_mailbox(page: FromQuery[str | None] = None) -> Template:
    """All letters, the newest first."""
    number = int(page) if page and _PAGE.fullmatch(page) else 1
    return plain_page("mail/mailbox.html", page=await service.list_letters(number), moment_words=moment_words)


@get("/mailbox/{letter_id:uuid}", opt=PUBLIC, include_in_schema=False)
async def show_letter(
    letter_id: FromPath[UUID], settings: NamedDependency[Settings], state: State
) -> Template:
    """One letter: its words as part of the page, with links that work, and the plain text as it goes out."""
    letter = await service.get_letter(letter_id)
    site = replace(site_of(settings), signature=await state.sign_letter(letter.council_code))
    return plain_page(
        "mail/mailbox_letter.html",
        letter=letter,
        text=as_text(letter, site),
        site=site,
        moment_words=moment_words,
        is_words=lambda part: isinstance(part, Words),
        is_action=lambda part: isinstance(part, Action),
    )


route_handlers = (show_mailbox, show_letter)
