"""The words for relations and ways of consent."""

from marketplace.accounts.supporting.schemas import Consent, Relation
from marketplace.kernel.i18n import gettext as _

LONGEST_PERSON_NAME = 60
MOST_SUPPORTED = 20
"""People one account acts for at a time: an advocate has several, nobody has hundreds."""


def relation_words() -> dict[str, str]:
    """What each relation is called."""
    return {
        Relation.FAMILY: _("A member of their family"),
        Relation.FRIEND: _("A friend or neighbour"),
        Relation.ADVOCATE: _("Their advocate"),
        Relation.PAID: _("Paid to support them"),
        Relation.OTHER: _("Something else"),
    }


def consent_words() -> dict[str, str]:
    """What each way of consent is called."""
    return {
        Consent.AGREED: _("They agreed that I do this for them"),
        Consent.ATTORNEY: _("I have power of attorney, or I am their deputy"),
        Consent.BEST_INTERESTS: _("They cannot decide this, and I act in their best interests"),
    }
