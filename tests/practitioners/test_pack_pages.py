"""Options packs in the browser of a practitioner, and of whoever holds a link."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest

from marketplace.kernel import clock
from marketplace.places.service import find_support
from marketplace.practitioners.packs.service import reader_of
from marketplace.shortlists.packs import rules, service
from marketplace.shortlists.packs.printing.service import PrintError
from marketplace.shortlists.packs.schemas import PackContent, PackItem, PackKind
from marketplace.shortlists.schemas import NOTHING
from marketplace.shortlists.service import save_listing
from tests.factories.accounts import COUNCIL
from tests.factories.listings import make_activity, publish, suspend
from tests.factories.packs import make_linked, make_pack

LIST = "/practitioners/packs"


def text_of(pdf):
    """All text of a PDF, with single spaces."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
async def swimming(robin):
    """A public group with easy words."""
    return await publish(
        make_activity(
            title="Friday swimmers",
            easy_read=("We swim together.", "You can bring a friend."),
            easy_read_pictures=("swimming", ""),
        )
    )


async def test_a_pack_is_made_from_saved_listings_and_handed_over(robin, browse, swimming):
    await save_listing(swimming, robin.viewer, NOTHING)
    page = (await robin.get(f"{LIST}/new")).text
    assert "Friday swimmers" in page
    assert "no name" in page
    made = await robin.post(
        f"{LIST}/new",
        data={
            "council": COUNCIL, "team": "", "near": "ba14 8at", "introduction": "Things near you.",
            "kind": "standard", "listing": str(swimming),
        },
    )  # fmt: skip
    assert made.status_code == 303
    change = made.headers["location"]
    page = (await robin.get(change)).text
    suggested = re.search(r'value="(It is [^"]+ from BA14)"', page)
    assert suggested
    kept = await robin.post(
        change,
        data={
            "version": "1", "near": "BA14", "introduction": "Things near you.", "kind": "large_print",
            f"suggested-{swimming}": suggested[1],
            f"reasons-{swimming}": "- You like water\n\n• Easy to get to",
            f"order-{swimming}": "1",
        },
    )  # fmt: skip
    assert kept.status_code == 303
    overview = (await robin.get(kept.headers["location"])).text
    for words in (suggested[1], "You like water", "Easy to get to", "The pack is saved"):
        assert words in overview
    pack_path = change.removesuffix("/change")
    linked = await robin.post(f"{pack_path}/link")
    assert linked.status_code == 303
    link = linked.headers["location"]
    assert "This is the link to hand over" in (await robin.get(link)).text
    async with browse() as visitor:
        answer = await visitor.get(link.partition("?")[0])
        assert answer.status_code == 200
        assert "noindex" in answer.headers["x-robots-tag"]
        for words in ("Friday swimmers", "You like water", "Things near you.", "app-pack--large-print"):
            assert words in answer.text
        assert "link to hand over" not in answer.text
        pdf = await visitor.get(f"{link.partition('?')[0]}/pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    for words in ("Friday swimmers", "You like water", "Things near you.", "Read it on the web"):
        assert words in text_of(pdf.content)
    assert link.partition("?")[0] in text_of(pdf.content).replace(" ", "")


async def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(robin, swimming):
    pack_id = await make_pack(robin.viewer, [swimming])
    answer = await robin.post(
        f"{LIST}/{pack_id}/change",
        data={
            "version": "1", "near": "Nowhere at all", "introduction": "Kept words", "kind": "standard",
            f"reasons-{swimming}": "x" * 201, f"order-{swimming}": "1",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert 'href="#near"' in answer.text
    assert "Kept words" in answer.text
    assert "x" * 201 in answer.text
    long = await robin.post(
        f"{LIST}/{pack_id}/change",
        data={"version": "1", "kind": "standard", f"reasons-{swimming}": "x" * 201},
    )
    assert long.status_code == 422
    assert f'href="#reasons-{swimming}"' in long.text


async def test_an_older_version_is_a_409_that_keeps_what_was_typed(robin, swimming):
    pack_id = await make_pack(robin.viewer, [swimming])
    sent = {"version": "1", "kind": "standard", "introduction": "Mine"}
    assert (await robin.post(f"{LIST}/{pack_id}/change", data=sent)).status_code == 303
    late = await robin.post(f"{LIST}/{pack_id}/change", data=sent | {"introduction": "Late words"})
    assert late.status_code == 409
    assert "Late words" in late.text
    assert 'name="version" value="2"' in late.text


async def test_what_a_colleague_put_in_or_took_out_meanwhile_is_not_lost(robin, listed, swimming):
    first, second = listed[0][0], listed[1][0]
    pack_id = await make_pack(robin.viewer, [first, second], reasons=("Near the bus",))
    mine = {
        "version": "1", "kind": "standard", "introduction": "Mine", f"order-{first}": "1",
        f"reasons-{first}": "My words", f"order-{second}": "2", f"reasons-{second}": "Words for who went",
    }  # fmt: skip
    reader = await reader_of(robin.viewer)
    items = (
        PackItem(listing_id=first, reasons=("A colleague's words",)),
        PackItem(listing_id=swimming, reasons=("You like water",)),
    )
    await service.change_pack(pack_id, PackContent(introduction="Theirs", items=items), 1, reader)

    late = await robin.post(f"{LIST}/{pack_id}/change", data=mine)
    assert late.status_code == 409
    for words in ("My words", "Words for who went", "A colleague&#39;s words", "Mine", "Theirs"):
        assert words in late.text, words
    kept = re.search(rf'<textarea[^>]+name="reasons-{swimming}"[^>]*>\s*([^<]*)<', late.text)
    assert kept.group(1).strip() == "You like water"

    again = await robin.post(f"{LIST}/{pack_id}/change", data=mine | {"version": "2"})
    assert again.status_code == 303
    pack = await service.get_pack(pack_id, reader)
    assert {item.listing_id: item.reasons for item in pack.content.items} == {
        first: ("My words",),
        swimming: ("You like water",),
    }


async def test_order_and_taking_out(robin, listed, swimming):
    first, second = listed[0][0], listed[1][0]
    pack_id = await make_pack(robin.viewer, [first, second, swimming])
    await robin.post(
        f"{LIST}/{pack_id}/change",
        data={
            "version": "1", "kind": "standard", f"order-{first}": "3", f"order-{second}": "1",
            f"order-{swimming}": "2", f"out-{first}": "y",
        },
    )  # fmt: skip
    pack = await service.get_pack(pack_id, await reader_of(robin.viewer))
    assert [item.listing_id for item in pack.content.items] == [second, swimming]


async def test_nonsense_in_forms_and_addresses_is_never_an_error_of_ours(robin, swimming):
    pack_id, token = await make_linked(robin.viewer, [swimming])
    for path in (
        f"{LIST}?page=99", f"{LIST}?page=x&done=x", f"{LIST}/{pack_id}/add?q=&near=zzz&page=0",
        f"{LIST}/{pack_id}/add?q=%00%ff&page=99999999999", f"{LIST}/{pack_id}/preview?kind=x",
        f"/packs/{token}?kind=%00&done=made", f"{LIST}/{pack_id}?done=x",
    ):  # fmt: skip
        assert (await robin.get(path)).status_code == 200, path
    for path, data in (
        (f"{LIST}/new", {"kind": ""}),
        (f"{LIST}/new", {"council": "x", "team": "x", "kind": "x", "listing": "x", "near": "\x00"}),
        (f"{LIST}/new", {"council": COUNCIL, "team": str(uuid4()), "kind": "standard"}),
        (f"{LIST}/{pack_id}/add", {}),
        (f"{LIST}/{pack_id}/add", {"listing": ["x", ""]}),
        (f"{LIST}/{pack_id}/change", {"version": "9" * 50}),
        (f"{LIST}/{pack_id}/change", {f"suggested-{swimming}": "not offered", "kind": "standard"}),
    ):
        assert (await robin.post(path, data=data)).status_code == 422, (path, data)
    for path, data in (
        (f"{LIST}/new", {"council": COUNCIL, "team": "", "kind": "standard", "listing": str(uuid4())}),
        (f"{LIST}/{pack_id}/add", {"listing": str(uuid4())}),
    ):
        assert (await robin.post(path, data=data)).status_code == 404, path


async def test_listings_that_went_are_said_kindly_and_their_words_are_gone(robin, browse, listed, swimming):
    _pack_id, token = await make_linked(robin.viewer, [swimming, listed[0][0]], reasons=["You like water"])
    await suspend(swimming)
    async with browse() as visitor:
        page = (await visitor.get(f"/packs/{token}")).text
        pdf = text_of((await visitor.get(f"/packs/{token}/pdf")).content)
    for text in (page, pdf):
        assert "One option is not shown any more" in text
        assert "Friday swimmers" not in text


async def test_a_pack_that_ran_out_says_so_and_who_helps(robin, browse, swimming):
    _pack_id, token = await make_linked(robin.viewer, [swimming])
    async with browse() as visitor:
        with clock.stopped_at(clock.now() + rules.LASTS + timedelta(minutes=1)):
            for path in (f"/packs/{token}", f"/packs/{token}/pdf"):
                answer = await visitor.get(path)
                assert answer.status_code == 410
                assert "This pack has run out" in answer.text
                assert "Friday swimmers" not in answer.text
        assert (await visitor.get(f"/packs/{'A' * 43}")).status_code == 404


@pytest.mark.parametrize("kind", PackKind)
async def test_each_kind_says_the_same_of_a_listing_on_the_page_and_on_paper(robin, swimming, kind):
    pack_id = await make_pack(robin.viewer, [swimming], reasons=["You like water"], introduction="Hello.")
    page = (await robin.get(f"{LIST}/{pack_id}/preview?kind={kind.value}")).text
    pdf = text_of((await robin.get(f"{LIST}/{pack_id}/pdf?kind={kind.value}")).content)
    wanted = [
        "Friday swimmers",
        "You like water",
        "Hello.",
        "You can say no",
        "Details confirmed on",
        "£8 a session",
    ]
    if kind is PackKind.EASY_READ:
        wanted += ["We swim together.", "You can bring a friend."]
        assert "symbols/swimming" in page
    for words in wanted:
        assert words in page, words
        assert words in pdf, words


async def test_on_paper_codes_stand_beside_the_addresses_of_the_pack_and_its_listings(robin, swimming):
    pack_id, token = await make_linked(robin.viewer, [swimming])
    shared = (await robin.get(f"/packs/{token}")).text
    own = (await robin.get(f"{LIST}/{pack_id}/preview")).text
    for page in (shared, own):
        assert 'alt="QR code of the page of Friday swimmers"' in page
        assert re.search(rf"type this address: http\S+/listings/{swimming}", page)
    assert 'alt="QR code of this pack on the web"' in shared
    assert "QR code of this pack" not in own
    pdf = (await robin.get(f"/packs/{token}/pdf")).content
    assert f"/packs/{token}" in text_of(pdf).replace(" ", "")


async def test_easy_read_on_the_page_says_once_what_several_values_are_about(robin, swimming):
    pack_id = await make_pack(robin.viewer, [swimming])
    page = (await robin.get(f"{LIST}/{pack_id}/preview?kind=easy_read")).text
    for label in ("Where", "Price", "Days and times", "Checks"):
        assert page.count(f"{label}:") <= 1, label


async def test_the_councils_support_service_is_on_every_pack(robin, swimming):
    support = await find_support(COUNCIL)
    pack_id = await make_pack(robin.viewer, [swimming])
    page = (await robin.get(f"{LIST}/{pack_id}/preview")).text
    pdf = text_of((await robin.get(f"{LIST}/{pack_id}/pdf")).content)
    for text in (page, pdf):
        assert support.name in text
        assert "Help with direct payments in Wiltshire" in text


async def test_a_pdf_that_cannot_be_made_is_a_page_that_says_so(robin, swimming, monkeypatch):
    async def fail(document):
        raise PrintError("no")

    monkeypatch.setattr("marketplace.practitioners.packs.reading.web.print_pack", fail)
    pack_id, token = await make_linked(robin.viewer, [swimming])
    for path in (f"{LIST}/{pack_id}/pdf", f"/packs/{token}/pdf"):
        answer = await robin.get(path)
        assert answer.status_code == 503
        assert "could not be made" in answer.text


async def test_what_providers_and_practitioners_write_is_no_html(robin, swimming):
    pack_id = await make_pack(
        robin.viewer, [swimming], reasons=["<script>x</script>"], introduction="<b>{{7*7}}"
    )
    for path in ("", "/preview", "/change", "/preview?kind=easy_read"):
        page = (await robin.get(f"{LIST}/{pack_id}{path}")).text
        assert "<script>x" not in page
        assert "<b>{{" not in page


async def test_a_practitioner_without_anything_is_led_on(robin):
    assert "There are no packs yet" in (await robin.get(LIST)).text
    made = await robin.post(f"{LIST}/new", data={"council": COUNCIL, "team": "", "kind": "standard"})
    assert made.headers["location"].endswith("/add")
    empty = made.headers["location"].removesuffix("/add")
    assert (await robin.post(f"{empty}/link")).status_code == 422


async def test_the_pages_cost_a_fixed_number_of_statements(robin, listed, swimming, statements):
    few = await make_linked(robin.viewer, [swimming])
    many = await make_linked(robin.viewer, [swimming, *(one[0] for one in listed)])
    counts = {}
    for name, (pack_id, token) in (("few", few), ("many", many)):
        for path in (f"/packs/{token}", LIST, f"{LIST}/{pack_id}", f"{LIST}/{pack_id}/change"):
            async with statements() as run:
                assert (await robin.get(path)).status_code == 200
            key = path.replace(token, "T").replace(str(pack_id), "P")
            counts.setdefault(key, {})[name] = len(run)
    for path, found in counts.items():
        assert found["few"] == found["many"] <= 6, (path, found)
