"""The pages of somebody's list: all of it, a note, clearing it; and all routes of saved listings."""

from marketplace.people.saved.keeping.web import change_saved

route_handlers = (change_saved,)
