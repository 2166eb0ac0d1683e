"""What is kept about how an account signs in: code app, recovery codes, council services, invitations."""

from uuid import UUID

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role
from marketplace.accounts.second_factor import service as second_factor
from marketplace.accounts.single_sign_on import repository as single_sign_on
from marketplace.accounts.staff import repository as staff
from marketplace.councils.service import council_name
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _


class SignInHolder:
    """Of keys and codes it is said that they are there, and since when: they are secrets, even on paper."""

    name = "signing_in"

    async def export(self, account_id: UUID) -> object:
        """How the account signs in, and to what it is invited."""
        found = await second_factor.find_second_factor(account_id)
        address = await accounts.find_address(account_id) or ""
        invites = await staff.list_of_address(address, clock.now())
        return {
            "code_app_since": found.set_at,
            "recovery_codes_left": found.codes_left,
            "council_services": await single_sign_on.list_of_account(account_id),
            "invitations": [
                {"council": each.council_code, "roles": each.roles, "at": each.invited_at} for each in invites
            ],
        }

    async def erase(self, account_id: UUID) -> None:
        """Remove invitations of its address; all else goes with the account's own row.

        Raises:
            ConflictError: it is the last administrator of a council.
        """
        account = await accounts.find_account(account_id)
        if account is None:
            return
        for grant in account.grants:
            if grant.role is Role.ADMINISTRATOR and grant.council_code:
                await _check_not_last(account_id, grant.council_code)
        await staff.drop_all_of_address(account.address)


async def _check_not_last(account_id: UUID, council_code: str) -> None:
    if await staff.list_administrators(council_code) == [account_id]:
        raise ConflictError(
            _(
                "You are the only administrator of %(council)s. Invite another one first.",
                council=council_name(council_code),
            )
        )
