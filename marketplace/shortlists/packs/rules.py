"""What a pack may hold, and how its lines are read, as pure functions."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from marketplace.kernel.errors import Problem
from marketplace.kernel.forms import clean_line
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.shortlists.packs.schemas import PackContent, PackItem, PackKind

_BULLETS = "-\u2013\u2014\u2022*\u00b7"
MOST_LISTINGS = 12
MOST_REASONS = 8
LONGEST_REASON = 200
LONGEST_INTRODUCTION = 1_500
LONGEST_NEAR = 100
MOST_PACKS = 500
"""Of one account, so that nobody fills the table."""
LASTS = timedelta(days=60)
"""From when it was made, or renewed."""
KEPT_AFTER = timedelta(days=30)
"""How long one that ran out can be renewed; then it is deleted."""
LINK_LASTS = timedelta(days=365)
"""A link stays the same when its pack is renewed, for a year at most."""


def read_reasons(text: str) -> tuple[str, ...]:
    """Reasons as they were typed, one a line; empty lines and signs of a list are passed over."""
    lines = (str(clean_line(line.strip().lstrip(_BULLETS).strip())) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def kind_words(kind: PackKind) -> str:
    """What a kind is called."""
    return {
        PackKind.STANDARD: _("Standard print"),
        PackKind.LARGE_PRINT: _("Large print"),
        PackKind.EASY_READ: _("Easy read"),
    }[kind]


def read_kind(text: str | None, default: PackKind) -> PackKind:
    """The kind that an address asks for; the default for anything else."""
    return PackKind(text) if text in set(PackKind) else default


def with_listings(items: tuple[PackItem, ...], listing_ids: Iterable[UUID]) -> tuple[PackItem, ...]:
    """With more listings at the end, each once."""
    known = {item.listing_id for item in items}
    added = (PackItem(listing_id=each) for each in dict.fromkeys(listing_ids) if each not in known)
    return (*items, *added)


def check_content(content: PackContent) -> Iterator[Problem]:
    """What is wrong with a pack. Fields of a listing are named by its id: `reasons-<id>`."""
    yield from check_count(len(content.items))
    over = len(content.introduction) - LONGEST_INTRODUCTION
    if over > 0:
        message = _("This is %(num)s letters too long. Make it shorter.", num=over)
        yield Problem(field="introduction", message=message)
    if len(content.near) > LONGEST_NEAR:
        yield Problem(field="near", message=_("Enter a postcode or the name of a town."))
    for item in content.items:
        yield from _check_reasons(item)


def check_count(number: int) -> Iterator[Problem]:
    """Whether a pack has too many listings to choose from."""
    if number > MOST_LISTINGS:
        message = _(
            "A pack has at most %(most)s listings, so that there is not too much to choose from. "
            "There are %(num)s now: take some out.",
            most=MOST_LISTINGS,
            num=number,
        )
        yield Problem(field="listing", message=message)


def _check_reasons(item: PackItem) -> Iterator[Problem]:
    field = f"reasons-{item.listing_id}"
    if len(item.reasons) > MOST_REASONS:
        message = ngettext(
            "Give at most %(num)s reason.", "Give at most %(num)s reasons: the best ones.", MOST_REASONS
        )
        yield Problem(field=field, message=message)
    longest = max(map(len, item.reasons), default=0)
    if longest > LONGEST_REASON:
        message = _(
            "Each reason is on a line of its own and has at most %(most)s letters. One has %(num)s.",
            most=LONGEST_REASON,
            num=longest,
        )
        yield Problem(field=field, message=message)
