"""All pages of the provider's surface, for the composition root."""

from marketplace.provider.area import web as area
from marketplace.provider.capacity import web as capacity
from marketplace.provider.claims import web as claims
from marketplace.provider.conversations import web as conversations
from marketplace.provider.dashboard import web as dashboard
from marketplace.provider.evidence import web as evidence
from marketplace.provider.feedback import web as feedback
from marketplace.provider.people import web as people
from marketplace.provider.photos import web as photos
from marketplace.provider.pools import web as pools
from marketplace.provider.previewing import web as previewing
from marketplace.provider.referrals import web as referrals
from marketplace.provider.requests import web as requests
from marketplace.provider.starting import web as starting
from marketplace.provider.steps import web as steps
from marketplace.provider.still_correct import web as still_correct
from marketplace.provider.wanted import web as wanted

route_handlers = (
    *dashboard.route_handlers,
    *starting.route_handlers,
    *requests.route_handlers,
    *steps.route_handlers,
    *previewing.route_handlers,
    *people.route_handlers,
    *claims.route_handlers,
    *area.route_handlers,
    *photos.route_handlers,
    *capacity.route_handlers,
    *evidence.route_handlers,
    *still_correct.route_handlers,
    *conversations.route_handlers,
    *feedback.route_handlers,
    *referrals.route_handlers,
    *wanted.route_handlers,
    *pools.route_handlers,
)
