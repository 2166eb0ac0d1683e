"""What a statement is put together from."""

from datetime import date

from msgspec import Struct

from marketplace.pooling.agreements.schemas import Consent, Terms


class KeptAgreement(Struct, frozen=True, kw_only=True):
    """A version that was in force, as it is kept: without names."""

    number: int
    since: date
    until: date | None
    terms: Terms
    consent: Consent | None
