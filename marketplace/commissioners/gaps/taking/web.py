"""The page of files, the files, and the market position statement as page, PDF and DOCX."""

from http import HTTPStatus
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import GAP_FILES
from marketplace.accounts.schemas import Viewer
from marketplace.commissioners import rules as commissioners
from marketplace.commissioners.gaps.web import COMMISSIONERS, HERE, context_of
from marketplace.gaps.reading.schemas import Filters
from marketplace.gaps.taking import service as taking
from marketplace.gaps.taking.printing.service import PrintError
from marketplace.gaps.taking.sheets.rules import sheet_about, sheet_title
from marketplace.gaps.taking.sheets.schemas import SheetName
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.settings import Settings
from marketplace.kernel.web.files import DOCX, GEOJSON, XLSX, csv_file, file_to_keep, pdf_file
from marketplace.kernel.web.pages import plain_page
from marketplace.places.service import Gazetteer

BASE = f"{HERE}/{{council_code:str}}/gaps"


@get(f"{BASE}/take-away", opt=COMMISSIONERS, include_in_schema=False, sync_to_thread=False)
def show_files(council_code: FromPath[str], viewer: NamedDependency[Viewer]) -> Template:
    """What each file holds."""
    commissioners.check_commissions(viewer, council_code)
    return plain_page(
        "commissioners/gaps/take_away.html",
        **context_of(council_code, viewer, Filters(), "take-away"),
        sheets=[(name.value, sheet_title(name), sheet_about(name)) for name in SheetName],
        months=taking.MONTHS_IN_FILES,
    )


@get(f"{BASE}/take-away/csv/{{name:str}}", opt=COMMISSIONERS, include_in_schema=False)
async def send_csv(
    council_code: FromPath[str], name: FromPath[str], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """One table."""
    await _check(viewer, council_code)
    if name not in set(SheetName):
        raise NotFoundError(_("This page is not here."))
    made = await taking.make_csv(council_code, SheetName(name))
    return csv_file(made, _file_name(council_code, f"{name}.csv"))


@get(f"{BASE}/take-away/xlsx", opt=COMMISSIONERS, include_in_schema=False)
async def send_xlsx(
    council_code: FromPath[str], viewer: NamedDependency[Viewer], settings: NamedDependency[Settings]
) -> Response[Any]:
    """All tables as one workbook."""
    await _check(viewer, council_code)
    made = await taking.make_xlsx(council_code, settings.address)
    return file_to_keep(made, XLSX, _file_name(council_code, "market.xlsx"))


@get(f"{BASE}/take-away/geojson", opt=COMMISSIONERS, include_in_schema=False)
async def send_geojson(council_code: FromPath[str], viewer: NamedDependency[Viewer]) -> Response[Any]:
    """Small areas for a map."""
    await _check(viewer, council_code)
    made = await taking.make_geojson(council_code)
    return file_to_keep(made, GEOJSON, _file_name(council_code, "areas.geojson"))


@get(f"{BASE}/statement", opt=COMMISSIONERS, include_in_schema=False)
async def show_statement(
    council_code: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    settings: NamedDependency[Settings],
) -> Template:
    """The statement as a page, with what waits to be written."""
    commissioners.check_commissions(viewer, council_code)
    statement, view = await taking.read_statement(council_code, gazetteer, settings.address)
    return plain_page(
        "commissioners/gaps/statement.html",
        **context_of(council_code, viewer, Filters(), "take-away"),
        statement=statement,
        map=view,
    )


@get(f"{BASE}/statement/pdf", opt=COMMISSIONERS, include_in_schema=False)
async def print_statement(
    council_code: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The same as a tagged PDF. 503 when it cannot be made."""
    await _check(viewer, council_code)
    statement, _view = await taking.read_statement(council_code, gazetteer, settings.address)
    try:
        made = await taking.make_pdf(statement)
    except PrintError:
        return plain_page(
            "commissioners/gaps/not_printed.html",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            **context_of(council_code, viewer, Filters(), "take-away"),
        )
    return pdf_file(made, _file_name(council_code, "market-position-statement.pdf"))


@get(f"{BASE}/statement/docx", opt=COMMISSIONERS, include_in_schema=False)
async def send_document(
    council_code: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """The same to go on writing."""
    await _check(viewer, council_code)
    statement, view = await taking.read_statement(council_code, gazetteer, settings.address)
    made = await taking.make_docx(statement, view)
    return file_to_keep(made, DOCX, _file_name(council_code, "market-position-statement.docx"))


async def _check(viewer: Viewer, council_code: str) -> None:
    """The own council, and not too many files an hour: each takes a second of a processor."""
    commissioners.check_commissions(viewer, council_code)
    await limits.check(GAP_FILES, viewer.actor)


def _file_name(council_code: str, name: str) -> str:
    return f"{council_code}-{clock.today():%Y-%m-%d}-{name}"


route_handlers = (
    show_files,
    send_csv,
    send_xlsx,
    send_geojson,
    show_statement,
    print_statement,
    send_document,
)
