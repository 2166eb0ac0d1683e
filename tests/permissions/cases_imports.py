"""Imports, which another council's stewards must not reach, nor the council's own administrators."""

from itertools import count

from marketplace.listings.imports.carrying import service as carrying
from marketplace.listings.imports.kept import service as imports
from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import FEW_PLACES
from tests.imports.conftest import GROUP, send
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

IMPORT = "/stewards/imports/{import_id:uuid}"
_numbers = count(1)


async def _import(end: str, *, is_done: bool = False, **form: str) -> Foreign:
    owner = await make_account("steward", COUNCIL)
    viewer = await viewer_of(owner)
    import_id = await send(viewer, {**GROUP, "Title": f"Access group {'abcdefghijklmn'[next(_numbers)] * 9}"})
    version = (await imports.get_import(import_id, viewer)).version
    if is_done:
        await carrying.start_import(import_id, version, viewer, gazetteer=FEW_PLACES)
        version = (await imports.get_import(import_id, viewer)).version
    return Foreign(
        path=f"/stewards/imports/{import_id}{end}",
        owner=owner,
        strangers=[
            await make_account("steward", OTHER_COUNCIL),
            await make_account("steward", "national"),
            await make_account("administrator", COUNCIL),
            await make_account("provider"),
        ],
        form=form | {"version": str(version)},
    )


@foreign(f"GET {IMPORT}")
async def import_of_another_council():
    return await _import("")


@foreign(f"GET {IMPORT}/problems.csv")
async def problems_of_another_council():
    return await _import("/problems.csv")


@foreign(f"GET {IMPORT}/rows/{{number:str}}")
async def row_of_another_council():
    return await _import("/rows/2")


@foreign(f"POST {IMPORT}/choices")
async def choosing_in_another_council():
    return await _import("/choices", **{"row-2": "leave"})


@foreign(f"POST {IMPORT}/alike")
async def choosing_for_all_in_another_council():
    return await _import("/alike", why="same", choice="leave")


@foreign(f"POST {IMPORT}/run")
async def bringing_in_for_another_council():
    return await _import("/run")


@foreign(f"POST {IMPORT}/undo")
async def undoing_for_another_council():
    return await _import("/undo", is_done=True)


@foreign(f"POST {IMPORT}/discard")
async def throwing_away_for_another_council():
    return await _import("/discard")
