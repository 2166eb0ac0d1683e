"""What a provider reads of a decision. Subjects are fixed; what it is about stands inside."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Facts, Letter


def approved(title: str, listing_id: UUID, *, is_new: bool) -> Letter:
    """It is public now."""
    words = (
        _("A steward looked at your listing. Everybody can see it now.")
        if is_new
        else _("A steward looked at your changes. Everybody can see them now.")
    )
    return Letter(
        kind="change_approved",
        subject=_("Your listing is public") if is_new else _("Your changes are public"),
        parts=(_about(title), words, Action(_("See the listing"), f"/listings/{listing_id}")),
    )


def returned(title: str, request_id: UUID, note: str) -> Letter:
    """A steward asks for changes."""
    return Letter(
        kind="change_returned",
        subject=_("Your listing needs a change before it can be public"),
        parts=(
            _about(title),
            _("A steward looked at it and asks you to change something:"),
            note,
            _("What you wrote is kept. Change it and hand it in again."),
            Action(_("Change it"), f"/provider/requests/{request_id}"),
        ),
    )


def rejected(title: str, note: str, *, is_new: bool) -> Letter:
    """A steward says no."""
    words = (
        _("A steward looked at your listing. It cannot be public:")
        if is_new
        else _("A steward looked at your changes. They cannot be public; your listing stays as it was:")
    )
    return Letter(
        kind="change_rejected",
        subject=_("Your listing was not accepted") if is_new else _("Your changes were not accepted"),
        parts=(
            _about(title),
            words,
            note,
            _("If you think that this is wrong, or want to know more, ask: the end of this email says whom."),
            Action(_("See your listings"), "/provider"),
        ),
    )


def _about(title: str) -> Facts:
    return Facts(((_("Listing"), title),))
