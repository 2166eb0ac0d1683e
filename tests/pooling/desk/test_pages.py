"""The pages of the desk and of help, as leads, members and organisations see them."""

import re

import pytest

from marketplace.pooling.desk import service as desk
from marketplace.pooling.desk.helping import service
from marketplace.pooling.desk.schemas import ChecklistItem
from tests.factories.agreements import agree_all, make_in_force, make_together, propose
from tests.factories.listings import make_activity, publish
from tests.factories.pool_desk import ask_help, make_helped, make_supporters
from tests.factories.pooling import make_placed, make_pool

LATER_PAGE_BYTES = 6 * 1024


def url_of(pool, end=""):
    return f"/pools/mine/{pool.id}{end}"


def said(page):
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


async def test_a_lead_ticks_and_the_page_says_who_and_that_it_is_done(browse):
    pool = await make_pool()
    browser = await browse(pool.lead.account)
    done = await browser.post(url_of(pool, "/desk/tick/venue"))
    assert done.headers["location"] == url_of(pool, "/desk?done=ticked")
    assert "Ada said so on" in said(await browser.get(url_of(pool, "/desk")))
    undone = await browser.post(url_of(pool, "/desk/untick/venue"))
    assert undone.headers["location"] == url_of(pool, "/desk?done=unticked")
    page = await browser.get(url_of(pool, "/desk"))
    assert "Ada said so on" not in said(page)
    assert "0 of 8 are done." in said(page)
    assert url_of(pool, "/desk/tick/agreement") not in page.text


async def test_a_lead_reminds_with_one_press_and_then_not_for_a_week(browse, letters):
    together, _number = await make_in_force(2)
    await propose(together, notice_weeks=9)
    late = (await together.members())[1]
    browser = await browse(together.accounts[0])
    page = await browser.get(url_of(together, "/desk"))
    path = url_of(together, f"/desk/remind/{late.id}/agree")
    assert path in page.text
    assert (await browser.post(path)).headers["location"].endswith("?done=reminded")
    page = await browser.get(url_of(together, "/desk"))
    assert path not in page.text
    assert "You can again a week later" in said(page)
    again = await browser.post(path)
    assert again.status_code == 409
    assert "less than a week ago" in said(again)
    assert len(await letters("pool_reminder")) == 1


@pytest.mark.parametrize("path", ["/desk/tick/moon", "/desk/untick/moon"])
async def test_what_is_not_on_the_list_is_not_there(browse, path):
    pool = await make_pool()
    assert (await (await browse(pool.lead.account)).post(url_of(pool, path))).status_code == 404


async def test_nobody_is_reminded_of_a_thing_that_does_not_exist(browse):
    pool = await make_pool(others=1)
    path = url_of(pool, f"/desk/remind/{pool.others[0].member_id}/moon")
    assert (await (await browse(pool.lead.account)).post(path)).status_code == 404


async def test_help_from_asking_to_taking_back(browse):
    pool = await make_pool(others=1)
    supporters = await make_supporters()
    lead, member, helper = [
        await browse(each) for each in (pool.lead.account, pool.others[0].account, supporters.account)
    ]
    assert supporters.id.hex[:8] in (await lead.get(url_of(pool, "/help"))).text
    asked = await lead.post(url_of(pool, "/help/ask"), data={"organization": str(supporters.id)})
    assert asked.headers["location"] == url_of(pool, "/help?done=asked")
    assert "waits for your answer" in said(await member.get(url_of(pool)))
    page = await helper.get("/provider/pools")
    assert "Asks for your help" in said(page)
    assert "Tuesday art group" not in page.text
    (helper_id,) = set(re.findall(r"/provider/pools/([0-9a-f-]{36})/yes", page.text))
    await helper.post(f"/provider/pools/{helper_id}/yes")
    assert "Waits for its members" in said(await helper.get("/provider/pools"))
    assert (await helper.get(url_of(pool))).status_code == 404
    await member.post(url_of(pool, f"/help/{helper_id}/yes"))
    assert "waits for your answer" not in said(await member.get(url_of(pool)))
    for end in ("", "/desk", "/help", "/money", "/agreement", "/sessions", "/statements/pool"):
        assert ((await helper.get(url_of(pool, end))).status_code, end) == (200, end)
    assert "You do not read the members' messages" in said(await helper.get(url_of(pool, "/help"))).replace(
        "&#39;", "'"
    )
    home = await helper.get(url_of(pool))
    assert "Your organisation helps this pool" in said(home)
    for end in re.findall(rf'href="{url_of(pool)}(/[a-z/-]+)"', home.text):
        assert ((await helper.get(url_of(pool, end))).status_code, end) == (200, end)
    await member.post(url_of(pool, f"/help/{helper_id}/no"))
    assert (await helper.get(url_of(pool, "/desk"))).status_code == 404
    assert (await helper.post(url_of(pool, "/desk/tick/venue"))).status_code == 404


async def test_asking_nobody_says_so(browse):
    pool = await make_pool()
    browser = await browse(pool.lead.account)
    for organization in ("", "moon", str(pool.id)):
        page = await browser.post(url_of(pool, "/help/ask"), data={"organization": organization})
        assert page.status_code == 422
        assert "Choose an organisation" in said(page)


async def test_an_organisation_that_stops_sees_nothing_any_more(browse):
    pool = await make_pool(others=1)
    helper_id, supporters = await make_helped(pool)
    browser = await browse(supporters.account)
    assert (await browser.post(f"/provider/pools/{helper_id}/stop")).status_code == 303
    assert (await browser.get(url_of(pool))).status_code == 404
    lead = await browse(pool.lead.account)
    assert "Wiltshire Direct does not help any more" in said(await lead.get(url_of(pool, "/help")))
    again = await browser.post(f"/provider/pools/{helper_id}/stop")
    assert again.status_code == 409


async def test_pages_are_light_and_ask_a_fixed_small_number_of_times(browse, statements):
    together = await make_together(2, listing_id=await publish(make_activity()))
    await agree_all(together, await propose(together))
    await propose(together, notice_weeks=9)
    pool = await make_pool(others=1)
    helper_id, supporters = await ask_help(pool)
    lead, own, helper = [
        await browse(each) for each in (together.accounts[0], pool.lead.account, supporters.account)
    ]
    counts = []
    for item in (ChecklistItem.VENUE, ChecklistItem.DBS):
        counts.append([])
        for browser, path in (
            (lead, url_of(together, "/desk")),
            (own, url_of(pool, "/help")),
            (helper, "/provider/pools"),
        ):
            async with statements() as run:
                page = await browser.get(path, headers={"accept-encoding": "br"})
            assert (page.status_code, path) == (200, path)
            assert int(page.headers["content-length"]) <= LATER_PAGE_BYTES, path
            counts[-1].append(len(run))
        await desk.tick(together.id, item, together.lead)
        new = await make_placed(pool.id, pool.lead, "Zoe")
        await service.consent(pool.id, helper_id, new.viewer, yes=True)
        await ask_help(await make_pool(), supporters)
    assert counts[0] == counts[1]
    assert all(count <= most for count, most in zip(counts[0], (17, 5, 2), strict=True)), counts
