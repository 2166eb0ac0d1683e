"""What a row adds to a listing."""

from msgspec.structs import replace

from marketplace.listings.schemas import ListingDraft, Venue

FIELDS = (
    "description", "easy_read", "care_groups", "support_types", "languages", "cultures", "genders",
    "transport", "access", "funding", "schedule", "costs", "workers", "minimum_age", "maximum_age",
)  # fmt: skip
"""Fields that a row may fill. Not what its provider keeps (free hours, when it was confirmed), not checks,
which a steward gives for what was seen, and not what is said of the organisation,
which stands on all its listings.
"""
_AGES = {"minimum_age", "maximum_age"}


def fill(listed: ListingDraft, row: ListingDraft) -> ListingDraft:
    """The listing with what the row says where the listing says nothing."""
    empty = [name for name in FIELDS if not _says(getattr(listed, name)) and _says(getattr(row, name))]
    if _says(listed.minimum_age) or _says(listed.maximum_age):
        empty = [name for name in empty if name not in _AGES]
    filled = replace(listed, **{name: getattr(row, name) for name in empty})
    if "easy_read" in empty:
        filled = replace(filled, easy_read_pictures=())
    return replace(filled, venue=_venue(listed.venue, row.venue))


def restore(present: ListingDraft, before: ListingDraft) -> ListingDraft:
    """The listing with what stood in the fields that a row may have filled."""
    restored = replace(present, **{name: getattr(before, name) for name in FIELDS})
    return replace(restored, easy_read_pictures=before.easy_read_pictures, venue=before.venue)


def _says(value: object) -> bool:
    return value not in {None, "", ()}


def _venue(listed: Venue | None, row: Venue | None) -> Venue | None:
    is_same = listed and row and listed.postcode.replace(" ", "") == row.postcode.upper().replace(" ", "")
    if listed and row and is_same and not listed.name:
        return replace(listed, name=row.name)
    return listed
