"""The door of the counts: what a commissioner may read of the signals of the own council."""

from datetime import date

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import get_council_settings, list_councils_in_system
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page
from marketplace.signals import rules as signals
from marketplace.signals.counts import repository, rules
from marketplace.signals.counts.schemas import Asked, OutcomePlaceCount, PlaceCount, ReasonCount, WordCount


async def list_months(council_code: str) -> list[date]:
    """First days of the months that can be asked for, newest first; none where a council keeps no signals."""
    settings = await get_council_settings(council_code)
    if not settings.keeps_signals:
        return []
    return signals.ended_months(clock.today(), settings.signals_kept_months)


def ask(council_code: str, month: str, months: list[date]) -> Asked:
    """What is asked for: a month as an address says it ("2026-10"), or the newest of those there are.

    NotFoundError for a month that is not over, or no longer kept.
    """
    chosen = rules.read_month(month, months)
    if chosen is None:
        raise NotFoundError(_("There are no counts for this month."))
    return Asked(council_code=council_code, month=chosen, until=signals.last_day(chosen))


async def list_places(asked: Asked, page: int = 1) -> Page[PlaceCount]:
    """Searches by postcode area and kind of support."""
    return await repository.list_places(asked, await _others(asked), page)


async def list_words(asked: Asked, page: int = 1) -> Page[WordCount]:
    """Searches by word."""
    return await repository.list_words(asked, await _others(asked), page)


async def list_reasons(asked: Asked, page: int = 1) -> Page[ReasonCount]:
    """What came of asking, by reason."""
    return await repository.list_reasons(asked, await _others(asked), page)


async def list_outcome_places(asked: Asked, page: int = 1) -> Page[OutcomePlaceCount]:
    """What came of asking, by postcode area and kind of support."""
    return await repository.list_outcome_places(asked, await _others(asked), page)


async def list_needs(viewer: Viewer) -> list[Need]:
    """What a commissioner's councils lack by the counts of the last month that is over.

    One statement; two for the national team, none for who is no commissioner.
    """
    codes = viewer.councils(Role.COMMISSIONER)
    if not codes:
        return []
    others = [council.code for council in await list_councils_in_system()] if NATIONAL in codes else []
    month = signals.months_before(clock.today(), 1)
    searches, outcomes = await repository.count_unmet(codes, others, month, signals.last_day(month))
    return [
        Need(code=code, count=count)
        for code, count in (("searches_unmet", searches), ("outcomes_unmet", outcomes))
        if count
    ]


async def _others(asked: Asked) -> list[str]:
    """Councils whose signals are not the national team's."""
    if asked.council_code != NATIONAL:
        return []
    return [council.code for council in await list_councils_in_system()]
