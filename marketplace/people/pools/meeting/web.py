"""All routes of meeting."""

from marketplace.people.pools.meeting.matching import web as matching
from marketplace.people.pools.meeting.talk import web as talk
from marketplace.people.pools.meeting.wishes import web as wishes

route_handlers = (*wishes.route_handlers, *matching.route_handlers, *talk.route_handlers)
