"""Entries of the audit trail in words, and filters as people choose them, as pure functions."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from marketplace.audit.schemas import Entry, EntryFilter
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.clock import LONDON
from marketplace.kernel.i18n import gettext as _

LONGEST_VALUE = 2_000
"""Letters of one value on a page; the file has all of them."""
COLUMNS = (
    "at", "actor", "actor_id", "action", "record_type", "record_id", "council", "field", "before", "after",
    "note",
)  # fmt: skip
_UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE = re.compile(r"[a-z][a-z_]{0,39}")


class Change(Struct, frozen=True, kw_only=True):
    """One field: its name in words, as it was and as it became. Empty = nothing."""

    field: str
    before: str
    after: str


class Asked(Struct, frozen=True, kw_only=True):
    """What somebody chose to see, as text; what cannot be read is left out."""

    record_type: str = ""
    record_id: str = ""
    actor: str = ""
    action: str = ""
    since: str = ""
    until: str = ""


def record_words() -> dict[str, str]:
    """Kinds of records, in words."""
    return {
        "account": _("Account"),
        "listing": _("Listing"),
        "organization": _("Organisation"),
        "change_request": _("Request to change a listing"),
        "claim": _("Claim of a listing"),
        "check_claim": _("Evidence of a check"),
        "concern": _("Concern"),
        "council": _("Settings of the council"),
        "direct_payment_support": _("Who helps with direct payments"),
        "import": _("Import"),
        "options_pack": _("Options pack"),
        "staff_invite": _("Invitation of staff"),
        "team": _("Team of practitioners"),
        "wanted_advert": _("Advert"),
        "audit": _("This record of what was done"),
        "subject": _("What was recorded of somebody"),
    }


def action_words() -> dict[str, str]:
    """Actions whose codes do not say enough by themselves."""
    return {
        "accept": _("accepted"),
        "accept_invite": _("invitation accepted"),
        "add": _("added"),
        "add_member": _("somebody joined"),
        "add_file": _("file added"),
        "approve": _("approved"),
        "claim": _("evidence handed in"),
        "close": _("closed"),
        "confirm": _("confirmed as still right"),
        "create": _("written"),
        "delete": _("deleted"),
        "discard": _("thrown away"),
        "drop_expired_checks": _("checks that ran out taken off"),
        "end": _("ended"),
        "end_role": _("role taken away"),
        "erase": _("erased"),
        "escalate": _("administrators told"),
        "export": _("saved as a file"),
        "give_back": _("given back to its maker"),
        "grant_role": _("role given"),
        "hand_in": _("handed in"),
        "hide": _("taken out of sight"),
        "invite": _("somebody invited"),
        "join": _("joined the staff"),
        "keep": _("kept as it is"),
        "load": _("loaded"),
        "make": _("made"),
        "note": _("note written"),
        "open": _("opened"),
        "open_file": _("file opened"),
        "publish": _("published"),
        "refuse": _("refused"),
        "reject": _("rejected"),
        "remove_file": _("file removed"),
        "remove_member": _("somebody left"),
        "rename": _("called something else"),
        "report": _("reported"),
        "return": _("given back for changes"),
        "say": _("said in a listing"),
        "say_no_more": _("no longer said in a listing"),
        "say_otherwise": _("said otherwise in a listing"),
        "set": _("set"),
        "show": _("shown again"),
        "submit": _("handed in"),
        "suspend_listing": _("listing taken out of sight"),
        "take": _("taken on"),
        "take_back": _("taken back"),
        "update": _("changed"),
        "withdraw": _("taken down"),
    }


def words_of(code: str, known: Mapping[str, str]) -> str:
    """A code in words: those we have, or the code as a phrase ("end_role" is "End role")."""
    return known.get(code) or code.replace("_", " ").replace(".", ", ").strip().capitalize()


def is_account(actor: str) -> bool:
    """Whether an actor is an account, and no command."""
    return bool(_UUID_TEXT.fullmatch(actor))


def read_asked(values: Mapping[str, str]) -> Asked:
    """The filters of an address; what makes no sense is left out, as if it had not been asked."""
    return Asked(
        record_type=_fitting(_CODE, values.get("record_type", "")),
        record_id=_fitting(_UUID_TEXT, values.get("record_id", "").strip()),
        actor=values.get("actor", "").strip()[:100].replace("\x00", ""),
        action=_fitting(_CODE, values.get("action", "")),
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
    )


def filter_of(asked: Asked, council_code: str, in_system: tuple[str, ...]) -> EntryFilter:
    """The filter for one council's entries; the national team sees those of councils not in the system."""
    is_national = council_code == NATIONAL
    return EntryFilter(
        council=council_code,
        not_councils=in_system if is_national else None,
        record_type=asked.record_type or None,
        record_id=UUID(asked.record_id) if asked.record_id else None,
        actor=asked.actor or None,
        action=asked.action or None,
        since=_midnight(asked.since, 0),
        until=_midnight(asked.until, 1),
    )


def changes_of(entry: Entry, longest: int | None = LONGEST_VALUE) -> tuple[Change, ...]:
    """What an entry says of each field; nested values by the path to them."""
    before, after = dict(_flat(entry.before)), dict(_flat(entry.after))
    return tuple(
        Change(
            field=name, before=_cut(before.get(name, ""), longest), after=_cut(after.get(name, ""), longest)
        )
        for name in dict.fromkeys([*before, *after])
    )


def file_rows(entry: Entry, names: Mapping[UUID, str]) -> Iterator[tuple[object, ...]]:
    """The rows of an entry in the file: one for each field that changed, or one for the fact alone."""
    fact = (
        entry.at.isoformat(timespec="seconds"),
        actor_words(entry.actor, names),
        entry.actor if is_account(entry.actor) else "",
        entry.action,
        entry.record_type,
        entry.record_id or "",
        entry.council or "",
    )
    changes = changes_of(entry, None)
    for change in changes:
        yield (*fact, change.field, change.before, change.after, "")
    if not changes:
        yield (*fact, "", "", "", _("details erased") if entry.is_erased else "")


def actor_words(actor: str, names: Mapping[UUID, str]) -> str:
    """Who did it: the name of the account, or that of the command."""
    return names.get(UUID(actor), "") if is_account(actor) else actor


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Values by the path to them, in words: {"area": {"miles": 5}} is "Area, miles": "5"."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}, {_phrase(key)}" if path else _phrase(key).capitalize())
    elif value not in (None, [], ""):
        yield path or _("Value"), _say(value)


def _phrase(key: object) -> str:
    return str(key).replace("_", " ").strip()


def _say(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_say(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{_phrase(key)}: {_say(inner)}" for key, inner in value.items() if inner is not None
        )
    return str(value)


def _cut(text: str, longest: int | None) -> str:
    return text if longest is None or len(text) <= longest else f"{text[:longest]}…"


def _fitting(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat() if len(text.strip()) == len("2026-01-01") else ""
    except ValueError:
        return ""


def _midnight(day: str, days_later: int) -> datetime | None:
    """Midnight in London at the beginning of a day, or of the one after it."""
    if not day:
        return None
    try:
        moment = datetime.combine(date.fromisoformat(day) + timedelta(days=days_later), time.min, LONDON)
    except OverflowError:
        return None
    return moment if 1900 < moment.year < 9000 else None  # noqa: PLR2004 - what PostgreSQL and UTC can take
