"""Somebody asks one or a few providers."""

from uuid import uuid4

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.schemas import ANONYMOUS
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.enquiries import service
from marketplace.enquiries.schemas import NewEnquiry, Show, Side, Status
from marketplace.kernel.errors import InvalidError, NotFoundError
from marketplace.listings.schemas import HiddenReason
from marketplace.listings.states.service import hide_listing, withdraw_listing
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import WORDS, make_offer, make_talk
from tests.factories.listings import FEW_PLACES, make_activity, make_organization, publish, suspend


async def problems_of(work):
    with pytest.raises(InvalidError) as caught:
        await work
    return {problem.field: problem.message for problem in caught.value.problems}


async def test_nobody_who_is_not_signed_in_asks(db):
    offer = await make_offer()
    with pytest.raises(NotFoundError):
        await service.ask([offer.listing], NewEnquiry(words=WORDS), ANONYMOUS)


async def test_the_provider_reads_a_message_made_of_what_was_filled_in(db):
    new = {
        "support_types": ("swimming", "shopping"),
        "when": "Tuesday mornings",
        "where": "Melksham, SN12 6AD",
        "words": "I use a wheelchair.",
        "name": "Rob",
    }
    talk = await make_talk(**new)
    seen = await talk.seen_by(Side.PROVIDER)
    (message,) = seen.messages.items
    assert message.words == (
        "I would like help with: Swimming, Shopping.\nWhen: Tuesday mornings\n"
        "Where, roughly: Melksham, SN12\n\nI use a wheelchair."
    )
    assert seen.person_name == "Rob"
    assert seen.conversation.outcode == "SN12"


async def test_without_a_name_the_first_word_of_the_accounts_is_shown(db):
    talk = await make_talk(person=await make_account("person", name="Robin Example Surname"))
    assert (await talk.seen_by(Side.PROVIDER)).person_name == "Robin"


async def test_one_enquiry_goes_to_several_and_each_answers_for_itself(db):
    offers = [await make_offer() for _ in range(3)]
    viewer = await viewer_of(await make_account("person"))
    made = await service.ask([each.listing for each in offers], NewEnquiry(words=WORDS), viewer)
    assert len(set(made)) == 3
    first = await service.get_conversation(made[0], offers[0].viewer)
    await service.reply(made[0], "Yes.", first.conversation.version, offers[0].viewer)
    seen = [(await service.get_conversation(each, viewer)).conversation for each in made]
    assert [each.status for each in seen] == [Status.ANSWERED, Status.SENT, Status.SENT]
    assert len({each.enquiry_id for each in seen}) == 1
    for conversation_id, other in zip(made, [*offers[1:], offers[0]], strict=True):
        with pytest.raises(NotFoundError):
            await service.get_conversation(conversation_id, other.viewer)


async def test_where_it_is_wanted_is_kept_by_council_and_first_half_of_the_postcode(db):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    new = NewEnquiry(words=WORDS, where="ex1 1ee")
    (made,) = await service.ask([offer.listing], new, viewer, gazetteer=FEW_PLACES)
    seen = (await service.get_conversation(made, viewer)).conversation
    assert (seen.area, seen.outcode, seen.area_council_code) == ("EX1", "EX1", "E10000008")
    assert seen.council_code == "national"


async def test_what_only_looks_like_a_postcode_is_kept_as_none(db):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    new = NewEnquiry(words=WORDS, where="behind door QX9")
    (made,) = await service.ask([offer.listing], new, viewer, gazetteer=FEW_PLACES)
    seen = (await service.get_conversation(made, viewer)).conversation
    assert (seen.area, seen.outcode) == ("behind door QX9", None)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        ({}, "words"),
        ({"words": "  "}, "words"),
        ({"words": "a" * 4_001}, "words"),
        ({"words": WORDS, "when": "a" * 201}, "when"),
        ({"words": WORDS, "where": "a" * 201}, "where"),
        ({"words": WORDS, "name": "a" * 41}, "name"),
        ({"support_types": ("nonsense",)}, "support_types"),
        ({"words": WORDS, "acting_for": uuid4()}, "acting_for"),
        ({"words": "Hello\n\nFrom: Kim <kim@example.org>\nSent: Monday"}, "words"),
        ({"words": "Yes\nOn 3 March 2026 at 10:00, Kim <kim@example.org> wrote:\n> Hello"}, "words"),
    ],
    ids=["nothing", "spaces", "long", "when", "where", "name", "term", "whom", "quoted head", "quoted line"],
)  # fmt: skip
async def test_what_cannot_be_sent_is_said_at_the_field(db, new, field):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    assert set(await problems_of(service.ask([offer.listing], NewEnquiry(**new), viewer))) == {field}
    assert not (await service.list_conversations(viewer, Side.PERSON)).items


