"""The forms of saved searches."""

from wtforms import BooleanField, HiddenField, StringField

from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.wanted.searches.rules import LONGEST_NAME

DAILY, NEVER = "daily", "never"


class SearchForm(Form):
    """What a search is called, and whether its owner is told what is new."""

    name = StringField(
        lazy(lambda: _("What do you want to call it?")),
        [Needed(lambda: _("Enter a name for this search")), AtMost(LONGEST_NAME)],
    )
    wants_alerts = BooleanField(lazy(lambda: _("Email me when something new comes")))


class SaveForm(SearchForm):
    """The same for a search that is not kept yet."""

    query = HiddenField()


class EmailsForm(Form):
    """Which emails somebody wants."""

    emails = ChoiceField(
        lazy(lambda: _("Do you want emails about what is new?")),
        lambda: _("Choose whether you want emails"),
        choices=lambda: [
            (DAILY, _("Yes, when there is something new, once a day at most")),
            (NEVER, _("No")),
        ],
    )
    about_own_adverts = BooleanField(lazy(lambda: _("New listings that suit my adverts")))
    about_adverts = BooleanField(lazy(lambda: _("New adverts that suit what I offer")))
