"""What is due by date: asking who still looks, closing what is over, forgetting what is old."""

from datetime import timedelta

import pytest

from marketplace.accounts import service as accounts
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import Side
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.wanted import service
from marketplace.wanted.keeping import service as keeping
from marketplace.wanted.schemas import AdvertStatus, RejectReason
from tests.factories.wanted import make_advert, make_published, make_steward, make_submitted, make_wish
from tests.wanted.test_adverts import checked_offer


@pytest.fixture
def later(monkeypatch):
    """What turns the clock forward by days."""
    start = clock.now()

    def later(days):
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=days))

    return later


async def status_of(posted):
    return (await posted.seen()).advert.status


async def test_an_advert_expires_by_itself_after_its_owner_was_asked_once(db, later, letters, signals):
    posted, offer = await make_published(), await checked_offer()
    later(52)
    await keeping.close_adverts()
    assert await letters("advert_expiring") == []
    later(54)
    for _hour in range(3):
        await keeping.close_adverts()
    assert len(await letters("advert_expiring")) == 1
    assert len((await service.list_shown(offer.viewer)).items) == 1
    later(60.5)
    assert (await service.list_shown(offer.viewer)).items == ()
    for _hour in range(2):
        await keeping.close_adverts()
    assert await status_of(posted) is AdvertStatus.EXPIRED
    assert len(await letters("advert_over")) == 1
    assert await signals() == [("expired", None, 60)]


async def test_after_a_month_of_downtime_it_is_closed_without_asking(db, later, letters):
    posted = await make_published()
    later(90)
    await keeping.close_adverts()
    assert await status_of(posted) is AdvertStatus.EXPIRED
    assert await letters("advert_expiring") == []


async def test_who_still_looks_is_shown_for_the_whole_time_again(db, later, letters):
    posted = await make_published()
    later(55)
    await keeping.close_adverts()
    await service.renew_advert(posted.id, await posted.version(), posted.viewer)
    later(61)
    await keeping.close_adverts()
    assert await status_of(posted) is AdvertStatus.PUBLISHED
    later(110)
    await keeping.close_adverts()
    assert len(await letters("advert_expiring")) == 2


async def test_an_expired_advert_is_shown_again_within_four_weeks_and_not_after(db, later):
    posted = await make_published()
    later(61)
    await keeping.close_adverts()
    later(88)
    await service.renew_advert(posted.id, await posted.version(), posted.viewer)
    assert await status_of(posted) is AdvertStatus.PUBLISHED
    later(150)
    await keeping.close_adverts()
    later(179)
    with pytest.raises(ConflictError):
        await service.renew_advert(posted.id, await posted.version(), posted.viewer)


async def test_one_whose_change_waits_for_a_steward_is_not_ended(db, later):
    posted = await make_published()
    change = await service.save_advert(
        posted.id, make_wish(skills="Hoist"), "", await posted.version(), posted.viewer, gazetteer=None
    )
    await service.hand_in(change, 1, posted.viewer)
    offer = await checked_offer()
    later(62)
    await keeping.close_adverts()
    assert (await service.list_shown(offer.viewer)).items == ()
    await service.approve(change, 2, await make_steward("national"))
    (shown,) = (await service.list_shown(offer.viewer)).items
    assert shown.wish.skills == "Hoist"


async def test_agreeing_with_somebody_who_answered_closes_the_advert(db, later, letters, signals):
    posted, offer = await make_published(), await checked_offer()
    made = await service.answer(posted.id, "I would love to.", offer.viewer)
    await keeping.close_adverts()
    assert await status_of(posted) is AdvertStatus.PUBLISHED
    later(4.1)
    version = (await enquiries.get_conversation(made, posted.viewer, side=Side.PERSON)).conversation.version
    await enquiries.agree(made, version, posted.viewer)
    await keeping.close_adverts()
    assert await status_of(posted) is AdvertStatus.FILLED
    assert await signals() == [("filled", "here", 4)]
    assert len(await letters("advert_over")) == 1
    later(5)
    await service.renew_advert(posted.id, await posted.version(), posted.viewer)
    await keeping.close_adverts()
    assert await status_of(posted) is AdvertStatus.PUBLISHED


