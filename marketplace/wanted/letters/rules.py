"""The words of the letters, as pure functions."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def published(advert_id: UUID, *, is_change: bool) -> Letter:
    """It is shown."""
    words = (
        _("A steward looked at your changes. Providers near you see them now.")
        if is_change
        else _("A steward looked at your advert. Checked providers near you see it now, for 60 days.")
    )
    return Letter(
        kind="advert_published",
        subject=_("Your changes are shown") if is_change else _("Your advert is shown"),
        parts=(
            words,
            _("If one of them answers, we tell you. They do not see your name or where you live."),
            Action(_("See your advert"), _url(advert_id)),
        ),
    )


def returned(advert_id: UUID) -> Letter:
    """A steward asks for changes."""
    return Letter(
        kind="advert_returned",
        subject=_("Your advert needs a change before it can be shown"),
        parts=(
            _("A steward looked at your advert and asks you to change something."),
            _("What you wrote is kept. Change it and send it again."),
            Action(_("See what to change"), _url(advert_id)),
        ),
    )


def rejected(advert_id: UUID, *, is_change: bool) -> Letter:
    """A steward says no."""
    words = (
        _("A steward looked at your changes. They cannot be shown; your advert stays as it was.")
        if is_change
        else _("A steward looked at your advert. It cannot be shown.")
    )
    return Letter(
        kind="advert_rejected",
        subject=_("Your changes were not accepted") if is_change else _("Your advert was not accepted"),
        parts=(
            words,
            Action(_("Read why"), _url(advert_id)),
            _("If you think that this is wrong, or want to know more, ask: the end of this email says whom."),
        ),
    )


def expiring(advert_id: UUID) -> Letter:
    """A week before its time is up."""
    return Letter(
        kind="advert_expiring",
        subject=_("Are you still looking?"),
        parts=(
            _("Your advert will be shown for one more week. If you are still looking, say so."),
            Action(_("Say that you are still looking"), _url(advert_id)),
            _("If you have found somebody, you need do nothing, or say so there."),
        ),
    )


def expired(advert_id: UUID) -> Letter:
    """Its time is up."""
    return Letter(
        kind="advert_over",
        subject=_("Your advert is not shown any more"),
        parts=(
            _("Its time is up. If you are still looking, you can have it shown again within four weeks."),
            Action(_("See your advert"), _url(advert_id)),
        ),
    )


def filled(advert_id: UUID) -> Letter:
    """Its owner said yes to somebody who answered it."""
    return Letter(
        kind="advert_over",
        subject=_("Your advert is not shown any more"),
        parts=(
            _("You have agreed with somebody who answered your advert, and so we have closed it."),
            Action(_("See your advert"), _url(advert_id)),
            _("If you look for somebody else too, you can have it shown again within four weeks."),
        ),
    )


def unmeant(advert_id: UUID) -> Letter:
    """Its owner does not act any more for whom it was for."""
    return Letter(
        kind="advert_over",
        subject=_("Your advert is not shown any more"),
        parts=(
            _("You do not act any more for the person whom it was for, and so we have taken it down."),
            Action(_("See your advert"), _url(advert_id)),
        ),
    )


def _url(advert_id: UUID) -> str:
    return f"/wanted/{advert_id}"
