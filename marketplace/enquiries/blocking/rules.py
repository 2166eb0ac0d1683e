"""What is told to the council when somebody reports a conversation, as pure functions."""

from collections.abc import Sequence

from marketplace.enquiries.schemas import Message, Side
from marketplace.kernel.i18n import gettext as _

LONGEST_TRANSCRIPT = 40_000


def introduction(side: Side) -> str:
    """Who reports whom, so that nobody takes a worry about a person for one about the listing."""
    if side is Side.PERSON:
        return _("Somebody who was in touch with this provider, by messages on this website, reports it:")
    return _("The provider of this listing reports a person who wrote to it, by messages on this website:")


def transcript(messages: Sequence[Message]) -> str:
    """The messages as they are handed to the council, oldest first; of very many the latest."""
    kept: list[str] = []
    room = LONGEST_TRANSCRIPT
    for message in reversed(messages):
        who = _("Person") if message.side is Side.PERSON else _("Provider")
        text = f"{who}, {message.sent_at:%Y-%m-%d %H:%M}:\n{message.words}"
        room -= len(text) + 2
        if room < 0:
            break
        kept.append(text)
    return "\n\n".join(reversed(kept))