async def test_none_is_asked_when_one_cannot_be(db):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    for other in (uuid4(), await publish(make_activity(organization=make_organization()))):
        assert "listing" in await problems_of(
            service.ask([offer.listing, other], NewEnquiry(words=WORDS), viewer)
        )
    assert not (await service.list_conversations(offer.viewer, Side.PROVIDER)).items


async def test_nobody_asks_more_than_five_or_none_at_once(db):
    viewer = await viewer_of(await make_account("person"))
    for number in (0, 6):
        ids = [uuid4() for _ in range(number)]
        assert "listing" in await problems_of(service.ask(ids, NewEnquiry(words=WORDS), viewer))


async def test_a_listing_is_asked_once_however_often_it_is_named(db):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    assert len(await service.ask([offer.listing] * 3, NewEnquiry(words=WORDS), viewer)) == 1
    said = await problems_of(service.ask([offer.listing], NewEnquiry(words=WORDS), viewer))
    assert "already" in said["listing"]


@pytest.mark.parametrize("how", ["suspended", "paused", "withdrawn"])
async def test_what_is_not_public_is_not_asked(db, how):
    offer, viewer = await make_offer(), await viewer_of(await make_account("person"))
    if how == "suspended":
        await suspend(offer.listing)
    elif how == "paused":
        await hide_listing(offer.listing, HiddenReason.PAUSED, actor="test")
    else:
        await withdraw_listing(offer.listing, actor="test")
    assert await service.list_askable([offer.listing], viewer) == []
    said = await problems_of(service.ask([offer.listing], NewEnquiry(words=WORDS), viewer))
    assert "not shown" in said["listing"]


async def test_nobody_asks_themselves(db):
    offer = await make_offer()
    said = await problems_of(service.ask([offer.listing], NewEnquiry(words=WORDS), offer.viewer))
    assert "own" in said["listing"]


async def test_who_acts_for_somebody_says_so_without_the_name(db):
    account = await make_account("person", name="Sam Supporter")
    support = Support(person_name="Mum Zq", relation=Relation.FAMILY, consent=Consent.AGREED)
    await accounts.act_for(account.id, support)
    (supported,) = await accounts.list_acting_for(account.id)
    talk = await make_talk(person=account, acting_for=supported.id)
    own, theirs = await talk.seen_by(), await talk.seen_by(Side.PROVIDER)
    assert own.acting_for_name == "Mum Zq"
    assert (theirs.acting_for_name, theirs.conversation.relation) == ("", "family")
    await accounts.end_acting_for(account.id, supported.id)
    other = await make_offer()
    new = NewEnquiry(words=WORDS, acting_for=supported.id)
    assert "acting_for" in await problems_of(service.ask([other.listing], new, talk.person))


async def test_both_lists_have_it_and_nobody_elses(db):
    talk, stranger = await make_talk(), await make_offer()
    for viewer, side in ((talk.person, Side.PERSON), (talk.offer.viewer, Side.PROVIDER)):
        (item,) = (await service.list_conversations(viewer, side)).items
        assert item.id == talk.id
        assert item.is_unread is item.needs_answer is (side is Side.PROVIDER)
    assert not (await service.list_conversations(stranger.viewer, Side.PROVIDER)).items
    assert not (await service.list_conversations(talk.person, Side.PERSON, Show.ENDED)).items
    assert not (await service.list_conversations(talk.person, Side.PROVIDER)).items


async def test_letters_say_nothing_of_what_was_written_or_by_whom(db, letters):
    person = await make_account("person", name="Zqname Zqsurname")
    await make_talk(person=person, words="Zqwords", where="Zqtown", when="Zqday")
    (letter,) = await letters("enquiry_received")
    assert "zq" not in str(letter).lower()
    assert letter["subject"] == "Somebody asks for your help"
