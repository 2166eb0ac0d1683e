"""Puts a pack into words, from what its listings say now."""

from uuid import UUID

from marketplace.councils.service import council_name
from marketplace.finder.details.rules import listing_words
from marketplace.finder.service import area_name, get_vocabulary
from marketplace.kernel import clock
from marketplace.kernel.clock import LONDON
from marketplace.kernel.i18n import current_language, text_direction
from marketplace.kernel.i18n import gettext as _
from marketplace.listings import service as listings
from marketplace.places.service import find_support
from marketplace.practitioners.packs.reading import rules
from marketplace.shortlists.packs.printing.schemas import PackChoice, PackDocument
from marketplace.shortlists.packs.schemas import Pack, PackKind


async def make_document(pack: Pack, kind: PackKind, *, address: str, link: str = "") -> PackDocument:
    """A pack in words, in the language of the request, by two statements.

    `address` is that of this site; `link` that of the pack, where it is known.
    """
    content = pack.content
    found = await listings.list_public([item.listing_id for item in content.items])
    support = await find_support(pack.council_code)
    council = council_name(pack.council_code)
    vocabulary = get_vocabulary()

    def choice(listing_id: UUID, number: int) -> PackChoice:
        listing = found[listing_id]
        words = listing_words(listing, vocabulary, area_name)
        return rules.make_choice(content.items[number], listing, words, vocabulary, kind)

    shown = [(item.listing_id, n) for n, item in enumerate(content.items) if item.listing_id in found]
    return PackDocument(
        title=rules.title(),
        language=current_language(),
        direction=text_direction(),
        kind=kind,
        made=rules.made_words(
            pack.changed_at.astimezone(LONDON).date(),
            council,
            pack.expires_at.astimezone(LONDON).date(),
            clock.today(),
        ),
        introduction=tuple(part for line in content.introduction.split("\n") if (part := line.strip())),
        gone=rules.gone_words(len(content.items) - len(shown)),
        choices=tuple(choice(listing_id, number) for listing_id, number in shown),
        help=rules.help_words(support, council),
        next_heading=_("What you can do now"),
        next_steps=rules.next_steps(support),
        address=address,
        link=link,
        link_words=_("Read it on the web, as it is now:"),
        words=rules.words(),
    )
