"""The door of the demonstration: makes made-up accounts, and says how to sign in as one."""

from uuid import UUID

from marketplace.accounts import service as accounts
from marketplace.accounts.demonstration import repository, rules
from marketplace.accounts.demonstration.schemas import MadeUp, SignIn
from marketplace.accounts.schemas import STAFF_ROLES, Account, Grant, Role
from marketplace.accounts.second_factor import rules as codes
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.staff.rules import role_name
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.councils.service import council_name
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.i18n import gettext as _


async def add_made_up(person: MadeUp, *, actor: str) -> UUID | None:
    """Make a made-up account; None when it is there already. Staff have their code app set up."""
    if await accounts.find_account_by_address(person.address) is not None:
        return None
    async with transaction():
        account_id = await accounts.add_account(
            person.address,
            person.name,
            password=rules.PASSWORD,
            grants=[Grant(person.role, person.council_code)],
            actor=actor,
        )
        if person.acts_for:
            support = Support(person_name=person.acts_for, relation=Relation.FAMILY, consent=Consent.AGREED)
            await accounts.act_for(account_id, support)
        if person.role in STAFF_ROLES:
            await second_factor.put_second_factor(account_id, rules.key_of(person.address), actor=actor)
    return account_id


async def count_made_up() -> int:
    """How many made-up accounts there are."""
    return await repository.count(rules.DOMAIN)


async def list_sign_ins() -> list[SignIn]:
    """How to sign in as each of the made-up people, with what their code apps show now."""
    found = [await accounts.find_account(each) for each in await repository.list_ids(rules.DOMAIN)]
    return [await _sign_in(account) for account in found if account is not None]


async def _sign_in(account: Account) -> SignIn:
    grant = next((each for each in account.grants if each.council_code), None)
    now = clock.now()
    key = rules.key_of(account.address)
    return SignIn(
        name=account.name,
        address=account.address,
        role=role_name(grant.role) if grant else await _plain_role(account),
        council_name=council_name(grant.council_code) if grant else "",
        code=codes.code_at(key, now) if account.second_factor_is_set else "",
        seconds=codes.STEP_SECONDS - int(now.timestamp()) % codes.STEP_SECONDS,
    )


async def _plain_role(account: Account) -> str:
    if any(grant.role is Role.PROVIDER for grant in account.grants):
        return _("Somebody who offers support")
    if await accounts.list_acting_for(account.id):
        return _("Somebody who acts for a person")
    return _("A person who looks for support")
