"""What somebody looks for: one advert that is shown, with a change of it, one given back, one not sent."""

from marketplace.accounts.schemas import Role
from marketplace.wanted import service
from marketplace.wanted.schemas import GenderReason
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.wanted import make_wish


async def look_for_somebody(mark, viewer, gazetteer, place):
    """Write, hand in, have decided, answer nobody."""
    steward = await viewer_of(await make_account(Role.STEWARD, COUNCIL, name="Kim Steward"))

    def wish(what):
        return make_wish(
            words=f"Somebody kind, {mark(f'{what} advert')}.",
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
