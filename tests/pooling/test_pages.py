import re

import pytest

from marketplace.kernel import clock
from marketplace.pooling import repository, service
from marketplace.pooling.joining import service as joining
from marketplace.pooling.planning.service import from_json
from marketplace.pooling.schemas import MemberState, PoolState
from tests.factories.listings import make_activity, publish
from tests.factories.pooling import (
    WORDS,
    make_active,
    make_asked,
    make_content,
    make_person,
    make_placed,
    make_pool,
    make_shown,
    make_welcome,
)

pytestmark = pytest.mark.usefixtures("db")
LATER_PAGE_BYTES = 6 * 1024
ANSWERS = {
    "title": "Tuesday art group",
    "support_types": "arts_crafts",
    "words": WORDS,
    "place": "SN12 6AD",
    "place_words": "The hall",
    "days": "tue",
    "parts": "afternoon",
    "places": "4",
    "weekly_cost": "£40",
    "name": "Ada",
    "acting_for": "me",
}


def url_of(pool, rest=""):
    """The page of a pool."""
    return f"/pools/mine/{pool.id}{rest}"


async def post(browser, url, **data):
    """Send a form."""
    return await browser.post(url, data=data)


async def test_nobody_sees_pools_without_signing_in(browse):
    browser, pool = await browse(), await make_shown()
    for path in (
        "/pools/mine",
        "/pools/start",
        url_of(pool),
        f"/pools/{pool.id}/ask",
        url_of(pool, "/leave"),
    ):
        page = await browser.get(path)
        assert (page.status_code, page.headers["location"].split("?")[0]) == (303, "/sign-in"), path


async def test_a_pool_is_started_by_a_form(browse):
    account, viewer = await make_person()
    browser = await browse(account)
    assert "Start a pool" in (await browser.get("/pools/start")).text
    done = await post(browser, "/pools/start", **ANSWERS)
    assert done.status_code == 303
    page = await browser.get(done.headers["location"])
    assert "You have the first place and lead it." in page.text
    assert "Tuesday (afternoon)" in page.text
    assert "about £40 a week" in page.text
    (item,) = (await service.list_mine(viewer)).items
    assert "Tuesday art group" in (await browser.get("/pools/mine")).text
    assert item.places == 4


async def test_what_was_typed_is_kept_and_each_problem_is_linked(browse):
    account, _viewer = await make_person()
    browser = await browse(account)
    page = await post(browser, "/pools/start", **ANSWERS | {"place": "Nowhere", "title": "Art", "name": ""})
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    for field in ("place", "title", "name"):
        assert f'href="#{field}"' in page.text, field
    assert WORDS in page.text


async def test_a_listing_and_a_plan_fill_the_form(browse):
    account, _viewer = await make_person()
    browser, listing_id = await browse(account), await publish(make_activity())
    page = await browser.get(f"/pools/start?listing={listing_id}&weekly_cost_pence=2450")
    assert 'value="Tuesday art group, together"' in page.text
    assert 'value="24.50"' in page.text
    assert f'value="{listing_id}"' in page.text
    done = await post(browser, "/pools/start", **ANSWERS | {"listing": str(listing_id), "place": ""})
    assert done.status_code == 303
    pool_id = done.headers["location"].split("/")[-1].split("?")[0]
    assert (await repository.find_pool(pool_id)).content.listing_id == listing_id


async def test_what_the_planner_hands_on_is_kept_with_the_pool(browse):
    account, viewer = await make_person()
    browser = await browse(account)
    planned = await browser.get("/pools/plan?people=4&price_by=session&price=60&times=1&weeks=46")
    (onward,) = re.findall(r'href="(/pools/start[^"]*)"', planned.text)
    page = await browser.get(onward.replace("&amp;", "&"))
    (carried,) = re.findall(r'name="plan"[^>]*value="([^"]+)"', page.text)
    await post(browser, "/pools/start", **ANSWERS | {"plan": carried.replace("&amp;", "&")})
    (item,) = (await service.list_mine(viewer)).items
    plan = from_json((await repository.find_pool(item.id)).plan)
    assert plan.price_pence == 60_00


@pytest.mark.parametrize(
    "query",
    [
        "listing=x",
        "listing=80023938-afd0-49e9-a9c2-8edbfff40062",
        "weekly_cost_pence=-1",
        "weekly_cost_pence=9e9",
    ],
)
async def test_a_bad_address_of_the_form_does_no_harm(browse, query):
    account, _viewer = await make_person()
    assert (await (await browse(account)).get(f"/pools/start?{query}")).status_code == 200


