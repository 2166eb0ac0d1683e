"""Forms of statements."""

from typing import Any

from marketplace.kernel.form_fields import ChoiceField, ChoicesField, DayField
from marketplace.kernel.forms import Form, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.statements.periods.rules import choice_words
from marketplace.pooling.statements.periods.schemas import PeriodChoice

BY_LETTER, BY_HAND = "letter", "hand"


class PeriodForm(Form):
    """Which days a statement is about."""

    choice = ChoiceField(
        lazy(lambda: _("For which days?")),
        lambda: _("Choose the days."),
        choices=lambda: [(choice.value, choice_words(choice)) for choice in PeriodChoice],
    )
    since: Any = DayField(lazy(lambda: _("First day")))
    until: Any = DayField(lazy(lambda: _("Last day")))


class ShareForm(Form):
    """Whom a statement is shown to, what they may see, and how they get the link."""

    council = ChoiceField(lazy(lambda: _("Your council")), lambda: _("Choose your council."))
    parts: Any = ChoicesField(
        lazy(lambda: _("What may they see?")), lambda: _("Choose what they may see."), least=1
    )
    how = ChoiceField(
        lazy(lambda: _("How do they get the link?")),
        lambda: _("Choose how they get the link."),
        choices=lambda: [
            (BY_LETTER, _("We send it to your council, and they pass it on to your worker")),
            (BY_HAND, _("You give it to your worker yourself")),
        ],
    )
