"""All routes of the people surface, for the composition root."""

from typing import Any

from marketplace.people.asking import web as asking
from marketplace.people.conversations import web as conversations
from marketplace.people.feedback import web as feedback
from marketplace.people.pools import web as pools
from marketplace.people.pools.agreement import web as pool_agreement
from marketplace.people.pools.meeting import web as pool_meeting
from marketplace.people.pools.money import web as pool_money
from marketplace.people.pools.planning import web as pool_planning
from marketplace.people.pools.statements import web as pool_statements
from marketplace.people.pools.whom.web import for_whom_pages
from marketplace.people.saved import web as saved
from marketplace.people.searches import web as searches
from marketplace.people.wanted import web as wanted

route_handlers: tuple[Any, ...] = (
    *saved.route_handlers,
    *asking.route_handlers,
    *conversations.route_handlers,
    *feedback.route_handlers,
    *wanted.route_handlers,
    *searches.route_handlers,
    *pool_planning.route_handlers,
    for_whom_pages(
        (
            *pools.route_handlers,
            *pool_money.route_handlers,
            *pool_agreement.route_handlers,
            *pool_statements.route_handlers,
            *pool_meeting.route_handlers,
        )
    ),
)
