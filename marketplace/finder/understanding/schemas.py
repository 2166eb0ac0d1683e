"""What was understood of the text box."""

from msgspec import Struct

from marketplace.finder.params.schemas import SearchParams
from marketplace.taxonomies.schemas import Taxonomy


class Taken(Struct, frozen=True):
    """Words that were taken out of the text, and what they were taken for."""

    words: str
    """As they were typed, with the small words that belong to them: "in Bristol", "who speaks Somali"."""
    taxonomy: Taxonomy | None
    """The list that `value` is a code of; None for a place."""
    value: str
    """A code, or the label of a place; "" for "near me", which does not say where."""


class Understanding(Struct, frozen=True, kw_only=True):
    """A search as it was meant. What was taken and the text that is left make up what was typed."""

    params: SearchParams
    """What is searched for. The same as was asked when nothing was taken."""
    taken: tuple[Taken, ...] = ()
    place: str | None = None
    """Label of the place that was taken out of the text."""
    offered: SearchParams | None = None
    """The search near a place that the last word may mean ("bath", "reading"), which nobody can know."""
    other_places: tuple[str, ...] = ()
    """Labels of places with the same name, biggest first."""
