"""The form of a consent."""

from wtforms import StringField, TextAreaField

from marketplace.kernel.form_fields import ChoiceField, DayField
from marketplace.kernel.forms import AtMost, Needed, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals import rules
from marketplace.referrals.checking.rules import LONGEST_CONTACT, LONGEST_NAME
from marketplace.referrals.schemas import GivenBy, GivenHow, ShareWith


class ConsentForm(VersionForm):
    """What was agreed. What is wrong with it, the referrals room decides."""

    given_by = ChoiceField(
        lazy(lambda: _("Who agreed?")),
        lambda: _("Choose who agreed."),
        choices=lambda: [(each.value, rules.given_by_words(each)) for each in GivenBy],
    )
    how = ChoiceField(
        lazy(lambda: _("How did they agree?")),
        lambda: _("Choose how they agreed."),
        choices=lambda: [(each.value, rules.given_how_words(each)) for each in GivenHow],
    )
    given_on = DayField(
        lazy(lambda: _("When did they agree?")), validators=[Needed(lambda: _("Enter the day."))]
    )
    share_with = ChoiceField(
        lazy(lambda: _("Who may know what is needed?")),
        lambda: _("Choose who may know."),
        choices=lambda: [(each.value, rules.share_with_words(each)) for each in ShareWith],
    )
    first_name = StringField(
        lazy(lambda: _("First name, if they agreed to share it")), [AtMost(LONGEST_NAME)]
    )
    contact_way = TextAreaField(
        lazy(lambda: _("How to reach them, if they agreed to share it")), [AtMost(LONGEST_CONTACT)]
    )
