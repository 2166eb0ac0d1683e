"""Laws of agreements: nothing is lost in a difference; a version is in force exactly when all have agreed."""

from datetime import date
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from marketplace.councils.clauses.rules import (
    CODES,
    PLACEHOLDERS,
    check_clause,
    chosen_clauses,
    fill_clause,
    national_clauses,
)
from marketplace.councils.schemas import CouncilPart
from marketplace.kernel.database import connection
from marketplace.kernel.differences import Mark
from marketplace.people.pools.agreement import rules as pages
from marketplace.pooling.agreements.agreeing.rules import MOVES, all_agreed
from marketplace.pooling.agreements.clauses import rules as clauses_rules
from marketplace.pooling.agreements.clauses.rules import freeze_sentences, write_clauses
from marketplace.pooling.agreements.clauses.schemas import Clause
from marketplace.pooling.agreements.comparing.rules import diff
from marketplace.pooling.agreements.easy.rules import easy_parts
from marketplace.pooling.agreements.schemas import (
    AbsentRule,
    AgreementState,
    Employer,
    EmployerKind,
    Every,
    FrozenWords,
    Holder,
    HolderKind,
    MemberTerm,
    ShareRule,
    Terms,
)
from marketplace.pooling.agreements.terms.rules import TOPICS, begun_from, missing, topic_of, with_members
from tests.factories.agreements import make_in_force, make_proposed

WORDS = st.lists(st.sampled_from(["we", "pay", "£40", "a week.", "\n", "Ash", "Kit", "{notice}"])).map(
    " ".join
)
CLAUSES = st.lists(
    st.builds(
        lambda code, facts, words: Clause(code=code, title=code, facts=tuple(facts), words=tuple(words)),
        st.sampled_from("abcdef"),
        st.lists(WORDS, max_size=2),
        st.lists(WORDS, max_size=2),
    ),
    max_size=6,
    unique_by=lambda clause: clause.code,
)
LINE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)
IDS = [UUID(int=number) for number in range(1, 5)]
MEMBERS = st.lists(
    st.builds(
        MemberTerm,
        member_id=st.sampled_from(IDS),
        name=LINE,
        contribution_pence=st.integers(0, 100_000),
        every=st.sampled_from(Every),
        weight=st.integers(0, 9),
        fixed_pence=st.integers(0, 10_000),
    ),
    max_size=4,
    unique_by=lambda term: term.member_id,
).map(tuple)
TERMS = st.builds(
    Terms,
    purpose=LINE,
    activity=LINE,
    days=LINE,
    place=LINE,
    members=MEMBERS,
    lead_ids=st.lists(st.sampled_from(IDS), unique=True, max_size=2).map(tuple),
    holder=st.builds(
        Holder, kind=st.sampled_from(HolderKind), name=LINE, member_id=st.sampled_from([None, *IDS])
    ),
    employer=st.builds(
        Employer,
        kind=st.sampled_from(EmployerKind),
        name=LINE,
        member_id=st.sampled_from([None, *IDS]),
        insurer=LINE,
        insured_until=st.none() | st.dates(),
    ),
    share_rule=st.sampled_from(ShareRule),
    absent_rule=st.sampled_from(AbsentRule),
    absent_notice_hours=st.integers(0, 336),
    holiday=LINE,
    sickness=LINE,
    joining=LINE,
    notice_weeks=st.integers(0, 13),
    disagreements=LINE,
    review_on=st.none() | st.dates(),
)


def frozen(part=CouncilPart.TOLD, own=None):
    return FrozenWords(
        language="en",
        clauses=chosen_clauses(own or {}),
        facts={
            "council": "Wiltshire council",
            "support": "Wiltshire CIL (0300 456 0111)",
            "safeguarding": "the team (0300 456 0112)",
            "statements_kept": "6",
            "receipts_kept": "1",
        },
        council_is=part,
    )


