"""Pages of a council, which another council's administrators must not reach."""

from tests.factories.accounts import make_account
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

SETTINGS = "/administration/council/{council_code:str}"
AUDIT = "/administration/audit/{council_code:str}"


async def _page(path: str, reached: tuple[int, ...] = (200,), **form: str) -> Foreign:
    """A page of Wiltshire's administration."""
    return Foreign(
        path=path,
        owner=await make_account("administrator", COUNCIL),
        strangers=[await make_account("administrator", OTHER_COUNCIL)],
        form=form,
        reached=reached,
    )


@foreign(f"GET {SETTINGS}")
async def settings_of_another_council():
    return await _page(f"/administration/council/{COUNCIL}")


@foreign(f"GET {SETTINGS}/{{section:str}}")
async def form_of_another_councils_settings():
    return await _page(f"/administration/council/{COUNCIL}/looks")


@foreign(f"POST {SETTINGS}/{{section:str}}")
async def changing_another_councils_settings():
    return await _page(f"/administration/council/{COUNCIL}/looks", (303, 409), site_name="Ours", version="1")


@foreign(f"GET {SETTINGS}/support")
async def form_of_another_councils_support():
    return await _page(f"/administration/council/{COUNCIL}/support")


@foreign(f"POST {SETTINGS}/support")
async def changing_another_councils_support():
    return await _page(f"/administration/council/{COUNCIL}/support", (422,))


@foreign(f"GET {AUDIT}")
async def audit_of_another_council():
    return await _page(f"/administration/audit/{COUNCIL}")


@foreign(f"GET {AUDIT}/export")
async def file_of_another_councils_audit():
    return await _page(f"/administration/audit/{COUNCIL}/export")
