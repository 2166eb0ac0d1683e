"""Who may say how help was, who reads it, who answers, and what becomes of it."""

import asyncio
from datetime import timedelta

import pytest

from marketplace.accounts.schemas import Role
from marketplace.accounts.service import find_account
from marketplace.concerns.tables import Concern
from marketplace.councils.service import add_council, get_council_settings, update_council_settings
from marketplace.enquiries import service as enquiries
from marketplace.enquiries.schemas import Side
from marketplace.feedback import rules, service
from marketplace.feedback.holding.service import FeedbackHolder
from marketplace.feedback.schemas import Reader
from marketplace.feedback.tables import Feedback
from marketplace.kernel import clock
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, TooManyError
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.organizations.service import add_person, remove_member
from tests.factories.accounts import ACTOR, COUNCIL, make_account, viewer_of
from tests.factories.enquiries import add_colleague, make_agreed, make_answered, make_offer
from tests.factories.feedback import make_feedback, make_new

PERSON, PROVIDER, STEWARD = Reader.PERSON, Reader.PROVIDER, Reader.STEWARD


async def make_steward(council=COUNCIL):
    await add_council(council, actor=ACTOR)
    return await viewer_of(await make_account(Role.STEWARD, council))


async def codes(viewer):
    return {need.code: need.count for need in await service.list_needs(viewer)}


async def test_who_agreed_nothing_says_nothing(db):
    talk = await make_answered()
    assert await service.list_tellable(talk.person) == []
    with pytest.raises(NotFoundError):
        await service.give(talk.offer.listing, make_new(), talk.person)
    stranger = await viewer_of(await make_account(Role.PERSON))
    agreed = await make_agreed()
    with pytest.raises(NotFoundError):
        await service.give(agreed.offer.listing, make_new(), stranger)


async def test_who_agreed_tells_the_provider_once(db, letters):
    talk = await make_agreed()
    (tellable,) = await service.list_tellable(talk.person)
    assert tellable.listing_id == talk.offer.listing
    made = await service.give(talk.offer.listing, make_new(), talk.person)
    assert await service.list_tellable(talk.person) == []
    assert await codes(talk.offer.viewer) == {"feedback_new": 1}
    read = await service.get_feedback(made, PROVIDER, talk.offer.viewer)
    assert (read.good, read.better, read.name) == (
        "You are always on time.", "Please ring when you are late.", "Robin"
    )  # fmt: skip
    assert await codes(talk.offer.viewer) == {}
    with pytest.raises(ConflictError, match="already"):
        await service.give(talk.offer.listing, make_new(), talk.person)
    (letter,) = await letters("feedback_received")
    assert letter["recipient"] == talk.offer.account.address
    assert "on time" not in str(letter["parts"])
    assert "Robin" not in str(letter["parts"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"good": " ", "better": "", "statements": ()}, "good"),
        ({"good": "x" * 2_001}, "good"),
        ({"better": "x" * 2_001}, "better"),
        ({"name": "x" * 41}, "name"),
        ({"statements": ("five_stars",)}, "statements"),
    ],
    ids=["nothing", "long good", "long better", "long name", "unknown"],
)
async def test_what_cannot_be_taken_is_said_at_its_field(db, changes, field):
    talk = await make_agreed()
    with pytest.raises(InvalidError) as error:
        await service.give(talk.offer.listing, make_new(**changes), talk.person)
    assert [problem.field for problem in error.value.problems] == [field]


async def test_one_sentence_ticked_is_enough(db):
    told = await make_feedback(good="", better="", statements=("safe",))
    assert (await service.look_at(told.id, PROVIDER, told.talk.offer.viewer)).statements == ("safe",)


async def test_a_steward_reads_only_what_was_shared_and_only_of_the_own_council(db):
    steward, stranger = await make_steward(), await make_steward("E06000023")
    kept, shared = await make_feedback(), await make_feedback(with_steward=True)
    assert [each.id for each in (await service.list_feedback(STEWARD, steward)).items] == [shared.id]
    assert await codes(steward) == {"feedback_shared": 1}
    with pytest.raises(NotFoundError):
        await service.get_feedback(kept.id, STEWARD, steward)
    assert not (await service.list_feedback(STEWARD, stranger)).items
    with pytest.raises(NotFoundError):
        await service.get_feedback(shared.id, STEWARD, stranger)
    await service.get_feedback(shared.id, STEWARD, steward)
    assert await codes(steward) == {}
    assert await codes(shared.talk.offer.viewer) == {"feedback_new": 1}, "each reader reads for themselves"


async def test_no_other_provider_person_or_member_who_left_reads_it(db):
    told = await make_feedback()
    colleague = await add_colleague(told.talk.offer)
    assert await service.look_at(told.id, PROVIDER, colleague)
    await remove_member(told.talk.offer.organization, colleague.account_id, told.talk.offer.viewer)
    for reader, viewer in (
        (PROVIDER, colleague),
        (PROVIDER, (await make_offer()).viewer),
        (PROVIDER, told.talk.person),
        (PERSON, told.talk.offer.viewer),
        (STEWARD, told.talk.offer.viewer),
    ):
        with pytest.raises(NotFoundError):
            await service.get_feedback(told.id, reader, viewer)


