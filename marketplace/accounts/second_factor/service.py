"""The door of the second factor. Limits are the callers' (`limits.begin_code`), before any transaction."""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import pyotp

from marketplace.accounts import service as accounts
from marketplace.accounts.second_factor import repository, rules
from marketplace.accounts.second_factor.schemas import SecondFactor
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.secrets import key_for, seal, unseal
from marketplace.mail.service import Action, Letter, queue_letter

_KEY, _CODES = "second factor", "recovery codes"


async def find_second_factor(account_id: UUID) -> SecondFactor:
    """How far the account is with its second factor. One statement."""
    row = await repository.find(account_id)
    if row is None:
        return SecondFactor()
    at = clock.now()
    is_pending = row["set_at"] is None and row["begun_at"] > at - rules.PENDING_FOR
    is_shown = row["sealed_codes"] is not None and row["show_codes_until"] > at
    return SecondFactor(
        set_at=row["set_at"],
        codes_left=row["codes_left"],
        pending_key=_key_of(row) if is_pending else None,
        shown_codes=_codes_of(row) if is_shown else (),
    )


async def begin_second_factor(account_id: UUID) -> None:
    """Make a key for the app of the account, which holds once a code of it was typed.

    Raises:
        ConflictError: the account has a second factor already.
    """
    await _put_key(account_id, pyotp.random_base32())


async def put_second_factor(account_id: UUID, key: str, *, actor: str) -> None:
    """Put a key (base 32) in use that is known to all: for the made-up accounts of the demonstration.

    Raises:
        ConflictError: the account has a second factor already.
    """
    async with transaction():
        await _put_key(account_id, key)
        await repository.put_in_use(account_id, 0, clock.now())
        await accounts.set_second_factor(account_id, is_set=True)
        await audit.record("set_second_factor", "account", account_id, actor)


async def _put_key(account_id: UUID, key: str) -> None:
    sealed = seal(_KEY, key, of=str(account_id))
    async with transaction():
        if not await repository.put_pending(account_id, sealed, clock.now()):
            raise ConflictError(_("You have set up a code app already."))


async def set_second_factor(account_id: UUID, typed: str, *, actor: str) -> bool:
    """Put the key that was begun in use, by a code that the app shows; False when the code is not right.

    Recovery codes are made with it; `find_second_factor` shows them for a while.

    Raises:
        ConflictError: nothing was begun, or it was too long ago, or the account has a second factor already.
    """
    async with transaction():
        row = await repository.find_for_update(account_id)
        at = clock.now()
        if row is None or row["set_at"] is not None or row["begun_at"] <= at - rules.PENDING_FOR:
            raise ConflictError(_("Start again with a new picture: this one is not waiting any more."))
        step = rules.find_step(_key_of(row), rules.digits_of(typed), at)
        if step is None:
            return False
        await repository.put_in_use(account_id, step, at)
        await accounts.set_second_factor(account_id, is_set=True)
        await _make_codes(account_id, at)
        await audit.record("set_second_factor", "account", account_id, actor)
        await _tell(account_id, _("From now on we ask for a code from your phone when you sign in."))
    return True


async def use_code(account_id: UUID, typed: str) -> bool:
    """Whether this is the app's present code or a recovery code that is left. It is used up by this.

    Codes of the step before and after are taken too, but never one that was taken before, or an older one.
    """
    digits = rules.digits_of(typed)
    row = await repository.find(account_id)
    if row is None or row["set_at"] is None or not digits:
        return False
    if rules.is_recovery_code(digits):
        return await _use_recovery_code(account_id, digits)
    step = rules.find_step(_key_of(row), digits, clock.now())
    return step is not None and await repository.use_step(account_id, step)


async def _use_recovery_code(account_id: UUID, digits: str) -> bool:
    async with transaction():
        is_right = await repository.use_code(account_id, _hash(account_id, digits))
        if is_right:
            await audit.record("use_recovery_code", "account", account_id, str(account_id))
    return is_right


