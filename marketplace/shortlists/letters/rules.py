"""The words of the letters, as pure functions."""

from collections.abc import Sequence

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import ListingCard
from marketplace.mail.schemas import Action, Letter


def of_list(cards: Sequence[ListingCard]) -> Letter:
    """What somebody saved, to themselves: what the public can read, and none of their notes."""
    return Letter(
        kind="saved_list",
        subject=_("The support that you saved"),
        parts=(
            _("You asked us to send you what you have saved."),
            *(Action(_("See %(title)s", title=card.title), f"/listings/{card.id}") for card in cards),
            _("Your notes are not in this email. You find them with your list."),
            Action(_("See your list"), "/saved"),
        ),
    )
