"""Terms are written, proposed and agreed to; a version is in force with the last yes and not before."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from marketplace.councils import service as councils
from marketplace.councils.clauses.rules import CODES
from marketplace.councils.schemas import CouncilPart, PoolSettings
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.holding.service import AgreementHolder
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.agreements.schemas import (
    AgreementState,
    CouncilSaid,
    NewerVersionError,
    TermsChangedError,
)
from marketplace.pooling.joining import service as joining
from marketplace.pooling.keeping.service import carry_out_last_days
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.needs import service as needs
from marketplace.pooling.schemas import LeftReason
from tests.factories.accounts import COUNCIL, make_account, viewer_of
from tests.factories.agreements import (
    OUTCOME,
    add_member,
    agree_all,
    make_in_force,
    make_proposed,
    make_together,
    propose,
    whole,
    write,
)

pytestmark = pytest.mark.usefixtures("db")


def fields(error):
    return {problem.field.split("-")[0] for problem in error.value.problems}


@pytest.fixture
def told(letters):
    """What reads who was written to, by kind of letter."""

    async def told(kind):
        return [row["recipient"] for row in await letters(kind)]

    return told


async def test_nobody_else_sees_an_agreement_of_a_pool():
    together, number = await make_proposed()
    stranger = await viewer_of(await make_account("person"))
    for doing in (
        service.get_overview(together.id, stranger),
        service.find_version(together.id, number, stranger),
        service.list_versions(together.id, stranger),
        service.begin_writing(together.id, stranger),
        service.get_draft(together.id, stranger),
        service.agree(together.id, number, stranger, OUTCOME),
        service.take_back_yes(together.id, number, stranger),
        outcomes.get_own(together.id, stranger),
    ):
        with pytest.raises(NotFoundError):
            await doing


async def test_a_draft_begins_with_what_the_pool_says_of_itself():
    together = await make_together()
    terms = (await service.begin_writing(together.id, together.lead)).terms
    assert terms.activity == "Tuesday art group"
    assert terms.days == "Tuesday afternoon"
    assert [(term.name, term.contribution_pence) for term in terms.members] == [
        ("Robin", 40_00), ("Ash", 40_00), ("Kit", 40_00),
    ]  # fmt: skip
    assert len(terms.lead_ids) == 1


async def test_only_who_leads_writes_and_proposes():
    together = await make_together()
    draft = await service.begin_writing(together.id, together.lead)
    other = together.viewers[1]
    with pytest.raises(ConflictError):
        await service.begin_writing(together.id, other)
    with pytest.raises(ConflictError):
        await service.write_terms(together.id, draft.terms, draft.version, other)
    with pytest.raises(ConflictError):
        await service.propose(together.id, draft.version, other)
    with pytest.raises(NotFoundError):
        await service.get_draft(together.id, other)


async def test_what_is_missing_is_said_before_anybody_is_asked():
    together = await make_together(1)
    draft = await service.begin_writing(together.id, together.lead)
    empty = replace(draft.terms, activity="", review_on=None)
    version = await service.write_terms(together.id, empty, draft.version, together.lead)
    with pytest.raises(InvalidError) as error:
        await service.propose(together.id, version, together.lead)
    assert fields(error) == {"activity", "members", "holder_member", "review_on"}


async def test_names_of_members_are_in_no_row_of_an_agreement():
    together, _number = await make_in_force()
    async with connection() as raw:
        rows = await raw.fetch("SELECT terms::text AS terms, words::text AS words FROM pool_agreement")
    assert not any(name in row["terms"] + row["words"] for row in rows for name in ("Robin", "Ash", "Kit"))
    terms = await service.current_terms(together.id)
    assert [term.name for term in terms.members] == ["Robin", "Ash", "Kit"]


async def test_a_version_is_in_force_with_the_last_yes(told):
    together, number = await make_proposed()
    assert await together.state() == "agreeing"
    asked = await told("agreement_proposed")
    assert sorted(asked) == sorted(account.address for account in together.accounts[1:])
    done = []
    for viewer in together.viewers:
        assert await service.current_terms(together.id) is None
        done.append(await service.agree(together.id, number, viewer, OUTCOME))
    assert done == [False, False, True]
    assert await together.state() == "active"
    assert {member.state.value for member in await together.members()} == {"member"}
    assert (await service.find_version(together.id, number, together.lead)).agreement.state == "in_force"
    assert len(await told("agreement_in_force")) == 3
    assert await service.list_waiting(together.id) == ()


async def test_who_has_not_agreed_is_said():
    together, number = await make_proposed()
    await service.agree(together.id, number, together.viewers[1], OUTCOME)
    waiting = await service.list_waiting(together.id)
    assert [(each.name, each.consent is not None) for each in waiting] == [
        ("Robin", False), ("Ash", True), ("Kit", False),
    ]  # fmt: skip


async def test_saying_yes_twice_changes_nothing():
    together, number = await make_proposed(2)
    for _time in range(2):
        assert not await service.agree(together.id, number, together.lead, OUTCOME)
    await service.agree(together.id, number, together.viewers[1], OUTCOME)
    assert not await service.agree(together.id, number, together.viewers[1], "Something else that I want.")
    assert (await outcomes.get_own(together.id, together.viewers[1]))[0].words == OUTCOME


async def test_a_yes_can_be_taken_back_until_all_have_agreed():
    together, number = await make_proposed(2)
    await service.agree(together.id, number, together.lead, OUTCOME)
    await service.take_back_yes(together.id, number, together.lead)
    assert not await service.agree(together.id, number, together.viewers[1], OUTCOME)
    assert await service.agree(together.id, number, together.lead, OUTCOME)
    with pytest.raises(ConflictError):
        await service.take_back_yes(together.id, number, together.lead)


@pytest.mark.parametrize("words", ["", "no", "x" * 1_001], ids=["nothing", "too short", "too long"])
async def test_an_outcome_is_asked_for(words):
    together, number = await make_proposed(2)
    with pytest.raises(InvalidError) as error:
        await service.agree(together.id, number, together.lead, words)
    assert fields(error) == {"outcome"}
    assert await outcomes.get_own(together.id, together.lead) == (None, None)


async def test_the_one_before_stays_in_force_until_all_agree_to_the_next():
    together, first = await make_in_force(2)
    second = await propose(together, notice_weeks=8)
    assert (await service.current_terms(together.id)).notice_weeks == 4
    await service.agree(together.id, second, together.lead, OUTCOME)
    assert (await service.current_terms(together.id)).notice_weeks == 4
    await service.agree(together.id, second, together.viewers[1], OUTCOME)
    assert (await service.current_terms(together.id)).notice_weeks == 8
    old = await service.find_version(together.id, first, together.lead)
    assert old.agreement.state is AgreementState.REPLACED
    assert all(each.consent for each in old.waiting)


async def test_who_agrees_to_an_older_version_is_led_to_the_newer():
    together, first = await make_proposed(2)
    second = await propose(together, notice_weeks=2)
    with pytest.raises(NewerVersionError) as error:
        await service.agree(together.id, first, together.viewers[1], OUTCOME)
    assert error.value.newest == second
    assert await outcomes.get_own(together.id, together.viewers[1]) == (None, None)


async def test_a_proposal_that_is_taken_back_waits_for_nobody(told):
    together, number = await make_proposed(2)
    await service.take_back(together.id, number, together.lead)
    assert await together.state() == "looking"
    assert len(await told("agreement_dropped")) == 1
    with pytest.raises(NewerVersionError) as error:
        await service.agree(together.id, number, together.viewers[1], OUTCOME)
    assert error.value.newest is None


async def test_a_version_that_names_somebody_who_left_comes_into_force_no_more():
    together, number = await make_proposed()
    gone = (await together.members())[2]
    await service.agree(together.id, number, together.lead, OUTCOME)
    await joining.withdraw(gone.id, gone.version, together.viewers[2])
    assert (await service.find_version(together.id, number, together.lead)).is_stale
    with pytest.raises(ConflictError):
        await service.agree(together.id, number, together.viewers[1], OUTCOME)
    together.viewers.pop()
    await agree_all(together, await propose(together))
    terms = await service.current_terms(together.id)
    assert [term.name for term in terms.members] == ["Robin", "Ash"]


async def test_who_joined_later_is_named_by_the_next_version_and_pays_as_most_do():
    together, _first = await make_in_force(2)
    viewer = await add_member(together, "Jo")
    overview = await service.get_overview(together.id, viewer)
    assert overview.unnamed == ("Jo",)
    await agree_all(together, await propose(together))
    terms = await service.current_terms(together.id)
    assert [(term.name, term.contribution_pence) for term in terms.members][2] == ("Jo", 40_00)
    assert {member.state.value for member in await together.members()} == {"member"}


async def test_who_comes_later_reads_what_holds_and_nothing_of_who_was_there_before():
    together, first = await make_in_force(3)
    gone = (await together.members())[2]
    await leaving.give_notice(gone.id, LeftReason.MOVED, None, gone.version, together.viewers[2])
    second = await propose(together, notice_weeks=0)
    await agree_all(together, second)
    gone = (await together.members())[2]
    with clock.stopped_at(clock.now() + timedelta(days=60)):
        await carry_out_last_days()
        jo = await add_member(together, "Jo")
    with pytest.raises(NotFoundError):
        await service.find_version(together.id, first, jo)
    assert [item.number for item in (await service.list_versions(together.id, jo)).items] == [second]
    names = [each.name for each in (await service.find_version(together.id, second, jo)).waiting]
    assert names == ["Robin", "Ash", "A former member"]
    names = [each.name for each in (await service.find_version(together.id, second, together.lead)).waiting]
    assert names == ["Robin", "Ash", "Kit"]
    own = await service.find_version(together.id, first, together.viewers[2])
    assert own.agreement.number == first


async def test_what_waits_is_said_on_the_home_page():
    together, number = await make_proposed(2)
    (need,) = await needs.list_needs(together.lead)
    assert (need.code, need.count) == ("pool_agreements", 1)
    await service.agree(together.id, number, together.lead, OUTCOME)
    assert await needs.list_needs(together.lead) == []


async def test_what_is_kept_of_an_account_is_handed_over_and_what_is_its_own_is_erased():
    together, number = await make_in_force(2)
    holder = AgreementHolder()
    account_id = together.accounts[1].id
    kept = await holder.export(account_id)
    assert [each["number"] for each in kept["agreed"]] == [number]
    assert [each["outcome"] for each in kept["own"]] == [OUTCOME]
    await holder.erase(account_id)
    assert await outcomes.find_outcome((await together.members())[1].id) is None
    assert await outcomes.find_outcome((await together.members())[0].id) is not None
    assert (await service.current_terms(together.id)) is not None


async def test_of_two_leads_the_second_is_told_and_sees_both_texts():
    together = await make_together(2)
    draft = await service.begin_writing(together.id, together.lead)
    member = (await together.members())[1]
    await joining.make_lead(member.id, member.version, together.lead)
    mine = replace(draft.terms, purpose="Mine")
    await service.write_terms(together.id, replace(draft.terms, purpose="Theirs"), 1, together.viewers[1])
    with pytest.raises(TermsChangedError) as error:
        await service.write_terms(together.id, mine, 1, together.lead)
    assert error.value.theirs.terms.purpose == "Theirs"
    assert error.value.theirs.version == 2


async def test_a_draft_can_be_deleted_and_begun_again():
    together, _number = await make_in_force(2)
    version = await write(together, notice_weeks=1)
    await service.drop_draft(together.id, version, together.lead)
    with pytest.raises(NotFoundError):
        await service.get_draft(together.id, together.lead)
    assert (await service.begin_writing(together.id, together.lead)).terms.notice_weeks == 4


async def test_words_are_frozen_when_a_version_is_proposed():
    await councils.add_council(COUNCIL, actor="test")
    own = PoolSettings(clauses={"joining": "Ask Kim first."})
    await councils.update_council_settings(COUNCIL, {"pooling": own}, 1, actor="test")
    together, number = await make_proposed(2)
    await councils.update_council_settings(COUNCIL, {"pooling": PoolSettings()}, 2, actor="test")
    words = (await service.find_version(together.id, number, together.lead)).agreement.words
    assert [each.words for each in words.clauses if each.code == "joining"] == ["Ask Kim first."]
    assert [each.code for each in words.clauses] == list(CODES)
    assert words.council_has_own


async def test_a_council_that_is_asked_has_to_say_yes_first():
    await councils.add_council(COUNCIL, actor="test")
    own = PoolSettings(council_is=CouncilPart.ASKED)
    await councils.update_council_settings(COUNCIL, {"pooling": own}, 1, actor="test")
    together, number = await make_proposed(2)
    with pytest.raises(InvalidError) as error:
        await service.agree(together.id, number, together.lead, OUTCOME)
    assert fields(error) == {"council_who"}
    tomorrow = CouncilSaid(who="my social worker", said_on=clock.today() + timedelta(days=1))
    with pytest.raises(InvalidError) as error:
        await service.agree(together.id, number, together.lead, OUTCOME, tomorrow)
    assert fields(error) == {"council_on"}
    said = replace(tomorrow, said_on=clock.today())
    await service.agree(together.id, number, together.lead, OUTCOME, said)
    assert await outcomes.find_said((await together.members())[0].id) == said


@pytest.mark.parametrize(
    ("part", "number"), [(CouncilPart.NOTHING, 0), (CouncilPart.TOLD, 1), (CouncilPart.ASKED, 1)]
)
async def test_a_council_that_wants_it_gets_one_letter_without_names(part, number, told):
    await councils.add_council(COUNCIL, actor="test")
    own = PoolSettings(council_is=part, contact_email="dp@wiltshire.gov.uk")
    await councils.update_council_settings(COUNCIL, {"pooling": own}, 1, actor="test")
    together, version = await make_proposed(2)
    said = CouncilSaid(who="my social worker", said_on=clock.today())
    for viewer in together.viewers:
        await service.agree(together.id, version, viewer, OUTCOME, said)
    second = await propose(together, notice_weeks=2)
    for viewer in together.viewers:
        await service.agree(together.id, second, viewer, OUTCOME, said)
    assert await told("pool_for_council") == ["dp@wiltshire.gov.uk"] * number


async def test_an_outcome_is_the_members_alone():
    together, _number = await make_in_force(2)
    own, _said = await outcomes.get_own(together.id, together.viewers[1])
    await outcomes.change_outcome(together.id, "I paint again.", own.version, together.viewers[1])
    with pytest.raises(ConflictError):
        await outcomes.change_outcome(together.id, "I sing.", own.version, together.viewers[1])
    assert (await outcomes.get_own(together.id, together.lead))[0].words == OUTCOME
    async with connection() as raw:
        trail = await raw.fetch("SELECT before::text AS b, after::text AS a FROM audit_detail")
    assert not any("paint" in f"{row['a']}{row['b']}" or "house" in f"{row['a']}{row['b']}" for row in trail)


async def test_terms_that_cannot_be_are_refused_at_their_field():
    together = await make_together(2)
    draft = await service.begin_writing(together.id, together.lead)
    first = draft.terms.members[0]
    wrong = replace(
        whole(draft.terms),
        notice_weeks=99,
        absent_notice_hours=-1,
        joining="x" * 2_000,
        members=(replace(first, contribution_pence=-1, weight=101), *draft.terms.members[1:]),
    )
    with pytest.raises(InvalidError) as error:
        await service.write_terms(together.id, wrong, draft.version, together.lead)
    assert fields(error) == {"notice_weeks", "absent_notice_hours", "joining", "contribution", "weight"}
