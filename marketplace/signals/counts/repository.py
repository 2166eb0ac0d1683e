"""Every query of the counts. Raw SQL: each table of a month for all councils in one statement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplace.kernel.database import connection
from marketplace.signals.counts.rules import MET, MOST_TYPES, NOT_A_GAP, UNMET
from marketplace.signals.counts.schemas import EndingCount, MonthCounts, PlaceCount, WordCount

_OWN = "CASE WHEN council_code = ANY($3::text[]) THEN council_code ELSE 'national' END AS council"
"""Whose numbers they are: a council's that is in the system, else the national team's."""
_SEARCHES = f"""
    SELECT {_OWN}, 'search' AS kind, results > 0 AS is_met, outcode, code, count(*) AS askers,
        count(*) FILTER (WHERE code = ANY({{firsts}})) AS firsts
    FROM search_signal, unnest({{counted}}) code
    WHERE on_day BETWEEN $1 AND $2
    GROUP BY council, is_met, outcode, code
"""  # noqa: S608 - our own words
_SEARCH_TYPES = _SEARCHES.format(counted="counted_types", firsts="first_types")
_SEARCH_GROUPS = _SEARCHES.format(counted="counted_groups", firsts="first_groups")
_ASKER = "coalesce(whose, uuid_send(id))"
_OUTCOMES = f"""
    WITH asked AS (
        SELECT DISTINCT {_OWN}, kind, outcome = ANY($4::text[]) AS is_met, outcode, code, {_ASKER} AS asker
        FROM outcome_signal {{codes}}
        WHERE on_day BETWEEN $1 AND $2
            AND (outcome = ANY($4::text[]) OR outcome = ANY($5::text[]) AND reason <> ALL($6::text[]))
    ), placed AS (
        SELECT *, outcode = min(outcode) OVER (PARTITION BY council, kind, is_met, code, asker) AS is_first
        FROM asked
    )
    SELECT council, kind, is_met, outcode, code, count(*) AS askers,
        count(*) FILTER (WHERE is_first) AS firsts
    FROM placed GROUP BY council, kind, is_met, outcode, code
"""  # noqa: S608 - our own words
_OUTCOME_TYPES = _OUTCOMES.format(
    codes=f", unnest(CASE WHEN cardinality(support_types) <= {MOST_TYPES} THEN support_types END) code"
)
_OUTCOME_GROUPS = _OUTCOMES.format(
    codes=", unnest(care_groups) own JOIN unnest($7::text[], $8::text[]) g (care_group, code)"
    " ON care_group = own"
)
_WORDS = f"""
    SELECT {_OWN}, results > 0 AS is_met, word, count(*) AS askers
    FROM search_signal, unnest(counted_words) word
    WHERE on_day BETWEEN $1 AND $2 AND counted_groups IS NOT NULL
    GROUP BY council, is_met, word
"""  # noqa: S608 - our own words
_ENDINGS = f"""
    SELECT {_OWN}, kind, outcome, reason, count(DISTINCT {_ASKER}) AS askers
    FROM outcome_signal WHERE on_day BETWEEN $1 AND $2
    GROUP BY council, kind, outcome, reason
"""  # noqa: S608 - our own words


async def count(
    month: date, until: date, own: Sequence[str], group_of: Mapping[str, str]
) -> dict[str, MonthCounts]:
    """All counts of a month, by council. Six statements."""
    days = (month, until, list(own))
    outcomes = (*days, list(MET), list(UNMET), list(NOT_A_GAP))
    groups = (list(group_of), list(group_of.values()))
    async with connection() as raw:
        types = [*await raw.fetch(_SEARCH_TYPES, *days), *await raw.fetch(_OUTCOME_TYPES, *outcomes)]
        by_group = [
            *await raw.fetch(_SEARCH_GROUPS, *days),
            *await raw.fetch(_OUTCOME_GROUPS, *outcomes, *groups),
        ]
        words = await raw.fetch(_WORDS, *days)
        endings = await raw.fetch(_ENDINGS, *days)
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name, make, rows in (
        ("types", PlaceCount, types),
        ("groups", PlaceCount, by_group),
        ("words", WordCount, words),
        ("endings", EndingCount, endings),
    ):
        for row in rows:
            values = dict(row)
            found[values.pop("council")][name].append(make(**values))
    return {
        council: MonthCounts(**{name: tuple(each) for name, each in own_counts.items()})
        for council, own_counts in found.items()
    }


async def first_day() -> date | None:
    """The day of the oldest signal; None where there is none."""
    async with connection() as raw:
        day: date | None = await raw.fetchval(
            "SELECT least((SELECT min(on_day) FROM search_signal), (SELECT min(on_day) FROM outcome_signal))"
        )
    return day