async def renew_recovery_codes(account_id: UUID, *, actor: str) -> None:
    """Make ten new recovery codes; the old ones hold no more.

    Raises:
        ConflictError: the account has no second factor.
    """
    async with transaction():
        row = await repository.find_for_update(account_id)
        if row is None or row["set_at"] is None:
            raise ConflictError(_("Set up a code app first."))
        await _make_codes(account_id, clock.now())
        await audit.record("renew_recovery_codes", "account", account_id, actor)


async def hide_recovery_codes(account_id: UUID) -> None:
    """Show the recovery codes no more: they are written down."""
    await repository.hide_codes(account_id)


async def remove_second_factor(account_id: UUID, *, actor: str) -> None:
    """Remove it with its recovery codes. Whether that may be is for the caller to know.

    Raises:
        NotFoundError: the account has none.
    """
    async with transaction():
        await _remove(account_id)
        await audit.record("remove_second_factor", "account", account_id, actor)
        await _tell(account_id, _("We do not ask for a code from your phone any more when you sign in."))


async def replace_second_factor(account_id: UUID, *, actor: str) -> None:
    """Begin anew with another app or phone: the old one and its recovery codes hold no more.

    Raises:
        NotFoundError: the account has none.
    """
    async with transaction():
        await _remove(account_id)
        await begin_second_factor(account_id)
        await audit.record("replace_second_factor", "account", account_id, actor)
        await _tell(account_id, _("The code app that you used before does not sign you in any more."))


async def reset_second_factor(account_id: UUID, *, actor: str, council: str) -> None:
    """Remove it for somebody who lost phone and recovery codes, and end all their sessions.

    Raises:
        NotFoundError: the account has none.
    """
    async with transaction():
        await _remove(account_id)
        await accounts.sign_out_everywhere(account_id)
        await audit.record("reset_second_factor", "account", account_id, actor, council=council)
        await _tell(
            account_id,
            _(
                "An administrator of your council removed your code app, so that you can set up a new one. "
                "If you did not ask for that, tell them at once."
            ),
        )


async def _remove(account_id: UUID) -> None:
    if not await repository.delete(account_id):
        raise NotFoundError(_("There is no code app to remove."))
    await accounts.set_second_factor(account_id, is_set=False)


async def _tell(account_id: UUID, words: str) -> None:
    """Write to the owner, who should know of it whoever did it."""
    address = await accounts.find_address(account_id)
    if address is None:
        return
    action = Action(_("Look at how you sign in"), "/account/second-factor")
    if_not = _("If that was not you, choose a new password at once, and write to us: the help page says how.")
    letter = Letter(
        kind="second_factor_changed",
        subject=_("How you sign in has changed"),
        parts=(words, action, if_not, Action(_("Choose a new password"), "/reset-password")),
    )
    await queue_letter(address, letter, account_id=account_id)


async def check_readable() -> bool:
    """Read one key that is kept, whose it may be; False when there is none.

    Raises:
        OperatorError: it was written with another secret than this process has.
    """
    row = await repository.find_any()
    if row is not None:
        _key_of(row)
    return row is not None


async def clean() -> None:
    """Forget recovery codes that nobody wrote down in time, and keys that nobody went on with. Timed work."""
    at = clock.now()
    await repository.hide_codes_shown_until(at)
    await repository.delete_begun_before(at - rules.PENDING_FOR)


async def _make_codes(account_id: UUID, at: datetime) -> None:
    codes = [_new_code() for _each in range(rules.RECOVERY_CODES)]
    sealed = seal(_CODES, msgspec.json.encode(codes).decode(), of=str(account_id))
    hashes = [_hash(account_id, code) for code in codes]
    await repository.replace_codes(account_id, hashes, sealed, at + rules.SHOW_CODES_FOR)


def _new_code() -> str:
    return "".join(secrets.choice("0123456789") for _each in range(rules.RECOVERY_DIGITS))


def _hash(account_id: UUID, digits: str) -> bytes:
    return hmac.new(key_for(_CODES), f"{account_id} {digits}".encode(), hashlib.sha256).digest()


def _key_of(row: dict[str, Any]) -> str:
    return unseal(_KEY, row["sealed_key"], of=str(row["account"]))


def _codes_of(row: dict[str, Any]) -> tuple[str, ...]:
    return msgspec.json.decode(
        unseal(_CODES, row["sealed_codes"], of=str(row["account"])), type=tuple[str, ...]
    )