async def test_anothers_pool_is_not_found(browse):
    pool, (account, _viewer) = await make_active(), await make_person()
    browser, member = await browse(account), pool.others[0].member_id
    for rest in ("", "/edit", "/leave", "/end", f"/members/{member}/left"):
        assert (await browser.get(url_of(pool, rest))).status_code == 404, rest
    for rest in (
        "/edit", "/accept", "/place", "/withdraw", "/leave", "/stay", "/end", "/go-on", "/invite",
        "/end-invites", "/step-down", f"/members/{member}/welcome", f"/members/{member}/refuse",
        f"/members/{member}/lead", f"/members/{member}/left",
    ):  # fmt: skip
        assert (await post(browser, url_of(pool, rest), version="3")).status_code == 404, rest


async def test_a_member_of_another_pool_is_not_found_under_this_one(browse):
    pool, other = await make_active(), await make_shown()
    asker = await make_asked(other.id)
    browser = await browse(pool.lead.account)
    url = url_of(pool, f"/members/{asker.member_id}")
    assert (await post(browser, f"{url}/welcome", version="1")).status_code == 404
    assert (await browser.get(f"{url}/left")).status_code == 404


async def test_the_way_in_from_asking_to_a_place(browse):
    pool, (account, viewer) = await make_shown(), await make_person()
    lead, asker = await browse(pool.lead.account), await browse(account)
    assert "Tuesday art group" in (await asker.get(f"/pools/{pool.id}/ask")).text
    form = {"name": "Dot", "acting_for": "me", "words": "I like clay."}
    done = await post(asker, f"/pools/{pool.id}/ask", **form)
    assert done.status_code == 303
    assert (await asker.get(f"/pools/{pool.id}/ask")).headers["location"] == url_of(pool)
    page = await lead.get(url_of(pool))
    assert "I like clay." in page.text
    assert "Dot" not in page.text
    assert "Ada" not in (await asker.get(url_of(pool))).text
    (row,) = [each for each in await repository.list_members(pool.id) if each.account_id == account.id]
    done = await post(lead, url_of(pool, f"/members/{row.id}/welcome"), version="1")
    assert done.status_code == 303
    page = await asker.get(url_of(pool))
    assert "Ada" in page.text
    done = await post(asker, url_of(pool, "/place"), version="2")
    assert (await service.get_pool(pool.id, viewer)).part.member.state is MemberState.JOINING
    assert "You have a place." in (await asker.get(done.headers["location"])).text


async def test_who_only_asked_reads_the_words_that_a_steward_has_seen(browse):
    pool = await make_shown()
    asker = await make_asked(pool.id)
    await repository.put_pool(pool.id, title="Something else", words="Nobody has checked this.")
    page = await (await browse(asker.account)).get(url_of(pool))
    assert "Tuesday art group" in page.text
    assert "Nobody has checked this." not in page.text
    assert "Something else" not in (await (await browse(asker.account)).get("/pools/mine")).text


async def test_the_way_in_by_a_link(browse):
    pool, (account, _viewer) = await make_pool(), await make_person()
    lead, guest, stranger = await browse(pool.lead.account), await browse(account), await browse()
    made = await post(lead, url_of(pool, "/invite"))
    path = made.headers["location"].split("?")[0]
    assert path in (await lead.get(made.headers["location"])).text
    page = await stranger.get(path)
    assert "Sign in to answer" in page.text
    assert "Ada" not in page.text
    assert (page.headers["x-robots-tag"], page.status_code) == ("noindex", 200)
    assert (await stranger.post(path, data={"name": "Zoe"})).status_code == 303
    assert (await post(guest, path, name="", acting_for="me")).status_code == 422
    done = await post(guest, path, name="Zoe", acting_for="me")
    assert done.headers["location"].startswith(url_of(pool))
    assert "Ada" in (await guest.get(done.headers["location"])).text
    assert (await stranger.get(path)).status_code == 404


async def test_the_second_of_two_is_told_on_the_page(browse):
    pool = await make_shown()
    asker = await make_asked(pool.id)
    browser = await browse(pool.lead.account)
    url = url_of(pool, f"/members/{asker.member_id}")
    assert (await post(browser, f"{url}/welcome", version="1")).status_code == 303
    page = await post(browser, f"{url}/refuse", version="1")
    assert page.status_code == 409
    assert "Something changed" in page.text


