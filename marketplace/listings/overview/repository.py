"""Looks listings up. Raw SQL, for the pattern and the overlap of arrays that Piccolo cannot say."""

from typing import Any

from marketplace.kernel.database import connection
from marketplace.listings.overview.schemas import ListingFilter, ListingRow, ListingState, Scope
from marketplace.listings.schemas import HiddenReason, ListingKind, ListingStatus

_STATES = {
    None: "s.status <> 'withdrawn'",
    ListingState.PUBLIC: "s.status = 'published' AND NOT s.is_hidden",
    ListingState.HIDDEN: "s.status = 'published' AND s.is_hidden",
    ListingState.SUSPENDED: "s.status <> 'withdrawn' AND 'suspended' = ANY(s.hidden_for)",
    ListingState.UNFINISHED: "s.status IN ('draft', 'in_review')",
    ListingState.WITHDRAWN: "s.status = 'withdrawn'",
}
_FROM = """FROM service s JOIN organization o ON o.id = s.organization
    WHERE (s.council_code = ANY($1::text[])
        OR ($2 AND (s.council_code IS NULL OR s.council_code <> ALL($3::text[]))))
    AND ($4 = '' OR s.title ILIKE $4 OR o.name ILIKE $4)"""


async def list_rows(
    scope: Scope, wanted: ListingFilter, *, limit: int, offset: int
) -> tuple[list[ListingRow], int]:
    """Listings by title, and how many there are."""
    where = f"{_FROM} AND {_STATES[wanted.state]}"
    values = (list(scope.codes), scope.has_rest, list(scope.in_system), _pattern(wanted.q))
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT s.id, s.title, o.name AS provider, s.kind, s.status, s.hidden_for, s.council_code,
            s.confirmed_on {where} ORDER BY lower(s.title), s.id LIMIT $5 OFFSET $6""",
            *values,
            limit,
            offset,
        )
        total = await raw.fetchval(f"SELECT count(*) {where}", *values)
    return [_row(dict(row)) for row in rows], total


def _pattern(words: str) -> str:
    """What ILIKE takes for "these words in this order, with anything between them"; "" for no words."""
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words.split()]
    return f"%{'%'.join(escaped)}%" if escaped else ""


def _row(values: dict[str, Any]) -> ListingRow:
    return ListingRow(
        kind=ListingKind(values.pop("kind")),
        status=ListingStatus(values.pop("status")),
        hidden_for=frozenset(map(HiddenReason, values.pop("hidden_for"))),
        **values,
    )
