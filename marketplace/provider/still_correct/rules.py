"""The main facts of a listing, in words, for its people to say that they are right."""

from marketplace.finder.cards.rules import prices_words
from marketplace.finder.words.rules import availability_words
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import StoredListing


def facts_of(stored: StoredListing) -> tuple[tuple[str, str], ...]:
    """Names and values; the private base is not among them, for links can go astray."""
    draft = stored.draft
    venue = ", ".join(part for part in (draft.venue.name, draft.venue.town) if part) if draft.venue else ""
    facts = (
        (_("Listing"), draft.title),
        (_("Who offers it"), draft.organization.name),
        (_("In short"), draft.summary),
        (_("Where"), venue),
        (_("Price"), prices_words(draft.costs)),
        (_("Free now"), availability_words(draft.capacity)),
    )
    return tuple((name, value) for name, value in facts if value)
