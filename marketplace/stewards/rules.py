"""What all pages of stewards share."""

from collections.abc import Mapping

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.guards import for_roles
from marketplace.listings.schemas import HiddenReason, ListingStatus

STEWARDS = for_roles("steward")
"""The mark of every route: which records are the viewer's is decided by the services."""
HERE = "/stewards"
"""The part of the menu that these pages belong to."""
MEDIA_URL = "/provider/media/"
"""Where pictures are that not everybody may see."""


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    words: Mapping[str, str] = {
        "approved": _("Approved. It is public now, and the provider is told."),
        "returned": _("The provider is asked for changes."),
        "rejected": _("Not accepted. The provider is told why."),
        "suspended": _("The listing is out of sight."),
        "suspended-told": _("The listing is out of sight, and the provider is told."),
        "confirmed": _(
            "Noted: it is right today. If it was shown lower or hidden for want of that, it is back."
        ),
        "shown": _("The suspension has ended, and the provider is told."),
        "withdrawn": _("The listing was taken down for good, and the provider is told."),
        "claim-accepted": _("Accepted. They can look after the listing now, and are told."),
        "claim-refused": _("Refused. They are told why."),
        "check-accepted": _("The check counts from now on, and the provider is told."),
        "advert-approve": _("The advert is shown to providers, and its owner is told."),
        "advert-return": _("Its owner is asked for changes."),
        "advert-reject": _("Not accepted. Its owner is told why."),
        "pool-approve": _("Others can see it now, and those who lead the pool are told."),
        "pool-return": _("Those who lead the pool are asked for changes."),
        "pool-hide": _("It is out of sight, and those who lead the pool are told why."),
        "check-refused": _("The evidence is not accepted, and the provider is told why."),
    }
    return words.get(code, "")


def state_words(status: ListingStatus, hidden_for: frozenset[HiddenReason]) -> str:
    """Where a listing is, in a few words."""
    if status is ListingStatus.PUBLISHED and hidden_for:
        return _("Out of sight: %(why)s", why=", ".join(hidden_words(hidden_for)))
    return {
        ListingStatus.DRAFT: _("Not handed in yet"),
        ListingStatus.IN_REVIEW: _("In review"),
        ListingStatus.PUBLISHED: _("Public"),
        ListingStatus.WITHDRAWN: _("Taken down"),
    }[status]


def hidden_words(hidden_for: frozenset[HiddenReason]) -> tuple[str, ...]:
    """Why it is out of sight, each reason in a few words."""
    words = {
        HiddenReason.SUSPENDED: _("suspended"),
        HiddenReason.NOT_CONFIRMED: _("not confirmed for too long"),
        HiddenReason.NOT_SIGNED_IN: _("not signed in for too long"),
        HiddenReason.PAUSED: _("paused by the provider"),
    }
    return tuple(words[reason] for reason in HiddenReason if reason in hidden_for)


def state_colour(status: ListingStatus, hidden_for: frozenset[HiddenReason]) -> str:
    """Colour of the tag with the state; the words say the same."""
    if status is ListingStatus.PUBLISHED:
        if HiddenReason.SUSPENDED in hidden_for:
            return "red"
        return "yellow" if hidden_for else "green"
    return "grey"
