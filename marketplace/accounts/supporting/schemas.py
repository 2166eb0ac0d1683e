"""For whom a supporter acts, and by what right."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Relation(StrEnum):
    """What a supporter is to the person."""

    FAMILY = "family"
    FRIEND = "friend"
    ADVOCATE = "advocate"
    PAID = "paid"
    OTHER = "other"


class Consent(StrEnum):
    """How the person agreed, or by what right somebody decides for them."""

    AGREED = "agreed"
    ATTORNEY = "attorney"
    BEST_INTERESTS = "best_interests"


class Support(Struct, frozen=True, kw_only=True):
    """What a supporter says about it."""

    person_name: str
    relation: Relation
    consent: Consent


class Supported(Struct, frozen=True, kw_only=True):
    """Somebody for whom an account acts, or did."""

    id: UUID
    person_name: str
    relation: Relation
    consent: Consent
    consent_recorded_at: datetime
    ended_at: datetime | None = None
