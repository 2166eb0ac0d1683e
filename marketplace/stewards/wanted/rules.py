"""What a steward reads of an advert, as pure functions."""

from marketplace.enquiries.pages.rules import writes_for_words
from marketplace.kernel.i18n import gettext as _
from marketplace.wanted.saying.rules import wish_rows
from marketplace.wanted.schemas import Advert

Row = tuple[str, str]
Change = tuple[str, str, str]
"""What it is of, before, after."""


def rows_of(advert: Advert) -> list[Row]:
    """All that is wanted, with the words that only stewards read."""
    rows = [(_("In their words"), advert.wish.words), (_("Where"), advert.area.outcode)]
    rows += wish_rows(advert.wish)
    if advert.wish.relation:
        rows.append((_("Who writes"), writes_for_words(advert.wish.relation)))
    if advert.wish.gender_words:
        rows.append((_("Why a woman or a man"), advert.wish.gender_words))
    return rows


def changes(before: Advert, after: Advert) -> tuple[Change, ...]:
    """What differs between what is shown and a change of it."""
    old, new = dict(rows_of(before)), dict(rows_of(after))
    names = dict.fromkeys([*new, *old])
    return tuple(
        (name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)
    )
