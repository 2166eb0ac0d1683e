"""The door of the wanted room: what pages do with adverts goes through here."""

from marketplace.wanted.checking.service import (
    approve,
    ask_for_changes,
    get_check,
    list_published,
    list_queue,
    reject,
)
from marketplace.wanted.showing.service import answer, get_shown, list_seers, list_shown, report
from marketplace.wanted.waiting.service import list_needs
from marketplace.wanted.writing.service import (
    discard,
    fill_advert,
    get_advert,
    hand_in,
    list_adverts,
    renew_advert,
    save_advert,
    start_advert,
    take_back,
    withdraw_advert,
)

__all__ = [
    "answer",
    "approve",
    "ask_for_changes",
    "discard",
    "fill_advert",
    "get_advert",
    "get_check",
    "get_shown",
    "hand_in",
    "list_adverts",
    "list_needs",
    "list_published",
    "list_queue",
    "list_seers",
    "list_shown",
    "reject",
    "renew_advert",
    "report",
    "save_advert",
    "start_advert",
    "take_back",
    "withdraw_advert",
]
