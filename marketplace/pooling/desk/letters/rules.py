"""The words of the letters, as pure functions. No name, no sum, nothing of what people wrote."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter
from marketplace.pooling.letters.rules import MINE

HELPED = "/provider/pools"
"""Where organisations see whom they help."""


def reminder(pool_id: UUID) -> Letter:
    """To a member: the same whatever waits."""
    return Letter(
        kind="pool_reminder",
        subject=_("Something of your pool waits for you"),
        parts=(
            _("Somebody who runs a pool that you are in reminds you: something of your pool waits for you."),
            Action(_("See your pool"), f"{MINE}/{pool_id}"),
        ),
    )


def help_wanted() -> Letter:
    """To people of an organisation."""
    return Letter(
        kind="pool_help_wanted",
        subject=_("A pool asks for your organisation's help"),
        parts=(
            _("People who put direct payments together would like your organisation to help them."),
            _("You can say yes or no. You see who they are once all of them have said yes to your help."),
            Action(_("See and answer"), HELPED),
        ),
    )


def help_said(pool_id: UUID) -> Letter:
    """To leads: the organisation answered, or helps no more."""
    return Letter(
        kind="pool_help_said",
        subject=_("A support organisation has answered your pool"),
        parts=(
            _("A support organisation has answered whether it helps a pool that you lead, or stops helping."),
            Action(_("See what it said"), f"{MINE}/{pool_id}/help"),
        ),
    )


def help_on(url: str) -> Letter:
    """To leads and the organisation."""
    return Letter(
        kind="pool_help_on",
        subject=_("A support organisation can help a pool now"),
        parts=(
            _("Everybody in the pool and the organisation have said yes: it can help from now on."),
            Action(_("See it"), url),
        ),
    )


def help_off(url: str) -> Letter:
    """To leads and the organisation. Who took a yes back is not said."""
    return Letter(
        kind="pool_help_off",
        subject=_("A support organisation does not help a pool now"),
        parts=(
            _(
                "Help needs the yes of everybody in a pool, and that is not there now, or leads ended it. "
                "The organisation sees nothing of the pool any more."
            ),
            Action(_("See it"), url),
        ),
    )


def help_url(pool_id: UUID) -> str:
    """Where members see who helps."""
    return f"{MINE}/{pool_id}/help"
