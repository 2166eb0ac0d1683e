"""What may stand in terms, what is missing before they are proposed, and who is in them: pure functions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.schemas import (
    Employer,
    EmployerKind,
    Holder,
    HolderKind,
    MemberTerm,
    ShareRule,
    Terms,
)

LONGEST_WORDS = 1_500
LONGEST_LINE = 200
MOST_PENCE = 10_000_00
"""A contribution of one member; more is a slip of the finger."""
MOST_WEIGHT = 100
MOST_NOTICE_WEEKS = 13
MOST_NOTICE_HOURS = 336
FEWEST_MEMBERS = 2
REVIEW_WITHIN = timedelta(days=2 * 366)
REVIEW_SOON = timedelta(weeks=4)

TOPICS: Mapping[str, frozenset[str]] = {
    "purpose": frozenset({"purpose", "activity", "days", "place"}),
    "payments": frozenset({"members", "contribution", "every"}),
    "sharing": frozenset({"share_rule", "weight", "fixed"}),
    "account": frozenset({"holder", "holder_name", "holder_member"}),
    "worker": frozenset(
        {"employer", "employer_name", "employer_member", "insurer", "insured_until", "holiday", "sickness"}
    ),
    "absence": frozenset({"absent_rule", "absent_notice_hours"}),
    "leaving": frozenset({"notice_weeks", "joining"}),
    "review": frozenset({"disagreements", "review_on"}),
}
"""Topics in order, each with the fields of its page; a field of one member has the member's id behind it."""


def topic_of(field: str) -> str:
    """On which topic's page a field stands."""
    name = field.split("-", maxsplit=1)[0]
    return next(topic for topic, fields in TOPICS.items() if name in fields)


def with_members(terms: Terms, members: Sequence[tuple[UUID, str]], lead_ids: Iterable[UUID]) -> Terms:
    """The terms with just these members, in this order; who is new pays what most pay.

    Where somebody holds the account or employs who is not in it any more, that is open again.
    """
    known = {term.member_id: term for term in terms.members}
    usual = max(
        ((term.contribution_pence, term.every) for term in terms.members),
        key=[(term.contribution_pence, term.every) for term in terms.members].count,
        default=None,
    )
    fresh = MemberTerm(member_id=UUID(int=0))
    if usual is not None:
        fresh = replace(fresh, contribution_pence=usual[0], every=usual[1])
    ids = {member_id for member_id, _name in members}
    holder, employer = terms.holder, terms.employer
    return replace(
        terms,
        members=tuple(
            replace(known.get(member_id, fresh), member_id=member_id, name=name)
            for member_id, name in members
        ),
        lead_ids=tuple(member_id for member_id in lead_ids if member_id in ids),
        holder=holder if holder.member_id in ids | {None} else replace(holder, member_id=None),
        employer=employer if employer.member_id in ids | {None} else replace(employer, member_id=None),
    )


def begun_from(terms: Terms, today: date) -> Terms:
    """The terms that a new version begins with. A review that is over, or soon, is asked for again."""
    is_due = terms.review_on is not None and terms.review_on < today + REVIEW_SOON
    return replace(terms, review_on=None) if is_due else terms


def without_names(terms: Terms) -> Terms:
    """As a version is kept: names are read with it."""
    return replace(terms, members=tuple(replace(term, name="") for term in terms.members))


def with_names(terms: Terms, names: Mapping[UUID, str]) -> Terms:
    """The terms with the names that members have now; "" for one who is not known any more."""
    members = (replace(term, name=names.get(term.member_id, "")) for term in terms.members)
    return replace(terms, members=tuple(members))


def check_terms(terms: Terms) -> Iterator[Problem]:
    """What cannot be, whether or not the terms are ready."""
    yield from _check_texts(terms)
    for term in terms.members:
        yield from _check_member(term)
    bounds = (
        ("notice_weeks", terms.notice_weeks, MOST_NOTICE_WEEKS),
        ("absent_notice_hours", terms.absent_notice_hours, MOST_NOTICE_HOURS),
    )
    for field, number, most in bounds:
        if not 0 <= number <= most:
            yield Problem(field=field, message=_("Write a number from 0 to %(most)s.", most=most))
    ids = {term.member_id for term in terms.members}
    if terms.holder.member_id not in ids | {None}:
        yield Problem(field="holder_member", message=_("Choose somebody who is in the pool."))
    if terms.employer.member_id not in ids | {None}:
        yield Problem(field="employer_member", message=_("Choose somebody who is in the pool."))


