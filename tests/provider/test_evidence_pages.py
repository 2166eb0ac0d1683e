"""The pages of evidence."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.schemas import Role
from marketplace.kernel import clock
from marketplace.listings.evidence import service as evidence
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.schemas import Acceptance, ClaimFacts
from marketplace.listings.organizations.service import create_organization
from marketplace.listings.schemas import ListingKind
from marketplace.provider.evidence.schemas import kinds
from tests.factories.accounts import make_account, sign_in_as, viewer_of
from tests.factories.evidence import hostile_pdfs, make_pdf
from tests.factories.pictures import SECRET, exif, hostile_files, jpeg
from tests.factories.providers import ENTERPRISE, make_submitted
from tests.provider.conftest import open_browser

SOON = clock.today() + timedelta(days=200)
INSURANCE = {
    "kind": "insurance",
    "amount_pence": "£5 million",
    "expires_on_day": str(SOON.day),
    "expires_on_month": str(SOON.month),
    "expires_on_year": str(SOON.year),
    "reference": "pol 123",
}


@pytest.fixture
async def organization_id(viewer):
    return await create_organization("Amina K.", viewer)


@pytest.fixture
async def claim(viewer, organization_id):
    facts = ClaimFacts(kind="insurance", amount_pence=5_000_000_00, expires_on=SOON)
    claim_id = await evidence.add_claim(organization_id, facts, [make_pdf(), jpeg(exif=exif())], viewer)
    return await evidence.get_own_claim(claim_id, viewer)


def url_of(organization_id, end=""):
    return f"/provider/organizations/{organization_id}/evidence{end}"


def problems_in(answer):
    return dict(re.findall(r'<li><a href="#([\w-]+)">(.+?)</a></li>', html.unescape(answer.text)))


async def test_from_the_list_to_what_was_sent_in(client, viewer, organization_id):
    assert "There is nothing here yet" in (await client.get(url_of(organization_id))).text
    assert "What do you have?" in (await client.get(url_of(organization_id, "/add"))).text
    page = await client.get(url_of(organization_id, "/add?kind=insurance"))
    assert "What does it cover?" in page.text
    answer = await client.post(
        url_of(organization_id, "/add"),
        data=INSURANCE,
        files=[("files", ("a.pdf", make_pdf())), ("files", ("b.jpg", jpeg(exif=exif())))],
    )
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    assert "It is sent in" in page.text
    assert "Being looked at" in page.text
    [claim] = (await evidence.list_claims(organization_id, viewer)).items
    assert claim.facts == ClaimFacts(
        kind="insurance", amount_pence=5_000_000_00, expires_on=SOON, reference="POL 123"
    )
    page = await client.get(f"/provider/evidence/{claim.id}")
    assert "£5,000,000" in page.text
    assert page.text.count("/evidence/") >= 2


@pytest.mark.parametrize("kind", [code for code, _label in kinds()])
async def test_every_kind_has_a_form_that_says_what_is_missing(client, organization_id, kind):
    page = await client.get(url_of(organization_id, f"/add?kind={kind}"))
    assert page.status_code == 200
    answer = await client.post(url_of(organization_id, "/add"), data={"kind": kind})
    if kind in {"identity", "right_to_work"}:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    ids = set(re.findall(r'id="([\w-]+)"', answer.text))
    assert problems_in(answer)
    assert set(problems_in(answer)) <= ids


async def test_what_was_typed_is_kept(client, organization_id):
    answer = await client.post(
        url_of(organization_id, "/add"), data=INSURANCE | {"amount_pence": "lots", "reference": 'A "1"'}
    )
    assert answer.status_code == 422
    assert answer.text.count("Error: ", 0, answer.text.index("</title>")) == 1
    assert problems_in(answer) == {"amount_pence": "Enter an amount in pounds, such as 5,000,000"}
    assert "A &#34;1&#34;" in answer.text
    assert f'value="{SOON.year}"' in answer.text


@pytest.mark.parametrize("kind", ["", "quality_mark", "no such thing", "<script>"])
async def test_kind_that_nobody_can_claim_is_refused(client, organization_id, kind):
    assert (await client.get(url_of(organization_id, "/add"), params={"kind": kind})).status_code == 422
    answer = await client.post(url_of(organization_id, "/add"), data={"kind": kind})
    assert answer.status_code == 422
    assert "<script>" not in answer.text


HOSTILE = {
    **hostile_pdfs(),
    **{
        name: hostile_files()[name]
        for name in ("HTML", "SVG with script", "ZIP", "HEIC", "program", "true bomb")
    },
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_file_is_told_at_the_field_and_nothing_is_kept(client, viewer, organization_id, name):
    answer = await client.post(
        url_of(organization_id, "/add"),
        data=INSURANCE,
        files={"files": ("paper.pdf", HOSTILE[name], "application/pdf")},
    )
    assert answer.status_code == 422
    assert list(problems_in(answer)) == ["files"]
    assert (await evidence.list_claims(organization_id, viewer)).items == ()


async def test_second_claim_of_a_kind_is_told(client, organization_id, claim):
    answer = await client.post(url_of(organization_id, "/add"), data=INSURANCE)
    assert answer.status_code == 409
    assert "looking at this already" in answer.text


async def test_files_are_sent_as_downloads_that_can_do_nothing(client, claim):
    for file, ending in zip(claim.files, ("pdf", "webp"), strict=True):
        answer = await client.get(f"/evidence/{file.id}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="insurance.{ending}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["cache-control"] == "private, no-store"
        assert SECRET not in answer.content


async def test_files_are_added_and_deleted_while_the_claim_waits(client, viewer, claim):
    url = f"/provider/evidence/{claim.id}"
    answer = await client.post(f"{url}/files", files={"files": ("c.pdf", make_pdf())})
    assert answer.headers["location"] == f"{url}?done=file-added"
    answer = await client.post(f"/provider/evidence/files/{claim.files[0].id}/remove")
    assert answer.headers["location"] == f"{url}?done=file-removed"
    assert len((await evidence.get_own_claim(claim.id, viewer)).files) == 2
    assert (await client.post(f"{url}/files")).status_code == 422
    assert (await client.post(f"{url}/files", files={"files": ("x", b"<html>")})).status_code == 422


async def test_claim_is_taken_back(client, claim):
    answer = await client.post(f"/provider/evidence/{claim.id}/end")
    assert answer.headers["location"] == url_of(claim.organization_id, "?done=ended")
    for path in (
        f"/provider/evidence/{claim.id}/end",
        f"/provider/evidence/files/{claim.files[0].id}/remove",
    ):
        assert (await client.post(path)).status_code == 409


async def test_decision_is_shown_with_its_words(client, claim):
    steward = await viewer_of(await make_account(Role.STEWARD, "national"))
    seen = Acceptance(checked_on=clock.today(), expires_on=SOON, note="Thank you, all is there.")
    await deciding.accept_check(claim.id, claim.version, seen, steward)
    for url in (url_of(claim.organization_id), f"/provider/evidence/{claim.id}"):
        page = await client.get(url)
        assert "Accepted" in page.text
        assert "Thank you, all is there." in page.text
        assert "Take this back" not in page.text


async def test_strangers_get_nowhere(stranger, claim):
    for method, path in (
        ("GET", url_of(claim.organization_id)),
        ("GET", url_of(claim.organization_id, "/add")),
        ("POST", url_of(claim.organization_id, "/add")),
        ("GET", f"/provider/evidence/{claim.id}"),
        ("POST", f"/provider/evidence/{claim.id}/files"),
        ("POST", f"/provider/evidence/{claim.id}/end"),
        ("POST", f"/provider/evidence/files/{claim.files[0].id}/remove"),
        ("GET", f"/evidence/{claim.files[0].id}"),
        ("GET", f"/evidence/{uuid4()}"),
    ):
        assert (await stranger.request(method, path)).status_code == 404, path


async def test_steward_of_the_council_downloads_and_others_do_not(app, claim):
    for council, status in (("national", 200), ("E10000008", 404)):
        async with open_browser(app) as browser:
            await sign_in_as(browser, await make_account(Role.STEWARD, council))
            assert (await browser.get(f"/evidence/{claim.files[0].id}")).status_code == status


async def test_practitioner_is_told_that_it_is_not_for_them(app, claim):
    async with open_browser(app) as browser:
        await sign_in_as(browser, await make_account(Role.PRACTITIONER, "national"))
        assert (await browser.get(f"/evidence/{claim.files[0].id}")).status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {
            "kind": "dbs",
            "level": "platinum",
            "checked_on_day": "99",
            "checked_on_month": "x",
            "checked_on_year": "1",
        },
        {"kind": "references", "number": "9" * 40, "words": "x" * 30_000},
        {"kind": ["dbs", "insurance"], "level": ["basic", "enhanced"]},
        {"kind": "first_aid", "checked_on_day": "31", "checked_on_month": "2", "checked_on_year": "2025"},
        {"kind": "data_protection", "reference": "\x00\ud7ff<b>"},
        {"status": "accepted", "kind": "insurance", "council_code": "E10000008"},
    ],
)
async def test_nothing_that_is_sent_breaks_the_page(client, organization_id, data):
    assert (await client.post(url_of(organization_id, "/add"), data=data)).status_code == 422


async def test_what_was_claimed_comes_page_by_page(client, viewer, organization_id, statements):
    ids = set()
    for number in range(23):
        facts = ClaimFacts(kind="first_aid", checked_on=clock.today() - timedelta(days=number))
        claim_id = await evidence.add_claim(organization_id, facts, [], viewer)
        await evidence.end_claim(claim_id, viewer)
        ids.add(str(claim_id))
    found, counts = [], []
    for number in (1, 2):
        async with statements() as run:
            page = (await client.get(url_of(organization_id, f"?page={number}"))).text
        counts.append(len(run))
        found += re.findall(r'href="/provider/evidence/([0-9a-f-]{36})"', page)
    assert (len(found), set(found)) == (23, ids)
    assert counts[0] == counts[1] <= 6
    for odd in ("0", "-1", "x", "9", "99999999999"):
        assert (await client.get(url_of(organization_id, f"?page={odd}"))).status_code == 200


async def test_what_was_only_said_leads_to_the_form_that_makes_it_more(client, viewer):
    request = await make_submitted(viewer, ENTERPRISE, ListingKind.MICRO_ENTERPRISE)
    url = url_of(request.organization.id)
    page = html.unescape((await client.get(url)).text)
    assert page.count("Said, not seen") == 3
    assert f'href="{url}/add?kind=insurance"' in page
    answer = await client.post(f"{url}/add", data=INSURANCE)
    assert answer.status_code == 303
    page = (await client.get(url)).text
    assert page.count("Said, not seen") == 2
    assert page.count("Being looked at") == 1
    claim_id = re.search(r'href="/provider/evidence/([0-9a-f-]{36})"><strong>DBS', page)[1]
    claim_page = (await client.get(f"/provider/evidence/{claim_id}")).text
    assert "change it in the listing that says it" in claim_page
    assert "Take this back" not in claim_page
