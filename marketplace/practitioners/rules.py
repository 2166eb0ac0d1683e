"""Who works here, and words that its pages share."""

from datetime import date

from babel.dates import format_date

from marketplace.accounts.schemas import Role
from marketplace.kernel.i18n import current_language
from marketplace.kernel.web.guards import for_roles

PRACTITIONERS = for_roles(Role.PRACTITIONER)
HERE = "/practitioners/referrals"


def day_words(day: date) -> str:
    """A day as people say it: "3 March 2026"."""
    return str(format_date(day, "d MMMM y", locale=current_language().replace("-", "_")))
