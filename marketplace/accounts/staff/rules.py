"""Who may be invited to what, and whose second factor a council's administrators may reset."""

from datetime import timedelta

from marketplace.accounts.schemas import STAFF_ROLES, Account, Role
from marketplace.accounts.staff.schemas import Invite, StaffMember
from marketplace.kernel.i18n import gettext as _

INVITE_FOR = timedelta(days=14)
MOST_INVITES = 50
"""Open ones of one council."""
PURPOSE = "staff-invitation"
"""Of the links in invitations."""
ROLES = tuple(role for role in Role if role in STAFF_ROLES)
"""Roles that an administrator gives, in the order in which they are shown."""


def works_only_for(account: Account, council_code: str) -> bool:
    """Whether all staff roles are of this council: its administrators reset nothing that others rely on."""
    return all(grant.council_code == council_code for grant in account.grants if grant.role in STAFF_ROLES)


def roles_at(account: Account, council_code: str) -> tuple[Role, ...]:
    """The staff roles for this council, in order."""
    granted = {grant.role for grant in account.grants if grant.council_code == council_code}
    return tuple(role for role in ROLES if role in granted)


def member_of(account: Account, council_code: str, viewer_id: object) -> StaffMember:
    """What the council's administrators see of somebody."""
    is_viewer = account.id == viewer_id
    return StaffMember(
        account_id=account.id,
        name=account.name,
        address=account.address,
        roles=roles_at(account, council_code),
        second_factor_is_set=account.second_factor_is_set,
        last_signed_in_at=account.last_signed_in_at,
        is_viewer=is_viewer,
        can_be_reset=account.second_factor_is_set and not is_viewer and works_only_for(account, council_code),
    )


def is_for(invite: Invite, address: str) -> bool:
    """Whether the invitation went to this address."""
    return invite.address.lower() == address.lower()


def role_name(role: Role) -> str:
    """What people call a role: "Steward"."""
    return {
        Role.PRACTITIONER: _("Practitioner"),
        Role.COMMISSIONER: _("Commissioner"),
        Role.STEWARD: _("Steward"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


def role_words(role: Role) -> str:
    """What somebody with the role does, in a sentence."""
    return {
        Role.PRACTITIONER: _("Practitioner: finds support for people and refers them"),
        Role.COMMISSIONER: _("Commissioner: sees what support there is and what is missing"),
        Role.STEWARD: _("Steward: checks listings and concerns, and decides what is shown"),
        Role.ADMINISTRATOR: _("Administrator: invites colleagues and changes the council's settings"),
    }[role]
