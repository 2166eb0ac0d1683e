"""Reads and writes offers. Raw SQL: whether a listing can be asked stands in the same statement."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from marketplace.kernel.database import connection
from marketplace.referrals.schemas import Offer, OfferStatus, Reason
from marketplace.referrals.tables import ReferralOffer

_SELECT = """
SELECT o.id, o.version, o.referral AS referral_id, o.listing AS listing_id,
    o.organization AS organization_id, o.position, o.status, o.reason, o.words, o.sent_at, o.seen_at,
    o.answered_at, o.answered_by, o.taken_on_at, o.told_at, coalesce(s.title, '') AS listing_title,
    coalesce(s.status = 'published' AND NOT s.is_hidden AND EXISTS (
        SELECT FROM organization_member m WHERE m.organization = o.organization), false) AS can_be_asked,
    (SELECT max(c.given_on) FROM referral_reach x JOIN referral_consent c ON c.id = x.consent
        WHERE x.offer = o.id AND c.withdrawn_at IS NULL) AS agreed_on
FROM referral_offer o LEFT JOIN service s ON s.id = o.listing AND s.organization = o.organization
"""


async def list_of(referral_id: UUID) -> list[Offer]:
    """The offers of a referral, in order."""
    async with connection() as raw:
        rows = await raw.fetch(f"{_SELECT} WHERE o.referral = $1 ORDER BY o.position, o.id", referral_id)
    return [_offer(row) for row in rows]


async def find_referral_of(offer_id: UUID, account_id: UUID) -> UUID | None:
    """Whose offer it is, if this account is one of the provider's people and the provider was ever asked."""
    async with connection() as raw:
        found: UUID | None = await raw.fetchval(
            """SELECT o.referral FROM referral_offer o
            JOIN organization_member m ON m.organization = o.organization AND m.account = $2
            WHERE o.id = $1 AND o.sent_at IS NOT NULL""",
            offer_id,
            account_id,
        )
    return found


async def add(referral_id: UUID, listing_id: UUID, organization_id: UUID, position: int) -> None:
    """Keep an offer that waits."""
    await ReferralOffer.insert(
        ReferralOffer(
            id=uuid4(),
            version=1,
            referral=referral_id,
            listing=listing_id,
            organization=organization_id,
            position=position,
            status=OfferStatus.WAITING.value,
            words="",
        )
    )


async def put(offer_id: UUID, **columns: object) -> None:
    """Write some columns of an offer, by their names in the table."""
    changes: dict[Any, Any] = {
        ReferralOffer._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await ReferralOffer.update(changes).where(ReferralOffer.id == offer_id)


async def drop_waiting(referral_id: UUID) -> None:
    """Remove the offers of a draft."""
    await ReferralOffer.delete().where(
        (ReferralOffer.referral == referral_id) & (ReferralOffer.status == OfferStatus.WAITING.value)
    )


async def forget_words(referral_id: UUID) -> None:
    """Remove what providers wrote about a person."""
    await ReferralOffer.update({ReferralOffer.words: ""}).where(ReferralOffer.referral == referral_id)


async def list_askable(listing_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Organisations of those of these listings that everybody can see and somebody looks after."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id, s.organization FROM service s
            WHERE s.id = ANY($1::uuid[]) AND s.status = 'published' AND NOT s.is_hidden
            AND EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization)""",
            list(listing_ids),
        )
    return {row["id"]: row["organization"] for row in rows}


def _offer(row: Mapping[str, Any]) -> Offer:
    values = dict(row)
    return Offer(
        **values
        | {
            "status": OfferStatus(values["status"]),
            "reason": Reason(values["reason"]) if values["reason"] else None,
        }
    )
