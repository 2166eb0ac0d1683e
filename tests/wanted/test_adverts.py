"""From the first words of an advert to providers, and who sees what on the way."""

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.councils.service import add_council
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import Side
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings.schemas import HiddenReason, ListingKind
from marketplace.listings.service import hide_listing
from marketplace.wanted import service
from marketplace.wanted.schemas import AdvertKind, AdvertStatus, GenderReason, RejectReason
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import add_colleague, make_offer
from tests.factories.listings import (
    EXETER,
    FEW_PLACES,
    LEEDS,
    MELKSHAM,
    TROWBRIDGE,
    make_organization,
    make_personal_assistant,
)
from tests.factories.wanted import (
    WORDS,
    make_advert,
    make_published,
    make_steward,
    make_submitted,
    make_wish,
)

WILTSHIRE = "E06000054"


async def checked_offer(**draft):
    """A personal assistant of Melksham whose checks are in order."""
    return await make_offer(make_personal_assistant(organization=make_organization(), **draft))


async def test_nobody_sees_an_advert_that_was_not_handed_in(db):
    posted, offer = await make_advert(), await checked_offer()
    assert (await service.list_shown(offer.viewer)).items == ()
    with pytest.raises(NotFoundError):
        await service.get_shown(posted.id, offer.viewer)
    with pytest.raises(NotFoundError):
        await service.get_check(posted.id, await make_steward("national"))


async def test_an_approved_advert_is_shown_by_district_and_whole_miles(db):
    posted, offer = await make_published(), await checked_offer()
    (shown,) = (await service.list_shown(offer.viewer)).items
    assert (shown.id, shown.outcode, shown.distance_miles, shown.words) == (posted.id, "SN12", 1, WORDS)
    assert not {"account_id", "latitude", "longitude", "gender_words", "area"} & set(shown.__struct_fields__)
