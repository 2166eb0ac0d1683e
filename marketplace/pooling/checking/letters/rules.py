"""The words of the letters, as pure functions. Nothing of what people wrote is in them."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter
from marketplace.pooling.letters.rules import MINE


def shown(pool_id: UUID, *, is_change: bool) -> Letter:
    """To leads: others see the words."""
    words = (
        _("A steward looked at the new words of a pool that you lead. Others see them now.")
        if is_change
        else _("A steward looked at a pool that you lead. Others can find it now, and ask to join.")
    )
    return Letter(
        kind="pool_shown",
        subject=_("New words of your pool are shown") if is_change else _("Others can find your pool"),
        parts=(
            words,
            _("They see no names of members, and not who has which place."),
            Action(_("See your pool"), _url(pool_id)),
        ),
    )


def returned(pool_id: UUID, *, is_hidden: bool) -> Letter:
    """To leads: a steward asks for other words."""
    words = (
        _("A steward has taken the page of a pool that you lead out of sight. You can change its words.")
        if is_hidden
        else _("A steward looked at the words of a pool that you lead and asks you to change something.")
    )
    return Letter(
        kind="pool_returned",
        subject=_("Your pool needs a change before others can find it")
        if is_hidden
        else _("The words of your pool need a change"),
        parts=(
            words,
            _("The pool itself goes on: its members and what you agreed stay as they are."),
            Action(_("See what to change"), _url(pool_id)),
        ),
    )


def _url(pool_id: UUID) -> str:
    return f"{MINE}/{pool_id}"
