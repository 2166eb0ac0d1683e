"""Signs people up. `accounts.service` hands this on."""

from uuid import UUID, uuid4

import msgspec
from msgspec.structs import replace

from marketplace.accounts import repository
from marketplace.accounts.joining.schemas import SignUp
from marketplace.accounts.limits import service as limits
from marketplace.accounts.passwords import service as passwords
from marketplace.accounts.roles import repository as roles
from marketplace.accounts.rules import RESET, RESET_LASTS, SIGN_UP, SIGN_UP_LASTS
from marketplace.accounts.schemas import Grant
from marketplace.accounts.supporting import service as supporting
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.links.service import end_links_about, find_link, make_link, use_link
from marketplace.mail.service import Action, Letter, queue_letter, read_address


async def sign_up(wanted: SignUp) -> None:
    """Send a letter to the address: with a link to go on, or saying that there is an account already.

    Nothing else differs, and nothing is told to who asks. ValueError when the address is none.
    """
    wanted = replace(wanted, address=read_address(wanted.address))
    if not await limits.may_write_to(wanted.address, about=SIGN_UP):
        return
    async with transaction():
        known = await repository.find_password(wanted.address)
        if known is None:
            await _invite(wanted)
        else:
            await _remind(wanted.address, known[0])


async def _invite(wanted: SignUp) -> None:
    now = clock.now()
    data = msgspec.to_builtins(replace(wanted, asked_at=now))
    token = await make_link(SIGN_UP, record_id=None, data=data, expires_at=now + SIGN_UP_LASTS)
    letter = Letter(
        kind="confirm_address",
        subject=_("Confirm your email address"),
        parts=(
            _("Somebody, we think you, asked for an account with this email address."),
            Action(_("Confirm and choose a password"), f"/sign-up/confirm/{token}"),
            _("The link works for three days. If it was not you, do nothing: there will be no account."),
        ),
    )
    await queue_letter(wanted.address, letter)


async def _remind(address: str, account_id: UUID) -> None:
    token = await make_link(
        RESET, record_id=account_id, account_id=account_id, expires_at=clock.now() + RESET_LASTS
    )
    letter = Letter(
        kind="already_signed_up",
        subject=_("You have an account already"),
        parts=(
            _("Somebody, we think you, asked for an account with this email address. There is one already."),
            Action(_("Sign in"), "/sign-in"),
            _("If you do not know your password any more, choose a new one. This link works for two hours."),
            Action(_("Choose a new password"), f"/reset-password/{token}"),
            _("If it was not you, do nothing."),
        ),
    )
    await queue_letter(address, letter, account_id=account_id)


async def find_sign_up(token: str) -> SignUp:
    """Who signs up by this link.

    Raises:
        NotFoundError: the link is unknown, used, or too old.
    """
    return msgspec.convert((await find_link(token, SIGN_UP)).data, SignUp)


async def confirm_address(token: str, password: str) -> UUID:
    """Make the account of a link, with this password; return its id.

    Raises:
        NotFoundError: the link is unknown, used, or too old.
        InvalidError: the password is not good enough; the link still works.
        ConflictError: the address got an account meanwhile.
    """
    asked = await find_sign_up(token)
    await passwords.check_password(password, (asked.name, asked.address))
    password_hash = await passwords.hash_password(password)
    account_id, now = uuid4(), clock.now()
    async with transaction():
        # The address first, then links, as whoever ends all of them: else two links of one address deadlock.
        if not await repository.add(account_id, asked.address, asked.name, password_hash, now):
            raise ConflictError(_("This address has an account already. Sign in instead."))
        await use_link(token, SIGN_UP)
        await end_links_about(SIGN_UP, asked.address)
        await roles.add(account_id, Grant(asked.join_as.role), now)
        await audit.record("sign_up", "account", account_id, str(account_id), after={"as": asked.join_as})
        if asked.support is not None:
            await supporting.keep(account_id, asked.support, asked.asked_at or now)
    return account_id
