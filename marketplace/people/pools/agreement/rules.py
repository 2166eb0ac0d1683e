"""From what was typed to terms, and back; where pages of agreements are, and what they say."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from marketplace.kernel import money
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds, typed_pounds
from marketplace.people.pools.agreement.schemas import (
    absent_choices,
    employer_choices,
    holder_choices,
    share_choices,
)
from marketplace.people.pools.rules import PATH as POOL_PATH
from marketplace.people.pools.rules import pool_url
from marketplace.pooling.agreements.clauses.rules import day_words, pays_words, weeks_words
from marketplace.pooling.agreements.schemas import (
    AbsentRule,
    Employer,
    EmployerKind,
    Every,
    Holder,
    HolderKind,
    MemberTerm,
    ShareRule,
    Terms,
)
from marketplace.pooling.agreements.terms.rules import TOPICS

PATH = f"{POOL_PATH}/agreement"
VERSION_PATH = f"{PATH}/{{number:int}}"
WRITE_PATH = f"{PATH}/write"
TOPIC_PATH = f"{WRITE_PATH}/{{topic:str}}"
UNREADABLE = -1
"""Stands for what is no money, which the agreements room refuses."""


def agreement_url(pool_id: UUID, *more: object) -> str:
    """The page of a pool's agreement, or one below it."""
    return "/".join((f"{pool_url(pool_id)}/agreement", *map(str, more)))


def topic_title(topic: str) -> str:
    """What a topic is called."""
    return {
        "purpose": _("What it is for"),
        "payments": _("What each of you pays in"),
        "sharing": _("How you share costs"),
        "account": _("Who holds the account"),
        "worker": _("Who helps you, and insurance"),
        "absence": _("If one of you cannot come"),
        "leaving": _("Joining and leaving"),
        "review": _("Disagreements and the next review"),
    }[topic]


def next_topic(topic: str) -> str | None:
    """The topic after this one; None after the last."""
    topics = list(TOPICS)
    position = topics.index(topic) + 1
    return topics[position] if position < len(topics) else None


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "kept": _("Saved. You can go on at any time."),
        "proposed": _("Everybody is asked to read it. We have told them by email. Say yes yourself too."),
        "agreed": _("Thank you. You have agreed to this version."),
        "in-force": _("Everybody has agreed. The agreement is in force."),
        "yes-taken-back": _("Your yes is taken back."),
        "taken-back": _("It is taken back. Nobody is asked about it any more."),
        "dropped": _("The draft is deleted."),
        "outcome": _("Your words are saved. Only you see them."),
    }.get(code, "")


def read_pence(text: str | None) -> int:
    """Pence of what people type; 0 for nothing typed."""
    if not text:
        return 0
    pence = money.read_pence(text)
    return UNREADABLE if pence is None else pence


def typed(topic: str, terms: Terms) -> dict[str, Any]:
    """What stands in the form of a topic at first."""
    return _TYPED[topic](terms)


def read_topic(topic: str, form: Any, terms: Terms) -> Terms:
    """The terms with what the form of a topic says."""
    return _READ[topic](form, terms)


def topic_rows(topic: str, terms: Terms) -> list[tuple[str, str]]:
    """What the terms say of a topic, as pairs of a label and words."""
    return [(label, words or _("Nothing yet")) for label, words in _ROWS[topic](terms)]


def different_rows(topic: str, mine: Terms, theirs: Terms) -> list[tuple[str, str, str]]:
    """Where two terms differ in a topic: label, what one says, what the other says."""
    own, other = dict(topic_rows(topic, mine)), dict(topic_rows(topic, theirs))
    nothing = _("Nothing yet")
    return [
        (label, own.get(label, nothing), other.get(label, nothing))
        for label in dict.fromkeys([*own, *other])
        if own.get(label) != other.get(label)
    ]


def _typed_payments(terms: Terms) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for term in terms.members:
        amount = typed_pounds(term.contribution_pence) if term.contribution_pence else ""
        values |= {f"contribution-{term.member_id}": amount, f"every-{term.member_id}": term.every.value}
    return values


def _typed_sharing(terms: Terms) -> dict[str, Any]:
    values: dict[str, Any] = {"share_rule": terms.share_rule.value}
    for term in terms.members:
        amount = typed_pounds(term.fixed_pence) if term.fixed_pence else ""
        values |= {f"weight-{term.member_id}": term.weight, f"fixed-{term.member_id}": amount}
    return values


def _typed_worker(terms: Terms) -> dict[str, Any]:
    employer = terms.employer
    return {
        "employer": employer.kind.value,
        "employer_member": _typed_id(employer.member_id),
        "employer_name": employer.name,
        "insurer": employer.insurer,
        "insured_until": employer.insured_until,
        "holiday": terms.holiday,
        "sickness": terms.sickness,
    }


_TYPED: Mapping[str, Callable[[Terms], dict[str, Any]]] = {
    "purpose": lambda terms: {
        "activity": terms.activity,
        "days": terms.days,
        "place": terms.place,
        "purpose": terms.purpose,
    },
    "payments": _typed_payments,
    "sharing": _typed_sharing,
    "account": lambda terms: {
        "holder": terms.holder.kind.value,
        "holder_member": _typed_id(terms.holder.member_id),
        "holder_name": terms.holder.name,
    },
    "worker": _typed_worker,
    "absence": lambda terms: {
        "absent_rule": terms.absent_rule.value,
        "absent_notice_hours": terms.absent_notice_hours,
    },
    "leaving": lambda terms: {"notice_weeks": terms.notice_weeks, "joining": terms.joining},
    "review": lambda terms: {"review_on": terms.review_on, "disagreements": terms.disagreements},
}


