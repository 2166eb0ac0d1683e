"""The pages about money: who sees what, what they say, and what they refuse in plain words."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.limits.schemas import Limit
from marketplace.kernel import clock
from marketplace.people.pools.money.recording import web as recording
from marketplace.pooling.joining import service as joining
from marketplace.pooling.money import service
from tests.factories.pictures import jpeg
from tests.factories.pool_money import add_bill, pay_in, spend
from tests.factories.pooling import make_person, make_placed, make_pool

pytestmark = pytest.mark.usefixtures("db")

MINUS = "\N{MINUS SIGN}"


def money(pool):
    return f"/pools/mine/{pool.id}/money"


def day_fields(day=None, name="on"):
    day = day or clock.today()
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("&#39;", "'")


@pytest.fixture
async def pool():
    return await make_pool(others=2)


async def test_nobody_sees_the_money_of_a_pool_of_others(browse, pool):
    entry = await pay_in(pool, pool.lead)
    account, _viewer = await make_person()
    for browser in (await browse(), await browse(account)):
        for path in ("", "/mine", "/dues", f"/entries/{entry}", "/add/paid-in", f"/entries/{entry}/correct"):
            answer = await browser.get(money(pool) + path)
            assert answer.status_code in {303, 404}
            assert "Ada" not in answer.text


async def test_a_member_sees_what_each_has_and_cannot_record(browse, pool):
    await pay_in(pool, pool.lead, 40_00)
    await spend(pool, 10_00, words="Paint")
    browser = await browse(pool.others[0].account)
    text = text_of(await browser.get(money(pool)))
    assert "In the pool's account £30.00" in text
    assert "Ada £36.66" in text
    assert f"(you) {MINUS}£3.33" in text
    assert "Ada paid in : £40.00" in text
    assert f"for you {MINUS}£3.33" in text
    assert "Record something" not in text
    assert (await browser.get(f"{money(pool)}/add/bill")).status_code == 404
    form = {"member": str(pool.lead.member_id), "amount": "5", "token": str(uuid4()), **day_fields()}
    answer = await browser.post(f"{money(pool)}/add/paid-in", data=form)
    assert answer.status_code == 409
    assert "Only who leads" in answer.text
    assert (await service.balances(pool.id)).cash_pence == 30_00


async def test_a_lead_records_each_kind_by_its_form(browse, pool):
    browser = await browse(pool.lead.account)
    bo = str(pool.others[0].member_id)
    everybody = [str(person.member_id) for person in pool.everybody]
    fields = {"member": bo, "amount": "£1,250.50", "words": "For May", "token": str(uuid4()), **day_fields()}
    answer = await browser.post(f"{money(pool)}/add/paid-in", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{money(pool)}?done=recorded")
    again = await browser.post(f"{money(pool)}/add/paid-in", data=fields)
    assert again.status_code == 303
    shared = {"rule": "equal", "members": everybody, "amount": "100", "words": "Hall", **day_fields()}
    assert (
        await browser.post(f"{money(pool)}/add/bill", data=shared | {"token": str(uuid4())})
    ).status_code == 303
    amounts = {f"share_{member}": text for member, text in zip(everybody, ("10", "20.50", ""), strict=True)}
    fixed = shared | amounts | {"rule": "amounts", "amount": "30.50", "token": str(uuid4())}
    photo = {"files": ("receipt.jpg", jpeg(), "image/jpeg")}
    assert (await browser.post(f"{money(pool)}/add/spent", data=fixed, files=photo)).status_code == 303
    back = {"member": bo, "amount": "5", "token": str(uuid4()), **day_fields()}
    assert (await browser.post(f"{money(pool)}/add/paid-back", data=back)).status_code == 303
    found = await service.balances(pool.id)
    assert (found.cash_pence, found.owed_pence) == (1250_50 - 30_50 - 5_00, 100_00)
    assert [found.of(person.member_id) for person in pool.everybody] == [
        -43_34,
        1250_50 - 33_33 - 20_50 - 5_00,
        -33_33,
    ]
    listed = await browser.get(money(pool))
    assert "with receipt" in listed.text
    assert "1 bill is not paid yet" in listed.text
    paths = re.findall(r'href="([^"]+/entries/[0-9a-f-]{36})"', listed.text)
    pages = " ".join([text_of(await browser.get(path)) for path in dict.fromkeys(paths)])
    for words in (
        "A bill of £100.00 came",
        "1 of 3 equal parts",
        "fixed: £20.50",
        "it belongs to Bo",
        "Download photo 1",
    ):
        assert words in pages


async def test_what_each_had_before_and_the_last_payment_have_forms(browse, pool):
    browser = await browse(pool.lead.account)
    lead, bo, _cleo = (str(person.member_id) for person in pool.everybody)
    before = {f"share_{lead}": "12.50", f"share_{bo}": "7", "token": str(uuid4()), **day_fields()}
    for wrong in ({f"share_{bo}": "seven"}, {f"share_{bo}": "", f"share_{lead}": ""}):
        answer = await browser.post(f"{money(pool)}/add/before", data=before | wrong)
        assert answer.status_code == 422
    assert (await browser.post(f"{money(pool)}/add/before", data=before)).status_code == 303
    await joining.withdraw(pool.others[0].member_id, await pool.others[0].version(), pool.others[0].viewer)
    last = {"member": bo, "amount": "7.01", "token": str(uuid4()), **day_fields()}
    answer = await browser.post(f"{money(pool)}/add/last", data=last)
    assert answer.status_code == 422
    assert "It can be at most £7.00" in answer.text
    assert (await browser.post(f"{money(pool)}/add/last", data=last | {"amount": "7"})).status_code == 303
    found = await service.balances(pool.id)
    assert [found.of(person.member_id) for person in pool.everybody] == [12_50, 0, 0]


@pytest.mark.parametrize(
    "typed",
    ["", "forty", "-5", "5.555", "1,2", "0", "1000000.01", "£", "12.5.0", "١٢"],
    ids=ascii,
)
async def test_what_is_no_amount_is_said_at_the_field(browse, pool, typed):
    browser = await browse(pool.lead.account)
    fields = {"member": str(pool.lead.member_id), "amount": typed, "token": str(uuid4()), **day_fields()}
    answer = await browser.post(f"{money(pool)}/add/paid-in", data=fields)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert 'id="amount-error"' in answer.text
    assert 'href="#amount"' in answer.text
    assert (await service.list_recorded(pool.id, None)).total == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rule": "amounts"}, "rule"),
        ({"rule": "equal", "members": []}, "members"),
        ({"rule": "sessions"}, "since"),
        ({"rule": "nothing"}, "rule"),
        ({"members": ["x"]}, "members"),
        ({"on_day": "31", "on_month": "2"}, "on"),
        ({"on_year": "2100"}, "on"),
    ],
    ids=["amounts", "nobody", "no sessions", "no rule", "unknown member", "no day", "future"],
)
async def test_what_cannot_be_shared_is_said_at_the_field(browse, pool, changes, field):
    browser = await browse(pool.lead.account)
    everybody = [str(person.member_id) for person in pool.everybody]
    fields = {"rule": "equal", "members": everybody, "amount": "10", "token": "no token", **day_fields()}
    answer = await browser.post(f"{money(pool)}/add/spent", data=fields | changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


async def test_a_file_that_is_none_is_said_at_the_field(browse, pool):
    browser = await browse(pool.lead.account)
    entry = await spend(pool, 10_00)
    path = f"{money(pool)}/entries/{entry}/receipts"
    for content in (b"MZ program", b"%PDF-1.7\n/JavaScript %%EOF", b""):
        answer = await browser.post(path, files={"files": ("x.pdf", content, "application/pdf")})
        assert answer.status_code == 422
        assert 'id="files-error"' in answer.text
    everybody = [str(person.member_id) for person in pool.everybody]
    fields = {"rule": "equal", "members": everybody, "amount": "10", "token": str(uuid4()), **day_fields()}
    answer = await browser.post(
        f"{money(pool)}/add/spent", data=fields, files={"files": ("x.svg", b"<svg/>", "image/svg+xml")}
    )
    assert answer.status_code == 422
    assert 'id="files-error"' in answer.text
    assert (await service.list_recorded(pool.id, None)).total == 1


async def test_a_receipt_is_a_download_for_members_and_nobody_else(browse, pool):
    lead, member = await browse(pool.lead.account), await browse(pool.others[0].account)
    stranger = await browse((await make_person())[0])
    entry = await spend(pool, 10_00)
    url = f"{money(pool)}/entries/{entry}"
    added = await lead.post(f"{url}/receipts", files={"files": ("a.jpg", jpeg(), "image/jpeg")})
    assert added.headers["location"] == f"{url}?done=file-added"
    (path,) = re.findall(r'href="([^"]+/receipts/[0-9a-f-]{36})"', (await member.get(url)).text)
    file = await member.get(path)
    assert file.headers["content-type"] == "image/webp"
    assert file.headers["content-disposition"] == 'attachment; filename="receipt-1.webp"'
    assert file.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert file.headers["cache-control"] == "private, no-store"
    assert (await stranger.get(path)).status_code == 404
    other = await make_pool(account=pool.others[0].account)
    assert (await member.get(path.replace(str(pool.id), str(other.id)))).status_code == 404
    assert (await member.post(f"{path}/remove")).status_code == 409
    assert (await lead.post(f"{path}/remove")).status_code == 303
    assert (await member.get(path)).status_code == 404


async def test_a_bill_is_paid_comes_back_in_part_and_is_taken_out(browse, pool):
    browser = await browse(pool.lead.account)
    bill = await add_bill(pool, 90_00, words="Hall in March")
    url = f"{money(pool)}/entries/{bill}"
    assert "Hall in March" in (await browser.get(f"{url}/pay")).text
    assert 'value="90.00"' in (await browser.get(f"{url}/pay")).text
    own = {"member": str(pool.others[0].member_id), "amount": "30", "token": str(uuid4()), **day_fields()}
    assert (await browser.post(f"{url}/pay", data=own)).status_code == 303
    rest = {"member": "", "amount": "61", "token": str(uuid4()), **day_fields()}
    answer = await browser.post(f"{url}/pay", data=rest)
    assert answer.status_code == 422
    assert "Only £60.00 of this bill is left to pay" in answer.text
    assert (await browser.post(f"{url}/pay", data=rest | {"amount": "60"})).status_code == 303
    back = {"amount": "9", "token": str(uuid4()), **day_fields()}
    assert (await browser.post(f"{url}/refund", data=back)).status_code == 303
    text = text_of(await browser.get(url))
    assert "What came of it" in text
    assert "Bo paid for the bill, entry 1" in text
    answer = await browser.post(f"{url}/correct", data={"words": "", "token": str(uuid4())})
    assert answer.status_code == 409
    assert "Take out what was paid or came back first" in answer.text
    found = await service.balances(pool.id)
    assert (found.cash_pence, found.owed_pence) == (-51_00, 0)


async def test_what_is_taken_out_stays_to_be_seen(browse, pool):
    browser = await browse(pool.lead.account)
    entry = await pay_in(pool, pool.lead, 400_00)
    url = f"{money(pool)}/entries/{entry}"
    answer = await browser.post(f"{url}/correct", data={"words": "A nought", "token": str(uuid4())})
    assert answer.headers["location"] == f"{money(pool)}?done=corrected"
    text = text_of(await browser.get(money(pool)))
    assert "Entry 1 taken out: it was wrong" in text
    assert "Taken out" in text_of(await browser.get(url))
    assert "It is wrong: take it out" not in text_of(await browser.get(url))


async def test_another_day_can_be_asked_for(browse, pool):
    browser = await browse(pool.lead.account)
    today = clock.today()
    await pay_in(pool, pool.lead, 40_00, on=today - timedelta(days=10))
    await pay_in(pool, pool.lead, 30_00, on=today)
    query = day_fields(today - timedelta(days=5))
    text = text_of(await browser.get(money(pool), params=query))
    assert "In the pool's account £40.00" in text
    for wrong in (day_fields(today + timedelta(days=5)), {"on_day": "x"}):
        answer = await browser.get(money(pool), params=wrong)
        assert answer.status_code == 422
        assert 'id="on-error"' in answer.text


async def test_a_statement_names_nobody_else(browse, pool):
    await pay_in(pool, pool.lead, 40_00, on=clock.today())
    await pay_in(pool, pool.others[0], 77_77, on=clock.today())
    await spend(pool, 30_00, on=clock.today(), words="Paint")
    browser = await browse(pool.lead.account)
    answer = await browser.get(f"{money(pool)}/mine")
    text = text_of(answer)
    assert "At the end you have £30.00" in text
    assert "Paint" in text
    assert "77.77" not in text
    assert "Bo" not in text.split("Your statement")[-1]
    for year in ("1999", "x", "2027000000000"):
        assert (await browser.get(f"{money(pool)}/mine", params={"year": year})).status_code == 200


async def test_the_register_is_kept_changed_and_shared_by(browse, pool):
    browser = await browse(pool.lead.account)
    url = f"/pools/mine/{pool.id}/sessions"
    lead, bo, cleo = (str(person.member_id) for person in pool.everybody)
    came = {f"came_{lead}": "came", f"came_{bo}": "absent", f"came_{cleo}": "came"}
    fields = {"took_place": "yes", "part": "afternoon", "words": "Clay", **came, **day_fields(name="held_on")}
    assert (await browser.get(f"{url}/add")).status_code == 200
    assert (await browser.post(f"{url}/add", data=fields)).headers["location"] == f"{url}?done=session"
    again = await browser.post(f"{url}/add", data=fields)
    assert again.status_code == 409
    assert "already" in again.text
    text = text_of(await browser.get(url))
    assert "Came: Ada" in text
    (path,) = re.findall(rf'href="({url}/[0-9a-f-]{{36}})"', (await browser.get(url)).text)
    assert "Clay" in (await browser.get(path)).text
    changed = fields | {"version": "1", f"came_{bo}": "absent_with_notice"}
    assert (await browser.post(path, data=changed)).status_code == 303
    assert (await browser.post(path, data=changed)).status_code == 409
    nobody = {key: value for key, value in changed.items() if not key.startswith("came_")}
    assert (await browser.post(path, data=nobody | {"version": "2"})).status_code == 422
    tomorrow = clock.today() + timedelta(days=1)
    future = await browser.post(f"{url}/add", data=fields | day_fields(tomorrow, "held_on"))
    assert future.status_code == 422
    shared = {"rule": "sessions", "amount": "30", "token": str(uuid4()), **day_fields()}
    span = day_fields(name="since") | day_fields(name="until")
    assert (await browser.post(f"{money(pool)}/add/spent", data=shared | span)).status_code == 303
    found = await service.balances(pool.id)
    assert [found.of(person.member_id) for person in pool.everybody] == [-10_00, -10_00, -10_00]
    member = await browse(pool.others[0].account)
    assert (await member.get(url)).status_code == 200
    assert (await member.get(path)).status_code == 404
    assert (await member.post(path, data=changed | {"version": "2"})).status_code == 409
    assert (await browser.post(f"{path}/remove", data={"version": "2"})).status_code == 303
    assert (await service.balances(pool.id)).cash_pence == -30_00


async def test_pages_take_a_fixed_number_of_statements(browse, pool, statements):
    browser = await browse(pool.others[0].account)
    counts = []
    for number in (1, 12):
        for _entry in range(number):
            await pay_in(pool, pool.lead)
            bill = await add_bill(pool, 10_00)
        seen = []
        for path in ("", "/mine", "/dues", f"/entries/{bill}", "/../sessions"):
            async with statements() as made:
                answer = await browser.get(money(pool) + path)
            assert answer.status_code == 200
            seen.append(len(made))
        counts.append(seen)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


async def test_who_came_later_reads_no_name_of_who_had_left(browse, pool):
    await pay_in(pool, pool.others[0], 40_00)
    gone = pool.others[0]
    await joining.withdraw(gone.member_id, await gone.version(), gone.viewer)
    new = await make_placed(pool.id, pool.lead, "Zed")
    for person, word in ((new, "Former member 2"), (pool.lead, "Bo")):
        browser = await browse(person.account)
        text = text_of(await browser.get(money(pool)))
        assert f"{word} paid in" in text
        assert (word == "Bo") == ("Bo paid in" in text)


async def test_who_was_not_to_come_is_in_no_session(browse, pool):
    browser = await browse(pool.lead.account)
    lead, bo, cleo = (str(person.member_id) for person in pool.everybody)
    sent = {
        "took_place": "yes",
        "part": "",
        f"came_{lead}": "came",
        f"came_{bo}": "",
        **day_fields(name="held_on"),
    }
    page = await browser.get(f"/pools/mine/{pool.id}/sessions/add")
    assert page.text.count("Was not to come that day") == 3
    answer = await browser.post(f"/pools/mine/{pool.id}/sessions/add", data=sent | {f"came_{cleo}": "absent"})
    assert answer.status_code == 303
    text = text_of(await browser.get(f"/pools/mine/{pool.id}/sessions"))
    assert "Came: Ada Did not come, and did not say so in time: Bo1" in text
    assert "It is deleted after this tax year and one more." in text


async def test_who_records_very_often_is_asked_to_wait(browse, pool, monkeypatch):
    monkeypatch.setattr(
        recording, "POOL_ENTRIES", Limit(name="entry of a pool", most=1, per=timedelta(hours=1))
    )
    browser = await browse(pool.lead.account)
    sent = {"member": str(pool.lead.member_id), "amount": "5", **day_fields()}
    for status in (303, 409):
        answer = await browser.post(f"{money(pool)}/add/paid-in", data=sent | {"token": str(uuid4())})
        assert answer.status_code == status
    assert "There were too many attempts. Wait" in answer.text
