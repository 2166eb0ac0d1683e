"""Accounts, and who works for a council."""

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import Role
from marketplace.accounts.second_factor.service import put_second_factor
from marketplace.accounts.staff.service import send_invite
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from tests.factories.accounts import make_account
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

STAFF = "/administration/staff/{council_code:str}"
MEMBER = f"{STAFF}/{{account_id:uuid}}"


@foreign("POST /account/sessions/{session_id:uuid}/end", answers_alike=True)
async def a_place_where_somebody_else_is_signed_in():
    owner = await make_account("person")
    session_id = (await accounts.open_session(owner.id, second_factor=False)).viewer.session_id

    async def is_still_open():
        return session_id in {session.id for session in await accounts.list_sessions(owner.id)}

    return Foreign(
        path=f"/account/sessions/{session_id}/end",
        owner=owner,
        strangers=[await make_account("person"), await make_account("administrator")],
        is_untouched=is_still_open,
    )


@foreign("POST /account/acting-for/{record_id:uuid}/end")
async def somebody_for_whom_somebody_else_acts():
    owner = await make_account("person")
    await accounts.act_for(
        owner.id, Support(person_name="Sam", relation=Relation.FAMILY, consent=Consent.AGREED)
    )
    [supported] = await accounts.list_acting_for(owner.id)
    return Foreign(
        path=f"/account/acting-for/{supported.id}/end",
        owner=owner,
        strangers=[await make_account("person"), await make_account("administrator")],
    )


async def _of_staff(path, *, form=None, reached=(200, 303)):
    return Foreign(
        path=path,
        owner=await make_account("administrator", COUNCIL),
        strangers=[
            await make_account("administrator", OTHER_COUNCIL),
            await _administrator_there_and_steward_here(),
        ],
        form=form or {},
        reached=reached,
    )


async def _administrator_there_and_steward_here():
    account = await make_account("administrator", OTHER_COUNCIL)
    await accounts.grant_role(account.id, Role.STEWARD, COUNCIL, actor="test")
    return account


@foreign(f"GET {STAFF}")
async def staff_of_another_council():
    return await _of_staff(f"/administration/staff/{COUNCIL}")


@foreign(f"GET {STAFF}/invite", f"POST {STAFF}/invite")
async def an_invitation_to_another_council():
    form = {"address": "somebody@wiltshire.gov.uk", "roles": "administrator"}
    return await _of_staff(f"/administration/staff/{COUNCIL}/invite", form=form)


@foreign(f"POST {STAFF}/invitations/{{invite_id:uuid}}/withdraw")
async def an_invitation_of_another_council():
    invite_id = await send_invite(
        COUNCIL, "new@wiltshire.gov.uk", [Role.STEWARD], invited_by=None, actor="test"
    )
    return await _of_staff(f"/administration/staff/{COUNCIL}/invitations/{invite_id}/withdraw")


@foreign(f"POST {STAFF}/invitations/{{invite_id:uuid}}/withdraw")
async def an_invitation_of_another_council_by_way_of_the_own_one():
    invite_id = await send_invite(
        OTHER_COUNCIL, "new@bristol.gov.uk", [Role.STEWARD], invited_by=None, actor="test"
    )
    return Foreign(
        path=f"/administration/staff/{OTHER_COUNCIL}/invitations/{invite_id}/withdraw",
        owner=await make_account("administrator", OTHER_COUNCIL),
        strangers=[await make_account("administrator", COUNCIL)],
    )


@foreign(f"GET {MEMBER}")
async def somebody_who_works_for_another_council():
    colleague = await make_account("steward", COUNCIL)
    return await _of_staff(f"/administration/staff/{COUNCIL}/{colleague.id}")


@foreign(f"POST {MEMBER}/end-role")
async def a_role_for_another_council():
    colleague = await make_account("steward", COUNCIL)
    form = {"role": "steward"}
    return await _of_staff(f"/administration/staff/{COUNCIL}/{colleague.id}/end-role", form=form)


@foreign(f"GET {MEMBER}")
async def somebody_who_does_not_work_for_the_council():
    """An administrator sees colleagues, and no other account."""
    other = await make_account("steward", OTHER_COUNCIL)
    return Foreign(
        path=f"/administration/staff/{OTHER_COUNCIL}/{other.id}",
        owner=await make_account("administrator", OTHER_COUNCIL),
        strangers=[await make_account("administrator", COUNCIL)],
    )


@foreign(f"POST {MEMBER}/reset-second-factor")
async def the_second_factor_of_somebody_who_works_for_another_council():
    colleague = await make_account("steward", COUNCIL)
    await put_second_factor(colleague.id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", actor="test")
    return await _of_staff(f"/administration/staff/{COUNCIL}/{colleague.id}/reset-second-factor")
