"""The door of the enquiries room: what other rooms and pages do with conversations goes through here."""

from marketplace.enquiries.answering.service import agree, end, reply, share_contact
from marketplace.enquiries.asking.service import (
    ask,
    is_blocked,
    list_askable,
    list_reachable,
    start_from_advert,
)
from marketplace.enquiries.blocking.service import block, list_blocks, report, unblock
from marketplace.enquiries.inbox.service import (
    get_conversation,
    has_agreed,
    list_agreed,
    list_conversations,
    list_needs,
    look_at,
)

__all__ = [
    "agree",
    "ask",
    "block",
    "end",
    "get_conversation",
    "has_agreed",
    "is_blocked",
    "list_agreed",
    "list_askable",
    "list_blocks",
    "list_conversations",
    "list_needs",
    "list_reachable",
    "look_at",
    "reply",
    "report",
    "share_contact",
    "start_from_advert",
    "unblock",
]
