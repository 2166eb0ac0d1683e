"""All routes of the practitioners surface, for the composition root."""

from typing import Any

from marketplace.practitioners.packs import web as packs
from marketplace.practitioners.pools import web as pools
from marketplace.practitioners.referrals import web as referrals
from marketplace.practitioners.teams import web as teams

route_handlers: tuple[Any, ...] = (
    *packs.route_handlers,
    *pools.route_handlers,
    *referrals.route_handlers,
    *teams.route_handlers,
)
