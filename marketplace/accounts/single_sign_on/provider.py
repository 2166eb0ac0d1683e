"""Talks to a council's sign-in service over the network: the only user of Authlib and joserfc."""

import asyncio
import secrets
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import httpx2
import msgspec
from authlib.integrations.base_client.errors import OAuthError  # type: ignore[import-untyped]  # Authlib has no types
from authlib.integrations.httpx_client import AsyncOAuth2Client  # type: ignore[import-untyped]  # likewise
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # likewise
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from marketplace.accounts.single_sign_on import rules
from marketplace.accounts.single_sign_on.schemas import (
    Client,
    Identity,
    Journey,
    Provider,
    ServiceAwayError,
    SignOnError,
)
from marketplace.kernel import clock
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.logging import log

WAIT_SECONDS = 6.0
LARGEST_ANSWER_BYTES = 300_000
KEEP_SECONDS = 3600.0
"""What a service says of itself, and its keys, are asked for again after this."""
ASK_AGAIN_SECONDS = 60.0
"""Keys are asked for again before that when one is not among them, but not more often than this."""
LEEWAY_SECONDS = 60
SCOPE = "openid email profile"

_described: dict[str, tuple[float, Provider]] = {}
_keys: dict[str, tuple[float, KeySet]] = {}


async def discover(issuer: str) -> Provider:
    """What the service says of itself; kept for an hour. Raises ServiceAwayError."""
    kept = _described.get(issuer)
    if kept is not None and time.monotonic() - kept[0] < KEEP_SECONDS:
        return kept[1]
    found = _read_description(
        issuer, await _get_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    )
    _described[issuer] = (time.monotonic(), found)
    return found


def forget() -> None:
    """Forget what services said of themselves. For tests, and when a council changes its settings."""
    _described.clear()
    _keys.clear()


