"""The door of unmet need: what nobody found, by month. All of it reads what was published, and nothing else.

A month is published once, when it is over (`publishing`), and stays as it is. So pages, files and the pages
of providers and of the public tell the same numbers, and whatever they add up says nothing new.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from marketplace.accounts.schemas import Role, Viewer
from marketplace.councils.service import get_council_settings
from marketplace.gaps.schemas import GapGroup
from marketplace.gaps.unmet import repository, rules
from marketplace.gaps.unmet.schemas import (
    By,
    Cell,
    EndingCount,
    LookedFor,
    PlaceCount,
    Published,
    Reach,
    Trend,
    Unmet,
    UnmetKind,
    WordCount,
)
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page
from marketplace.places.schemas import Place
from marketplace.places.service import Gazetteer
from marketplace.signals.rules import months_before


async def list_published(council_code: str) -> tuple[Published, ...]:
    """Months that were counted, newest first; none where a council keeps no signals. Two statements."""
    settings = await get_council_settings(council_code)
    if not settings.keeps_signals:
        return ()
    since = months_before(clock.today(), settings.signals_kept_months)
    return tuple(await repository.list_published(council_code, since))


async def list_months(council_code: str) -> tuple[date, ...]:
    """First days of the months that were counted, newest first."""
    return tuple(each.month for each in await list_published(council_code))


def ask(published: Sequence[Published], month: str) -> Published:
    """What an address asks for ("2026-10"): one of these months, the newest if it says none.

    Raises:
        NotFoundError: for a month that was not counted, or is kept no more.
    """
    chosen = rules.read_month(month, [each.month for each in published])
    for each in published:
        if each.month == chosen:
            return each
    raise NotFoundError(_("There are no counts for this month."))


async def list_cells(
    council_code: str,
    months: Collection[date],
    *,
    by: By,
    kind: UnmetKind | None = None,
    group: GapGroup | None = None,
    support_type: str | None = None,
    outcodes: Collection[str] | None = None,
    is_met: bool = False,
) -> tuple[Cell, ...]:
    """Numbers by kind of support, or by group, never by both; those below 5 are not there. One statement.

    With `outcodes` those of these districts only, without "other places".
    """
    code = support_type if by is By.SUPPORT_TYPE else group and group.value
    cells = await repository.list_cells(
        council_code, months, by, kind=kind, code=code, outcodes=outcodes, is_met=is_met
    )
    return tuple(cells)


async def trend(
    council_code: str,
    months: Sequence[date],
    *,
    kind: UnmetKind,
    outcode: str,
    group: GapGroup | None = None,
    support_type: str | None = None,
) -> Trend:
    """One number, month by month: by a group if there is one, else by a kind of support. One statement."""
    by = By.GROUP if group else By.SUPPORT_TYPE
    cells = await list_cells(
        council_code, months, by=by, kind=kind, group=group, support_type=support_type, outcodes=[outcode]
    )
    return rules.trend_of(cells, months)


async def summary(council_code: str, months: Sequence[date], *, by: By) -> tuple[Unmet, ...]:
    """What was not found in these months, most first: each place, thing and kind on a line. One statement."""
    return rules.lines_of(await list_cells(council_code, months, by=by), months)


async def near(outcodes: Sequence[str], *, months: int = 3, most: int = 5) -> tuple[LookedFor, ...]:
    """Kinds of support that people in these districts looked for and did not find, most first.

    Of all councils, in the last so many months that are over. One statement.
    """
    if not outcodes:
        return ()
    since = months_before(clock.today(), months)
    return rules.looked_for(await repository.list_near(outcodes, since), most)


async def near_reaches(
    reaches: Iterable[Reach], gazetteer: Gazetteer, *, months: int = 3, most: int = 5
) -> tuple[LookedFor, ...]:
    """The same, in districts whose middle lies in reach of a provider, or that it names. Two statements."""
    reaches = tuple(reaches)
    told = await repository.list_outcodes(months_before(clock.today(), months))
    places = {outcode: gazetteer.find_place(outcode) for outcode in told}
    reached = [
        outcode
        for outcode, place in places.items()
        if isinstance(place, Place) and any(rules.reaches(reach, outcode, place) for reach in reaches)
    ]
    return await near(reached, months=months, most=most)


async def list_places(asked: Published, by: By, page: int = 1, *, of_searches: bool) -> Page[PlaceCount]:
    """Who found something in each place, and who did not: of searches, or of what else was asked."""
    return await repository.list_places(asked, by, page, of_searches=of_searches)


async def list_words(asked: Published, page: int = 1) -> Page[WordCount]:
    """Searches by word."""
    return await repository.list_words(asked, page)


async def list_endings(asked: Published, page: int = 1) -> Page[EndingCount]:
    """How what was asked ended, other than well."""
    return await repository.list_endings(asked, page)


async def list_needs(viewer: Viewer) -> list[Need]:
    """What a commissioner's councils lack by the counts of the last month. One statement, or none."""
    codes = viewer.councils(Role.COMMISSIONER)
    if not codes:
        return []
    searches, outcomes = await repository.count_unmet(codes, months_before(clock.today(), 1))
    return [
        Need(code=code, count=count)
        for code, count in (("searches_unmet", searches), ("outcomes_unmet", outcomes))
        if count
    ]
