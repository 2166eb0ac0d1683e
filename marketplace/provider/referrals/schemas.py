"""The forms with which a provider answers."""

from wtforms import TextAreaField

from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.answering.rules import OUTCOMES
from marketplace.referrals.checking.rules import LONGEST_WORDS
from marketplace.referrals.rules import outcome_words, reason_words
from marketplace.referrals.schemas import Reason


class NoForm(VersionForm):
    """Why not: before it is taken on, or before it started."""

    reason = ChoiceField(
        lazy(lambda: _("Why not?")),
        lambda: _("Choose why not."),
        choices=lambda: [(reason.value, reason_words(reason)) for reason in Reason],
    )
    words = TextAreaField(lazy(lambda: _("Anything that helps the team to look on")), [AtMost(LONGEST_WORDS)])


class EndForm(VersionForm):
    """How the support ended."""

    outcome = ChoiceField(
        lazy(lambda: _("How did it end?")),
        lambda: _("Choose how it ended."),
        choices=lambda: [(outcome.value, outcome_words(outcome)) for outcome in OUTCOMES],
    )
