"""Adds many listings at once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from marketplace.audit import service as audit
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import list_council_settings
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import InvalidError, Problem
from marketplace.listings.media.service import check_photos
from marketplace.listings.records import repository as records
from marketplace.listings.records.service import PlaceFinder, settle
from marketplace.listings.schemas import ListingDraft, ListingRecord, ListingStatus
from marketplace.listings.states import repository as states

LOAD_CHUNK = 5_000
MOST_PROBLEMS_TOLD = 50


async def load_listings(
    drafts: Iterable[ListingDraft],
    *,
    gazetteer: PlaceFinder,
    actor: str,
    progress: Callable[[int], None] | None = None,
    is_demonstration: bool = False,
) -> int:
    """Add many published listings at once, by the same rules as one: all of them or none. Returns how many.

    `progress` is told how many are in after each chunk. `drafts` may be a generator: 5,000 are held at once.

    Raises:
        InvalidError: with the problems of the first drafts that have any; a field begins with the draft's
            number from 0 ("17.title").
        ConflictError: a draft brings an id that is there already.
    """
    source, loaded, now = iter(drafts), 0, clock.now()
    async with transaction():
        while chunk := list(islice(source, LOAD_CHUNK)):
            await _load_chunk(
                _settle_all(chunk, loaded, gazetteer), actor, now, is_demonstration=is_demonstration
            )
            loaded += len(chunk)
            if progress is not None:
                progress(loaded)
    return loaded


async def mark_made_up(listing_id: UUID) -> None:
    """Say of one of the demonstration that was checked and shown like a real one that it is made up."""
    await records.mark_made_up(listing_id)


def _settle_all(drafts: Sequence[ListingDraft], first: int, gazetteer: PlaceFinder) -> list[ListingRecord]:
    settled: list[ListingRecord] = []
    problems: list[Problem] = []
    for number, draft in enumerate(drafts, first):
        try:
            settled.append(settle(draft, gazetteer))
        except InvalidError as error:
            problems += [
                Problem(field=f"{number}.{problem.field}", message=problem.message)
                for problem in error.problems
            ]
    if problems:
        raise InvalidError(problems[:MOST_PROBLEMS_TOLD])
    return settled


async def _load_chunk(
    chunk: list[ListingRecord], actor: str, now: datetime, *, is_demonstration: bool
) -> None:
    await check_photos(chunk)
    await records.add_records(
        chunk, status=ListingStatus.PUBLISHED, is_demonstration=is_demonstration, at=now
    )
    await states.mark_new([record.id for record in chunk], now)
    codes = {record.id: record.council_code for record in chunk}
    councils = await list_council_settings(codes.values())
    await audit.record_many(
        "load",
        "listing",
        actor,
        {
            record.id: {
                "kind": record.draft.kind,
                "title": record.draft.title,
                "organization": record.draft.organization.id,
            }
            for record in chunk
        },
        councils={id_: code if councils[code].is_in_system else NATIONAL for id_, code in codes.items()},
        subjects={record.id: record.id for record in chunk},
    )
