"""A council's own words as blocks of a document. Pure."""

from collections.abc import Iterator

from marketplace.gaps.taking.statement.schemas import Block
from marketplace.gaps.words.rules import paragraphs
from marketplace.gaps.words.schemas import MarketWords
from marketplace.kernel.i18n import gettext as _


def own_blocks(text: str) -> Iterator[Block]:
    """Each paragraph."""
    for paragraph in paragraphs(text):
        yield Block(words=paragraph, is_own=True)


def contact_words(words: MarketWords) -> tuple[str, ...]:
    """Whom to ask, each way on a line; nothing where the council names none."""
    several = (
        words.contact_name,
        words.contact_email and _("Email: %(address)s", address=words.contact_email),
        words.contact_phone and _("Phone: %(number)s", number=words.contact_phone),
        words.contact_url and _("Website: %(url)s", url=words.contact_url),
    )
    return tuple(each for each in several if each)
