"""Grants and ends roles, and lists who has them. `accounts.service` hands these on to other rooms."""

from uuid import UUID

from marketplace.accounts.roles import repository
from marketplace.accounts.schemas import STAFF_ROLES, Account, Grant, Role
from marketplace.accounts.sessions import repository as sessions
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.paging import Page

STAFF_PER_PAGE = 50


def check_grant(role: Role, council_code: str | None) -> Grant:
    """The grant. ValueError when a staff role has no council, or another role has one."""
    if (role in STAFF_ROLES) != bool(council_code):
        raise ValueError("A staff role belongs to a council, and no other role does.")
    return Grant(role, council_code or None)


async def grant_role(account_id: UUID, role: Role, council_code: str | None, *, actor: str) -> bool:
    """Give an account a role; False when it has it already.

    A staff role ends all its sessions: it must sign in anew, for a shorter time and with a second factor.

    Raises:
        NotFoundError: there is no such account.
        ValueError: a staff role without council, or another role with one.
    """
    grant = check_grant(role, council_code)
    async with transaction():
        if await sessions.lock_subject(account_id) is None:
            raise NotFoundError
        if not await repository.add(account_id, grant, clock.now()):
            return False
        if role in STAFF_ROLES:
            await sessions.drop_all(account_id)
        await audit.record(
            "grant_role", "account", account_id, actor, after=grant, council=grant.council_code
        )
    return True


async def end_role(account_id: UUID, role: Role, council_code: str | None, *, actor: str) -> bool:
    """Take a role from an account, at once; False when it did not have it."""
    grant = Grant(role, council_code or None)
    async with transaction():
        if not await repository.drop(account_id, grant):
            return False
        await audit.record("end_role", "account", account_id, actor, before=grant, council=grant.council_code)
    return True


async def list_staff(council_code: str, page: int = 1, *, per_page: int = STAFF_PER_PAGE) -> Page[Account]:
    """Who works for a council, by name."""
    total = await repository.count_staff(council_code)
    items = await repository.list_staff(council_code, per_page, (page - 1) * per_page)
    return Page(items=tuple(items), total=total, page=page, per_page=per_page)


async def list_with_role(role: Role, council_code: str | None) -> list[UUID]:
    """Ids of the accounts with this role for this council, e.g. to write to a council's stewards."""
    return await repository.list_with_role(role, council_code)
