"""How addresses say for whom, and what pages call the viewer's own members."""

from collections.abc import Sequence

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import Member

ASKED = "for"
"""In the query of an address: the id of one of the viewer's own members."""


def whom_query(member: Member, own: Sequence[Member]) -> str:
    """What an address ends with to be for one member; nothing where the viewer speaks for no other."""
    return f"?{ASKED}={member.id}" if len(own) > 1 else ""


def said_query(viewer: Viewer) -> str:
    """What an address ends with to stay for whom the page says; nothing where it says nobody."""
    return f"?{ASKED}={viewer.speaks_for}" if viewer.speaks_for is not None else ""


def whom_words(member: Member, own: Sequence[Member] = ()) -> str:
    """Whom a page is for, where it is not the viewer, or not clear among several."""
    if member.acting_for is not None:
        return _("For %(name)s. You act for them.", name=name_of(member))
    return _("For you, %(name)s.", name=name_of(member)) if len(own) > 1 else ""


def own_words(member: Member, own: Sequence[Member]) -> str:
    """What stands behind a name in a list: whether it is the viewer's own; nothing for others."""
    if all(member.id != each.id for each in own):
        return ""
    return _("you act for them") if member.acting_for is not None else _("you")
