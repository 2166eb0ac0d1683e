"""The pages of somebody's messages: with whom they are in touch, and one conversation."""

from marketplace.enquiries.pages.routes.web import routes_of
from marketplace.enquiries.schemas import Side
from marketplace.kernel.web.guards import SIGNED_IN

route_handlers = routes_of(Side.PERSON, SIGNED_IN)
