"""What of need and access may stand in files and on public pages. Pure.

Numbers of people below five are withheld, and with a council's own count everything that is worked out from
it for that area and care group: what is free ÷ people would give the people back. Sums are of what is told.
"""

from msgspec import Struct

from marketplace.gaps.reading.rules import FEWEST_PEOPLE, lack
from marketplace.gaps.reading.schemas import GroupView, Picture, Reach
from marketplace.gaps.reading.wording.rules import people_words, rounded, shown_value
from marketplace.gaps.schemas import NeedSource
from marketplace.kernel.i18n import ngettext

HALF = 0.5


class Total(Struct, frozen=True, kw_only=True):
    """People of several areas together."""

    people: float
    left_out: int
    """Areas that are not in it, since they have fewer than five; 0 for estimates, which are rounded."""


def told_people(view: GroupView, at: int) -> int | None:
    """People of an area as they are told: rounded where estimated; None = fewer than five."""
    people = view.people[at]
    if people < FEWEST_PEOPLE:
        return None
    return round(people) if view.source is NeedSource.COUNCIL else max(rounded(people), round(FEWEST_PEOPLE))


def is_withheld(view: GroupView, at: int) -> bool:
    """Whether what is worked out from the people of an area is withheld with them."""
    return view.source is NeedSource.COUNCIL and view.people[at] < FEWEST_PEOPLE


def told_reach(view: GroupView, at: int) -> Reach | None:
    """Access of an area as it is told, no more exact than on pages; None = withheld."""
    if is_withheld(view, at):
        return None
    reach = view.reach[at]
    return Reach(value=file_value(reach.value), low=file_value(reach.low), high=file_value(reach.high))


def told_supply(view: GroupView, at: int) -> float:
    """What is free and reaches an area: it says nothing of people."""
    return file_value(view.in_reach[at])


def file_value(value: float) -> float:
    """A number as files have it: as pages say it, to two figures below one, so that 0 is nothing at all."""
    return shown_value(value) if value >= 1 else float(f"{value:.2g}")


def total_people(view: GroupView, *, only_short: bool = False) -> Total:
    """People of all areas, or of those with less than half of what is usual in England."""
    usual = view.usual.england
    chosen = [
        at
        for at, reach in enumerate(view.reach)
        if not only_short or (usual is not None and lack(reach.value, usual) > HALF)
    ]
    if view.source is NeedSource.ESTIMATE:
        return Total(people=sum(view.people[at] for at in chosen), left_out=0)
    told = [at for at in chosen if not is_withheld(view, at)]
    return Total(people=sum(round(view.people[at]) for at in told), left_out=len(chosen) - len(told))


def total_words(total: Total, source: NeedSource) -> str:
    """A sum in words: "about 12,000 people", "1,247 people, without 3 areas of fewer than 5 each"."""
    words = people_words(total.people, source)
    if not total.left_out:
        return words
    return ngettext(
        "%(words)s, without %(num)s area of fewer than 5",
        "%(words)s, without %(num)s areas of fewer than 5 each",
        total.left_out,
        words=words,
    )


def share_short(view: GroupView) -> int:
    """People with less than half of what is usual, in per cent of the care group, to the nearest five."""
    everybody = total_people(view).people
    if everybody <= 0:
        return 0
    return round(total_people(view, only_short=True).people / everybody * 20) * 5


def is_known(picture: Picture) -> bool:
    """Access was worked out, so that it can be said what is missing."""
    return picture.computed_at is not None
