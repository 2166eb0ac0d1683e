"""Asks each room what waits for the viewer, in a statement each at most."""

from marketplace.accounts.schemas import Viewer
from marketplace.administration.needs import service as administration
from marketplace.concerns.handling import service as concerns
from marketplace.enquiries import service as enquiries
from marketplace.feedback import service as feedback
from marketplace.gaps.unmet import service as unmet
from marketplace.home.needs.rules import lines_of
from marketplace.home.parts.rules import parts_of
from marketplace.home.schemas import Home
from marketplace.kernel import clock
from marketplace.kernel.needs import Need
from marketplace.listings.needs import service as listings
from marketplace.pooling.needs import service as pooling
from marketplace.referrals import service as referrals
from marketplace.wanted import service as wanted
from marketplace.wanted.alerts import service as alerts

_ROOMS = (
    enquiries, referrals, wanted, pooling, alerts, feedback, listings, concerns, unmet, administration,
)  # fmt: skip


async def get_home(viewer: Viewer) -> Home:
    """What waits for the viewer, the most urgent first, and where the viewer may go."""
    needs: list[Need] = []
    if viewer.is_staff and not viewer.has_second_factor:
        needs.append(Need(code="second_factor_to_set_up", count=1))
    for room in _ROOMS:
        needs += await room.list_needs(viewer)
    lines = lines_of(needs, clock.today(), lambda at: at.astimezone(clock.LONDON).date())
    return Home(lines=lines, parts=parts_of(viewer))