async def test_an_edit_that_comes_second_keeps_what_was_typed(browse):
    pool = await make_pool()
    browser = await browse(pool.lead.account)
    page = await browser.get(url_of(pool, "/edit"))
    assert 'name="version" type="hidden" value="1"' in page.text or 'value="1"' in page.text
    edit = {key: value for key, value in ANSWERS.items() if key not in {"name", "acting_for", "place"}}
    assert (await post(browser, url_of(pool, "/edit"), **edit, version="1")).status_code == 303
    page = await post(browser, url_of(pool, "/edit"), **edit | {"words": "We sing."}, version="1")
    assert page.status_code == 409
    assert "We sing." in page.text
    done = await post(browser, url_of(pool, "/edit"), **edit | {"words": "We sing."}, version="2")
    assert done.status_code == 303
    assert (await pool.pool()).content.words == "We sing."


async def test_leaving_and_ending_by_forms(browse):
    pool = await make_active()
    member, lead = await browse(pool.others[0].account), await browse(pool.lead.account)
    assert "an arrangement of your own" in (await member.get(url_of(pool, "/leave"))).text
    version = str(await pool.others[0].version())
    assert (await post(member, url_of(pool, "/leave"), version=version)).status_code == 422
    done = await post(member, url_of(pool, "/leave"), version=version, reason="own_arrangement")
    page = await member.get(done.headers["location"])
    assert "You have left." in page.text
    assert "Ada" not in page.text
    today, other = clock.today(), pool.others[1]
    url = url_of(pool, f"/members/{other.member_id}/left")
    assert "We are sorry." in (await lead.get(url)).text
    form = {"version": str(await other.version()), "reason": "died", "affairs": "family"}
    assert (await post(lead, url, **form)).status_code == 422
    day = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
    assert (await post(lead, url, **form, **day)).headers["location"].endswith("done=recorded")
    back = url_of(pool, f"/members/{other.member_id}/back")
    assert f'href="{back}"' in (await lead.get(url_of(pool))).text
    assert "has their place again" in (await lead.get(back)).text
    done = await post(lead, back, version=str(await other.version()))
    assert "It is put right" in (await lead.get(done.headers["location"])).text
    assert (await lead.get(back)).status_code == 303
    assert (await lead.get(url_of(pool, "/end"))).status_code == 200
    assert (await post(lead, url_of(pool, "/end"))).status_code == 303
    assert (await post(lead, url_of(pool, "/go-on"))).status_code == 303
    assert (await pool.pool()).state is PoolState.ACTIVE


async def test_who_has_no_agreement_yet_leaves_at_once(browse):
    pool = await make_pool(others=1)
    person = pool.others[0]
    browser = await browse(person.account)
    page = await browser.get(url_of(pool, "/leave"))
    assert "agreed to nothing yet" in page.text
    done = await post(browser, url_of(pool, "/withdraw"), version=str(await person.version()))
    assert done.headers["location"] == "/pools/mine?done=withdrawn"


async def test_only_leads_see_what_leads_do(browse):
    pool = await make_shown(others=1)
    await make_asked(pool.id)
    page = await (await browse(pool.others[0].account)).get(url_of(pool))
    for words in ("They are welcome", "Make a link", "Change what it says", "End the pool"):
        assert words not in page.text
    assert (await (await browse(pool.others[0].account)).get(url_of(pool, "/edit"))).status_code == 303


async def test_pages_are_light_and_ask_a_fixed_small_number_of_times(browse, statements):
    pool = await make_shown(others=1)
    browser = await browse(pool.lead.account)
    paths, counts = ("/pools/mine", url_of(pool), url_of(pool, "/edit"), "/pools/start"), []
    for _round in range(2):
        counts.append([])
        for path in paths:
            async with statements() as run:
                page = await browser.get(path, headers={"accept-encoding": "br"})
            assert (page.status_code, path) == (200, path)
            assert int(page.headers["content-length"]) <= LATER_PAGE_BYTES, path
            counts[-1].append(len(run))
        await make_asked(pool.id)
        await make_welcome(pool.id, pool.lead)
        await make_placed(pool.id, pool.lead, "Zoe")
        await make_pool(make_content(title="Another group"), account=pool.lead.account)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 6, counts


async def test_what_waits_stands_on_the_home_page(browse):
    pool = await make_shown()
    await make_asked(pool.id)
    page = await (await browse(pool.lead.account)).get("/home")
    assert "Somebody asks to join a pool that you lead" in page.text


async def test_all_labels_of_buttons_say_whom_they_are_for(browse):
    pool = await make_shown(others=2)
    await make_asked(pool.id)
    page = await (await browse(pool.lead.account)).get(url_of(pool))
    buttons = re.findall(r"<button[^>]*>(.*?)</button>", page.text)
    texts = [re.sub(r"<[^>]+>", "", button) for button in buttons]
    own = [text for text in texts if text.startswith(("They are", "Say no", "Let them", "Give back"))]
    assert own
    assert all(": " in text for text in own), own
    assert await joining.end_invites(pool.id, pool.lead.viewer) >= 0
