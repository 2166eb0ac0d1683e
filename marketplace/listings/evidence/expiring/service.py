"""Tells providers of checks that run out. For timed work."""

from itertools import groupby
from uuid import UUID

from msgspec.structs import replace

from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.evidence.expiring import repository
from marketplace.listings.evidence.expiring.repository import Expiring
from marketplace.listings.organizations import service as organizations
from marketplace.mail.service import Action, Facts, Letter, queue_letter
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

FORGET_DAYS = 30
"""What ran out longer ago, such as in a spreadsheet that was just loaded, is not told."""
TOLD_AT_ONCE = 500


async def tell_of_expiring_checks() -> int:
    """Write to organisations whose checks run out within the council's days of warning, and when they have.

    Each is told once of each date, however often this runs; return how many checks. After a time of downtime
    the warning may come late or together with the end.
    """
    in_system = [council.code for council in await councils.list_councils_in_system()]
    settings = await councils.list_council_settings([*in_system, NATIONAL])
    async with transaction():
        found = await repository.claim_expiring(
            clock.today(),
            clock.now(),
            warn={code: settings[code].warn_days for code in in_system},
            otherwise=settings[NATIONAL].warn_days,
            forget_days=FORGET_DAYS,
            limit=TOLD_AT_ONCE,
        )
        for organization_id, group in groupby(found, key=lambda each: each.organization_id):
            await _tell(organization_id, tuple(group))
    return len(found)


async def _tell(organization_id: UUID, found: tuple[Expiring, ...]) -> None:
    """One letter to each of its people, whatever the number of checks."""
    addresses = await organizations.addresses_of(organization_id)
    council = await organizations.council_for_trail(organization_id) or NATIONAL
    for is_over in (False, True):
        checks = [each for each in found if each.is_over is is_over]
        for account_id, address in addresses if checks else ():
            letter = _over_letter(checks) if is_over else _soon_letter(checks)
            await queue_letter(address, replace(letter, council_code=council), account_id=account_id)


def _soon_letter(checks: list[Expiring]) -> Letter:
    return Letter(
        kind="check_expiring",
        subject=_("A check of yours runs out soon"),
        parts=(
            _facts(checks),
            _("Until then people see it in your listings. When you have the new one, send it in."),
            _action(checks),
        ),
    )


def _over_letter(checks: list[Expiring]) -> Letter:
    return Letter(
        kind="check_expiring",
        subject=_("A check of yours has run out"),
        parts=(
            _facts(checks),
            _("People no longer see it in your listings. When you have the new one, send it in."),
            _action(checks),
        ),
    )


def _facts(checks: list[Expiring]) -> Facts:
    return Facts(
        rows=tuple(
            (
                taxonomies.label(Taxonomy.CHECK, each.kind),
                _("until %(date)s", date=f"{each.expires_on.day} {each.expires_on:%B %Y}"),
            )
            for each in checks
        )
    )


def _action(checks: list[Expiring]) -> Action:
    url = f"/provider/organizations/{checks[0].organization_id}/evidence"
    return Action(label=_("Send in the new one"), url=url)
