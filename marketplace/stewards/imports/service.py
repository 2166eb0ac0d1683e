"""Puts the page of an import together."""

from uuid import UUID

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Viewer
from marketplace.listings.imports.kept import service as imports
from marketplace.listings.imports.kept.schemas import Counts, Show
from marketplace.listings.imports.nearness.schemas import Why
from marketplace.stewards.imports.schemas import ImportPage


async def get_import_page(import_id: UUID, viewer: Viewer, show: Show, page: int) -> ImportPage:
    """An import with a page of its rows.

    Raises:
        NotFoundError: there is none, or it is another council's.
    """
    found = await imports.get_import(import_id, viewer)
    counts = await imports.count_rows(import_id)
    rows = await imports.list_rows(found, show, page, _total(counts, show))
    people = {found.created_by, found.imported_by, found.undone_by}
    return ImportPage(
        found=found,
        counts=counts,
        show=show,
        rows=rows,
        words=await imports.words_of(found, rows.items),
        whys=tuple(why for why in Why if counts.of(why)),
        names=await accounts.list_names([person for person in people if person]),
    )


def _total(counts: Counts, show: Show) -> int:
    return counts.total if show is Show.ALL else int(getattr(counts, show.value))
