"""Where pages of statements are, and what they say."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.people.pools.rules import PATH, pool_url
from marketplace.people.pools.whom.rules import ASKED
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements.shares.schemas import Answer, Share

STATEMENTS_PATH = f"{PATH}/statements"
SHARE_PATH = f"{STATEMENTS_PATH}/share"
RECORD_PATH = f"{STATEMENTS_PATH}/pool"


def statements_url(
    pool_id: UUID, part: str = "", period: Period | None = None, said: UUID | None = None
) -> str:
    """The page of statements, or of something below it, for some days, and for whom if that was said."""
    url = f"{pool_url(pool_id)}/statements{f'/{part}' if part else ''}"
    return f"{url}?{days_query(period, said)}" if period else url


def days_query(period: Period, said: UUID | None = None) -> str:
    """Days as addresses say them, and for whom if that was said."""
    whom = {ASKED: str(said)} if said is not None else {}
    return urlencode({"since": period.since.isoformat(), "until": period.until.isoformat(), **whom})


def read_days(since: str | None, until: str | None) -> Period | None:
    """Days of an address; None where it says none, or no real ones."""
    try:
        return Period(since=date.fromisoformat(since or ""), until=date.fromisoformat(until or ""))
    except ValueError:
        return None


def file_name(kind: str, period: Period, ending: str) -> str:
    """What a file is called. It names nobody."""
    return f"{kind}-{period.since.isoformat()}-to-{period.until.isoformat()}.{ending}"


def share_words(share: Share, reader: str, *, is_open: bool) -> str:
    """Where a shared statement is."""
    if share.answer is Answer.LOOKS_FINE:
        return _("%(name)s says: looks fine.", name=reader)
    if share.answer is Answer.LET_US_TALK:
        return _("%(name)s says: let us talk. It does not mean that anything is wrong.", name=reader)
    if share.withdrawn_at is not None:
        return _("You took it back.")
    if not is_open:
        return _("Its time is over. Nobody can see it any more.")
    if share.opened_at is not None:
        return _("%(name)s has opened it and has not answered yet.", name=reader)
    return _("Nobody has opened it yet.")


def share_colour(share: Share) -> str:
    """The colour of its tag."""
    return {Answer.LOOKS_FINE: "green", Answer.LET_US_TALK: "yellow", None: "grey"}[share.answer]


def done_words(code: str) -> str:
    """What was done, by its code in the address."""
    return {
        "sent": _("Your council is sent the link. You see here when somebody opens it, and what they say."),
        "withdrawn": _("You took it back. Nobody can see it any more."),
    }.get(code, "")
