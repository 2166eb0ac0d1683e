"""Addresses of packs, and what the pages say was done, as pure functions."""

from collections.abc import Mapping
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.shortlists.packs.schemas import Pack

LIST_PATH = "/practitioners/packs"
PATH = f"{LIST_PATH}/{{pack_id:uuid}}"
_TITLES_SHOWN = 2


def pack_url(pack_id: UUID, part: str = "") -> str:
    """The page of a pack, or of something that can be done with it."""
    return f"{LIST_PATH}/{pack_id}{f'/{part}' if part else ''}"


def done_words(code: str) -> str:
    """What was done, by its code in the address."""
    return {
        "kept": _("The pack is saved."),
        "added": _("It is in the pack now."),
        "renewed": _("The pack can be read for 60 days more."),
        "deleted": _("The pack is deleted. Its links do not work any more."),
    }.get(code, "")


def list_title(pack: Pack, titles: Mapping[UUID, str]) -> str:
    """What a pack is called in the list: by the first listings that are still there."""
    found = [titles[item.listing_id] for item in pack.content.items if item.listing_id in titles]
    if not found:
        return _("A pack with nothing in it") if not pack.content.items else _("A pack whose listings went")
    shown = ", ".join(found[:_TITLES_SHOWN])
    more = len(found) - _TITLES_SHOWN
    return shown if more <= 0 else f"{shown} {ngettext('and %(num)s more', 'and %(num)s more', more)}"
