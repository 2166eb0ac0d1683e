"""From what was typed to a pool, and back; and what a listing says of one."""

from typing import Any
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import typed_pounds
from marketplace.listings.schemas import Listing
from marketplace.people.pools.schemas import FOR_MYSELF, PoolForm
from marketplace.people.wanted.rules import Groups, groups, read_pounds, read_times
from marketplace.pooling.schemas import Pool, PoolContent
from marketplace.pooling.writing.rules import (
    LONGEST_TITLE,
    MOST_LANGUAGES,
    MOST_SUPPORT_TYPES,
    MOST_WEEKLY_PENCE,
)
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

_USUAL_PLACES = 4


def read_id(text: object) -> UUID | None:
    """The id in an address or a form; None for anything else."""
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def read_content(form: PoolForm) -> PoolContent:
    """The pool that a form says."""
    return PoolContent(
        title=form.title.data,
        words=form.words.data,
        support_types=tuple(form.support_types.data or ()),
        care_groups=tuple(form.care_groups.data or ()),
        languages=tuple(form.languages.data or ()),
        times=read_times(form.days.data or (), form.parts.data or ()),
        place_words=form.place_words.data,
        listing_id=read_id(form.listing.data),
        weekly_cost_pence=read_pounds(form.weekly_cost.data),
        places=form.places.data or 0,
    )


def typed_content(pool: Pool) -> dict[str, Any]:
    """What stands in the form of a pool. The postcode is not known any more."""
    content = pool.content
    return {
        "version": str(pool.version),
        "title": content.title,
        "words": content.words,
        "support_types": list(content.support_types),
        "care_groups": list(content.care_groups),
        "languages": list(content.languages),
        "place_words": content.place_words,
        "listing": str(content.listing_id) if content.listing_id else "",
        "weekly_cost": typed_pounds(content.weekly_cost_pence),
        "places": content.places,
        **typed_times(content.times),
    }


def prefilled(listing: Listing | None, weekly_cost: str) -> dict[str, Any]:
    """What a new pool begins with: from a listing, and from the planner."""
    pence = (
        int(weekly_cost)
        if weekly_cost.isascii()
        and weekly_cost.isdigit()
        and len(weekly_cost) < len(str(MOST_WEEKLY_PENCE)) + 1
        else None
    )
    begun: dict[str, Any] = {
        "acting_for": FOR_MYSELF,
        "places": _USUAL_PLACES,
        "weekly_cost": typed_pounds(pence),
    }
    if listing is None:
        return begun
    times = tuple(f"{day}.{part}" for day, part in listing.times)
    return begun | {
        "listing": str(listing.id),
        "title": _("%(title)s, together", title=listing.title)[:LONGEST_TITLE],
        "support_types": list(listing.support_types[:MOST_SUPPORT_TYPES]),
        "languages": [code for code in listing.languages if code != "english"][:MOST_LANGUAGES],
        **typed_times(times),
    }


def typed_times(times: tuple[str, ...]) -> dict[str, list[str]]:
    """Days and parts of the day, as the two questions of the form ask them."""
    chosen = [each.split(".") for each in times]
    return {
        "days": list(dict.fromkeys(day for day, _part in chosen)),
        "parts": list(dict.fromkeys(part for _day, part in chosen)),
    }


def form_groups() -> dict[str, Groups]:
    """The long lists of the page under their headings, by field."""
    care_groups = taxonomies.terms(Taxonomy.CARE_GROUP)
    return groups() | {"care_groups": ({"label": "", "terms": care_groups},)}