async def test_the_provider_answers_once_and_the_person_is_told(db, letters):
    told = await make_feedback()
    await service.answer(told.id, "Thank you, I will ring.", told.talk.offer.viewer)
    assert await codes(told.talk.person) == {"feedback_answered": 1}
    assert (await service.get_feedback(told.id, PERSON, told.talk.person)).answer == "Thank you, I will ring."
    assert await codes(told.talk.person) == {}
    with pytest.raises(ConflictError):
        await service.answer(told.id, "And more.", told.talk.offer.viewer)
    with pytest.raises(InvalidError):
        await service.answer(told.id, " ", told.talk.offer.viewer)
    with pytest.raises(NotFoundError):
        await service.answer(told.id, "As a person.", told.talk.person)
    (letter,) = await letters("feedback_answered")
    assert "ring" not in str(letter["parts"])


async def test_what_is_taken_back_nobody_reads_and_may_be_said_anew(db):
    steward = await make_steward()
    told = await make_feedback(with_steward=True)
    await service.answer(told.id, "Thank you.", told.talk.offer.viewer)
    with pytest.raises(NotFoundError):
        await service.take_back(told.id, told.talk.offer.viewer)
    await service.take_back(told.id, told.talk.person)
    for reader, viewer in (
        (PERSON, told.talk.person),
        (PROVIDER, told.talk.offer.viewer),
        (STEWARD, steward),
    ):
        with pytest.raises(NotFoundError):
            await service.get_feedback(told.id, reader, viewer)
    assert await Feedback.count() == 0
    await make_feedback(told.talk)


async def test_a_provider_who_blocks_somebody_silences_nobody_and_reads_nothing_of_it(db, letters):
    steward, talk = await make_steward(), await make_agreed()
    await enquiries.block(talk.id, talk.offer.viewer, side=Side.PROVIDER)
    (tellable,) = await service.list_tellable(talk.person)
    assert not tellable.reaches_provider
    with pytest.raises(InvalidError) as error:
        await service.give(talk.offer.listing, make_new(), talk.person)
    assert [problem.field for problem in error.value.problems] == ["with_steward"]
    told = await make_feedback(talk, with_steward=True)
    assert (await service.get_feedback(told.id, STEWARD, steward)).good == "You are always on time."
    assert await letters("feedback_received") == []
    (block,) = (await enquiries.list_blocks(talk.offer.viewer, Side.PROVIDER)).items
    await enquiries.unblock(block.id, talk.offer.viewer, Side.PROVIDER)
    assert await codes(talk.offer.viewer) == {}
    assert not (await service.list_feedback(PROVIDER, talk.offer.viewer)).items
    for work in (
        service.look_at(told.id, PROVIDER, talk.offer.viewer),
        service.answer(told.id, "What?", talk.offer.viewer),
        service.report(told.id, PROVIDER, "What?", talk.offer.viewer, host="a"),
    ):
        with pytest.raises(NotFoundError):
            await work


async def test_a_steward_of_the_providers_people_reads_nothing_that_was_kept_from_them(db):
    talk = await make_agreed()
    await enquiries.block(talk.id, talk.offer.viewer, side=Side.PROVIDER)
    told, steward = await make_feedback(talk, with_steward=True), await make_steward()
    await add_person(talk.offer.organization, steward.account_id, MemberRole.MEMBER, actor=ACTOR)
    for reader in (PROVIDER, STEWARD):
        with pytest.raises(NotFoundError):
            await service.look_at(told.id, reader, steward)
    assert await codes(steward) == {}


async def test_what_was_said_before_a_block_stays_with_the_provider(db):
    told = await make_feedback()
    await enquiries.block(told.talk.id, told.talk.offer.viewer, side=Side.PROVIDER)
    assert await service.look_at(told.id, PROVIDER, told.talk.offer.viewer)


async def test_who_blocks_a_provider_can_still_tell_them_and_gets_no_answer(db, letters):
    talk = await make_agreed()
    await enquiries.block(talk.id, talk.person, side=Side.PERSON)
    told = await make_feedback(talk)
    assert (await service.get_feedback(told.id, PROVIDER, talk.offer.viewer)).can_answer is False
    with pytest.raises(ConflictError):
        await service.answer(told.id, "You are wrong.", talk.offer.viewer)
    assert await letters("feedback_answered") == []
    assert (await service.look_at(told.id, PERSON, talk.person)).answer == ""


