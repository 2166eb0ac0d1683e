"""Every query of the counts. Raw SQL: grouping, and a page with its total in one statement.

Rows in which no number may be told are left out, and rows stand in order of what is told: neither the order
nor the number of rows says anything of what is withheld.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from marketplace.kernel.database import connection
from marketplace.kernel.paging import Page
from marketplace.signals.counts.rules import MET, NOT_A_GAP, UNMET
from marketplace.signals.counts.schemas import Asked, OutcomePlaceCount, PlaceCount, ReasonCount, WordCount
from marketplace.signals.rules import FEWEST_TOLD, told

T = TypeVar("T")
PER_PAGE = 25

_SIGNALS = "on_day BETWEEN $1 AND $2 AND (council_code = $3 OR ($3 = 'national' AND council_code <> ALL($4)))"
_SEARCHES = "count(*) FILTER (WHERE results > 0) AS good, count(*) FILTER (WHERE results = 0) AS bad"
_ASKER = "coalesce(whose, uuid_send(id))"
_PLACES = f"""
    SELECT outcode, type, {_SEARCHES} FROM search_signal, unnest(counted_types) type
    WHERE {_SIGNALS} GROUP BY outcode, type
"""  # noqa: S608 - our own words
_WORDS = f"""
    SELECT word, {_SEARCHES} FROM search_signal, unnest(counted_words) word WHERE {_SIGNALS} GROUP BY word
"""  # noqa: S608 - our own words
_REASONS = f"""
    SELECT kind, outcome, reason, count(DISTINCT {_ASKER}) AS good, 0 AS bad FROM outcome_signal
    WHERE {_SIGNALS} GROUP BY kind, outcome, reason
"""  # noqa: S608 - our own words
_OUTCOMES = f"""
    SELECT outcode, type, count(DISTINCT {_ASKER}) FILTER (WHERE outcome = ANY($8)) AS good,
        count(DISTINCT {_ASKER}) FILTER (WHERE outcome = ANY($9) AND reason <> ALL($10)) AS bad
    FROM outcome_signal,
        unnest(CASE WHEN support_types = '{{}}' THEN ARRAY[''] ELSE support_types END) type
    WHERE {_SIGNALS} GROUP BY outcode, type
"""  # noqa: S608 - our own words


async def list_places(asked: Asked, others: Sequence[str], page: int) -> Page[PlaceCount]:
    """By postcode area and kind of support. `others`: all councils in the system, for the national team."""
    return await _page(
        _PLACES,
        asked,
        others,
        page,
        names=("outcode", "type"),
        make=lambda row: PlaceCount(
            outcode=row["outcode"],
            support_type=row["type"],
            found=told(row["good"]),
            nothing=told(row["bad"]),
        ),
    )


async def list_words(asked: Asked, others: Sequence[str], page: int) -> Page[WordCount]:
    """By word."""
    return await _page(
        _WORDS,
        asked,
        others,
        page,
        names=("word",),
        make=lambda row: WordCount(word=row["word"], found=told(row["good"]), nothing=told(row["bad"])),
    )


async def list_reasons(asked: Asked, others: Sequence[str], page: int) -> Page[ReasonCount]:
    """By what ended, how, and for which reason."""
    return await _page(
        _REASONS,
        asked,
        others,
        page,
        names=("kind", "outcome", "reason"),
        make=lambda row: ReasonCount(
            kind=row["kind"], outcome=row["outcome"], reason=row["reason"], askers=told(row["good"])
        ),
    )


async def list_outcome_places(asked: Asked, others: Sequence[str], page: int) -> Page[OutcomePlaceCount]:
    """By postcode area and kind of support."""
    return await _page(
        _OUTCOMES,
        asked,
        others,
        page,
        names=("outcode", "type"),
        make=lambda row: OutcomePlaceCount(
            outcode=row["outcode"], support_type=row["type"], met=told(row["good"]), unmet=told(row["bad"])
        ),
        more=(list(MET), list(UNMET), list(NOT_A_GAP)),
    )


async def count_unmet(
    codes: Sequence[str], others: Sequence[str], month: date, until: date
) -> tuple[int, int]:
    """In how many places and kinds of support askers of these councils found nothing, and were turned down.

    Only what may be told: at least `FEWEST_TOLD` askers of one council, place and kind of support.
    """
    whose = """FROM unnest($3::text[]) AS own (code) JOIN {table} ON on_day BETWEEN $1 AND $2
        AND (council_code = own.code OR (own.code = 'national' AND council_code <> ALL($4)))"""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"""SELECT (
                SELECT count(*) FROM (SELECT {whose.format(table="search_signal")}
                    CROSS JOIN unnest(counted_types) type WHERE results = 0
                    GROUP BY own.code, outcode, type HAVING count(*) >= $5) cell
            ) AS searches, (
                SELECT count(*) FROM (SELECT {whose.format(table="outcome_signal")}
                    CROSS JOIN unnest(
                        CASE WHEN support_types = '{{}}' THEN ARRAY[''] ELSE support_types END) type
                    WHERE outcome = ANY($6) AND reason <> ALL($7)
                    GROUP BY own.code, outcode, type HAVING count(DISTINCT {_ASKER}) >= $5) cell
            ) AS outcomes""",  # noqa: S608 - our own words
            month,
            until,
            list(codes),
            list(others),
            FEWEST_TOLD,
            list(UNMET),
            list(NOT_A_GAP),
        )
    return row["searches"], row["outcomes"]


async def _page(
    counts: str,
    asked: Asked,
    others: Sequence[str],
    page: int,
    *,
    names: tuple[str, ...],
    make: Callable[[Any], T],
    more: tuple[list[str], ...] = (),
) -> Page[T]:
    statement = f"""
        WITH counts AS ({counts}), told AS (
            SELECT *, count(*) OVER () AS rows FROM counts WHERE good >= $5 OR bad >= $5
        )
        SELECT * FROM told
        ORDER BY CASE WHEN bad >= $5 THEN bad END DESC NULLS LAST,
            CASE WHEN good >= $5 THEN good END DESC NULLS LAST, {", ".join(names)}
        LIMIT $6 OFFSET $7
    """  # noqa: S608 - our own words
    offset = (page - 1) * PER_PAGE
    async with connection() as raw:
        rows = await raw.fetch(
            statement,
            asked.month,
            asked.until,
            asked.council_code,
            list(others),
            FEWEST_TOLD,
            PER_PAGE,
            offset,
            *more,
        )
    if not rows and page > 1:
        return await _page(counts, asked, others, 1, names=names, make=make, more=more)
    total = rows[0]["rows"] if rows else 0
    return Page(items=tuple(make(row) for row in rows), total=total, page=page, per_page=PER_PAGE)
