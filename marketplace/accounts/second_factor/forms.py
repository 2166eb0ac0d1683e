"""Forms of the second factor."""

from wtforms import HiddenField, PasswordField, StringField

from marketplace.kernel.forms import AtMost, Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _

_LONGEST_CODE = 40


class SetUpForm(Form):
    """The first code of the app."""

    code = StringField(
        lazy(lambda: _("The 6 digits that the app shows now")),
        [Needed(lambda: _("Enter the 6 digits that the app shows")), AtMost(_LONGEST_CODE)],
    )


class CodeForm(Form):
    """A code of the app, or a recovery code."""

    code = StringField(
        lazy(lambda: _("Code")), [Needed(lambda: _("Enter the code from your app")), AtMost(_LONGEST_CODE)]
    )
    next = HiddenField()


class OwnPasswordForm(Form):
    """The password once more."""

    password = PasswordField(lazy(lambda: _("Your password")), [Needed(lambda: _("Enter your password"))])