async def test_a_report_goes_to_the_council_with_the_words_only_if_ticked(db):
    told = await make_feedback(good="", better="You smell.", statements=())
    viewer = told.talk.offer.viewer
    await service.report(told.id, PROVIDER, "This is rude.", viewer, host="a")
    await service.report(told.id, PROVIDER, "This is rude.", viewer, host="a", with_words=True)
    without, with_words = await Concern.select().order_by(Concern.created_at)
    assert (without["attached"], without["reporter_contact"]) == ("", "")
    assert "You smell." in with_words["attached"]
    assert with_words["words"].startswith("The provider of this listing reports")
    with pytest.raises(NotFoundError):
        await service.report(told.id, PROVIDER, "Rude.", told.talk.person, host="a")
    with pytest.raises(InvalidError):
        await service.report(told.id, PROVIDER, " ", viewer, host="a")


async def test_a_flood_is_stopped(db, monkeypatch):
    talk = await make_agreed()
    for _ in range(20):
        made = await make_feedback(talk)
        await service.take_back(made.id, talk.person)
    with pytest.raises(TooManyError):
        await make_feedback(talk)


async def test_it_goes_when_the_council_keeps_it_no_longer(db):
    await add_council(COUNCIL, actor=ACTOR)
    settings = await get_council_settings(COUNCIL)
    await update_council_settings(COUNCIL, {"enquiries_kept_days": 120}, settings.version, actor=ACTOR)
    start = clock.now()
    with clock.stopped_at(start - timedelta(days=121)):
        old, answered = await make_feedback(), await make_feedback()
    await service.answer(answered.id, "Thank you.", answered.talk.offer.viewer)
    await make_feedback()
    assert (await service.drop_old_feedback(), await service.drop_old_feedback()) == (1, 0)
    assert await Feedback.count() == 2
    assert not await Feedback.exists().where(Feedback.id == old.id)


async def test_a_person_takes_all_with_them_and_is_handed_it_before(db):
    told = await make_feedback()
    await service.answer(told.id, "Thank you.", told.talk.offer.viewer)
    given = (await FeedbackHolder().export(told.talk.person.account_id))["given"]
    assert [(each["good"], each["answer"]) for each in given] == [("You are always on time.", "Thank you.")]
    handed = await FeedbackHolder().export(told.talk.offer.viewer.account_id)
    assert "on time" not in str(handed)
    assert "Thank you." in str(handed)
    await FeedbackHolder().erase(told.talk.person.account_id)
    assert await Feedback.count() == 0


async def test_of_a_provider_who_goes_the_answer_goes_and_the_persons_words_stay_theirs(db):
    told = await make_feedback()
    await service.answer(told.id, "Thank you.", told.talk.offer.viewer)
    await FeedbackHolder().erase(told.talk.offer.viewer.account_id)
    left = await service.get_feedback(told.id, PERSON, told.talk.person)
    assert (left.answer, left.answered_at, left.organization_id) == ("", None, None)
    with pytest.raises(NotFoundError):
        await service.look_at(told.id, PROVIDER, told.talk.offer.viewer)


async def test_of_one_of_several_who_goes_the_answer_stays(db):
    told = await make_feedback()
    colleague = await add_colleague(told.talk.offer)
    await service.answer(told.id, "Thank you.", colleague)
    await FeedbackHolder().erase(colleague.account_id)
    assert (await service.look_at(told.id, PERSON, told.talk.person)).answer == "Thank you."


async def test_of_two_colleagues_who_answer_at_once_one_is_told(committed_db):
    told = await make_feedback()
    colleague = await add_colleague(told.talk.offer)
    answers = await asyncio.gather(
        service.answer(told.id, "Thank you from me.", told.talk.offer.viewer),
        service.answer(told.id, "Thank you from us.", colleague),
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in answers) == ["ConflictError", "NoneType"]


async def test_of_two_tabs_that_tell_at_once_one_is_told(committed_db):
    talk = await make_agreed()
    made = await asyncio.gather(
        *[service.give(talk.offer.listing, make_new(), talk.person) for _ in range(2)],
        return_exceptions=True,
    )
    assert sorted(type(each).__name__ for each in made) == ["ConflictError", "UUID"]
    assert await Feedback.count() == 1


async def test_it_is_taken_back_or_answered_when_both_happen_at_once(committed_db):
    told = await make_feedback()
    results = await asyncio.gather(
        service.answer(told.id, "Thank you.", told.talk.offer.viewer),
        service.take_back(told.id, told.talk.person),
        return_exceptions=True,
    )
    assert results[1] is None
    assert results[0] is None or isinstance(results[0], NotFoundError)
    assert await Feedback.count() == 0
    assert await find_account(told.talk.person.account_id)


async def test_needs_are_one_statement(db, statements):
    told = await make_feedback()
    async with statements() as run:
        await service.list_needs(told.talk.offer.viewer)
    assert len(run) == 1


def test_the_sentences_are_each_their_own_and_plain():
    words = list(rules.statements().values())
    assert len(set(words)) == len(words)
    assert all(len(sentence.split()) <= 14 for sentence in words)
