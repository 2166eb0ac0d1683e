"""The door of take away: a council's market, gathered once, and the files that are made of it.

Files are made in a thread: nobody else waits for them.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

from marketplace.councils.schemas import CouncilSettings
from marketplace.councils.service import council_name, get_council_settings
from marketplace.gaps.areas import service as areas
from marketplace.gaps.need import service as need
from marketplace.gaps.reading import service as reading
from marketplace.gaps.reading.drawing.rules import draw_map
from marketplace.gaps.reading.drawing.schemas import MapView
from marketplace.gaps.reading.schemas import Filters, Picture
from marketplace.gaps.reading.showing import rules as showing
from marketplace.gaps.reading.showing.schemas import Signals
from marketplace.gaps.reading.wording.rules import day_words
from marketplace.gaps.runs import service as runs
from marketplace.gaps.schemas import Unit
from marketplace.gaps.supply import service as supply
from marketplace.gaps.supply.schemas import SupplyListing
from marketplace.gaps.taking import repository
from marketplace.gaps.taking.documents.rules import write_docx
from marketplace.gaps.taking.drawing.rules import as_svg
from marketplace.gaps.taking.printing.service import print_statement
from marketplace.gaps.taking.schemas import Exports, Heard, Market, Quality
from marketplace.gaps.taking.sheets.rules import list_sheets, make_sheet
from marketplace.gaps.taking.sheets.schemas import SheetName
from marketplace.gaps.taking.sheets.writing.rules import write_csv, write_geojson, write_xlsx
from marketplace.gaps.taking.statement.rules import METHOD_PATH, make_statement
from marketplace.gaps.taking.statement.schemas import MapDrawing, Statement
from marketplace.gaps.unmet import service as unmet
from marketplace.gaps.unmet.schemas import By
from marketplace.gaps.words import service as words
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.places.service import Gazetteer, find_council, find_support
from search.documents import Point

__all__ = [
    "draw",
    "make_csv",
    "make_docx",
    "make_geojson",
    "make_pdf",
    "make_xlsx",
    "read_map",
    "read_market",
    "read_statement",
]

MONTHS_IN_FILES = 12
"""Months of unmet need that a file holds, each by itself."""
MOST_TOWNS = 60


async def read_market(council_code: str, units: Collection[Unit] = tuple(Unit)) -> Market:
    """Everything that is told of a council's market. A fixed number of statements; fewer for one unit.

    Raises:
        NotFoundError: the council is not in the system, or not one of places.
    """
    council = find_council(council_code)
    settings = await get_council_settings(council_code) if council else None
    if council is None or settings is None or not settings.is_in_system:
        raise NotFoundError(_("This council is not here."))
    pictures = {unit: await reading.read_picture(council_code, Filters(unit=unit)) for unit in units}
    reached = await supply.read_reach(council_code)
    heard = await _heard(council_code)
    return Market(
        council=council,
        made_at=clock.now(),
        pictures=pictures,
        bases=await need.list_bases(council_code),
        figures=need.find_figures(council_code),
        languages=need.list_languages(council_code),
        supply=reached.listings,
        quality=await _quality(reached.listings, settings),
        heard=heard,
        words=await words.find_words(council_code),
        support=await find_support(council_code),
        area_set=await areas.find_set(council_code),
        run=await runs.find_run(council_code),
        rate_pence=settings.rate_pence_per_hour,
    )


async def _heard(council_code: str) -> Heard:
    months = (await unmet.list_months(council_code))[: reading.MONTHS_HEARD]
    if not months:
        return Heard()
    return Heard(
        months=months,
        types=await unmet.summary(council_code, months, by=By.SUPPORT_TYPE),
        groups=await unmet.summary(council_code, months, by=By.GROUP),
    )


async def _quality(listings: Sequence[SupplyListing], settings: CouncilSettings) -> Quality:
    days = settings.confirm_every_days
    since = clock.today() - timedelta(days=days)
    counts = await repository.count_records([each.id for each in listings], since)
    confirmed = counts.pop(repository.CONFIRMED, 0)
    registered = counts.pop(repository.REGISTERED, 0)
    return Quality(
        listings=len(listings),
        confirmed=confirmed,
        confirmed_days=days,
        registered=registered,
        checks=tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))),
    )


async def draw(picture: Picture, gazetteer: Gazetteer) -> MapView | None:
    """The map of a council: in how many care groups there is too little. None without areas or a run."""
    shapes = await areas.list_shapes(picture.council_code)
    if shapes is None or picture.computed_at is None:
        return None
    shown = showing.column(picture, Filters(), None, Signals())
    towns = gazetteer.towns_within(shapes.south, shapes.west, shapes.north, shapes.east, MOST_TOWNS)
    return draw_map(
        shapes,
        dict(zip((area.code for area in picture.areas), shown.shades, strict=True)),
        shown.scale,
        title=_(
            "Map of %(council)s: %(shown)s", council=council_name(picture.council_code), shown=shown.title
        ),
        description=showing.describe(picture, shown),
        towns=[
            (town.name, Point(town.latitude, town.longitude))
            for town in towns
            if town.council_code == picture.council_code
        ],
    )


async def read_map(council_code: str, gazetteer: Gazetteer) -> str:
    """The map as a drawing that stands alone. NotFoundError where there is none."""
    settings = await get_council_settings(council_code) if find_council(council_code) else None
    is_here = settings is not None and settings.is_in_system
    picture = await reading.read_picture(council_code, Filters()) if is_here else None
    view = await draw(picture, gazetteer) if picture else None
    if view is None:
        raise NotFoundError(_("This picture is not here."))
    return as_svg(view)


async def read_statement(
    council_code: str, gazetteer: Gazetteer, address: str, *, is_public: bool = False
) -> tuple[Statement, MapView | None]:
    """A council's market position statement as it is now, and its map.

    For the public it has the words that were published, else those that are worked on. `address` is that of
    this website, for links on paper.
    """
    market = await read_market(council_code)
    view = await draw(market.hours, gazetteer)
    drawing = MapDrawing(title=view.title, description=view.description, svg=as_svg(view)) if view else None
    return make_statement(market, drawing, address, is_public=is_public), view


async def make_pdf(statement: Statement) -> bytes:
    """A statement as a tagged PDF (PDF/UA-1). Raises PrintError."""
    return await print_statement(statement)


async def make_docx(statement: Statement, view: MapView | None) -> bytes:
    """A statement to go on writing in a word processor, with its map."""
    return await asyncio.to_thread(write_docx, statement, view)


async def read_exports(council_code: str, *, with_ground: bool = False) -> Exports:
    """What the files of numbers are made of. NotFoundError as `read_market`."""
    market = await read_market(council_code)
    months = (await unmet.list_months(council_code))[:MONTHS_IN_FILES]
    cells = [
        cell for by in By for cell in (await unmet.list_cells(council_code, months, by=by) if months else ())
    ]
    polygons = await areas.list_polygons(council_code) if with_ground else {}
    return Exports(market=market, cells=tuple(cells), polygons=polygons)


async def make_csv(council_code: str, name: SheetName) -> str:
    """One table as CSV."""
    exports = await read_exports(council_code)
    return await asyncio.to_thread(lambda: write_csv(make_sheet(exports, name)))


async def make_xlsx(council_code: str, address: str) -> bytes:
    """All tables as one workbook, with its sources."""
    exports = await read_exports(council_code)
    market = exports.market
    title = _("Market gaps: %(council)s", council=market.council.name)
    lines = (
        _("Made on %(day)s.", day=day_words(market.made_at)),
        _("An empty cell is withheld or not known: the column beside it says which. It is never 0."),
        _("How each number is worked out: %(url)s", url=f"{address}{METHOD_PATH}"),
    )
    return await asyncio.to_thread(lambda: write_xlsx(list_sheets(exports), title, lines))


async def make_geojson(council_code: str) -> bytes:
    """Small areas with what is told of each."""
    exports = await read_exports(council_code, with_ground=True)
    return await asyncio.to_thread(write_geojson, exports)
