"""The forms of teams."""

from wtforms import StringField

from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.teams.rules import LONGEST_NAME

_LONGEST_ADDRESS = 254


class NameForm(Form):
    """What a team is called."""

    name = StringField(
        lazy(lambda: _("Name of the team")),
        [Needed(lambda: _("Enter what your team is called.")), AtMost(LONGEST_NAME)],
    )


class NewTeamForm(NameForm):
    """A new team of one of the viewer's councils."""

    council = ChoiceField(lazy(lambda: _("Council")), lambda: _("Choose your council."))


class InviteForm(Form):
    """Whom to ask."""

    address = StringField(
        lazy(lambda: _("Email address")),
        [Needed(lambda: _("Enter an email address")), AtMost(_LONGEST_ADDRESS)],
    )
