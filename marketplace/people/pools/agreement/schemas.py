"""Forms of agreements. What may be in terms, the agreements room decides."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import StringField, TextAreaField

from marketplace.kernel.form_fields import ChoiceField, DayField, WholeNumberField
from marketplace.kernel.forms import AtMost, Needed, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.clauses.rules import every_words
from marketplace.pooling.agreements.outcomes.rules import MOST_LETTERS, MOST_WHO
from marketplace.pooling.agreements.schemas import (
    AbsentRule,
    EmployerKind,
    Every,
    HolderKind,
    MemberTerm,
    ShareRule,
    Terms,
)
from marketplace.pooling.agreements.terms.rules import (
    LONGEST_LINE,
    LONGEST_WORDS,
    MOST_NOTICE_HOURS,
    MOST_NOTICE_WEEKS,
    MOST_WEIGHT,
)

_LONGEST_NUMBER = 20
Words = Callable[[], str]


class TopicForm(VersionForm):
    """Any topic: the version is that of the draft when the page was made."""


class AgreeForm(VersionForm):
    """What a member says when they agree."""

    outcome = TextAreaField(
        lazy(lambda: _("What is your share for, in your own care and support plan?")), [AtMost(MOST_LETTERS)]
    )
    council_who = StringField(lazy(lambda: _("Who at your council said yes?")), [AtMost(MOST_WHO)])
    council_on = DayField(lazy(lambda: _("When did they say it?")))


class OutcomeForm(VersionForm):
    """The same words, changed later."""

    outcome = TextAreaField(
        lazy(lambda: _("What is your share for, in your own care and support plan?")), [AtMost(MOST_LETTERS)]
    )


def share_choices() -> list[tuple[str, str]]:
    """How costs can be shared."""
    return [
        (ShareRule.EQUAL.value, _("Equally")),
        (ShareRule.SESSIONS.value, _("By how often each came")),
        (ShareRule.WEIGHT.value, _("In parts: for example 2 parts for one and 1 part for another")),
        (ShareRule.FIXED.value, _("A fixed amount of each cost")),
    ]


def absent_choices() -> list[tuple[str, str]]:
    """Who can pay for a member who does not come."""
    return [
        (AbsentRule.PAYS.value, _("They still pay their share")),
        (
            AbsentRule.WITH_NOTICE_FREE.value,
            _("They do not pay if they say so in time: the others share the cost"),
        ),
        (AbsentRule.POOL_PAYS.value, _("They do not pay: the others share the cost")),
    ]


def holder_choices() -> list[tuple[str, str]]:
    """Who can hold the account."""
    return [
        (HolderKind.MEMBER.value, _("One of us")),
        (HolderKind.USER_LED_ORGANISATION.value, _("An organisation led by disabled people or carers")),
        (HolderKind.INDIVIDUAL_SERVICE_FUND.value, _("An organisation with individual service funds")),
        (HolderKind.PROVIDER.value, _("The provider who gives the support")),
    ]


def employer_choices() -> list[tuple[str, str]]:
    """Who can be the employer."""
    return [
        (EmployerKind.NONE.value, _("Nobody: they run their own business, or an organisation sends them")),
        (EmployerKind.MEMBER.value, _("One of us")),
        (EmployerKind.ORGANISATION.value, _("An organisation, for all of us")),
    ]


def topic_form(topic: str, terms: Terms) -> type[TopicForm]:
    """The form of one topic, for the members that the terms have."""
    fields = _FIELDS[topic](terms)
    return type(f"{topic.title()}Form", (TopicForm,), fields)


def _line(label: Words, most: int = LONGEST_LINE) -> Any:
    return StringField(lazy(label), [AtMost(most)])


def _text(label: Words) -> Any:
    return TextAreaField(lazy(label), [AtMost(LONGEST_WORDS)])


def _one(label: Words, choices: Callable[[], Sequence[tuple[str, str]]], *, empty: bool = False) -> Any:
    return ChoiceField(
        lazy(label), lambda: _("Choose one from the list."), choices=choices, may_be_empty=empty
    )


def _number(label: Words, most: int) -> Any:
    def say() -> str:
        return _("Write a whole number from 0 to %(most)s.", most=most)

    return WholeNumberField(lazy(label), say, least=0, most=most, validators=[Needed(say)])


def _members(terms: Terms) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(str(term.member_id), term.name) for term in terms.members]


def _purpose(_terms: Terms) -> dict[str, Any]:
    return {
        "activity": _line(lambda: _("What does the pool pay for?")),
        "days": _line(lambda: _("When?")),
        "place": _line(lambda: _("Where?")),
        "purpose": _text(lambda: _("What do you want from it?")),
    }


def _payments(terms: Terms) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for term in terms.members:
        fields[f"contribution-{term.member_id}"] = _line(_pays(term), _LONGEST_NUMBER)
        fields[f"every-{term.member_id}"] = _one(
            _how_often(term), lambda: [(every.value, every_words(every)) for every in Every]
        )
    return fields


def _pays(term: MemberTerm) -> Words:
    return lambda: _("%(name)s pays in", name=term.name)


def _how_often(term: MemberTerm) -> Words:
    return lambda: _("How often %(name)s pays in", name=term.name)


def _sharing(terms: Terms) -> dict[str, Any]:
    fields: dict[str, Any] = {"share_rule": _one(lambda: _("How do you share each cost?"), share_choices)}
    for term in terms.members:
        fields[f"weight-{term.member_id}"] = _number(_name(term, _("Parts of %(name)s")), MOST_WEIGHT)
    for term in terms.members:
        fields[f"fixed-{term.member_id}"] = _line(_name(term, _("Amount of %(name)s")), _LONGEST_NUMBER)
    return fields


def _name(term: MemberTerm, words: str) -> Words:
    return lambda: words % {"name": term.name}


def _account(terms: Terms) -> dict[str, Any]:
    return {
        "holder": _one(lambda: _("Who holds the account for the pool's money?"), holder_choices),
        "holder_member": _one(lambda: _("Which of you?"), _members(terms), empty=True),
        "holder_name": _line(lambda: _("Name of the organisation, if it is one")),
    }


def _worker(terms: Terms) -> dict[str, Any]:
    return {
        "employer": _one(lambda: _("Who employs the person who helps you?"), employer_choices),
        "employer_member": _one(lambda: _("Which of you?"), _members(terms), empty=True),
        "employer_name": _line(lambda: _("Name of the organisation, if it is one")),
        "insurer": _line(lambda: _("Who is the employer insured with?")),
        "insured_until": DayField(lazy(lambda: _("Until when?"))),
        "holiday": _text(lambda: _("What happens when the worker is on holiday?")),
        "sickness": _text(lambda: _("What happens when the worker is ill?")),
    }


def _absence(_terms: Terms) -> dict[str, Any]:
    return {
        "absent_rule": _one(lambda: _("If one of you cannot come, who pays?"), absent_choices),
        "absent_notice_hours": _number(lambda: _("How many hours before is in time?"), MOST_NOTICE_HOURS),
    }


def _leaving(_terms: Terms) -> dict[str, Any]:
    return {
        "notice_weeks": _number(
            lambda: _("How many weeks' notice does a member give before leaving?"), MOST_NOTICE_WEEKS
        ),
        "joining": _text(lambda: _("Anything to add about new members?")),
    }


def _review(_terms: Terms) -> dict[str, Any]:
    return {
        "review_on": DayField(lazy(lambda: _("When will you look at this again, at the latest?"))),
        "disagreements": _text(lambda: _("Anything to add about what you do when you do not agree?")),
    }


_FIELDS: dict[str, Callable[[Terms], dict[str, Any]]] = {
    "purpose": _purpose,
    "payments": _payments,
    "sharing": _sharing,
    "account": _account,
    "worker": _worker,
    "absence": _absence,
    "leaving": _leaving,
    "review": _review,
}
