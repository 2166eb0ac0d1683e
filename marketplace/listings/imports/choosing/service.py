"""Writes what is to be done with rows. One function = one use case = one transaction.

An import of a council whose steward the viewer is not is not there: NotFoundError.
"""

from collections.abc import Mapping
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel.database import transaction
from marketplace.listings.imports.kept import repository, rules
from marketplace.listings.imports.kept.schemas import Choice, ImportStatus
from marketplace.listings.imports.kept.service import get_import, record
from marketplace.listings.imports.nearness.schemas import Why


async def choose(import_id: UUID, choices: Mapping[int, str], expected_version: int, viewer: Viewer) -> None:
    """Write what is to be done with rows: `new`, `leave`, or the id of the listing to merge into.

    What a row does not offer is passed over.

    Raises:
        NotFoundError: there is none, or it is another council's.
        ConflictError: it is decided already, or somebody else chose meanwhile.
    """
    async with transaction():
        found = await get_import(import_id, viewer, hold=True)
        rules.check_open(found, expected_version)
        rows = await repository.find_rows(import_id, list(choices))
        wanted = {number: rules.read_choice(choices[number], row.alike) for number, row in rows.items()}
        await repository.set_choices(import_id, {n: choice for n, choice in wanted.items() if choice})
        await repository.update_import(import_id, ImportStatus.OPEN)


async def choose_for_alike(
    import_id: UUID, why: Why, choice: Choice, expected_version: int, viewer: Viewer
) -> None:
    """Write the same for all rows whose surest reason is this. Merged is into the most like listing.

    Rows that cannot be merged stay as they are. Raises as `choose`.
    """
    async with transaction():
        found = await get_import(import_id, viewer, hold=True)
        rules.check_open(found, expected_version)
        rows = await repository.list_alike(import_id, why)
        wanted = {row.number: rules.choice_for(choice, row.alike) for row in rows}
        await repository.set_choices(import_id, {n: choice for n, choice in wanted.items() if choice})
        await repository.update_import(import_id, ImportStatus.OPEN)


async def discard(import_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Throw a spreadsheet away that nobody wants; nothing was listed by it. Raises as `choose`."""
    async with transaction():
        found = await get_import(import_id, viewer, hold=True)
        rules.check_open(found, expected_version)
        await repository.empty_rows(import_id, keep_problems=False)
        await repository.update_import(import_id, ImportStatus.DISCARDED)
        await record("discard", found, viewer.actor)