def _read_payments(form: Any, terms: Terms) -> Terms:
    def read(term: MemberTerm) -> MemberTerm:
        return replace(
            term,
            contribution_pence=read_pence(form[f"contribution-{term.member_id}"].data),
            every=Every(form[f"every-{term.member_id}"].data),
        )

    return replace(terms, members=tuple(map(read, terms.members)))


def _read_sharing(form: Any, terms: Terms) -> Terms:
    def read(term: MemberTerm) -> MemberTerm:
        return replace(
            term,
            weight=form[f"weight-{term.member_id}"].data,
            fixed_pence=read_pence(form[f"fixed-{term.member_id}"].data),
        )

    return replace(terms, share_rule=ShareRule(form.share_rule.data), members=tuple(map(read, terms.members)))


def _read_account(form: Any, terms: Terms) -> Terms:
    kind = HolderKind(form.holder.data)
    is_member = kind is HolderKind.MEMBER
    return replace(
        terms,
        holder=Holder(
            kind=kind,
            member_id=_read_id(form.holder_member.data) if is_member else None,
            name="" if is_member else form.holder_name.data,
        ),
    )


def _read_worker(form: Any, terms: Terms) -> Terms:
    kind = EmployerKind(form.employer.data)
    if kind is EmployerKind.NONE:
        employer = Employer()
    else:
        is_member = kind is EmployerKind.MEMBER
        employer = Employer(
            kind=kind,
            member_id=_read_id(form.employer_member.data) if is_member else None,
            name="" if is_member else form.employer_name.data,
            insurer=form.insurer.data,
            insured_until=form.insured_until.data,
        )
    return replace(terms, employer=employer, holiday=form.holiday.data, sickness=form.sickness.data)


_READ: Mapping[str, Callable[[Any, Terms], Terms]] = {
    "purpose": lambda form, terms: replace(
        terms,
        activity=form.activity.data,
        days=form.days.data,
        place=form.place.data,
        purpose=form.purpose.data,
    ),
    "payments": _read_payments,
    "sharing": _read_sharing,
    "account": _read_account,
    "worker": _read_worker,
    "absence": lambda form, terms: replace(
        terms,
        absent_rule=AbsentRule(form.absent_rule.data),
        absent_notice_hours=form.absent_notice_hours.data,
    ),
    "leaving": lambda form, terms: replace(
        terms, notice_weeks=form.notice_weeks.data, joining=form.joining.data
    ),
    "review": lambda form, terms: replace(
        terms, review_on=form.review_on.data, disagreements=form.disagreements.data
    ),
}

Rows = list[tuple[str, str]]


def _rows_payments(terms: Terms) -> Rows:
    return [(term.name, pays_words(term, term.name)) for term in terms.members]


def _rows_sharing(terms: Terms) -> Rows:
    rows = [(_("How costs are shared"), dict(share_choices())[terms.share_rule.value])]
    if terms.share_rule is ShareRule.WEIGHT:
        rows += [(term.name, _("%(num)s parts", num=term.weight)) for term in terms.members]
    if terms.share_rule is ShareRule.FIXED:
        rows += [(term.name, pounds(term.fixed_pence)) for term in terms.members]
    return rows


def _rows_account(terms: Terms) -> Rows:
    return [
        (_("Who holds the account"), dict(holder_choices())[terms.holder.kind.value]),
        (_("Name"), _name_of(terms, terms.holder.member_id) or terms.holder.name),
    ]


def _rows_worker(terms: Terms) -> Rows:
    employer = terms.employer
    rows = [(_("Employer"), dict(employer_choices())[employer.kind.value])]
    if employer.kind is not EmployerKind.NONE:
        rows += [
            (_("Name"), _name_of(terms, employer.member_id) or employer.name),
            (_("Insured with"), employer.insurer),
            (_("Until"), day_words(employer.insured_until) if employer.insured_until else ""),
        ]
    return [*rows, (_("Holiday of the worker"), terms.holiday), (_("Sickness of the worker"), terms.sickness)]


def _rows_absence(terms: Terms) -> Rows:
    rows = [(_("If one of you cannot come"), dict(absent_choices())[terms.absent_rule.value])]
    if terms.absent_rule is AbsentRule.WITH_NOTICE_FREE:
        rows.append((_("In time"), _("%(num)s hours before", num=terms.absent_notice_hours)))
    return rows


_ROWS: Mapping[str, Callable[[Terms], Rows]] = {
    "purpose": lambda terms: [
        (_("What the pool pays for"), terms.activity),
        (_("When"), terms.days),
        (_("Where"), terms.place),
        (_("What you want from it"), terms.purpose),
    ],
    "payments": _rows_payments,
    "sharing": _rows_sharing,
    "account": _rows_account,
    "worker": _rows_worker,
    "absence": _rows_absence,
    "leaving": lambda terms: [
        (_("Notice"), weeks_words(terms.notice_weeks)),
        (_("New members"), terms.joining),
    ],
    "review": lambda terms: [
        (_("Next review"), day_words(terms.review_on) if terms.review_on else ""),
        (_("When you do not agree"), terms.disagreements),
    ],
}


def _name_of(terms: Terms, member_id: UUID | None) -> str:
    return next((term.name for term in terms.members if term.member_id == member_id), "")


def _typed_id(member_id: UUID | None) -> str | None:
    return str(member_id) if member_id else None


def _read_id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
