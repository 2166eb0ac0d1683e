"""The letters about passwords and addresses."""

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def reset_letter(token: str) -> Letter:
    """To who may choose a new password."""
    return Letter(
        kind="reset_password",
        subject=_("Choose a new password"),
        parts=(
            _("Somebody, we think you, asked to choose a new password for your account."),
            Action(_("Choose a new password"), f"/reset-password/{token}"),
            _("The link works for two hours, and once. If it was not you, do nothing."),
        ),
    )


def no_account_letter() -> Letter:
    """To an address without account, whose owner wants a new password."""
    return Letter(
        kind="no_account",
        subject=_("There is no account with this address"),
        parts=(
            _("Somebody, we think you, asked to choose a new password. No account has this email address."),
            _("Perhaps you signed up with another address. If you want an account, you can sign up."),
            Action(_("Sign up"), "/sign-up"),
            _("If it was not you, do nothing. You will not hear from us again."),
        ),
    )


def address_letter(token: str) -> Letter:
    """To the new address."""
    return Letter(
        kind="change_address",
        subject=_("Confirm your new email address"),
        parts=(
            _("You asked to use this email address for your account."),
            Action(_("Use this address"), f"/account/address/confirm/{token}"),
            _("The link works for a day. If it was not you, do nothing."),
        ),
    )


def taken_letter() -> Letter:
    """To a new address that has an account already."""
    return Letter(
        kind="already_signed_up",
        subject=_("You have an account already"),
        parts=(
            _("Somebody asked to use this email address for another account. It has an account already."),
            _("One address can have one account. If it was not you, do nothing."),
            _("If it was you, sign in to that account and delete it, or give it another address."),
            Action(_("Sign in"), "/sign-in"),
        ),
    )


def change_asked_letter() -> Letter:
    """To the old address, before anything changes."""
    return Letter(
        kind="address_changed",
        subject=_("A new email address for your account"),
        parts=(
            _("Somebody who was signed in to your account asked to use another email address for it."),
            _(
                "If it was not you, choose a new password at once. Until the new address is confirmed, "
                "nothing has changed."
            ),
            Action(_("Choose a new password"), "/reset-password"),
        ),
    )


def changed_letter() -> Letter:
    """To the old address, after the change."""
    return Letter(
        kind="address_changed",
        subject=_("Your email address was changed"),
        parts=(
            _("Your account has a new email address. You sign in with that one now, and we write to it."),
            _("If it was not you, somebody else may use your account. Please write to us at once."),
            Action(_("How to reach us"), "/help"),
        ),
    )


def password_letter() -> Letter:
    """To who has another password now."""
    return Letter(
        kind="password_changed",
        subject=_("Your password was changed"),
        parts=(
            _("The password of your account was changed just now."),
            _("If it was not you, choose a new password at once."),
            Action(_("Choose a new password"), "/reset-password"),
        ),
    )
