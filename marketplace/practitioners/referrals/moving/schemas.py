"""The forms that move a referral on."""

from wtforms import HiddenField

from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import VersionForm, lazy
from marketplace.kernel.i18n import gettext as _


class EndForm(VersionForm):
    """How it ended. Which choices there are follows from where it is."""

    outcome = ChoiceField(lazy(lambda: _("What came of it?")), lambda: _("Choose what came of it."))


class TeamForm(VersionForm):
    """Which team may see it from now on."""

    team = ChoiceField(lazy(lambda: _("Which team?")), lambda: _("Choose a team."))


class OfferForm(VersionForm):
    """Which provider is meant."""

    offer = HiddenField()
