"""All routes of stewards."""

from marketplace.stewards.checks import web as checks
from marketplace.stewards.claims import web as claims
from marketplace.stewards.feedback import web as feedback
from marketplace.stewards.imports import web as imports
from marketplace.stewards.past import web as past
from marketplace.stewards.pools import web as pools
from marketplace.stewards.queue import web as queue
from marketplace.stewards.records import web as records
from marketplace.stewards.reviews import web as reviews
from marketplace.stewards.wanted import web as wanted

route_handlers = (
    *queue.route_handlers,
    *reviews.route_handlers,
    *records.route_handlers,
    *past.route_handlers,
    *checks.route_handlers,
    *claims.route_handlers,
    *imports.route_handlers,
    *feedback.route_handlers,
    *wanted.route_handlers,
    *pools.route_handlers,
)
