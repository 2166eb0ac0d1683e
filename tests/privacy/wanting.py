"""What somebody looks for, for another: an advert that is shown, with a change, one given back, a draft."""

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import act_for, list_acting_for
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.wanted import service
from marketplace.wanted.schemas import GenderReason
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.wanted import make_wish


async def look_for_somebody(mark, viewer, gazetteer, place):
    """Write, hand in, have decided, answer nobody."""
    support = Support(person_name=mark("supported"), relation=Relation.FRIEND, consent=Consent.AGREED)
    await act_for(viewer.account_id, support)
    supported = (await list_acting_for(viewer.account_id))[0]
    steward = await viewer_of(await make_account(Role.STEWARD, COUNCIL, name="Kim Steward"))

    def wish(what):
        return make_wish(
            words=f"Somebody kind, {mark(f'{what} advert')}.",
            acting_for=supported.id,
            skills=mark(f"{what} skills"),
            times_words=mark(f"{what} times"),
            gender="female",
            gender_reason=GenderReason.OTHER,
            gender_words=f"Because of {mark(f'{what} reason')}.",
        )

    shown, given_back, _draft = [
        await service.start_advert(wish(what), place, viewer, gazetteer)
        for what in ("shown", "returned", "unsent")
    ]
    await service.hand_in(shown, 1, viewer)
    await service.approve(shown, 2, steward)
    await service.save_advert(shown, wish("changed"), "", 3, viewer, gazetteer)
    await service.hand_in(given_back, 1, viewer)
    await service.ask_for_changes(given_back, 2, f"Please change it, {mark('advert note')}.", steward)
