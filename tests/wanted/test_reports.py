"""Something is wrong with an advert that is shown: providers say so, stewards look again."""

import pytest

from marketplace.accounts.schemas import Role
from marketplace.kernel.errors import NotFoundError, TooManyError
from marketplace.wanted import service
from marketplace.wanted.schemas import AdvertStatus, RejectReason, ReportReason
from tests.factories.accounts import make_account
from tests.factories.wanted import make_advert, make_published, make_steward, make_wish
from tests.wanted.test_adverts import checked_offer


async def reported(reason=ReportReason.NOT_SAFE):
    posted, offer = await make_published(), await checked_offer()
    await service.report(posted.id, reason, offer.viewer)
    return posted, offer, await make_steward("national")


async def test_a_report_brings_the_advert_before_a_steward_and_it_stays_shown(db):
    posted, offer, steward = await reported()
    await service.report(posted.id, ReportReason.OTHER, offer.viewer)
    (item,) = (await service.list_queue(steward)).items
    assert (item.id, item.reported_for) == (posted.id, ReportReason.NOT_SAFE)
    (need,) = await service.list_needs(steward)
    assert (need.code, need.count, need.since) == ("adverts_to_check", 1, item.since)
    assert (await service.get_shown(posted.id, offer.viewer)).id == posted.id


async def test_a_steward_who_finds_nothing_wrong_keeps_it_and_nobody_is_written_to(db, letters):
    posted, _offer, steward = await reported()
    before, written = (await posted.seen()).advert, len(await letters())
    await service.approve(posted.id, before.version, steward)
    after = (await posted.seen()).advert
    assert (after.status, after.expires_at, after.reported_for) == (
        AdvertStatus.PUBLISHED,
        before.expires_at,
        None,
    )
    assert (await service.list_queue(steward)).items == ()
    assert len(await letters()) == written


async def test_a_steward_takes_down_what_is_shown(db, letters, signals):
    posted, offer, steward = await reported()
    await service.reject(posted.id, await posted.version(), RejectReason.NOT_SAFE, "", steward)
    assert (await service.list_shown(offer.viewer)).items == ()
    assert (await posted.seen()).advert.status is AdvertStatus.REJECTED
    assert len(await letters("advert_rejected")) == 1
    assert await signals() == [("withdrawn", "rejected", 0)]


async def test_a_steward_gives_back_what_is_shown_and_a_change_of_it_goes(db):
    posted, offer, steward = await reported()
    change = await service.save_advert(
        posted.id, make_wish(skills="Hoist"), "", await posted.version(), posted.viewer, gazetteer=None
    )
    await service.ask_for_changes(posted.id, await posted.version(), "Leave out the street, please.", steward)
    assert (await service.list_shown(offer.viewer)).items == ()
    with pytest.raises(NotFoundError):
        await service.get_advert(change, posted.viewer)
    version = await posted.version()
    await service.save_advert(posted.id, make_wish(words="No street."), "", version, posted.viewer, None)
    await service.hand_in(posted.id, version + 1, posted.viewer)
    await service.approve(posted.id, version + 2, steward)
    assert (await service.get_shown(posted.id, offer.viewer)).wish.words == "No street."


async def test_only_who_sees_an_advert_can_report_it(db):
    posted, draft = await make_published(), await make_advert()
    unchecked, checked = await checked_offer(checks=()), await checked_offer()
    for advert_id, viewer in (
        (posted.id, unchecked.viewer),
        (posted.id, posted.viewer),
        (draft.id, checked.viewer),
    ):
        with pytest.raises(NotFoundError):
            await service.report(advert_id, ReportReason.OTHER, viewer)


async def test_reports_of_one_account_are_limited(db):
    posted, offer = await make_published(), await checked_offer()
    for _number in range(10):
        await service.report(posted.id, ReportReason.OTHER, offer.viewer)
    with pytest.raises(TooManyError):
        await service.report(posted.id, ReportReason.OTHER, offer.viewer)


async def test_a_steward_sees_what_is_shown_in_the_own_area_only(db):
    posted = await make_published()
    assert [item.id for item in (await service.list_published(await make_steward("national"))).items] == [
        posted.id
    ]
    assert (await service.list_published(await make_steward())).items == ()


async def test_reporting_on_the_pages(browse):
    posted, offer = await make_published(), await checked_offer()
    provider, steward = (
        await browse(offer.account),
        await browse(await make_account(Role.STEWARD, "national")),
    )
    path = f"/provider/wanted/{posted.id}/report"
    assert (await provider.get(path)).status_code == 200
    assert (await provider.post(path, data={"reason": "dragons"})).status_code == 422
    done = await provider.post(path, data={"reason": "tells_who"})
    assert "Thank you" in (await provider.get(done.headers["location"])).text
    page = await steward.get(f"/stewards/wanted/{posted.id}")
    assert "A provider has reported this:" in page.text
    assert offer.account.name not in page.text
    assert "It says who somebody is" in (await steward.get("/stewards/wanted")).text
    assert posted.account.name not in (await steward.get("/stewards/wanted?show=shown")).text
    kept = await steward.post(f"/stewards/wanted/{posted.id}", data={"version": "3", "decision": "approve"})
    assert kept.status_code == 303
