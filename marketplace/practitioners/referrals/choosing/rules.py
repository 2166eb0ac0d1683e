"""The search by a need, and which listings a form names, as pure functions."""

from collections.abc import Mapping
from uuid import UUID

from msgspec.structs import replace

from marketplace.finder.params.schemas import SearchParams
from marketplace.kernel.forms import FormData, number_of
from marketplace.referrals.schemas import Referral

PER_PAGE = 10
MOST_IDS = 50
_LAST = 999
_USUAL = "english"


def search_of(referral: Referral) -> SearchParams:
    """The search that fits a need: near its district, with its support, days and languages."""
    return SearchParams(
        near=referral.outcode,
        support_type=referral.support_types,
        day=referral.days,
        language=tuple(code for code in referral.languages if code != _USUAL),
    )


def wide_search_of(referral: Referral, page: int) -> SearchParams:
    """The same on any day: many say no days, and who is asked can say which."""
    return replace(search_of(referral), day=(), per_page=PER_PAGE, page=page)


def chosen_ids(form: FormData) -> list[UUID]:
    """The listings that were ticked, by the numbers beside them, and else as they stand on the page."""
    ids = [
        listing_id
        for text in form.getall("listing", [])[:MOST_IDS]
        if isinstance(text, str) and (listing_id := _id(text)) is not None
    ]
    places: Mapping[UUID, int] = {each: _place(form.get(f"order-{each}")) for each in ids}
    return sorted(dict.fromkeys(ids), key=lambda each: places[each])


def _place(text: object) -> int:
    return number_of(str(text or "").strip(), _LAST)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
