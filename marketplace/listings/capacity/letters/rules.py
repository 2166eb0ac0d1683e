"""What the letter says. One letter is about all listings of one person that are due at once."""

from collections.abc import Sequence

from msgspec import Struct

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.capacity.rules import free_words
from marketplace.listings.capacity.schemas import Due
from marketplace.mail.schemas import Action, Facts, Letter, Part


class Line(Struct, frozen=True, kw_only=True):
    """A listing in a letter, with the token that answers for it."""

    due: Due
    token: str


def ask(lines: Sequence[Line], stop: str, council_code: str | None) -> Letter:
    """Ask what is free in each listing. `stop` is the token that stops such letters about all of them.

    `council_code` is whose letter it is: None where the listings belong to several councils.
    """
    return Letter(
        kind="capacity_reminder",
        subject=_("Is your free time still right?"),
        parts=(
            _("People look for support that has room for them. Tell us in two taps what is free now."),
            *(part for line in lines for part in _parts(line)),
            _("The link works once, for three weeks, and for this only. You need no password for it.")
            if len(lines) == 1
            else _("Each link works once, for three weeks, and for that listing only. You need no password."),
        ),
        council_code=council_code,
        unsubscribe_url=f"/free/stop/{stop}",
    )


def _parts(line: Line) -> tuple[Part, ...]:
    said = free_words(line.due.capacity)
    return (
        Facts(rows=((_("Listing"), line.due.title), (_("You said is free"), said))),
        Action(label=_("Yes, or change it"), url=f"/free/{line.token}"),
    )
