"""The words of the letter, as a pure function. Nothing of what people wrote is in it, and no name."""

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.mail.schemas import Action, Letter
from marketplace.pooling.letters.rules import MINE
from marketplace.pooling.meeting.schemas import News

WISHES = "/pools/wishes"


def news(new: News) -> Letter:
    """All that is new for somebody, in one letter."""
    parts: list[str | Action] = []
    if new.mutual:
        parts.append(
            _("You and somebody else both said yes. You see each other's chosen names now, and can begin.")
        )
    if new.asked:
        parts.append(
            ngettext(
                "Somebody near you would like to do the same as you. May they know your name?",
                "%(num)s people near you would like to do the same as you. May they know your name?",
                new.asked,
            )
        )
    if new.ending:
        parts.append(
            _("We soon stop looking for others for you. Do you still look? One press of a button is enough.")
        )
    if new.mutual or new.asked or new.ending:
        parts.append(Action(_("See it and answer"), WISHES))
    if new.messages:
        parts.append(
            ngettext(
                "There is a new message in a pool of yours.",
                "There are new messages in %(num)s pools of yours.",
                new.messages,
            )
        )
        parts.append(Action(_("See your pools"), MINE))
    parts.append(_("We write once a day at most. The pages say how to get no more of these emails."))
    return Letter(kind="pool_news", subject=_("Something new about your pools"), parts=tuple(parts))
