"""The forms in which a steward says what they saw."""

from datetime import date

from wtforms import TextAreaField

from marketplace.kernel.form_fields import ChoiceField, DayField, WholeNumberField
from marketplace.kernel.forms import VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.evidence.rules import MOST_REFERENCES, level_words
from marketplace.listings.evidence.schemas import Acceptance
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


class SeenForm(VersionForm):
    """What a steward saw, for every kind of check; a page shows the fields that its kind has."""

    checked_on = DayField(lazy(lambda: _("Date on it")))
    expires_on = DayField(lazy(lambda: _("Until when it holds")))
    level = ChoiceField(
        lazy(lambda: _("Level")),
        lambda: _("Choose the level that is on the certificate"),
        choices=lambda: [(str(code), words) for code, words in level_words().items()],
        may_be_empty=True,
    )
    number = WholeNumberField(
        lazy(lambda: _("References that you took up")),
        lambda: _("Enter how many references you took up"),
        least=1,
        most=MOST_REFERENCES,
    )
    seen_on = DayField(lazy(lambda: _("When you saw it")))
    note = TextAreaField(lazy(lambda: _("Words for the provider")))

    def acceptance(self, today: date) -> Acceptance:
        """What was typed; where the paper has no date, it was checked on the day it was seen."""
        seen_on = self.seen_on.data or today
        return Acceptance(
            checked_on=self.checked_on.data or seen_on,
            expires_on=self.expires_on.data,
            level=self.level.data or "",
            seen_on=seen_on,
            number=self.number.data,
            note=self.note.data or "",
        )


class GivenForm(SeenForm):
    """A check that the provider did not send in."""

    kind = ChoiceField(
        lazy(lambda: _("What you saw")),
        lambda: _("Choose what you saw"),
        choices=lambda: [(term.code, term.label) for term in taxonomies.terms(Taxonomy.CHECK)],
    )


class RefuseForm(VersionForm):
    """It does not show what it should."""

    reason = TextAreaField(lazy(lambda: _("Why it is not accepted")))
