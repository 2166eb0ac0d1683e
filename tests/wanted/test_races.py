"""Several people at one advert at once, each in a transaction of their own."""

import asyncio
from contextvars import Context
from datetime import timedelta

import pytest

from marketplace.accounts.service import delete_account
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import Side
from marketplace.holders import DATA_HOLDERS
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, DomainError, NotFoundError
from marketplace.wanted import repository as adverts
from marketplace.wanted import service
from marketplace.wanted.keeping import service as keeping
from marketplace.wanted.schemas import AdvertStatus, RejectReason
from tests.factories.wanted import make_advert, make_published, make_steward, make_submitted, make_wish
from tests.wanted.test_adverts import checked_offer

pytestmark = pytest.mark.usefixtures("committed_db")


async def at_once(*doing):
    """The errors, or None, of what is done at once."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    unexpected = [each for each in done if isinstance(each, Exception) and not isinstance(each, DomainError)]
    assert unexpected == []
    return [each if isinstance(each, Exception) else None for each in done]


async def test_of_two_stewards_the_second_is_told(letters):
    posted, stewards = await make_submitted(), [await make_steward("national") for _number in range(2)]
    done = await at_once(
        service.approve(posted.id, 2, stewards[0]),
        service.reject(posted.id, 2, RejectReason.NOT_SAFE, "", stewards[1]),
    )
    assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
    assert len([each for each in await letters() if each["kind"].startswith("advert_")]) == 1


async def test_taking_back_and_approving_at_once_leaves_one_of_both():
    posted, steward = await make_submitted(), await make_steward("national")
    done = await at_once(
        service.take_back(posted.id, 2, posted.viewer), service.approve(posted.id, 2, steward)
    )
    assert sorted(type(each).__name__ for each in done) == ["ConflictError", "NoneType"]
    is_shown = (await posted.seen()).advert.status is AdvertStatus.PUBLISHED
    assert is_shown == (done[1] is None)


async def test_taking_down_while_a_change_is_approved_never_shows_it_again():
    posted, steward, offer = await make_published(), await make_steward("national"), await checked_offer()
    wish = make_wish(skills="Hoist")
    change = await service.save_advert(posted.id, wish, "", 3, posted.viewer, gazetteer=None)
    await service.hand_in(change, 1, posted.viewer)
    down, approved = await at_once(
        service.withdraw_advert(posted.id, 3, posted.viewer), service.approve(change, 2, steward)
    )
    seen = (await posted.seen()).advert
    if down is None:
        assert isinstance(approved, NotFoundError)
        assert seen.status is AdvertStatus.WITHDRAWN
        assert (await service.list_shown(offer.viewer)).items == ()
    else:
        assert approved is None
        assert isinstance(down, ConflictError)
        assert seen.wish.skills == "Hoist"


async def test_an_account_that_begins_many_at_once_has_five_at_most():
    first = await make_advert()
    done = await at_once(*(make_advert(account=first.account) for _number in range(8)))
    assert len([each for each in done if each is None]) <= 4
    assert (await service.list_adverts(first.viewer)).total <= 5


async def test_two_who_change_a_published_advert_at_once_begin_one_change():
    posted = await make_published()
    done = await at_once(
        *(
            service.save_advert(posted.id, make_wish(skills=skill), "", 3, posted.viewer, gazetteer=None)
            for skill in ("Hoist", "Dogs", "Sums")
        )
    )
    assert len([each for each in done if each is None]) == 1


async def test_two_workers_close_an_advert_once(letters, signals, monkeypatch):
    posted = await make_published()
    monkeypatch.setattr(keeping, "clock", _Later)
    await asyncio.gather(*(keeping.close_adverts() for _worker in range(4)))
    assert (await posted.seen()).advert.status is AdvertStatus.EXPIRED
    assert len(await letters("advert_over")) == 1
    assert len(await signals()) == 1


class _Later:
    """A clock that is ten weeks ahead."""

    @staticmethod
    def now():
        return clock.now() + timedelta(days=70)


async def test_answering_while_the_account_is_deleted_leaves_nothing_of_it():
    posted, offer = await make_published(), await checked_offer()
    answered, deleted = await at_once(
        service.answer(posted.id, "I would love to.", offer.viewer),
        delete_account(posted.account.id, DATA_HOLDERS.all, actor="test"),
    )
    assert deleted is None
    assert answered is None or isinstance(answered, NotFoundError)
    assert (await service.list_shown(offer.viewer)).items == ()


async def test_an_answer_in_the_instant_in_which_an_advert_is_taken_down_begins_nothing(monkeypatch):
    posted, offer = await make_published(), await checked_offer()
    version, find, is_waiting = await posted.version(), adverts.find, asyncio.Event()

    async def find_and_tell(advert_id, *, lock=False):
        if lock:
            is_waiting.set()
        return await find(advert_id, lock=lock)

    async with transaction():
        await service.withdraw_advert(posted.id, version, posted.viewer)
        monkeypatch.setattr(adverts, "find", find_and_tell)
        answering = asyncio.create_task(
            service.answer(posted.id, "I would love to.", offer.viewer), context=Context()
        )
        await asyncio.wait_for(is_waiting.wait(), 10)
    with pytest.raises(NotFoundError):
        await answering
    assert (await enquiries.list_conversations(offer.viewer, Side.PROVIDER)).total == 0


async def test_approving_while_the_account_is_deleted_shows_nothing():
    posted, steward, offer = await make_submitted(), await make_steward("national"), await checked_offer()
    approved, deleted = await at_once(
        service.approve(posted.id, 2, steward),
        delete_account(posted.account.id, DATA_HOLDERS.all, actor="test"),
    )
    assert deleted is None
    assert approved is None or isinstance(approved, NotFoundError)
    assert (await service.list_shown(offer.viewer)).items == ()
