"""Spreadsheets of a steward of Wiltshire, and what they need."""

import csv
import io

import pytest_asyncio

from marketplace.councils import service as councils
from marketplace.listings.imports.kept import service as imports
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.listings import FEW_PLACES, MELKSHAM, TROWBRIDGE

GROUP = {
    "Provider": "Trowbridge Makers",
    "Kind of support": "Community activity",
    "Title": "Tuesday art group",
    "Summary": "A friendly group that paints every Tuesday.",
    "Support types": "Arts & crafts; social groups and clubs",
    "Address of the place": "1 High Street",
    "Town of the place": "Trowbridge",
    "Postcode of the place": TROWBRIDGE,
    "Days": "Tuesdays",
    "Times": "2-4pm",
    "Price": "£8 a session",
}
ASSISTANT = {
    "Provider": "Amina K.",
    "Kind of support": "PA",
    "Title": "Swimming and getting out",
    "Summary": "I help people to swim and to see friends.",
    "Support types": "Swimming, Getting out and about",
    "Base postcode (never shown)": MELKSHAM,
    "Miles travelled": "8 miles",
}


def sheet(*rows) -> bytes:
    """Rows as a CSV file."""
    headings = list(dict.fromkeys(key for row in rows for key in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, headings)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


async def send(viewer, *rows, council=COUNCIL):
    """Upload rows as the viewer; the id of the import."""
    return await imports.add_import(sheet(*rows), "ours.csv", council, viewer, gazetteer=FEW_PLACES)


async def steward_of(council=COUNCIL):
    """A steward; the council is put into the system."""
    await councils.add_council(council, actor=ACTOR)
    return await viewer_of(await make_account("steward", council))


@pytest_asyncio.fixture(loop_scope="session")
async def steward(db):
    """A steward of Wiltshire, in a transaction that is rolled back."""
    return await steward_of()
