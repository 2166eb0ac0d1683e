"""Concerns, which another council's stewards must not reach."""

from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.concerns.service import report_concern
from tests.factories.accounts import make_account
from tests.factories.listings import make_personal_assistant, publish
from tests.permissions.cases import COUNCIL, OTHER_COUNCIL, Foreign, foreign

CONCERN = "/stewards/concerns/{concern_id:uuid}"


async def _concern(action: str = "", **form: str) -> Foreign:
    """A concern about a listing in Wiltshire; the role must not make up for the council."""
    listing_id = await publish(make_personal_assistant())
    new = NewConcern(kind=ConcernKind.OTHER, words="The door was shut.")
    concern_id = await report_concern(listing_id, new, host=str(listing_id))
    return Foreign(
        path=f"/stewards/concerns/{concern_id}{action}",
        owner=await make_account("steward", COUNCIL),
        strangers=[
            await make_account("steward", OTHER_COUNCIL),
            await make_account("administrator", OTHER_COUNCIL),
            await make_account("steward", "national"),
        ],
        form=form,
    )


@foreign(f"GET {CONCERN}")
async def concern_of_another_council():
    return await _concern()


@foreign(f"POST {CONCERN}/take")
async def taking_a_concern_of_another_council():
    return await _concern("/take", version="1")


@foreign(f"POST {CONCERN}/note")
async def noting_on_a_concern_of_another_council():
    return await _concern("/note", note="We know better.")


@foreign(f"POST {CONCERN}/suspend")
async def suspending_by_a_concern_of_another_council():
    return await _concern("/suspend")


@foreign(f"POST {CONCERN}/decide")
async def deciding_on_a_concern_of_another_council():
    return await _concern("/decide", version="1", outcome="mended")
