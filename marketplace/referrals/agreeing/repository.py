"""Reads and writes consents and whom they cover. Raw SQL: rows of three tables in one statement."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from marketplace.kernel.database import connection
from marketplace.referrals.schemas import Consent, Covered, GivenBy, GivenHow, NewConsent, ShareWith
from marketplace.referrals.tables import ReferralConsent


async def add(referral_id: UUID, consent: NewConsent, recorded_by: UUID, at: datetime) -> UUID:
    """Keep what was agreed, and return its id. It covers nobody yet."""
    consent_id = uuid4()
    await ReferralConsent.insert(
        ReferralConsent(
            id=consent_id,
            referral=referral_id,
            given_by=consent.given_by.value,
            how=consent.how.value,
            given_on=consent.given_on,
            share_with=consent.share_with.value,
            shares_first_name=bool(consent.first_name),
            shares_contact=bool(consent.contact_way),
            recorded_by=recorded_by,
            recorded_at=at,
        )
    )
    return consent_id


async def cover(consent_id: UUID, offer_ids: Collection[UUID]) -> None:
    """Note that these providers may be asked with this consent; once for each."""
    async with connection() as raw:
        await raw.executemany(
            """INSERT INTO referral_reach (id, consent, offer) VALUES ($1, $2, $3)
            ON CONFLICT (consent, offer) DO NOTHING""",
            [(uuid4(), consent_id, offer_id) for offer_id in offer_ids],
        )


async def mark_asked(offer_id: UUID, at: datetime) -> None:
    """Note with which consent a provider is asked: the latest that covers it."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE referral_reach SET asked_at = $2 WHERE id = (
                SELECT x.id FROM referral_reach x JOIN referral_consent c ON c.id = x.consent
                WHERE x.offer = $1 AND c.withdrawn_at IS NULL
                ORDER BY c.given_on DESC, c.recorded_at DESC, c.id LIMIT 1)""",
            offer_id,
            at,
        )


async def list_of(referral_id: UUID) -> list[Consent]:
    """What was agreed for a referral, the latest first, with whom each covers."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT c.id, c.given_by, c.how, c.given_on, c.share_with, c.shares_first_name,
                c.shares_contact, c.recorded_by, c.recorded_at, c.withdrawn_at,
                ARRAY(SELECT (x.offer, x.asked_at) FROM referral_reach x
                    JOIN referral_offer o ON o.id = x.offer
                    WHERE x.consent = c.id ORDER BY o.position, o.id) AS covers
            FROM referral_consent c WHERE c.referral = $1 ORDER BY c.recorded_at DESC, c.id""",
            referral_id,
        )
    return [_consent(row) for row in rows]


async def end(referral_id: UUID, at: datetime) -> None:
    """Note that they no longer agree."""
    async with connection() as raw:
        await raw.execute(
            "UPDATE referral_consent SET withdrawn_at = $2 WHERE referral = $1 AND withdrawn_at IS NULL",
            referral_id,
            at,
        )


def _consent(row: Mapping[str, Any]) -> Consent:
    values = dict(row)
    return Consent(
        **values
        | {
            "given_by": GivenBy(values["given_by"]),
            "how": GivenHow(values["how"]),
            "share_with": ShareWith(values["share_with"]),
            "covers": tuple(Covered(offer_id=offer_id, asked_at=at) for offer_id, at in values["covers"]),
        }
    )
