"""Accounts for tests, through the services only, and browsers that are signed in."""

import os
from itertools import count

from marketplace.accounts import service
from marketplace.accounts.schemas import STAFF_ROLES, Account, Grant, Role
from marketplace.kernel.web.cookies import cookie_name

ACTOR = "test"
COUNCIL = "E06000054"
PASSWORD = "three-odd-teapots-dancing"
"""Of every account that is made with a password."""
_numbers = count(os.getpid() * 10_000)
"""Several processes may fill one site."""


async def make_account(
    role: Role | str | None = None,
    council: str | None = None,
    *,
    name: str = "Robin Example",
    address: str | None = None,
    password: str | None = None,
) -> Account:
    """An account with one role, or none; staff belong to Wiltshire unless another council is said.

    It has a password only where one is given: making one takes a while.
    """
    grants = []
    if role is not None:
        is_staff = Role(role) in STAFF_ROLES
        grants.append(Grant(Role(role), (council or COUNCIL) if is_staff else None))
    address = address or f"person{next(_numbers)}@example.org"
    account_id = await service.add_account(address, name, password=password, grants=grants, actor=ACTOR)
    account = await service.find_account(account_id)
    assert account is not None
    return account


async def open_session_of(account: Account, *, second_factor: bool | None = None):
    """Sign in; the second factor counts as passed for staff, unless it is said otherwise."""
    if second_factor is None:
        second_factor = account.second_factor_is_set or any(g.role in STAFF_ROLES for g in account.grants)
    return await service.open_session(account.id, second_factor=second_factor)


async def sign_in_as(client, account: Account, *, second_factor: bool | None = None):
    """Put a session of the account into the cookies of a browser (httpx); return the opened session.

    The browser then posts as a page of this site does.
    """
    opened = await open_session_of(account, second_factor=second_factor)
    # As the browser keeps it when an answer sets it, so that a new token takes its place.
    host = client.base_url.host
    domain = host if "." in host else f"{host}.local"
    client.cookies.set(cookie_name(https=False), opened.token, domain=domain, path="/")
    client.headers["sec-fetch-site"] = "same-origin"
    return opened


async def viewer_of(account: Account, *, second_factor: bool | None = None):
    """The viewer that services get when this account is signed in."""
    return (await open_session_of(account, second_factor=second_factor)).viewer