def missing(terms: Terms, today: date) -> Iterator[Problem]:
    """What has to be there before the terms can be proposed, by field, with what cannot be."""
    yield from check_terms(terms)
    if not terms.activity:
        yield Problem(field="activity", message=_("Say what the pool pays for."))
    if len(terms.members) < FEWEST_MEMBERS:
        message = _("A pool begins with two people. Nobody else has a place yet.")
        yield Problem(field="members", message=message)
    if terms.members and not any(term.contribution_pence for term in terms.members):
        field = f"contribution-{terms.members[0].member_id}"
        yield Problem(field=field, message=_("Say what each of you pays in."))
    yield from _missing_shares(terms)
    yield from _missing_holder(terms.holder)
    yield from _missing_employer(terms.employer, today)
    yield from _missing_review(terms, today)


def open_topics(terms: Terms, today: date) -> dict[str, tuple[Problem, ...]]:
    """What is missing, by topic; a topic with nothing missing is not in it."""
    found: dict[str, list[Problem]] = {}
    for problem in missing(terms, today):
        found.setdefault(topic_of(problem.field), []).append(problem)
    return {topic: tuple(found[topic]) for topic in TOPICS if topic in found}


def _check_texts(terms: Terms) -> Iterator[Problem]:
    texts = (
        ("purpose", terms.purpose, LONGEST_WORDS),
        ("activity", terms.activity, LONGEST_LINE),
        ("days", terms.days, LONGEST_LINE),
        ("place", terms.place, LONGEST_LINE),
        ("holder_name", terms.holder.name, LONGEST_LINE),
        ("employer_name", terms.employer.name, LONGEST_LINE),
        ("insurer", terms.employer.insurer, LONGEST_LINE),
        ("holiday", terms.holiday, LONGEST_WORDS),
        ("sickness", terms.sickness, LONGEST_WORDS),
        ("joining", terms.joining, LONGEST_WORDS),
        ("disagreements", terms.disagreements, LONGEST_WORDS),
    )
    for field, text, most in texts:
        if len(text) > most:
            yield Problem(field=field, message=_("Write at most %(num)s letters.", num=most))


def _check_member(term: MemberTerm) -> Iterator[Problem]:
    for field, pence in (("contribution", term.contribution_pence), ("fixed", term.fixed_pence)):
        if not 0 <= pence <= MOST_PENCE:
            message = _("Write pounds and pence, like 40 or 12.50.")
            yield Problem(field=f"{field}-{term.member_id}", message=message)
    if not 0 <= term.weight <= MOST_WEIGHT:
        message = _("Write a whole number from 0 to %(most)s.", most=MOST_WEIGHT)
        yield Problem(field=f"weight-{term.member_id}", message=message)


def _missing_shares(terms: Terms) -> Iterator[Problem]:
    if not terms.members:
        return
    first = terms.members[0].member_id
    if terms.share_rule is ShareRule.WEIGHT and not any(term.weight for term in terms.members):
        yield Problem(field=f"weight-{first}", message=_("Give at least one of you a part."))
    if terms.share_rule is ShareRule.FIXED and not any(term.fixed_pence for term in terms.members):
        yield Problem(field=f"fixed-{first}", message=_("Say what each of you pays of a cost."))


def _missing_holder(holder: Holder) -> Iterator[Problem]:
    if holder.kind is HolderKind.MEMBER and holder.member_id is None:
        yield Problem(field="holder_member", message=_("Choose who of you holds the account."))
    if holder.kind is not HolderKind.MEMBER and not holder.name:
        yield Problem(field="holder_name", message=_("Write the name of the organisation."))


def _missing_employer(employer: Employer, today: date) -> Iterator[Problem]:
    if employer.kind is EmployerKind.NONE:
        return
    if employer.kind is EmployerKind.MEMBER and employer.member_id is None:
        yield Problem(field="employer_member", message=_("Choose who of you employs the worker."))
    if employer.kind is EmployerKind.ORGANISATION and not employer.name:
        yield Problem(field="employer_name", message=_("Write the name of the organisation."))
    if not employer.insurer:
        message = _(
            "Write who the employer is insured with. The law asks for employer's liability insurance."
        )
        yield Problem(field="insurer", message=message)
    if employer.insured_until is not None and employer.insured_until < today:
        yield Problem(field="insured_until", message=_("This insurance is over. Renew it first."))


def _missing_review(terms: Terms, today: date) -> Iterator[Problem]:
    if terms.review_on is None:
        yield Problem(field="review_on", message=_("Say when you will look at this again."))
    elif not today < terms.review_on <= today + REVIEW_WITHIN:
        message = _("Choose a day within the next two years.")
        yield Problem(field="review_on", message=message)
