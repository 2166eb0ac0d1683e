"""What a browser keeps and how it is written into cookies, and what a note may be; as pure functions.

Cookies come from outside: whatever they hold, reading them gives a list that could have been made here.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from uuid import UUID

import msgspec

from marketplace.kernel.errors import Problem
from marketplace.kernel.forms import clean
from marketplace.kernel.i18n import gettext as _
from marketplace.shortlists.schemas import BrowserList, SavedListing

MOST_IN_BROWSER = 30
MOST_IN_ACCOUNT = 200
MOST_MERGED = 500
"""What sign-ins may bring an account to, so that nothing is lost and nobody fills the table."""
LONGEST_NOTE = 500
LONGEST_MERGED_NOTE = 4_000
MOST_NOTES_BYTES = 2_000
"""Of the cookie with the notes. Browsers take 4,096; it goes along with every request, and so is small."""
MOST_SHARED = 50
"""Listings of one shared list."""
MOST_IN_LETTER = 30
MARK_LETTERS = 32
"""Of what a browser keeps to show that it made a link: 128 bits."""
MOST_MARKS = 10
_MARK = re.compile(r"[0-9a-f]{32}")
_ID_BYTES = 16
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


def read_browser(saved: str | None, notes: str | None) -> BrowserList:
    """What two cookies hold; what cannot be read is passed over."""
    raw = _decoded(saved or "", MOST_IN_BROWSER * _ID_BYTES)
    whole = len(raw) - len(raw) % _ID_BYTES
    ids = [UUID(bytes=raw[at : at + _ID_BYTES]) for at in range(0, whole, _ID_BYTES)]
    listing_ids = tuple(dict.fromkeys(ids))
    return BrowserList(listing_ids, dict(_read_notes(notes or "", listing_ids)))


def _read_notes(cookie: str, listing_ids: tuple[UUID, ...]) -> Iterator[tuple[UUID, str]]:
    try:
        found = msgspec.json.decode(_decoded(cookie, MOST_NOTES_BYTES), type=dict[UUID, str])
    except (msgspec.DecodeError, UnicodeError):
        return
    for listing_id in listing_ids:
        if note := str(clean(found.get(listing_id, "")))[:LONGEST_NOTE].strip():
            yield listing_id, note


def _decoded(cookie: str, most: int) -> bytes:
    """The bytes of a cookie, at most so many; none for what is not in the alphabet."""
    text = cookie[: -(-most * 4 // 3)]
    if not _BASE64URL.fullmatch(text):
        return b""
    text = text[: len(text) - (len(text) % 4 == 1)]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def write_saved(kept: BrowserList) -> str:
    """The cookie with the ids; "" when there are none."""
    return _encoded(b"".join(listing_id.bytes for listing_id in kept.listing_ids))


def write_notes(kept: BrowserList) -> str:
    """The cookie with the notes; "" when there are none."""
    return (
        _encoded(msgspec.json.encode({id_.hex: note for id_, note in kept.notes.items()}))
        if kept.notes
        else ""
    )


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def with_listing(kept: BrowserList, listing_id: UUID) -> BrowserList:
    """With one more at the head; as it is where it has it already."""
    if listing_id in kept.listing_ids:
        return kept
    return BrowserList((listing_id, *kept.listing_ids), kept.notes)


def without_listing(kept: BrowserList, listing_id: UUID) -> BrowserList:
    """Without one, and its note."""
    notes = {id_: note for id_, note in kept.notes.items() if id_ != listing_id}
    return BrowserList(tuple(id_ for id_ in kept.listing_ids if id_ != listing_id), notes)


def with_note(kept: BrowserList, listing_id: UUID, note: str) -> BrowserList:
    """With a note at one of its listings; an empty one takes the note away."""
    rest = {id_: old for id_, old in kept.notes.items() if id_ != listing_id}
    return BrowserList(kept.listing_ids, rest | {listing_id: note} if note else rest)


def saved_of(kept: BrowserList) -> tuple[SavedListing, ...]:
    """What the browser keeps, one by one."""
    return tuple(SavedListing(listing_id=id_, note=kept.notes.get(id_, "")) for id_ in kept.listing_ids)


def check_full(kept: BrowserList) -> Iterator[Problem]:
    """Whether a browser keeps too many."""
    if len(kept.listing_ids) > MOST_IN_BROWSER:
        message = _(
            "You have saved %(num)s already. Remove one first, or sign in: then you can save more.",
            num=MOST_IN_BROWSER,
        )
        yield Problem(field="listing", message=message)


def check_note(note: str) -> Iterator[Problem]:
    """Whether a note is too long."""
    if len(note) > LONGEST_NOTE:
        message = _(
            "Use %(most)s letters or fewer. There are %(length)s now", most=LONGEST_NOTE, length=len(note)
        )
        yield Problem(field="note", message=message)


def check_room(kept: BrowserList) -> Iterator[Problem]:
    """Whether the notes of a browser have become too many for it."""
    over = len(write_notes(kept)) - MOST_NOTES_BYTES
    if over > 0:
        message = _(
            "There is no room for this in your browser: it is about %(num)s letters too long. Make your "
            "notes shorter, or sign in: then there is more room.",
            num=-(-over * 3 // 4),
        )
        yield Problem(field="note", message=message)


def copied(saved: Iterable[SavedListing], *, with_notes: bool) -> tuple[SavedListing, ...]:
    """A list as it is shared: in its order, with the notes or without."""
    return tuple(
        SavedListing(listing_id=one.listing_id, note=one.note if with_notes else "")
        for one in islice(saved, MOST_SHARED)
    )


def shared_data(saved: Iterable[SavedListing]) -> dict[str, object]:
    """What is kept of a shared list."""
    return {"saved": [[str(one.listing_id), one.note] for one in saved]}


def read_shared(data: Mapping[str, object]) -> tuple[SavedListing, ...]:
    """The same, read again."""
    pairs = msgspec.convert(data["saved"], list[tuple[UUID, str]])
    return tuple(SavedListing(listing_id=listing_id, note=note) for listing_id, note in pairs)


def read_marks(cookie: str | None) -> tuple[str, ...]:
    """The marks of the links that a browser made, latest first; what is not one is passed over."""
    parts = (cookie or "").split(".", MOST_MARKS)[:MOST_MARKS]
    return tuple(part for part in parts if _MARK.fullmatch(part))


def write_marks(marks: Iterable[str]) -> str:
    """The same as the value of a cookie."""
    return ".".join(islice(marks, MOST_MARKS))