async def test_ended_adverts_and_old_drafts_are_deleted_and_others_stay(db, later):
    filled, draft, waiting = await make_published(), await make_advert(), await make_submitted()
    await service.fill_advert(filled.id, await filled.version(), filled.viewer, found_here=False)
    later(89)
    assert await keeping.drop_old_adverts() == 0
    later(91)
    assert await keeping.drop_old_adverts() == 2
    for posted in (filled, draft):
        with pytest.raises(NotFoundError):
            await posted.seen()
    assert await status_of(waiting) is AdvertStatus.SUBMITTED


async def test_a_night_with_more_adverts_than_one_portion_closes_all(db, later, monkeypatch, letters):
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    posted = [await make_published() for _number in range(5)]
    later(61)
    assert await keeping.close_adverts() == 5
    assert {await status_of(each) for each in posted} == {AdvertStatus.EXPIRED}
    assert len(await letters("advert_over")) == 5


async def test_how_long_an_advert_waited_is_counted_from_the_first_day(db, later, signals):
    posted = await make_published()
    later(30)
    await service.renew_advert(posted.id, await posted.version(), posted.viewer)
    later(45.1)
    await service.withdraw_advert(posted.id, await posted.version(), posted.viewer)
    assert await signals() == [("withdrawn", None, 45)]


async def test_one_that_expired_and_was_filled_later_tells_the_market_view_of_both(db, later, signals):
    posted = await make_published()
    later(61.1)
    await keeping.close_adverts()
    await service.renew_advert(posted.id, await posted.version(), posted.viewer)
    later(64.1)
    await service.fill_advert(posted.id, await posted.version(), posted.viewer, found_here=False)
    assert sorted(await signals()) == [("expired", None, 61), ("filled", "elsewhere", 64)]


async def given_back(later):
    """An advert that was shown for ten days, and that a steward then gave back to its owner."""
    posted = await make_published()
    later(10.1)
    steward = await make_steward("national")
    await service.ask_for_changes(posted.id, await posted.version(), "Please say less of it.", steward)
    return posted


async def _discard(posted, _later):
    await service.discard(posted.id, await posted.version(), posted.viewer)


async def _discard_taken_back(posted, later):
    await service.hand_in(posted.id, await posted.version(), posted.viewer)
    await service.take_back(posted.id, await posted.version(), posted.viewer)
    await _discard(posted, later)


async def _reject(posted, later):
    await service.hand_in(posted.id, await posted.version(), posted.viewer)
    steward = await make_steward("national")
    await service.reject(posted.id, await posted.version(), RejectReason.NOT_SAFE, "", steward)
    await _discard(posted, later)


async def _forget(_posted, later):
    later(101.2)
    await keeping.drop_old_adverts()


async def _delete_account(posted, _later):
    await accounts.delete_account(posted.account.id, DATA_HOLDERS.all, actor="test")


async def _fill(posted, later):
    await service.hand_in(posted.id, await posted.version(), posted.viewer)
    await service.approve(posted.id, await posted.version(), await make_steward("national"))
    await service.fill_advert(posted.id, await posted.version(), posted.viewer, found_here=True)
    await _discard(posted, later)


@pytest.mark.parametrize(
    ("go_on", "ended"),
    [
        (_discard, ("withdrawn", None, 10)),
        (_discard_taken_back, ("withdrawn", None, 10)),
        (_reject, ("withdrawn", "rejected", 10)),
        (_forget, ("withdrawn", "went_quiet", 101)),
        (_delete_account, ("withdrawn", "account_gone", 10)),
        (_fill, ("filled", "here", 10)),
    ],
    ids=[
        "deleted",
        "sent, taken back, deleted",
        "rejected",
        "forgotten",
        "account deleted",
        "filled at last",
    ],
)
async def test_one_that_was_shown_and_given_back_tells_the_market_view_once_how_it_ended(
    db, later, signals, go_on, ended
):
    posted = await given_back(later)
    assert await signals() == []
    await go_on(posted, later)
    later(300)
    await keeping.drop_old_adverts()
    assert await signals() == [ended]


async def test_one_that_was_never_shown_tells_the_market_view_nothing(db, later, signals):
    posted, rejected, old = await make_advert(), await make_submitted(), await make_advert()
    await _discard(posted, later)
    await service.reject(rejected.id, 2, RejectReason.NOT_SAFE, "", await make_steward("national"))
    later(91)
    await keeping.drop_old_adverts()
    with pytest.raises(NotFoundError):
        await old.seen()
    assert await signals() == []
