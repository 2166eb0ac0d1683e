"""When two rows, or a row and a listing, are the same, and what is said of it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec.structs import replace

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.imports.duplicates.schemas import Likeness, Match
from marketplace.listings.imports.schemas import PassedOver
from marketplace.listings.schemas import ListingDraft, ListingKind, ListingStatus


def likeness_of(draft: ListingDraft) -> Likeness:
    """Who offers what, and from where: a club that meets in two halls has two listings."""
    place = ""
    if draft.venue is not None:
        place = draft.venue.postcode
    elif draft.area is not None:
        place = draft.area.base_postcode or ""
    return Likeness(_plain(draft.organization.name), _plain(draft.title), "".join(place.split()).upper())


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def repeated_rows(drafts: Mapping[int, ListingDraft]) -> Iterable[tuple[int, int]]:
    """Rows that are in the file twice, each with the first of its kind."""
    first_rows: dict[Likeness, int] = {}
    for number, draft in drafts.items():
        first = first_rows.setdefault(likeness_of(draft), number)
        if first != number:
            yield number, first


def passed_over(drafts: Mapping[int, ListingDraft], matches: Mapping[int, Match]) -> tuple[PassedOver, ...]:
    """Rows that are listed already, or were and have been taken down."""
    return tuple(
        PassedOver(row=number, listing_id=match.listing_id, status=match.status, message=_words(match))
        for number in drafts
        if (match := matches.get(number)) and match.is_same_place
    )


def _words(match: Match) -> str:
    if match.status is ListingStatus.WITHDRAWN:
        return _(
            "was listed as “%(title)s” by %(provider)s and taken down, so it is not listed again",
            title=match.title,
            provider=match.provider,
        )
    words = _("already listed as “%(title)s” by %(provider)s", title=match.title, provider=match.provider)
    if match.status is ListingStatus.PUBLISHED:
        return words
    return _("%(words)s, though not public at this moment", words=words)


def listed_elsewhere(drafts: Mapping[int, ListingDraft], matches: Mapping[int, Match]) -> Iterable[int]:
    """Rows whose provider has a listing with this title at another place.

    Not those of personal assistants: they share first names.
    """
    for number, match in matches.items():
        is_elsewhere = not match.is_same_place and match.status is not ListingStatus.WITHDRAWN
        if is_elsewhere and drafts[number].kind is not ListingKind.PERSONAL_ASSISTANT:
            yield number


def with_known_organizations(
    drafts: Mapping[int, ListingDraft], matches: Mapping[int, Match]
) -> dict[int, ListingDraft]:
    """The drafts, with the organisations of rows that are listed already in place of new ones.

    A name alone does not tell that two organisations are one; a listing in common does.
    """
    known: dict[UUID, UUID] = {
        drafts[number].organization.id: match.organization_id
        for number, match in matches.items()
        if match.is_same_place
    }
    return {
        number: replace(draft, organization=replace(draft.organization, id=known[draft.organization.id]))
        if draft.organization.id in known
        else draft
        for number, draft in drafts.items()
    }