@given(TERMS, st.dates(max_value=date(9000, 1, 1)))
def test_a_new_version_asks_again_for_a_review_that_is_over_or_soon_and_keeps_the_rest(terms, today):
    begun = begun_from(terms, today)
    is_far = terms.review_on is not None and (terms.review_on - today).days >= 28
    assert begun.review_on == (terms.review_on if is_far else None)
    assert replace(begun, review_on=terms.review_on) == terms


@given(CLAUSES, CLAUSES)
def test_both_versions_can_be_read_out_of_their_difference(before, after):
    found = diff(before, after)
    for marks, clauses in (
        ({Mark.SAME, Mark.REMOVED}, before),
        ({Mark.SAME, Mark.ADDED}, after),
    ):
        texts = {
            each.code: "".join(run.text for run in each.runs if run.mark in marks) for each in found.clauses
        }
        assert {code: text for code, text in texts.items() if text} == {
            clause.code: clause.text for clause in clauses if clause.text
        }


@given(CLAUSES)
def test_a_version_differs_in_nothing_from_itself(clauses):
    assert diff(clauses, clauses).changed == ()


@given(CLAUSES, CLAUSES)
def test_a_difference_keeps_the_order_of_the_later_version(before, after):
    codes = [each.code for each in diff(before, after).clauses]
    assert [code for code in codes if code in {clause.code for clause in after}] == [
        clause.code for clause in after
    ]
    assert sorted(codes) == sorted({clause.code for clause in (*before, *after)})


@given(TERMS, st.sampled_from(CouncilPart))
def test_any_terms_can_be_said_in_plain_and_in_easy_words(terms, part):
    words = frozen(part)
    clauses = write_clauses(terms, words)
    is_employer = terms.employer.kind is not EmployerKind.NONE
    left_out = {"no_employment" if is_employer else "employment"}
    if not is_employer and not terms.holiday and not terms.sickness:
        left_out |= {"cover"}
    assert [clause.code for clause in clauses] == [code for code in CODES if code not in left_out]
    assert all(clause.text for clause in clauses if clause.code not in {"members", "contributions"})
    assert all(line.text and line.symbol for part in easy_parts(terms, words) for line in part.lines if line)


@given(TERMS)
def test_a_version_that_was_proposed_reads_as_it_did_then_and_keeps_no_name(terms):
    named = replace(
        terms, members=tuple(replace(each, name=f"Zq{each.member_id.int}") for each in terms.members)
    )
    words = freeze_sentences(named, frozen())
    assert "Zq" not in msgspec.json.encode(words).decode()
    assert write_clauses(named, words) == write_clauses(named, frozen())


def test_later_wordings_of_the_site_change_no_version_that_was_proposed(monkeypatch):
    terms = Terms(members=(MemberTerm(member_id=IDS[0], name="Robin"),), lead_ids=(IDS[0],))
    words = freeze_sentences(terms, frozen())
    before = write_clauses(terms, words)
    monkeypatch.setattr(clauses_rules, "_", lambda text, **facts: f"NEW {text} {facts}")
    monkeypatch.setattr(clauses_rules, "ngettext", lambda *texts, **facts: f"NEW {texts} {facts}")
    assert write_clauses(terms, frozen()) != before
    assert write_clauses(terms, words) == before
    renamed = replace(terms, members=(replace(terms.members[0], name="Kit {a}"),))
    (leads,) = [each.facts for each in write_clauses(renamed, words) if each.code == "leads"]
    assert leads == ("Kit {a} leads the pool.",)


@given(TERMS)
def test_every_problem_has_a_page_and_every_page_says_its_terms(terms):
    for problem in missing(terms, date(2026, 11, 22)):
        assert topic_of(problem.field) in TOPICS
    for topic in TOPICS:
        assert pages.typed(topic, terms) or not terms.members
        assert all(label and words for label, words in pages.topic_rows(topic, terms) if label)
        assert pages.different_rows(topic, terms, terms) == []


