"""Whom a council's service may vouch for, and what of an answer can be believed."""

import hmac
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from marketplace.accounts.schemas import STAFF_ROLES, Grant
from marketplace.accounts.single_sign_on.schemas import Answer, Journey

JOURNEY_FOR = timedelta(minutes=15)
"""Signing in elsewhere may take so long."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the service has: neither `none` nor any that our secret could make."""
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "sms", "fpt", "face"})
"""Values of `amr` (RFC 8176) that mean more than a password."""
LONGEST_NAME = 100


def belongs(journey: Journey, answer: Answer, council_code: str, now: datetime) -> bool:
    """Whether this is the answer to that journey: this council's, of this browser, in time."""
    return (
        journey.council_code == council_code
        and journey.expires_at > now
        and hmac.compare_digest(journey.state.encode(), answer.state.encode())
    )


def is_own_domain(address: str, domains: tuple[str, ...]) -> bool:
    """Whether the address is of one of the domains themselves; what lies below them is another domain."""
    local, at, domain = address.strip().lower().rpartition("@")
    return bool(local and at) and domain in domains


def is_unverified(claim: object) -> bool:
    """Whether the service says that it has not verified the address; to say nothing is not to deny it.

    Services of organisations leave the claim out: they give out the addresses themselves.
    """
    return claim is not None and claim not in (True, "true")


def is_secure(url: str, issuer: str) -> bool:
    """Whether an address of the service may be used: https, or plain http at the issuer's own host."""
    try:
        parts, own = urlsplit(url), urlsplit(issuer)
        hosts = (parts.hostname, own.hostname)
    except ValueError:
        return False
    if parts.scheme == "https" and parts.netloc:
        return True
    return parts.scheme == own.scheme == "http" and hosts[0] == hosts[1]


def is_for_one_council(grants: tuple[Grant, ...], council_code: str) -> bool:
    """Whether all staff roles are of this council. Its service opens no other council's door."""
    return all(grant.council_code == council_code for grant in grants if grant.role in STAFF_ROLES)


def has_role_at(grants: tuple[Grant, ...], council_code: str) -> bool:
    """Whether one of the staff roles is of this council."""
    return any(grant.role in STAFF_ROLES and grant.council_code == council_code for grant in grants)


def shown_name(claims: dict[str, object], address: str) -> str:
    """What to call somebody: the name that the service gives, else the address before the @."""
    name = claims.get("name")
    text = " ".join(name.split()) if isinstance(name, str) else ""
    return (text or address.partition("@")[0])[:LONGEST_NAME]
