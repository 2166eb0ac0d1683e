"""Decisions about alerts as pure functions: what a letter tells, and when a listing counts as checked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from marketplace.councils.schemas import CouncilSettings
from marketplace.wanted.alerts.schemas import News, SeenListing, Told
from marketplace.wanted.matching import rules as matching
from marketplace.wanted.matching.schemas import Today


def news_of(told: Iterable[Told]) -> News:
    """What one account is told, put together; a listing that is new for two searches is one listing."""
    kept = list(told)
    items = {(each.kind, each.item) for each in kept}
    return News(
        counts=dict(Counter(kind for kind, _item in items)),
        subjects={
            kind: frozenset(each.subject for each in kept if each.kind is kind)
            for kind in {each.kind for each in kept}
        },
    )


def changed_checks(
    seen: Iterable[SeenListing], settings: Mapping[str | None, CouncilSettings], today: Today
) -> dict[UUID, bool]:
    """Listings of which it is to be noted whether they have all their checks, and whether they have.

    One that always had them is never noted: it counts from its publishing. A moment in the future is of a
    clock that was wrong, and is put right.
    """
    changed: dict[UUID, bool] = {}
    for each in seen:
        is_complete = matching.is_checked(each.offer, settings[each.offer.council_code], today)
        was_complete = each.complete_at is not None and each.complete_at <= today.now
        if is_complete and each.was_incomplete and not was_complete:
            changed[each.offer.id] = True
        elif not is_complete and (each.complete_at is not None or not each.was_incomplete):
            changed[each.offer.id] = False
    return changed