@given(TERMS, st.lists(st.sampled_from(IDS), unique=True), st.lists(st.sampled_from(IDS), unique=True))
def test_terms_name_just_the_members_of_the_pool(terms, ids, leads):
    after = with_members(terms, [(each, f"M{each.int}") for each in ids], leads)
    assert [term.member_id for term in after.members] == ids
    assert set(after.lead_ids) == set(ids) & set(leads)
    assert {after.holder.member_id, after.employer.member_id} <= {None, *ids}
    kept = {term.member_id: term for term in terms.members}
    for term in after.members:
        if term.member_id in kept:
            before = kept[term.member_id]
            assert (term.contribution_pence, term.weight) == (before.contribution_pence, before.weight)


@given(st.text(max_size=60))
def test_a_fact_is_never_read_as_the_name_of_another(text):
    said = fill_clause("{activity} and {notice}", {"activity": text, "notice": "{activity}"})
    assert said == f"{text} and {{activity}}"


def test_national_clauses_are_clauses_that_a_council_could_have_written():
    for clause in national_clauses():
        assert list(check_clause(clause.words)) == [], clause.code
        assert clause.title


@pytest.mark.parametrize("words", ["{name}", "{", "}", "{review_date", "{}", "x" * 2_001, "\x07"])
def test_a_clause_that_would_not_be_filled_is_refused(words):
    assert len(list(check_clause(words))) == 1


@pytest.mark.parametrize("name", sorted(PLACEHOLDERS))
def test_every_fact_has_a_value_in_a_version(name):
    own = dict.fromkeys(CODES, f"<{{{name}}}>")
    (clause, *_rest) = write_clauses(Terms(), frozen(own=own))
    assert clause.words[0].startswith("<")
    assert "{" not in clause.words[0]
    assert clause.words[0] != "<>"


class Agreements(RuleBasedStateMachine):
    """Every act at any moment, by the rules alone: what is in force was agreed to by all whom it names."""

    @initialize(number=st.integers(1, 4))
    def begin(self, number):
        self.members = set(range(number))
        self.versions = []

    @rule(number=st.integers(1, 4))
    def propose(self, number):
        for version in self.versions:
            if version["state"] is AgreementState.PROPOSED:
                self._move(version, AgreementState.DROPPED)
        terms = Terms(members=tuple(MemberTerm(member_id=UUID(int=each)) for each in sorted(self.members)))
        self.versions.append({"state": AgreementState.WRITING, "terms": terms, "agreed": set()})
        self._move(self.versions[-1], AgreementState.PROPOSED)
        self.members |= {number}

    @rule(member=st.integers(0, 4))
    def agree(self, member):
        version = next((each for each in self.versions if each["state"] is AgreementState.PROPOSED), None)
        if version is None or UUID(int=member) not in {t.member_id for t in version["terms"].members}:
            return
        version["agreed"].add(UUID(int=member))
        if all_agreed(version["terms"], version["agreed"]):
            for older in self.versions:
                if older["state"] is AgreementState.IN_FORCE:
                    self._move(older, AgreementState.REPLACED)
            self._move(version, AgreementState.IN_FORCE)

    @rule(member=st.integers(0, 4))
    def take_back(self, member):
        for version in self.versions:
            if version["state"] is AgreementState.PROPOSED:
                version["agreed"].discard(UUID(int=member))

    def _move(self, version, state):
        assert state in MOVES[version["state"]]
        version["state"] = state

    @invariant()
    def in_force_exactly_when_all_agreed(self):
        states = [version["state"] for version in getattr(self, "versions", [])]
        assert states.count(AgreementState.IN_FORCE) <= 1
        assert states.count(AgreementState.PROPOSED) <= 1
        for version in getattr(self, "versions", []):
            is_or_was = version["state"] in {AgreementState.IN_FORCE, AgreementState.REPLACED}
            if version["state"] is not AgreementState.DROPPED:
                assert is_or_was == all_agreed(version["terms"], version["agreed"])


TestAgreements = Agreements.TestCase
TestAgreements.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)


