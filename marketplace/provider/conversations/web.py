"""The pages of a provider's messages: who asks, and one conversation."""

from marketplace.accounts.schemas import Role
from marketplace.enquiries.pages.routes.web import routes_of
from marketplace.enquiries.schemas import Side
from marketplace.kernel.web.guards import for_roles

route_handlers = routes_of(Side.PROVIDER, for_roles(Role.PROVIDER))
