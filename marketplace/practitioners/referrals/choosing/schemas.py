"""What the page of providers shows, and its forms."""

from uuid import UUID

from msgspec import Struct
from wtforms import Field

from marketplace.finder.schemas import ResultCard
from marketplace.kernel.form_fields import ChoiceField, WholeNumberField
from marketplace.kernel.forms import Needed, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.practitioners.referrals.sending.schemas import ConsentForm
from marketplace.referrals import rules
from marketplace.referrals.checking.rules import ANSWER_DAYS
from marketplace.referrals.schemas import Mode, ReferralView


class Candidate(Struct, frozen=True, kw_only=True):
    """A listing that may be asked."""

    listing_id: UUID
    card: ResultCard | None
    """None when it is not public any more."""
    can_be_asked: bool
    """Somebody of theirs reads this website."""


class ProvidersPage(Struct, frozen=True, kw_only=True):
    """Whom a referral goes to, and who else it could go to."""

    view: ReferralView
    chosen: tuple[Candidate, ...]
    found: Page[Candidate]
    """By the need: support, place and languages."""
    search_url: str
    """The search on the page for everybody, with the days too, to change it."""
    saved: tuple[Candidate, ...]
    """Of the practitioner's own list."""


def _days() -> str:
    lowest, highest = ANSWER_DAYS
    return _("Enter a number of days from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest)


class AddForm(VersionForm):
    """Who is asked besides. The ids are read apart; the field is where what is wrong with them stands."""

    listing = Field(lazy(lambda: _("Providers")))


class AddWithConsentForm(ConsentForm):
    """The same where what was agreed does not reach them."""

    listing = Field(lazy(lambda: _("Providers")))


class ChoiceForm(AddForm):
    """Who is asked, and how."""

    mode = ChoiceField(
        lazy(lambda: _("How do you want to ask?")),
        lambda: _("Choose how you want to ask."),
        choices=lambda: [(mode.value, rules.mode_words(mode)) for mode in Mode],
    )
    answer_within_days = WholeNumberField(
        lazy(lambda: _("How many days does each have to answer?")),
        _days,
        least=ANSWER_DAYS[0],
        most=ANSWER_DAYS[1],
        validators=[Needed(_days)],
    )