async def refused(raw, statement, *values):
    """The database says no, at once or when the constraints that wait are looked at."""

    async def run():
        async with raw.transaction():
            await raw.execute(statement, *values)
            await raw.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as error:
        await run()
    return str(error.value)


@pytest.mark.usefixtures("db")
class TestDatabase:
    """The database holds the same laws against any code."""

    async def test_nothing_is_in_force_before_all_have_agreed(self):
        together, _number = await make_proposed(2)
        async with connection() as raw:
            said = await refused(
                raw,
                "UPDATE pool_agreement SET state = 'in_force', in_force_at = now() WHERE pool = $1",
                together.id,
            )
        assert "everybody whom it names" in said

    async def test_what_all_agreed_to_is_in_force(self):
        together, _number = await make_proposed(2)
        async with connection() as raw:
            said = await refused(
                raw,
                """INSERT INTO agreement_consent (id, agreement, member, agreed_at, acting_for, relation)
                SELECT gen_random_uuid(), a.id, m.id, now(), false, '' FROM pool_agreement a
                JOIN pool_member m ON m.pool = a.pool WHERE a.pool = $1""",
                together.id,
            )
        assert "is in force" in said

    @pytest.mark.parametrize(
        "change",
        [
            "terms = jsonb_set(terms, '{notice_weeks}', '9')",
            "words = '{}'",
            "number = 7",
            "proposed_at = now() + interval '1 day'",
            "state = 'writing', words = NULL, proposed_at = NULL, in_force_at = NULL",
            "state = 'proposed', in_force_at = NULL",
        ],
        ids=["terms", "words", "number", "day", "back to writing", "back to waiting"],
    )
    async def test_a_version_does_not_change(self, change):
        together, _number = await make_in_force(2)
        async with connection() as raw:
            await refused(raw, f"UPDATE pool_agreement SET {change} WHERE pool = $1", together.id)

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM pool_agreement WHERE pool = $1",
            "DELETE FROM agreement_consent USING pool_agreement a WHERE a.id = agreement AND a.pool = $1",
            "UPDATE agreement_consent SET relation = 'x' FROM pool_agreement a"  # noqa: ISC004 - one statement
            " WHERE a.id = agreement AND a.pool = $1",
        ],
        ids=["the version", "a yes", "what a yes says"],
    )
    async def test_what_is_agreed_stays(self, statement):
        together, _number = await make_in_force(2)
        async with connection() as raw:
            await refused(raw, statement, together.id)

    async def test_only_who_is_named_can_agree_and_only_while_it_waits(self):
        waiting, _number = await make_proposed(2)
        other, _number = await make_in_force(2)
        insert = """INSERT INTO agreement_consent (id, agreement, member, agreed_at, acting_for, relation)
            SELECT $1, a.id, m.id, now(), false, '' FROM pool_agreement a, pool_member m
            WHERE a.pool = $2 AND m.pool = $3 LIMIT 1"""
        async with connection() as raw:
            assert "Only who is named" in await refused(raw, insert, uuid4(), waiting.id, other.id)
            assert "Only a version that waits" in await refused(raw, insert, uuid4(), other.id, other.id)

    async def test_a_pool_has_one_draft_one_waiting_and_one_in_force(self):
        together, _number = await make_in_force(2)
        async with connection() as raw:
            insert = """INSERT INTO pool_agreement
                (id, pool, number, version, state, terms, created_at, changed_at)
                VALUES ($1, $2, $3, 1, 'writing', '{}', now(), now())"""
            await raw.execute(insert, uuid4(), together.id, 5)
            await refused(raw, insert, uuid4(), together.id, 6)

    async def test_a_pool_that_goes_takes_its_agreements_with_it(self):
        together, _number = await make_in_force(2)
        async with connection() as raw:
            await raw.execute("DELETE FROM pool WHERE id = $1", together.id)
            await raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert await raw.fetchval("SELECT count(*) FROM agreement_consent") == 0
