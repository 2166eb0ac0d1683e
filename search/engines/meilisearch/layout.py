"""Names of the two indexes, of their fields, and the number of this arrangement."""

LAYOUT = 1
"""Rises with every change of what stands in the indexes; one of another number has to be built anew."""

TEXT_FIELDS = ("title", "tags", "provider", "text")
"""Searchable, in this order of weight: normalised words, joined by spaces."""

SHOWN_FIELDS = (
    "id", "bucket", "version", "batch", "label", *TEXT_FIELDS, "facets", "areas", "free_now", "has_room",
    "room", "confirmed", "minimum_age", "maximum_age", "is_venue", "travels", "price_pence", "_geo",
)  # fmt: skip
"""What the server answers with. It reads all of them for each hit, whichever are asked for; so what is only
filtered by, and can be made of these, is not among them: most of a document is lists of words and cells."""

AT_ONCE = 1_000_000
"""More than a search ever brings."""

PRIMARY_KEY = "id"


def notes_of(uid: str) -> str:
    """The companion of an index: vocabulary, deletions, state."""
    return f"{uid}-notes"


def fresh_prefix(uid: str) -> str:
    """How the names of the indexes start that are filled beside the living one."""
    return f"{uid}-fresh-"


def facet_field(name: str) -> str:
    """The field of a facet."""
    return f"facets.{name}"
