"""A council's letters carry the name that it gives itself, and say whom to ask there."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from marketplace.councils import service as councils
from marketplace.councils.schemas import NATIONAL, Looks
from marketplace.councils.signing.service import Signer
from marketplace.mail.composing.rules import Site, compose
from marketplace.mail.schemas import Action, LetterStatus, QueuedLetter, Words
from marketplace.places import service as places
from marketplace.places.schemas import DirectPaymentSupport

WILTSHIRE, DEVON = "E06000054", "E10000008"
SITE = Site(name="Hereabouts", address="https://support.example.gov.uk", sender="a@example.gov.uk")
SUPPORT = DirectPaymentSupport(
    name="Wiltshire CIL",
    phone="01380 725400",
    url="https://www.wiltshirecil.org.uk",
    source="wiltshire.gov.uk",
    as_of=date(2026, 3, 1),
)


def letter(council_code):
    return QueuedLetter(
        id=uuid4(),
        kind="change_rejected",
        recipient="ola@example.org",
        subject="A steward could not approve what you handed in",
        language="en",
        parts=(Words("No."), Action("See it", "/provider")),
        unsubscribe_url=None,
        status=LetterStatus.WAITING,
        message_id="<a@example.gov.uk>",
        tries=1,
        queued_at=datetime(2026, 11, 22, tzinfo=UTC),
        council_code=council_code,
    )


async def composed(council_code, site_council=None):
    """From, and the plain text and the HTML, as they would leave."""
    signature = await Signer(site_council)(council_code)
    site = Site(name=SITE.name, address=SITE.address, sender=SITE.sender, signature=signature)
    message = compose(letter(council_code), site)
    return message["From"], *(message.get_body((kind,)).get_content() for kind in ("plain", "html"))


async def change(code, **changes):
    await councils.add_council(code, actor="test")
    version = (await councils.get_council_settings(code)).version
    await councils.update_council_settings(code, changes, version, actor="test")


async def test_letters_of_the_site_itself_name_no_council_and_no_contact(db):
    sender, text, html = await composed(None)
    assert sender == "Hereabouts <a@example.gov.uk>"
    for each in (text, html):
        assert "Sent for" not in each
        assert "Do you have a question?" not in each
    assert "background:#1d5c63" in html


async def test_a_councils_letter_has_its_name_its_colour_and_who_helps_there(db):
    await change(WILTSHIRE, looks=Looks(site_name="Choose Wiltshire", colour="#5b2a86"))
    await places.set_support(WILTSHIRE, SUPPORT, "test")
    sender, text, html = await composed(WILTSHIRE)
    assert sender == "Choose Wiltshire <a@example.gov.uk>"
    for each in (text, html):
        for words in ("Choose Wiltshire", "Sent for Wiltshire council", "Do you have a question? Ask:",
                      "Wiltshire CIL\n01380 725400\nhttps://www.wiltshirecil.org.uk"):  # fmt: skip
            assert words in each.replace("\r\n", "\n")
    assert "background:#5b2a86" in html


async def test_a_councils_own_words_of_how_to_reach_it_come_first(db):
    await change(WILTSHIRE, words={"contact": "Ring <us> on 01225 000000, 9 to 5."})
    await places.set_support(WILTSHIRE, SUPPORT, "test")
    _sender, text, html = await composed(WILTSHIRE)
    assert "Ring <us> on 01225 000000" in text
    assert "Ring &lt;us&gt; on 01225 000000" in html
    assert "Wiltshire CIL" not in text


@pytest.mark.parametrize("code", [WILTSHIRE, NATIONAL, DEVON])
async def test_where_nobody_is_on_record_the_help_page_says_it(db, code):
    await change(WILTSHIRE, words={"contact": "w" * 700})
    _sender, text, html = await composed(code)
    assert "Ask:\nhttps://support.example.gov.uk/help" in text.replace("\r\n", "\n")
    assert '<a href="https://support.example.gov.uk/help">' in html


async def test_no_letter_is_sent_for_a_council_that_is_not_in_the_system(db):
    await change(WILTSHIRE, looks=Looks(site_name="Choose Wiltshire"))
    sender, text, _html = await composed(DEVON)
    assert sender == "Hereabouts <a@example.gov.uk>"
    assert "Sent for" not in text
    assert "Sent for" not in (await composed(NATIONAL))[1]


async def test_a_site_of_one_council_writes_all_its_letters_under_its_name(db):
    await change(WILTSHIRE, looks=Looks(site_name="Choose Wiltshire"))
    sender, text, _html = await composed(None, site_council=WILTSHIRE)
    assert sender == "Choose Wiltshire <a@example.gov.uk>"
    assert "Do you have a question?" not in text


async def test_a_name_of_several_lines_forges_no_header(db):
    signature = await Signer(None)(None)
    forged = Site(
        name="A\r\nBcc: eve@example.org", address=SITE.address, sender=SITE.sender, signature=signature
    )
    message = compose(letter(None), forged)
    assert message["Bcc"] is None
