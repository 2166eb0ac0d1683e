"""Options packs, which nobody but their maker and team must reach without a link."""

from tests.factories.accounts import make_account, viewer_of
from tests.factories.listings import make_activity, publish
from tests.factories.packs import make_pack
from tests.factories.referrals import make_team_of
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

PACK = "/practitioners/packs/{pack_id:uuid}"


async def _pack(action="", *, reached=(200, 303), **form):
    owner, leaver = await make_account("practitioner", COUNCIL), await make_account("practitioner", COUNCIL)
    viewer = await viewer_of(owner)
    team_id = await make_team_of(viewer, name=f"Team of {owner.id}")
    await make_team_of(await viewer_of(leaver), name=f"Team of {leaver.id}")
    pack_id = await make_pack(viewer, [await publish(make_activity())], team_id=team_id)
    return Foreign(
        path=f"/practitioners/packs/{pack_id}{action}",
        owner=owner,
        strangers=[
            await make_account("practitioner", COUNCIL),
            leaver,
            await make_account("practitioner", OTHER_COUNCIL),
        ],
        form=form,
        reached=reached,
    )


@foreign(f"GET {PACK}")
async def pack_of_another_team():
    return await _pack()


@foreign(f"GET {PACK}/change")
async def reasons_of_another_team():
    return await _pack("/change")


@foreign(f"POST {PACK}/change")
async def changing_a_pack_of_another_team():
    return await _pack("/change", kind="standard", version="1", near="", introduction="Taken over")


@foreign(f"GET {PACK}/add")
async def adding_to_a_pack_of_another_team():
    return await _pack("/add")


@foreign(f"POST {PACK}/add")
async def putting_into_a_pack_of_another_team():
    return await _pack("/add", reached=(422,))


@foreign(f"GET {PACK}/preview")
async def preview_of_another_team():
    return await _pack("/preview")


@foreign(f"GET {PACK}/pdf")
async def print_of_another_team():
    return await _pack("/pdf")


@foreign(f"POST {PACK}/link")
async def a_link_to_a_pack_of_another_team():
    return await _pack("/link")


@foreign(f"POST {PACK}/renew")
async def renewing_a_pack_of_another_team():
    return await _pack("/renew")


@foreign(f"GET {PACK}/delete")
async def asking_to_delete_a_pack_of_another_team():
    return await _pack("/delete")


@foreign(f"POST {PACK}/delete")
async def deleting_a_pack_of_another_team():
    return await _pack("/delete")
