"""Words and files of a council, which another council's commissioners must not get."""

from marketplace.councils.service import add_council
from marketplace.gaps.words.service import find_words
from tests.factories.accounts import make_account
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

GAPS = "/commissioners/{council_code:str}/gaps"


async def _case(path: str, **options) -> Foreign:
    await add_council(COUNCIL, actor="test")
    return Foreign(
        path=f"/commissioners/{COUNCIL}/gaps/{path}",
        owner=await make_account("commissioner", COUNCIL),
        strangers=[await make_account("commissioner", OTHER_COUNCIL)],
        reached=(200, 303),
        **options,
    )


@foreign(f"GET {GAPS}/words")
async def words_of_another_council():
    return await _case("words")


@foreign(f"POST {GAPS}/words")
async def writing_words_of_another_council():
    version = str((await find_words(COUNCIL)).version)
    return await _case("words", form={"version": version, "ambitions": "More choice."})


@foreign(f"POST {GAPS}/words/off")
async def taking_off_words_of_another_council():
    return await _case("words/off", form={"version": str((await find_words(COUNCIL)).version)})


@foreign(f"GET {GAPS}/take-away")
async def files_of_another_council():
    return await _case("take-away")


@foreign(f"GET {GAPS}/take-away/csv/{{name:str}}")
async def a_table_of_another_council():
    return await _case("take-away/csv/sources")


@foreign(f"GET {GAPS}/take-away/xlsx")
async def the_workbook_of_another_council():
    return await _case("take-away/xlsx")


@foreign(f"GET {GAPS}/take-away/geojson")
async def areas_of_another_council():
    return await _case("take-away/geojson")


@foreign(f"GET {GAPS}/statement")
async def the_statement_of_another_council():
    return await _case("statement")


@foreign(f"GET {GAPS}/statement/pdf")
async def the_pdf_of_another_council():
    return await _case("statement/pdf")


@foreign(f"GET {GAPS}/statement/docx")
async def the_document_of_another_council():
    return await _case("statement/docx")
