"""The form of a claim. Which of its fields are asked depends on the kind of check."""

import re
from collections.abc import Callable

from wtforms import HiddenField, StringField

from marketplace.kernel.form_fields import ChoiceField, DayField, WholeNumberField
from marketplace.kernel.forms import Form, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import read_pence
from marketplace.listings.evidence.rules import BY_COUNCIL, MOST_REFERENCES, level_words
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Pairs = list[tuple[str, str]]
_MILLIONS = re.compile(r"£?\s*(\d{1,3})(?:\.(\d))?\s*(?:m|million)", re.IGNORECASE | re.ASCII)


def kinds() -> Pairs:
    """What can be claimed, in the order of the list of checks."""
    terms = taxonomies.terms(Taxonomy.CHECK)
    return [(term.code, term.label) for term in terms if term.code not in BY_COUNCIL]


def _levels() -> Pairs:
    return [(str(code), words) for code, words in level_words().items()]


class KindForm(Form):
    """What is claimed."""

    kind = ChoiceField(lazy(lambda: _("What do you have?")), lambda: _("Choose what you have"), choices=kinds)


class PoundsField(StringField):  # type: ignore[misc]  # WTForms has no types
    """Whole pounds as people type them: "5,000,000", "£5 million", "5m". `pence` is what they are."""

    pence: int | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata(valuelist)
        typed = str(self.data or "").strip()
        pence, millions = read_pence(typed), _MILLIONS.fullmatch(typed)
        if pence is not None and pence % 100 == 0:
            self.pence = pence
        elif millions:
            self.pence = int(millions[1]) * 100_000_000 + int(millions[2] or 0) * 10_000_000
        elif typed:
            raise ValueError(_("Enter an amount in pounds, such as 5,000,000"))


def _day(label: Callable[[], str]) -> DayField:
    return DayField(lazy(label))


class ClaimForm(Form):
    """What a provider says of a check."""

    kind = HiddenField()
    level = ChoiceField(
        lazy(lambda: _("Which level?")),
        lambda: _("Choose the level that is on the certificate"),
        choices=_levels,
        may_be_empty=True,
    )
    amount_pence = PoundsField(lazy(lambda: _("What does it cover?")))
    reference = StringField(lazy(lambda: _("Number")))
    checked_on = _day(lambda: _("Date on it"))
    expires_on = _day(lambda: _("Until when does it hold?"))
    number = WholeNumberField(
        lazy(lambda: _("How many people can the council ask?")),
        lambda: _("Enter a number of people, such as 2"),
        least=0,
        most=10 * MOST_REFERENCES,
    )
    words = StringField(lazy(lambda: _("More about it")))