def _read_description(issuer: str, found: dict[str, Any]) -> Provider:
    """Take what is needed. Another issuer, or an address that is not secure, is a mistake or an attack."""
    if found.get("issuer") != issuer:
        raise _away("it names another issuer")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    urls = {name: found.get(name) for name in names}
    if not all(isinstance(url, str) and rules.is_secure(url, issuer) for url in urls.values()):
        raise _away("an address in its description cannot be used")
    asking = found.get("userinfo_endpoint")
    is_asked = isinstance(asking, str) and rules.is_secure(asking, issuer)
    offered = _texts(found.get("id_token_signing_alg_values_supported")) or ("RS256",)
    ways = _texts(found.get("token_endpoint_auth_methods_supported")) or ("client_secret_basic",)
    return Provider(
        issuer=issuer,
        algorithms=tuple(name for name in rules.ALGORITHMS if name in offered),
        userinfo_endpoint=asking if is_asked else None,
        sends_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        secret_goes_by="client_secret_basic" if "client_secret_basic" in ways else "client_secret_post",
        **urls,  # type: ignore[arg-type]  # all are texts, as was just looked at
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def make_url(provider: Provider, client: Client, journey: Journey) -> str:
    """Where to send the browser."""
    oauth = AsyncOAuth2Client(
        client.client_id,
        redirect_uri=client.redirect_uri,
        scope=SCOPE,
        code_challenge_method="S256",
        verify=_certificates(),
    )
    url, _state = oauth.create_authorization_url(
        provider.authorization_endpoint,
        state=journey.state,
        nonce=journey.nonce,
        code_verifier=journey.verifier,
    )
    return str(url)


def new_secrets() -> dict[str, str]:
    """State, nonce and verifier of a new journey: 32 random bytes each."""
    return {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}


async def redeem(provider: Provider, client: Client, journey: Journey, code: str) -> Identity:
    """Whom the service vouches for with this code.

    Raises:
        ServiceAwayError: the service does not answer, or not as it should.
        SignOnError: what it answers cannot be believed, or it has not verified the address.
    """
    token = await _fetch_token(provider, client, journey, code)
    claims = await _believe(provider, client, journey, token)
    if "email" not in claims and provider.userinfo_endpoint:
        claims = await _ask_more(provider, claims, str(token.get("access_token", "")))
    address = claims.get("email")
    if not isinstance(address, str) or "@" not in address:
        raise SignOnError(_("Your council's sign-in service did not tell us your email address."))
    if rules.is_unverified(claims.get("email_verified")):
        raise SignOnError(_("Your council's sign-in service has not confirmed your email address yet."))
    return Identity(
        issuer=provider.issuer,
        subject=claims["sub"],
        address=address.strip().lower(),
        name=rules.shown_name(claims, address),
        has_second_factor=bool(rules.SECOND_FACTORS.intersection(_texts(claims.get("amr")))),
    )


async def _fetch_token(provider: Provider, client: Client, journey: Journey, code: str) -> dict[str, Any]:
    oauth = AsyncOAuth2Client(
        client.client_id,
        client.client_secret,
        redirect_uri=client.redirect_uri,
        token_endpoint_auth_method=provider.secret_goes_by,
        timeout=WAIT_SECONDS,
        follow_redirects=False,
        verify=_certificates(),
    )
    with _telling():
        async with asyncio.timeout(WAIT_SECONDS), oauth:
            token = await oauth.fetch_token(
                provider.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=journey.verifier,
            )
    return dict(token)


async def _believe(
    provider: Provider, client: Client, journey: Journey, token: dict[str, Any]
) -> dict[str, Any]:
    """The claims of the ID token, once signature, issuer, audience, times and nonce are right."""
    text = token.get("id_token")
    if not isinstance(text, str):
        raise _forged("there is no ID token")
    try:
        decoded = await _decode(provider, text)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": client.client_id},
            },
            params={
                "nonce": journey.nonce,
                "client_id": client.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        # Also keys that cannot be read: without keys nothing can be believed.
        raise _forged(type(error).__name__) from error
    if not claims["sub"]:
        raise _forged("it names nobody")
    return dict(claims)


async def _decode(provider: Provider, text: str) -> jwt.Token:
    """Look at the signature; when no key fits, ask for the keys again first: services change them."""
    algorithms = list(provider.algorithms)
    kept = _keys.get(provider.jwks_uri)
    age = time.monotonic() - kept[0] if kept else KEEP_SECONDS
    if kept and age < KEEP_SECONDS:
        try:
            return jwt.decode(text, kept[1], algorithms=algorithms)
        except (InvalidKeyIdError, BadSignatureError):
            if age < ASK_AGAIN_SECONDS:
                raise
    found = await _get_json(provider.jwks_uri)
    keys = KeySet.import_key_set(cast("KeySetSerialization", found))
    _keys[provider.jwks_uri] = (time.monotonic(), keys)
    return jwt.decode(text, keys, algorithms=algorithms)


async def _ask_more(provider: Provider, claims: dict[str, Any], access_token: str) -> dict[str, Any]:
    """The claims with what the service tells on asking, which must be about the same person."""
    told = await _get_json(provider.userinfo_endpoint or "", {"authorization": f"Bearer {access_token}"})
    if told.get("sub") != claims["sub"]:
        raise _forged("it tells of somebody else")
    return {**told, **claims}


async def _get_json(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    with _telling():
        async with (
            asyncio.timeout(WAIT_SECONDS),
            httpx2.AsyncClient(timeout=WAIT_SECONDS, verify=_certificates()) as asking,
            asking.stream("GET", url, headers=headers) as answer,
        ):
            answer.raise_for_status()
            body = b""
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > LARGEST_ANSWER_BYTES:
                    raise _away("its answer is too long")
    try:
        found = msgspec.json.decode(body)
    except ValueError as error:
        raise _away("its answer is no JSON") from error
    if not isinstance(found, dict):
        raise _away("its answer is no JSON object")
    return found


@cache
def _certificates() -> ssl.SSLContext:
    """Whom to trust. Reading them takes longer than asking."""
    return httpx2.create_ssl_context()


@contextmanager
def _telling() -> Iterator[None]:
    """Say what goes wrong on the way in plain words; the log has the kind of it, and nothing of a person."""
    try:
        yield
    except OAuthError as error:
        raise _forged(f"it answers {str(error.error)[:40]}") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, OSError, ValueError) as error:
        raise _away(type(error).__name__) from error


def _away(reason: str) -> ServiceAwayError:
    log.warning("single sign-on service away", reason=reason)
    return ServiceAwayError(
        _("Your council's sign-in service does not answer as it should. Try again in a few minutes.")
    )


def _forged(reason: str) -> SignOnError:
    log.warning("single sign-on refused", reason=reason)
    return SignOnError(_("We could not check who you are. Start again from the sign-in page."))
