"""The words of the pages, as pure functions."""

from collections.abc import Sequence
from urllib.parse import urlencode

from marketplace.accounts.supporting.schemas import Relation
from marketplace.enquiries import rules
from marketplace.enquiries.schemas import (
    CannotWrite,
    Conversation,
    ConversationItem,
    ConversationView,
    EndedBy,
    EndReason,
    Side,
    Status,
)
from marketplace.kernel.i18n import gettext as _

BASES = {Side.PERSON: "/messages", Side.PROVIDER: "/provider/messages"}
"""Where each side's pages are."""
GOES_ON = frozenset({"ask", "full_until"})
"""Ready answers that need something written after them."""


def ready_answers(side: Side) -> dict[str, str]:
    """Answers that a side can send as they are, or with something added: code -> words."""
    if side is Side.PROVIDER:
        return {
            "talk": _("Yes, I can help. When could we talk?"),
            "ask": _("I may be able to help. I have a question:"),
            "full_until": _("Sorry, I am full until:"),
        }
    return {
        "talk": _("Thank you. When could we talk?"),
        "ask": _("Thank you. I have a question:"),
        "think": _("Thank you. I need some time to think."),
    }


def message_of(ready: str | None, words: str, side: Side) -> str:
    """The message of a ready answer and what was written."""
    begun = ready_answers(side).get(ready or "", "")
    return " ".join(part for part in (begun, words.strip()) if part)


def lacks_words(ready: str | None, words: str) -> bool:
    """Whether a ready answer is chosen that says nothing yet."""
    return ready in GOES_ON and not words.strip()


def state_words(item: Conversation | ConversationItem, side: Side) -> tuple[str, str]:
    """Where a conversation is, for a side, and the colour of the tag."""
    if item.status is Status.AGREED:
        return _("Agreed"), "green"
    if item.status is Status.NOT_TAKEN_UP:
        return _("Ended"), "grey"
    if item.status is Status.ANSWERED:
        return _("Answered"), "blue"
    if item.started_by is not side:
        return _("Waits for your answer"), "orange"
    return (_("They have read it"), "grey") if item.status is Status.READ else (_("Not read yet"), "grey")


def reason_words(reason: EndReason | None) -> str:
    """Why something was not taken up. Nobody is told that they were blocked."""
    words = {
        EndReason.NO_CAPACITY: _("No free time or places now"),
        EndReason.TOO_FAR: _("Too far away"),
        EndReason.NOT_WHAT_WE_DO: _("Not what this provider does"),
        EndReason.PRICE: _("The price does not fit"),
        EndReason.HOURS: _("The days or hours do not fit"),
        EndReason.FOUND_OTHER: _("Found somebody else"),
        EndReason.NOT_RIGHT: _("Not what was looked for"),
        EndReason.CHANGED_MIND: _("Not needed any more"),
        EndReason.NO_ANSWER: _("Nobody answered for four weeks"),
        EndReason.WENT_QUIET: _("Nobody wrote for three months"),
        EndReason.LISTING_GONE: _("The provider's page was taken down"),
    }
    return words.get(reason, _("Another reason")) if reason else ""


def ended_words(ended_by: EndedBy | None, side: Side) -> str:
    """Who ended it, for a side."""
    if ended_by is None or ended_by is EndedBy.TIME:
        return _("This conversation has ended.")
    return (
        _("You ended this conversation.")
        if ended_by.value == side.value
        else _("They ended this conversation.")
    )


def over_words(name: str, view: ConversationView) -> str:
    """Why what the page of a name asks for cannot be done any more, or not yet; empty when it can."""
    conversation = view.conversation
    can = {"agree": view.can_agree, "end": view.can_end, "contact": view.can_share}
    if can.get(name, True):
        return ""
    if conversation.is_closed:
        return ended_words(conversation.ended_by, view.side)
    if not conversation.listing_is_up:
        return rules.cannot_write_words(CannotWrite.LISTING_DOWN, view.side)
    if conversation.status is Status.AGREED:
        return _("You have said yes already.")
    return _("You can say yes when they have answered.")


def reason_labels(side: Side, reasons: Sequence[EndReason]) -> list[tuple[str, str]]:
    """What a side chooses from when it ends something, in its own words."""
    own = {
        EndReason.NO_CAPACITY: _("I am full"),
        EndReason.TOO_FAR: _("It is too far away"),
        EndReason.NOT_WHAT_WE_DO: _("It is not what I do"),
        EndReason.PRICE: _("The price does not fit"),
        EndReason.HOURS: _("The days or hours do not fit"),
        EndReason.FOUND_OTHER: _("I have found somebody else"),
        EndReason.NOT_RIGHT: _("It is not what I am looking for"),
        EndReason.CHANGED_MIND: _("I do not need it any more"),
        EndReason.OTHER: _("Another reason"),
    }
    if side is Side.PROVIDER:
        own[EndReason.PRICE] = _("We could not agree on the price")
    return [(reason.value, own[reason]) for reason in reasons]


def writes_for_words(relation: str) -> str:
    """For the provider: that somebody writes for another person, without a name."""
    words = {
        Relation.FAMILY: _("They write for a member of their family."),
        Relation.FRIEND: _("They write for a friend or neighbour."),
        Relation.ADVOCATE: _("They are an advocate and write for somebody."),
        Relation.PAID: _("They support somebody as their job and write for them."),
    }
    if not relation:
        return ""
    return words.get(Relation(relation), _("They write for somebody else."))


def others_url(conversation: Conversation) -> str:
    """A search for others who do the same in the same place."""
    near = conversation.outcode or conversation.area
    asked = [
        *(("support_type", code) for code in conversation.support_types),
        *([("near", near)] if near else []),
    ]
    return f"/search?{urlencode(asked)}" if asked else "/search"


def done_words(code: str) -> str:
    """What was done, by the code in the address."""
    return {
        "sent": _("Your message is on its way. You get an email when they answer."),
        "replied": _("Your message is on its way."),
        "agreed": _("They know that you want to go ahead."),
        "ended": _("The conversation is ended."),
        "shared": _("They can see how to reach you."),
        "hidden": _("They cannot see any more how to reach you. They may have noted it down."),
        "blocked": _("They cannot write to you any more. They are not told why."),
        "unblocked": _("They can write to you again."),
        "reported": _("Thank you. The people who look after this website will read it."),
    }.get(code, "")
