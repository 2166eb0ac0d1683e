"""`marketplace create-account`: the first administrator of a council, or any account, by the operator."""

# ruff: noqa: T201 - this is the command line

import asyncio
import secrets

import click

from marketplace.accounts import service as accounts
from marketplace.accounts.passwords.service import check_password
from marketplace.accounts.schemas import STAFF_ROLES, Grant, Role
from marketplace.cli.databases import database_server, open_database
from marketplace.cli.signals import stopped_by_signals
from marketplace.cli.tasks import check_up_to_date
from marketplace.councils import service as councils
from marketplace.kernel.errors import InvalidError, NotFoundError, OperatorError
from marketplace.kernel.secrets import take_secret
from marketplace.kernel.settings import Settings
from marketplace.mail.service import read_address

ACTOR = "create-account"
_GROUPS, _GROUP_BYTES = 4, 2


def run_create_account(
    settings: Settings, role_name: str, council: str | None, address: str, name: str | None, *, asks: bool
) -> None:
    """Make the account, or give the role to the one that the address has."""
    role = _role(role_name)
    grant = Grant(role, _council_of(role, council))
    try:
        address = read_address(address)
    except ValueError as error:
        raise OperatorError(f"{address[:80]!r} is no email address.") from error
    take_secret(settings)
    with stopped_by_signals(), database_server(settings) as server:
        asyncio.run(check_up_to_date(server.url))
        asyncio.run(_create(server.url, grant, address, name or address.partition("@")[0], asks=asks))


def _role(name: str) -> Role:
    try:
        return Role(name.strip().lower())
    except ValueError as error:
        raise OperatorError(
            f"There is no role {name[:40]!r}, only {', '.join(role.value for role in Role)}."
        ) from error


def _council_of(role: Role, code: str | None) -> str | None:
    """The council that the role belongs to, by today's code."""
    if role not in STAFF_ROLES:
        if code:
            raise OperatorError(f"A {role.value} belongs to no council: leave --council out.")
        return None
    if not code:
        raise OperatorError(f"Say with --council which council the {role.value} works for.")
    try:
        return councils.code_of(code.strip())
    except NotFoundError as error:
        raise OperatorError(
            f"There is no council with the code {code[:40]!r}: codes look like E06000054, which is Wiltshire."
        ) from error


async def _create(url: str, grant: Grant, address: str, name: str, *, asks: bool) -> None:
    async with open_database(url):
        known = await accounts.find_account_by_address(address)
        if known is None:
            password = await _password(name, address, asks=asks)
        if grant.council_code and await councils.add_council(grant.council_code, actor=ACTOR):
            _print(f"In the system from now on: {councils.council_name(grant.council_code)}.")
        if known is not None:
            given = await accounts.grant_role(known.id, grant.role, grant.council_code, actor=ACTOR)
            how = "has the role too from now on" if given else "has the role already"
            _print(f"The account of {address} {how}: {_words(grant)}. Its password stays as it is.")
            return
        await accounts.add_account(address, name, password=password, grants=[grant], actor=ACTOR)
    _print(f"There is an account for {address} now: {_words(grant)}.")
    if not asks:
        _print(f"Its password is {password} and is not shown again. Change it after signing in.")
    if grant.role in STAFF_ROLES:
        _print("At the first sign-in a code app has to be set up.")


async def _password(name: str, address: str, *, asks: bool) -> str:
    if not asks:
        return "-".join(secrets.token_hex(_GROUP_BYTES) for _each in range(_GROUPS))
    password: str = await asyncio.to_thread(
        click.prompt, "Password", hide_input=True, confirmation_prompt=True, err=True
    )
    try:
        await check_password(password, (name, address))
    except InvalidError as error:
        raise OperatorError(f"{error.problems[0].message}.") from error
    return password


def _words(grant: Grant) -> str:
    where = f" of {councils.council_name(grant.council_code)}" if grant.council_code else ""
    return f"{grant.role.value}{where}"


def _print(line: str) -> None:
    print(line, flush=True)
