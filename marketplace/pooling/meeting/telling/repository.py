"""Finds what is new for whom, and keeps that they were told. Raw SQL: all of it in one statement."""

from datetime import date, datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.pooling.meeting.repository import OWN_SIDE
from marketplace.pooling.meeting.schemas import News
from marketplace.pooling.repository import ACTS

_WISHES = ACTS.replace("m.", "w.")
"""Of `pool_wish w`: the account behind it wishes for itself, or still acts for who does."""
_NEW_MATCHES = f"""SELECT w.account,
        count(*) FILTER (WHERE s.own_said = '' AND s.told_at IS NULL) AS asked,
        count(*) FILTER (WHERE s.both_at > coalesce(s.told_at, s.made_at - interval '1 day')
            AND s.pool IS NULL) AS mutual, 0 AS messages, 0 AS ending
    FROM ({OWN_SIDE}) s JOIN pool_wish w ON w.id = s.own JOIN pool_wish o ON o.id = s.other
    WHERE w.ended_at IS NULL AND o.ended_at IS NULL AND w.gets_letters AND {_WISHES}
        AND (s.told_at IS NULL OR s.both_at > s.told_at)
        AND (w.times = '{{}}' OR o.times = '{{}}' OR w.times && o.times)
    GROUP BY w.account"""  # noqa: S608 - our own words
_READS = """(n.about_member IS NULL AND m.state IN ('joining', 'member', 'leaving')
        AND n.sent_at >= m.placed_at)
    OR n.about_member = m.id
    OR (m.is_lead AND EXISTS (SELECT FROM pool_member a WHERE a.id = n.about_member
        AND a.state IN ('welcome', 'joining', 'member', 'leaving')))"""
_NEW_MESSAGES = f"""SELECT m.account, 0, 0, count(*), 0
    FROM pool_member m LEFT JOIN pool_reader r ON r.member = m.id
    WHERE m.account IS NOT NULL AND m.gets_letters AND {ACTS} AND NOT coalesce(r.is_muted, false)
        AND m.state IN ('welcome', 'joining', 'member', 'leaving')
        AND EXISTS (SELECT FROM pool_message n WHERE n.pool = m.pool AND n.member <> m.id
            AND n.sent_at > greatest(r.read_at, r.told_at, m.began_at) AND ({_READS}))
    GROUP BY m.account"""  # noqa: S608 - our own words
_ENDING = f"""SELECT w.account, 0, 0, 0, count(*) FROM pool_wish w
    WHERE w.ended_at IS NULL AND w.gets_letters AND {_WISHES} AND w.reminded_at IS NULL
        AND w.expires_at <= $2
    GROUP BY w.account"""  # noqa: S608 - our own words


NEEDS = f"""SELECT 'pool_matches' AS code, count(*) FILTER (WHERE s.own_said = ''
            OR (s.both_at IS NOT NULL AND s.pool IS NULL)) AS count,
        min(s.made_at) FILTER (WHERE s.own_said = '') AS since
    FROM ({OWN_SIDE}) s JOIN pool_wish w ON w.id = s.own JOIN pool_wish o ON o.id = s.other
    WHERE w.account = $1 AND w.ended_at IS NULL AND o.ended_at IS NULL
        AND (w.times = '{{}}' OR o.times = '{{}}' OR w.times && o.times)
    UNION ALL SELECT 'pool_messages', count(DISTINCT n.pool), min(n.sent_at)
    FROM pool_member m LEFT JOIN pool_reader r ON r.member = m.id
    JOIN pool_message n ON n.pool = m.pool AND n.member <> m.id
    WHERE m.account = $1 AND m.state IN ('welcome', 'joining', 'member', 'leaving') AND {ACTS}
        AND n.sent_at > greatest(r.read_at, m.began_at) AND ({_READS})"""  # noqa: S608 - our own words
"""Matches that wait for an account, and pools in which others wrote since it last read."""


async def claim(today: date, ending_before: datetime, most: int) -> list[News]:
    """Accounts for which something is new and that were not written to today; each for one worker."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""WITH new AS (SELECT account, sum(asked) AS asked, sum(mutual) AS mutual,
                    sum(messages) AS messages, sum(ending) AS ending
                FROM ({_NEW_MATCHES} UNION ALL {_NEW_MESSAGES} UNION ALL {_ENDING}) found
                GROUP BY account HAVING sum(asked) + sum(mutual) + sum(messages) + sum(ending) > 0),
            due AS (SELECT new.* FROM new LEFT JOIN pool_news t ON t.account = new.account
                WHERE t.told_on IS NULL OR t.told_on < $1 ORDER BY new.account LIMIT $3),
            claimed AS (INSERT INTO pool_news (account, told_on) SELECT account, $1 FROM due ORDER BY account
                ON CONFLICT (account) DO UPDATE SET told_on = $1 WHERE pool_news.told_on < $1
                RETURNING account)
            SELECT due.* FROM due JOIN claimed USING (account) ORDER BY account""",  # noqa: S608 - our own words
            today,
            ending_before,
            most,
        )
    return [
        News(
            account_id=row["account"],
            **{name: int(row[name]) for name in ("asked", "mutual", "messages", "ending")},
        )
        for row in rows
    ]


async def note_told(account_ids: list[UUID], ending_before: datetime, now: datetime) -> None:
    """Keep that these accounts were told of all that is new for them."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE pool_match m SET
                a_told_at = CASE WHEN a.account = ANY($1::uuid[]) THEN $2 ELSE m.a_told_at END,
                b_told_at = CASE WHEN b.account = ANY($1::uuid[]) THEN $2 ELSE m.b_told_at END
            FROM pool_wish a, pool_wish b WHERE a.id = m.wish_a AND b.id = m.wish_b
                AND (a.account = ANY($1::uuid[]) OR b.account = ANY($1::uuid[]))""",
            account_ids,
            now,
        )
        await raw.execute(
            """INSERT INTO pool_reader (member, told_at, is_muted)
            SELECT m.id, $2, false FROM pool_member m WHERE m.account = ANY($1::uuid[])
                AND m.state IN ('welcome', 'joining', 'member', 'leaving')
            ON CONFLICT (member) DO UPDATE SET told_at = $2""",
            account_ids,
            now,
        )
        await raw.execute(
            """UPDATE pool_wish SET reminded_at = $2 WHERE account = ANY($1::uuid[]) AND ended_at IS NULL
                AND reminded_at IS NULL AND expires_at <= $3""",
            account_ids,
            now,
            ending_before,
        )
