"""What a provider reads. Subjects are fixed; what it is about stands inside."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Facts, Letter


def suspended(title: str, reason: str, words: str) -> Letter:
    """It is out of sight."""
    return Letter(
        kind="listing_hidden",
        subject=_("Your listing is out of sight for now"),
        parts=tuple(
            part
            for part in (
                _about(title),
                _("A steward of the council took your listing out of sight. People cannot find it now."),
                reason,
                words,
                _("It is not deleted. The council will tell you what happens next."),
                _("If you think that this is a mistake, ask: the end of this email says whom."),
            )
            if part
        ),
    )


def shown(title: str, listing_id: UUID) -> Letter:
    """It is back."""
    return Letter(
        kind="listing_hidden",
        subject=_("Your listing is no longer suspended"),
        parts=(
            _about(title),
            _("A steward of the council ended the suspension of your listing."),
            Action(_("See the listing"), f"/listings/{listing_id}"),
        ),
    )


def withdrawn(title: str, words: str) -> Letter:
    """It was taken down for good."""
    return Letter(
        kind="listing_withdrawn",
        subject=_("Your listing was taken down"),
        parts=(
            _about(title),
            _("A steward of the council took your listing down. It does not come back."),
            words,
            _("If you think that this is a mistake, ask: the end of this email says whom."),
        ),
    )


def _about(title: str) -> Facts:
    return Facts(((_("Listing"), title),))
