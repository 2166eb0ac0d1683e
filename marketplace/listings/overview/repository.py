"""Looks listings up. Raw SQL, for the pattern and the overlap of arrays that Piccolo cannot say."""

from typing import Any

from marketplace.kernel.database import connection
from marketplace.listings.overview.schemas import ListingFilter, ListingRow, ListingState, Scope
from marketplace.listings.schemas import HiddenReason, ListingKind, ListingStatus

_STATES = {
    None: "s.status <> 'withdrawn'",
    ListingState.PUBLIC: "s.status = 'published' AND NOT s.is_hidden",
    ListingState.HIDDEN: "s.status = 'published' AND s.is_hidden",
    ListingState.SUSPENDED: "s.status <> 'withdrawn' AND s.is_hidden AND 'suspended' = ANY(s.hidden_for)",
    ListingState.TO_CONFIRM: """s.status = 'published' AND EXISTS (
        SELECT FROM listing_freshness f WHERE f.service = s.id AND f.confirmed_on = s.confirmed_on)""",
    ListingState.UNFINISHED: "s.status IN ('draft', 'in_review')",
    ListingState.WITHDRAWN: "s.status = 'withdrawn'",
}
_JOIN = "JOIN organization o ON o.id = s.organization"
_WHERE = """(s.council_code = ANY($1::text[])
    OR ($2 AND (s.council_code IS NULL OR s.council_code <> ALL($3::text[]))))"""
_ORDERS: dict[ListingState | None, str] = {ListingState.TO_CONFIRM: "s.confirmed_on, s.id"}
_BY_TITLE = "lower(s.title), s.id"
_WORDS = "(s.title ILIKE $4 OR o.name ILIKE $4)"


async def list_rows(
    scope: Scope, wanted: ListingFilter, *, limit: int, offset: int
) -> tuple[list[ListingRow], int]:
    """Listings by title, those to confirm the longest unconfirmed first, and how many there are."""
    pattern = _pattern(wanted.q)
    where = f"{_WHERE} AND {_STATES[wanted.state]} AND {_WORDS if pattern else '$4::text IS NOT NULL'}"
    values = (list(scope.codes), scope.has_rest, list(scope.in_system), pattern)
    # In the order of the index a page of all is read at once; of the few that words find it would read all.
    is_rare = bool(pattern) or wanted.state not in {None, ListingState.PUBLIC}
    counted = "count(*) OVER ()" if is_rare else "NULL::bigint"
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT s.id, s.title, o.name AS provider, s.kind, s.status, s.hidden_for, s.council_code,
            s.confirmed_on, EXISTS (
                SELECT FROM organization_member m WHERE m.organization = s.organization) AS has_people,
            {counted} AS total
            FROM service s {_JOIN} WHERE {where}
            ORDER BY {_ORDERS.get(wanted.state, _BY_TITLE)} LIMIT $5 OFFSET $6""",  # noqa: S608 - our own words
            *values,
            limit,
            offset,
        )
        total = rows[0]["total"] if rows else None
        if total is None:
            # The name is looked at only where words are looked for.
            joined = _JOIN if pattern else ""
            count = f"SELECT count(*) FROM service s {joined} WHERE {where}"  # noqa: S608 - our own words
            total = await raw.fetchval(count, *values)
    return [_row(dict(row)) for row in rows], total


def _pattern(words: str) -> str:
    """What ILIKE takes for "these words in this order, with anything between them"; "" for no words."""
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words.split()]
    return f"%{'%'.join(escaped)}%" if escaped else ""


def _row(values: dict[str, Any]) -> ListingRow:
    del values["total"]
    return ListingRow(
        kind=ListingKind(values.pop("kind")),
        status=ListingStatus(values.pop("status")),
        hidden_for=frozenset(map(HiddenReason, values.pop("hidden_for"))),
        **values,
    )
