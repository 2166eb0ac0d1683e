"""Whatever is sent to the pages, nothing breaks, nothing runs and nothing of it is believed."""

import pytest

from marketplace.listings.editing import service as editing
from marketplace.listings.editing.steps.rules import FIELDS, steps_of
from marketplace.listings.schemas import ListingKind
from marketplace.provider.steps.schemas import FORMS
from tests.factories.providers import ACTIVITY, ASSISTANT, make_organization_of, make_written

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "quotes": "\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% raw %}",
    "percent": "%(num)s %s {0} {title}",
    "formula": "=HYPERLINK(1)",
    "nothing": "\x00\x01\x1f",
    "right to left": "\u202e\u2066abc",
    "faces": "\U0001f600" * 500,
    "long": "x" * 19_999,
    "longer": "ab " * 40_000,
    "number": "9" * 400,
    "minus": "-1",
    "infinity": "inf nan 1e999",
    "lines": "\r\n" * 3_000,
    "letters": "\u0130\u0131\ufb01\u00df",
    "sql": "'; DROP TABLE change_request; --",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_no_text_in_any_field_breaks_a_page(client, viewer, text):
    request = await make_written(viewer, ACTIVITY | {"where": "both"}, ListingKind.COMMUNITY_ACTIVITY)
    url = f"/provider/requests/{request.id}"
    for step in steps_of(request.content):
        if step not in FORMS:
            continue
        data = dict.fromkeys((*FIELDS[step], "version", "back", "action", "organization", "id"), text)
        answer = await client.post(f"{url}/answers/{step}", data=data | {"version": "999999"})
        assert answer.status_code in {303, 413, 422}, step
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
    for end in (
        "",
        "/check",
        "/preview",
        "/place/venue",
        "/place/travel",
        "/answers/price",
        "/answers/easy-read",
    ):
        page = await client.get(url + end, follow_redirects=True)
        assert page.status_code == 200, end
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert ">49<" not in page.text
    refused = await client.post(f"{url}/hand-in", data={"version": "0"})
    assert refused.status_code in {409, 422}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "application/json"}, b'{"title": ["x"], "version": 9}'),
        ({"content-type": "multipart/form-data; boundary=x"}, b"--x\r\nbroken"),
        ({"content-type": "application/x-www-form-urlencoded"}, b"%zz=%00&&&=&title=%ff%fe&version=%F0"),
        ({"content-type": "application/x-www-form-urlencoded"}, b"a=1&" * 3_000),
        ({"content-type": "text/plain"}, b"hello"),
        ({}, b""),
    ],
)
@pytest.mark.parametrize(
    "end", ["/answers/offer", "/answers/easy-read", "/hand-in", "/take-back", "/discard"]
)
async def test_bodies_that_are_no_form_are_no_fault(client, viewer, headers, body, end):
    request = await make_written(viewer)
    answer = await client.post(f"/provider/requests/{request.id}{end}", content=body, headers=headers)
    assert answer.status_code in {303, 400, 409, 413, 415, 422}
    assert (await editing.find_request(request.id)).status == "writing"


async def test_what_was_typed_is_in_no_log_and_no_audit_trail(client, viewer, capfd):
    from marketplace.audit import service as audit

    request = await make_written(viewer)
    await client.post(
        f"/provider/requests/{request.id}/answers/travel",
        data={"base_postcode": "BA12 6AA", "miles": "secret-distance", "version": request.version},
    )
    said = str(await audit.list_history("change_request", request.id)) + "".join(capfd.readouterr())
    assert "secret-distance" not in said
    assert "BA12" not in said


async def test_an_invitation_never_says_whether_an_address_has_an_account(client, viewer, account):
    organization_id = await make_organization_of(viewer)
    answers = []
    for address in (account.address, "nobody-at-all@example.org"):
        answer = await client.post(
            f"/provider/organizations/{organization_id}/invite", data={"address": address, "role": "member"}
        )
        answers.append((answer.status_code, answer.headers["location"]))
    assert answers[0] == answers[1]


async def test_the_private_postcode_is_on_its_own_pages_only(client, viewer):
    request = await make_written(viewer, ASSISTANT | {"base_postcode": "BA12 6AA"})
    url = f"/provider/requests/{request.id}"
    for end in ("", "/preview", "/place/travel", "/area"):
        assert "BA12 6AA" not in (await client.get(url + end)).text.upper(), end
    assert "BA12 6AA" in (await client.get(f"{url}/answers/travel")).text
