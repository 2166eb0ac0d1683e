"""Every query of what was published. Raw SQL: sums and pages over months in one statement each.

No signal is read here: only numbers that may be told are in these tables.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, TypeVar

from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet.schemas import By, Cell, EndingCount, PlaceCount, Published, UnmetKind, WordCount
from marketplace.kernel.database import connection
from marketplace.kernel.paging import Page
from marketplace.signals.rules import last_day

T = TypeVar("T")
PER_PAGE = 25


async def list_published(council_code: str, since: date) -> list[Published]:
    """Months of a council from one on, newest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT month, counted_on FROM unmet_month WHERE council_code = $1 AND month >= $2"
            " ORDER BY month DESC",
            council_code,
            since,
        )
    return [Published(council_code=council_code, until=last_day(row["month"]), **dict(row)) for row in rows]


async def list_cells(
    council_code: str,
    months: Collection[date],
    by: By,
    *,
    kind: UnmetKind | None,
    code: str | None,
    outcodes: Collection[str] | None,
    is_met: bool,
) -> list[Cell]:
    """Numbers by place, in order of month, kind, place and code."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.month, c.kind, c.is_met, c.outcode, c.is_rest, c.code, c.people
            FROM unmet_month m JOIN unmet_cell c ON c.counted = m.id
            WHERE m.council_code = $1 AND m.month = ANY($2) AND c.part = $3 AND c.is_met = $4
                AND ($5::text IS NULL OR c.kind = $5) AND ($6::text IS NULL OR c.code = $6)
                AND ($7::text[] IS NULL OR c.outcode = ANY($7) AND NOT c.is_rest)
            ORDER BY m.month, c.kind, c.is_rest, c.outcode, c.code""",
            council_code,
            list(months),
            by.value,
            is_met,
            kind and kind.value,
            code,
            None if outcodes is None else list(outcodes),
        )
    return [_cell(by, row) for row in rows]


async def list_outcodes(since: date) -> list[str]:
    """Districts for which a kind of support that was not found is told, from a month on."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT DISTINCT c.outcode FROM unmet_month m JOIN unmet_cell c ON c.counted = m.id
            WHERE m.month >= $1 AND c.part = 'type' AND NOT c.is_met AND c.outcode <> ''""",
            since,
        )
    return [row["outcode"] for row in rows]


async def list_near(outcodes: Sequence[str], since: date) -> list[Cell]:
    """What was not found in these districts from a month on, by kind of support, of all councils."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT m.month, c.kind, c.is_met, c.outcode, c.is_rest, c.code, c.people
            FROM unmet_cell c JOIN unmet_month m ON c.counted = m.id
            WHERE c.part = 'type' AND NOT c.is_met AND c.outcode = ANY($1) AND m.month >= $2
            ORDER BY m.month, c.kind, c.outcode, c.code""",
            list(outcodes),
            since,
        )
    return [_cell(By.SUPPORT_TYPE, row) for row in rows]


async def count_unmet(codes: Sequence[str], month: date) -> tuple[int, int]:
    """In how many places and kinds of support searches found nothing, and requests came to nothing."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) FILTER (WHERE c.kind = 'search') AS searches,
                count(*) FILTER (WHERE c.kind <> 'search') AS others
            FROM unmet_month m JOIN unmet_cell c ON c.counted = m.id
            WHERE m.council_code = ANY($1) AND m.month = $2 AND c.part = 'type'
                AND NOT c.is_met AND NOT c.is_rest""",
            list(codes),
            month,
        )
    return row["searches"], row["others"]


async def list_places(asked: Published, by: By, page: int, *, of_searches: bool) -> Page[PlaceCount]:
    """Places with who found something and who did not."""
    counts = """SELECT c.kind, c.outcode, c.is_rest, c.code,
            max(c.people) FILTER (WHERE NOT c.is_met) AS unmet, max(c.people) FILTER (WHERE c.is_met) AS met
        FROM unmet_cell c JOIN unmet_month m ON m.id = c.counted
        WHERE m.council_code = $1 AND m.month = $2 AND c.part = $5 AND (c.kind = 'search') = $6
        GROUP BY c.kind, c.outcode, c.is_rest, c.code"""
    order = "unmet DESC NULLS LAST, met DESC NULLS LAST, kind, is_rest, outcode, code"
    return await _page(counts, order, asked, page, lambda row: _place(by, row), by.value, of_searches)


async def list_words(asked: Published, page: int) -> Page[WordCount]:
    """Words with who found something and who did not."""
    counts = """SELECT c.code AS word,
            max(c.people) FILTER (WHERE NOT c.is_met) AS nothing,
            max(c.people) FILTER (WHERE c.is_met) AS found
        FROM unmet_cell c JOIN unmet_month m ON m.id = c.counted
        WHERE m.council_code = $1 AND m.month = $2 AND c.part = 'word' GROUP BY c.code"""
    order = "nothing DESC NULLS LAST, found DESC NULLS LAST, word"
    return await _page(
        counts,
        order,
        asked,
        page,
        lambda row: WordCount(word=row["word"], found=row["found"], nothing=row["nothing"]),
    )


async def list_endings(asked: Published, page: int) -> Page[EndingCount]:
    """How things ended, other than well, and why."""
    counts = """SELECT c.kind, c.code AS outcome, c.reason, c.people
        FROM unmet_cell c JOIN unmet_month m ON m.id = c.counted
        WHERE m.council_code = $1 AND m.month = $2 AND c.part = 'ending'"""
    return await _page(
        counts,
        "people DESC, kind, outcome, reason",
        asked,
        page,
        lambda row: EndingCount(
            kind=UnmetKind(row["kind"]),
            outcome=row["outcome"],
            reason=row["reason"],
            people=row["people"],
        ),
    )


async def _page(
    counts: str, order: str, asked: Published, page: int, make: Callable[[Any], T], *more: object
) -> Page[T]:
    statement = f"""
        WITH counts AS ({counts}) SELECT *, count(*) OVER () AS rows FROM counts
        ORDER BY {order} LIMIT $3 OFFSET $4
    """  # noqa: S608 - our own words
    async with connection() as raw:
        rows = await raw.fetch(
            statement, asked.council_code, asked.month, PER_PAGE, (page - 1) * PER_PAGE, *more
        )
    if not rows and page > 1:
        return await _page(counts, order, asked, 1, make, *more)
    total = rows[0]["rows"] if rows else 0
    return Page(items=tuple(make(row) for row in rows), total=total, page=page, per_page=PER_PAGE)


def _thing(by: By, code: str) -> dict[str, Any]:
    if by is By.GROUP:
        return {"support_type": "", "group": GapGroup(code)}
    return {"support_type": code, "group": None}


def _cell(by: By, row: Any) -> Cell:
    return Cell(
        month=row["month"],
        kind=UnmetKind(row["kind"]),
        is_met=row["is_met"],
        outcode=row["outcode"],
        is_rest=row["is_rest"],
        people=row["people"],
        **_thing(by, row["code"]),
    )


def _place(by: By, row: Any) -> PlaceCount:
    return PlaceCount(
        kind=UnmetKind(row["kind"]),
        outcode=row["outcode"],
        is_rest=row["is_rest"],
        met=row["met"],
        unmet=row["unmet"],
        **_thing(by, row["code"]),
    )
