"""All routes of stewards."""

from marketplace.stewards.queue import web as queue
from marketplace.stewards.reviews import web as reviews

route_handlers = (*queue.route_handlers, *reviews.route_handlers)
