"""Forms of leaving and ending."""

from collections.abc import Sequence
from typing import Any

from marketplace.kernel.form_fields import ChoiceField, DayField
from marketplace.kernel.forms import Form, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.leaving.rules import OWN_REASONS, affairs_words
from marketplace.pooling.rules import reason_words
from marketplace.pooling.schemas import QUIET, Affairs, LeftReason

_IN_ORDER: Sequence[LeftReason] = tuple(reason for reason in LeftReason if reason in QUIET)


class LeaveForm(VersionForm):
    """Why somebody leaves, and when."""

    reason = ChoiceField(
        lazy(lambda: _("Why do you leave?")),
        lambda: _("Choose why you leave. “Another reason” will do."),
        choices=lambda: [(reason.value, reason_words(reason)) for reason in OWN_REASONS],
    )
    last_day = DayField(lazy(lambda: _("Your last day")))


class RecordForm(VersionForm):
    """What happened to a member."""

    reason = ChoiceField(
        lazy(lambda: _("What happened?")),
        lambda: _("Choose what happened."),
        choices=lambda: [(reason.value, reason_words(reason)) for reason in _IN_ORDER],
    )
    on = DayField(lazy(lambda: _("Their last day in the pool")))
    affairs = ChoiceField(
        lazy(lambda: _("Who looks after their affairs?")),
        lambda: _("Choose who looks after their affairs. “I do not know” will do."),
        choices=lambda: [(affairs.value, affairs_words(affairs)) for affairs in Affairs],
    )


class EndForm(Form):
    """The last day of a pool."""

    last_day: Any = DayField(lazy(lambda: _("The last day")))
