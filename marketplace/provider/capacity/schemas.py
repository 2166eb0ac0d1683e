"""The forms of what is free."""

from wtforms import HiddenField, StringField

from marketplace.kernel.form_fields import ChoiceField, WholeNumberField
from marketplace.kernel.forms import Form, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.listings.capacity.rules import INTERVALS, NEVER
from marketplace.listings.drafts.rules import MOST_PLACES

AS_THE_COUNCIL = "council"
_WEEK = 7


def intervals() -> list[tuple[str, str]]:
    """How often people can choose to be asked."""
    weeks = [days // _WEEK for days in INTERVALS]
    every = [(str(week * _WEEK), ngettext("Every week", "Every %(num)s weeks", week)) for week in weeks]
    return [(AS_THE_COUNCIL, _("As often as the council asks")), *every, (str(NEVER), _("Never"))]


class FreeForm(Form):
    """What is free: a button says whether it is the same, nothing, or the numbers."""

    answer = HiddenField()
    was = HiddenField()
    hours_per_week = StringField(lazy(lambda: _("Hours a week that are free")))
    places = WholeNumberField(
        lazy(lambda: _("Places that are free")),
        lambda: _("Enter a whole number of places, such as 4"),
        least=0,
        most=MOST_PLACES,
    )


class AskingForm(Form):
    """How often to be asked."""

    every_days = ChoiceField(
        lazy(lambda: _("How often shall we ask you by email?")),
        lambda: _("Choose how often we ask you"),
        choices=intervals,
    )
