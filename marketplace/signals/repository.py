"""Every query of the signals room. Raw SQL: one statement each, on the way of other rooms' changes."""

from datetime import date

from msgspec import Struct

from marketplace.kernel.database import connection

_ADD_OUTCOME = """
WITH used AS (
    SELECT key FROM signal_key WHERE month = $11
), fresh AS (
    INSERT INTO signal_key AS k (month, key)
    SELECT $11::date, $12::bytea WHERE $10::bytea IS NOT NULL AND NOT EXISTS (SELECT FROM used)
    ON CONFLICT (month) DO UPDATE SET key = k.key RETURNING key
)
INSERT INTO outcome_signal (id, on_day, kind, council_code, outcode, support_types, care_groups, outcome,
    reason, waited_days, whose)
SELECT gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9,
    (SELECT substring(sha256(key || $10) FOR 16) FROM (TABLE used UNION ALL TABLE fresh) keys)
WHERE coalesce((
    SELECT settings ->> 'keeps_signals' FROM council WHERE code IN ($3, 'national')
    ORDER BY code = 'national' LIMIT 1
), 'true') = 'true'
"""
"""A council that is in the system decides, else the national team; what it never chose is yes.

Of several that are the first of a month, `DO UPDATE` gives each the key that won, which a plain question of
the same statement would not see; later ones only read it, and wait for nobody.
"""


class Outcome(Struct, frozen=True, kw_only=True):
    """An outcome as it is kept."""

    on_day: date
    kind: str
    council_code: str
    outcode: str
    support_types: list[str]
    care_groups: list[str]
    outcome: str
    reason: str
    waited_days: int | None
    whose: bytes | None


async def add_outcome(outcome: Outcome, month: date, fresh_key: bytes) -> None:
    """Keep an outcome, unless the council switched that off. `fresh_key` is used if the month has none."""
    async with connection() as raw:
        await raw.execute(
            _ADD_OUTCOME,
            outcome.on_day,
            outcome.kind,
            outcome.council_code,
            outcome.outcode,
            outcome.support_types,
            outcome.care_groups,
            outcome.outcome,
            outcome.reason,
            outcome.waited_days,
            outcome.whose,
            month,
            fresh_key,
        )


async def delete_before(cuts: dict[str, date], others: date) -> int:
    """Delete signals from before a council's day, and from before `others` of all other councils."""
    codes, days = list(cuts), list(cuts.values())
    deleted = 0
    async with connection() as raw:
        for table in ("search_signal", "outcome_signal"):
            deleted += await raw.fetchval(
                f"""WITH gone AS (
                    DELETE FROM {table} s WHERE s.on_day < coalesce(
                        (SELECT c.day FROM unnest($1::text[], $2::date[]) c (code, day)
                         WHERE c.code = s.council_code), $3)
                    RETURNING 1)
                SELECT count(*) FROM gone""",  # noqa: S608 - our own names
                codes,
                days,
                others,
            )
    return deleted


async def delete_months_before(month: date) -> None:
    """Delete keys and hashes of earlier months."""
    async with connection() as raw:
        for table in ("signal_seen", "signal_word_heard", "signal_key"):
            await raw.execute(f"DELETE FROM {table} WHERE month < $1", month)  # noqa: S608 - our own names


async def delete_unused_words(before: date) -> None:
    """Delete words kept since before a day that no search has any more."""
    async with connection() as raw:
        await raw.execute(
            "DELETE FROM signal_word w WHERE since < $1"
            " AND NOT EXISTS (SELECT FROM search_signal WHERE words @> ARRAY[w.word])",
            before,
        )
