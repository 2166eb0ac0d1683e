"""Decisions about wishes and matches as pure functions."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

from msgspec.structs import replace

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.places.rules import distance_miles
from marketplace.pooling.meeting.schemas import WishContent
from marketplace.pooling.writing.rules import LONGEST_TITLE, check_name
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.schemas import Area
from marketplace.wanted.writing.rules import check_text
from search.documents import Point

REACH_MILES = 5
"""Two wishes farther apart than this are none of each other's business."""
MOST_WISHES = 5
"""Of one account, at a time."""
LASTS = timedelta(days=90)
REMIND_BEFORE = timedelta(days=7)
"""The one letter that asks whether somebody still looks."""
ENDED_KEPT = timedelta(days=90)
"""So long an ended wish stays: it begins again with what was said, and with the distances that were told."""
MATCH_AGAIN_AFTER = timedelta(minutes=10)
"""Two that are written at the same moment do not see each other; so long after, they are looked at again."""
MOST_MATCHES, MOST_POOLS = 50, 10
"""Shown on a page."""


def tidy(content: WishContent) -> WishContent:
    """The same without blanks at the ends of texts, each time once."""
    return replace(
        content,
        name=content.name.strip(),
        title=content.title.strip(),
        times=tuple(dict.fromkeys(content.times)),
    )


def check_content(content: WishContent, known: Mapping[Taxonomy, frozenset[str]]) -> Iterator[Problem]:
    """All that is wrong with a wish."""
    if content.support_type not in known[Taxonomy.SUPPORT_TYPE]:
        yield Problem(field="support_type", message=_("Choose what you would like to do with others."))
    parts = {f"{day}.{part}" for day in known[Taxonomy.DAY] for part in known[Taxonomy.TIME]}
    if not set(content.times) <= parts:
        yield Problem(field="times", message=_("Choose from the list."))
    if content.care_group and content.care_group not in known[Taxonomy.CARE_GROUP]:
        yield Problem(field="care_group", message=_("Choose from the list."))
    yield from check_text("title", content.title, LONGEST_TITLE)
    yield from check_name(content.name)


def shared_times(one: Collection[str], other: Collection[str]) -> tuple[str, ...]:
    """Days and parts that both named, in the order of the first."""
    there = set(other)
    return tuple(time for time in one if time in there)


def can_meet(one: Collection[str], other: Collection[str]) -> bool:
    """Whether both can at some time. Who named none leaves it open."""
    return not one or not other or bool(shared_times(one, other))


def miles_between(here: Area, there: Area) -> int | None:
    """About how many miles two areas are apart, in whole ones and at least 1; None where it is too far."""
    miles = distance_miles(Point(here.latitude, here.longitude), Point(there.latitude, there.longitude))
    return max(1, round(miles)) if miles <= REACH_MILES else None


def distance_words(miles: int) -> str:
    """How far away, as a page says it."""
    return ngettext("about %(num)s mile away", "about %(num)s miles away", miles)
