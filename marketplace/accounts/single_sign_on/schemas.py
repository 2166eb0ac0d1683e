"""What goes over the wire of single sign-on, and what is kept between going and coming back."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.errors import DomainError


class SignOnError(DomainError):
    """Nobody is signed in by this; the message says in plain words what to do."""


class ServiceAwayError(SignOnError):
    """The council's service does not answer, or not as it should."""


class Provider(Struct, frozen=True, kw_only=True):
    """A council's sign-in service, as it describes itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    algorithms: tuple[str, ...] = ()
    """By which it signs and which we take: none that a secret could make."""
    sends_issuer: bool = False
    """It says in its answer who it is (RFC 9207)."""
    secret_goes_by: str
    """How it takes our secret: `client_secret_basic` or `client_secret_post`."""


class Client(Struct, frozen=True, kw_only=True):
    """How a council's service knows us."""

    client_id: str
    client_secret: str
    redirect_uri: str


class Journey(Struct, frozen=True, kw_only=True):
    """One way to the council's service and back. It is kept in a sealed cookie of the browser that went."""

    council_code: str
    issuer: str
    state: str
    nonce: str
    verifier: str
    next: str
    """Where to go after signing in; a path of this site, or empty."""
    expires_at: datetime


class Answer(Struct, frozen=True, kw_only=True):
    """What the browser brings back from the council's service."""

    state: str = ""
    code: str = ""
    issuer: str = ""
    error: str = ""


class Identity(Struct, frozen=True, kw_only=True):
    """Whom the council's service vouches for."""

    issuer: str
    subject: str
    address: str
    """Email address, in small letters."""
    name: str
    has_second_factor: bool = False
    """It says that it asked for a second factor itself."""


class Arrival(Struct, frozen=True, kw_only=True):
    """Who came back, and where they want to go."""

    account_id: UUID
    has_second_factor: bool
    """What the council's service asked for counts as the second factor of this session."""
    next: str
