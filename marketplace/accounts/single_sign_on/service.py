"""The door of single sign-on: to a council's service, and back with whom it vouches for."""

from urllib.parse import quote
from uuid import UUID

import msgspec

from marketplace.accounts import service as accounts
from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import Account, Grant, Role
from marketplace.accounts.single_sign_on import repository, rules
from marketplace.accounts.single_sign_on.schemas import (
    Answer,
    Arrival,
    Client,
    Identity,
    Journey,
    SignOnError,
)
from marketplace.accounts.staff import service as staff
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.councils.schemas import CouncilName, CouncilSettings
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError, OperatorError, TooManyError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.secrets import seal, unseal
from marketplace.mail.service import read_address

ACTOR = "single sign-on"
_PURPOSE = "single sign-on"
_OF = "journey"


async def list_councils() -> list[CouncilName]:
    """Councils whose staff can sign in by their own service, by name."""
    known = {council.code: council for council in await councils.list_councils_in_system()}
    settings = await councils.list_council_settings(known)
    return [council for code, council in known.items() if settings[code].single_sign_on.is_on]


async def get_council(council_code: str) -> CouncilSettings:
    """Settings of a council whose staff sign in so. NotFoundError when there is none such."""
    settings = await councils.get_council_settings(council_code)
    if settings.code != council_code or not settings.single_sign_on.is_on:
        raise NotFoundError(_("This council has no sign-in service here."))
    return settings


async def begin_sign_on(council_code: str, site: str, next_path: str = "") -> tuple[str, str]:
    """Where to send the browser, and what it keeps in a cookie meanwhile. Nothing is kept here.

    `site` is the address of this site, to which the council's service sends people back.

    Raises:
        NotFoundError: the council has no sign-in service.
        ServiceAwayError: it does not answer as it should.
    """
    from marketplace.accounts.single_sign_on import provider  # noqa: PLC0415 - Authlib takes 150 ms to load

    settings = await get_council(council_code)
    found = await provider.discover(settings.single_sign_on.issuer)
    journey = Journey(
        council_code=council_code,
        issuer=found.issuer,
        next=next_path,
        expires_at=clock.now() + rules.JOURNEY_FOR,
        **provider.new_secrets(),
    )
    url = provider.make_url(found, await _client(settings, site), journey)
    return url, seal(_PURPOSE, msgspec.json.encode(journey).decode(), of=_OF).hex()


async def finish_sign_on(council_code: str, site: str, answer: Answer, kept: str) -> Arrival:
    """Who came back from the council's service, by its answer and the cookie that `begin_sign_on` made.

    Raises:
        NotFoundError: the council has no sign-in service.
        SignOnError: nobody is signed in by this; nothing was changed.
    """
    from marketplace.accounts.single_sign_on import provider  # noqa: PLC0415 - as above

    journey = _read_journey(kept)
    if journey is None or not rules.belongs(journey, answer, council_code, clock.now()):
        raise _start_again()
    settings = await get_council(council_code)
    found = await provider.discover(settings.single_sign_on.issuer)
    is_other = bool(answer.issuer or found.sends_issuer) and answer.issuer != journey.issuer
    if is_other or found.issuer != journey.issuer:
        raise _start_again()
    await _use_up(journey)
    if answer.error or not answer.code:
        raise SignOnError(_("You were not signed in at your council's sign-in service."))
    identity = await provider.redeem(found, await _client(settings, site), journey, answer.code)
    account = await _find_or_link(identity, settings)
    return Arrival(
        account_id=account.id,
        has_second_factor=_counts(identity, settings) and not account.second_factor_is_set,
        next=journey.next,
    )


async def _client(settings: CouncilSettings, site: str) -> Client:
    return Client(
        client_id=settings.single_sign_on.client_id,
        client_secret=await councils.get_client_secret(settings.code),
        redirect_uri=return_address(site, settings.code),
    )


def return_address(site: str, council_code: str) -> str:
    """Where a council's service sends people back; the council registers it there.

    Each council has an address of its own, so that no service can pass on what another one answered.
    """
    return f"{site}/sign-in/council/{quote(council_code)}/return"


def _read_journey(kept: str) -> Journey | None:
    try:
        return msgspec.json.decode(unseal(_PURPOSE, bytes.fromhex(kept), of=_OF), type=Journey)
    except (OperatorError, ValueError):
        return None


def _start_again() -> SignOnError:
    return SignOnError(_("We could not check who you are. Start again from the sign-in page."))


async def _use_up(journey: Journey) -> None:
    """Each journey comes back once."""
    try:
        await limits.check_limit("journey", journey.state, most=1, per=rules.JOURNEY_FOR)
    except TooManyError:
        raise _start_again() from None


def _counts(identity: Identity, settings: CouncilSettings) -> bool:
    """Whether the council's service asked for a second factor: by its own word, or by that of the council.

    Who has a code app of their own is asked for it whichever way they come.
    """
    return identity.has_second_factor or settings.single_sign_on.asks_second_factor


async def _find_or_link(identity: Identity, settings: CouncilSettings) -> Account:
    if not _is_expected(identity.address, settings):
        raise _not_yet(settings)
    try:
        async with transaction():
            known = await repository.find_account(identity.issuer, identity.subject, settings.code)
            account_id = known or await _link(identity, settings)
    except ConflictError:
        # Somebody made an account with this address at this very moment.
        raise _start_again() from None
    account = await accounts.find_account(account_id)
    if account is None or not _is_staff_here_only(account, settings.code):
        raise _not_yet(settings)
    return account


def _is_expected(address: str, settings: CouncilSettings) -> bool:
    """Whether it is an address as we write to, of one of the council's own domains."""
    try:
        return rules.is_own_domain(read_address(address), settings.single_sign_on.domains)
    except ValueError:
        return False


async def _link(identity: Identity, settings: CouncilSettings) -> UUID:
    """The account of somebody who comes for the first time: their own, or a new one if they are expected."""
    account = await accounts.find_account_by_address(identity.address)
    if account is None:
        account_id = await _add_account(identity, settings)
    elif _is_staff_here_only(account, settings.code):
        account_id = account.id
    else:
        raise _not_yet(settings)
    at = clock.now()
    if not await repository.add(account_id, settings.code, identity.issuer, identity.subject, at):
        raise _not_yet(settings)
    await audit.record("link_single_sign_on", "account", account_id, ACTOR, council=settings.code)
    return account_id


def _is_staff_here_only(account: Account, council_code: str) -> bool:
    """The owner works for this council and for no other: one council's service opens no other's door."""
    return rules.has_role_at(account.grants, council_code) and rules.is_for_one_council(
        account.grants, council_code
    )


async def _add_account(identity: Identity, settings: CouncilSettings) -> UUID:
    invite = await staff.take_up_by_sign_on(settings.code, identity.address)
    if invite is not None:
        roles = invite.roles
    elif settings.single_sign_on.default_role:
        roles = (Role(settings.single_sign_on.default_role),)
    else:
        raise _not_yet(settings)
    grants = [Grant(role, settings.code) for role in roles]
    return await accounts.add_account(
        identity.address, identity.name, password=None, grants=grants, actor=ACTOR
    )


def _not_yet(settings: CouncilSettings) -> SignOnError:
    """The same words whatever is missing: they do not tell which addresses have an account."""
    return SignOnError(
        _(
            "You cannot come in this way yet. Ask an administrator of %(council)s to invite you. If you have "
            "a password here, sign in with that.",
            council=settings.name,
        )
    )
