"""What is known of the second factor of an account, and the forms that ask for it."""

from datetime import datetime

from msgspec import Struct
from wtforms import HiddenField, PasswordField, StringField

from marketplace.kernel.forms import AtMost, Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _

_LONGEST_CODE = 40


class SecondFactor(Struct, frozen=True, kw_only=True):
    """How far an account is with its second factor."""

    set_at: datetime | None = None
    """Since when it is asked for; None when it is not."""
    codes_left: int = 0
    """Recovery codes that were not used yet."""
    pending_key: str | None = None
    """While it is being set up: what is typed or scanned into the app."""
    shown_codes: tuple[str, ...] = ()
    """Recovery codes to be written down, until the person says that they did or a while has passed."""

    @property
    def is_set(self) -> bool:
        """Whether it is asked for at sign-in."""
        return self.set_at is not None


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
