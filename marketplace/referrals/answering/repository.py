"""Reads offers as a provider's people may.

Raw SQL: the referral, the listing and the right stand in one statement.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.referrals.answering.schemas import AskedListing, OfferFilter, OfferItem, OfferView
from marketplace.referrals.schemas import OfferStatus, Reason, ReferralStatus

_FROM = """FROM referral_offer o JOIN referral r ON r.id = o.referral
    LEFT JOIN service s ON s.id = o.listing AND s.organization = o.organization
    WHERE o.sent_at IS NOT NULL AND o.status <> 'waiting' AND EXISTS (
        SELECT FROM organization_member m WHERE m.organization = o.organization AND m.account = $1)"""
"""Of what waits to be asked again nothing is shown either."""
_ITEM = """o.id, o.listing AS listing_id, coalesce(s.title, '') AS listing_title, o.status,
    r.status AS referral_status, r.support_types, r.outcode, o.sent_at,
    o.sent_at + make_interval(days => r.answer_within_days) AS answer_by"""
_OPEN = "o.status IN ('sent', 'seen')"
_OWN = "o.status = 'accepted' AND r.status IN ('accepted', 'started')"


async def find(offer_id: UUID, account_id: UUID) -> tuple[OfferView, UUID] | None:
    """An offer with everything of its referral, and the id of that; None when it is another provider's."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"""SELECT {_ITEM}, o.version, o.answered_at, o.taken_on_at IS NOT NULL AS had_it,
                o.reason, o.words AS own_words, r.care_group,
                r.hours_per_week, r.days, r.languages, r.words, r.reference, r.first_name, r.contact_way,
                r.council_code, r.id AS referral_id,
                r.consent_withdrawn_at IS NOT NULL AS is_consent_withdrawn, coalesce(t.name, '') AS team_name,
                coalesce((SELECT c.given_by = 'best_interests' FROM referral_consent c WHERE c.referral = r.id
                    ORDER BY c.recorded_at DESC, c.id LIMIT 1), false) AS is_best_interests
            {_FROM.replace("LEFT JOIN service", "LEFT JOIN team t ON t.id = r.team LEFT JOIN service")}
                AND o.id = $2""",  # noqa: S608 - our own names
            account_id,
            offer_id,
        )
    return (_view(row), row["referral_id"]) if row else None


async def list_of(
    account_id: UUID, wanted: OfferFilter, now: datetime, *, limit: int, offset: int
) -> tuple[list[OfferItem], int]:
    """Offers of an account's organisations, those to be answered first, and how many there are."""
    conditions, values = [], [account_id, now, limit, offset]
    if wanted.only_open:
        conditions.append(f" AND {_OPEN}")
    if wanted.only_own:
        conditions.append(f" AND {_OWN}")
    if wanted.only_over:
        conditions.append(f" AND NOT ({_OPEN}) AND NOT ({_OWN})")
    if wanted.listing_id:
        values.append(wanted.listing_id)
        conditions.append(f" AND o.listing = ${len(values)}")
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_ITEM}, count(*) OVER () AS total,
                {_OPEN} AND o.sent_at + make_interval(days => r.answer_within_days) <= $2 AS is_overdue
            {_FROM}{"".join(conditions)}
            ORDER BY ({_OPEN}) DESC, ({_OWN}) DESC, CASE WHEN {_OPEN} THEN o.sent_at END,
                o.sent_at DESC, o.id LIMIT $3 OFFSET $4""",
            *values,
        )
    return [_item(row) for row in rows], rows[0]["total"] if rows else 0


async def list_listings(account_id: UUID, most: int) -> list[AskedListing]:
    """Listings of an account's organisations that were asked and are still here, by title."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT DISTINCT s.id, s.title {_FROM} AND s.id IS NOT NULL
            ORDER BY s.title, s.id LIMIT $2""",
            account_id,
            most,
        )
    return [AskedListing(id=row["id"], title=row["title"]) for row in rows]


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(row)
    return values | {
        "support_types": tuple(values["support_types"]),
        "status": OfferStatus(values["status"]),
        "referral_status": ReferralStatus(values["referral_status"]),
    }


def _item(row: Mapping[str, Any]) -> OfferItem:
    return OfferItem(**{name: value for name, value in _common(row).items() if name != "total"})


def _view(row: Mapping[str, Any]) -> OfferView:
    values = _common(row)
    del values["referral_id"]
    return OfferView(
        **values
        | {
            "days": tuple(values["days"]),
            "languages": tuple(values["languages"]),
            "reason": Reason(values["reason"]) if values["reason"] else None,
        }
    )
