"""An agreement, as far as it is about one member, in words; as pure functions."""

from collections.abc import Iterator

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import say_pence
from marketplace.pooling.agreements.clauses.rules import day_words, every_words
from marketplace.pooling.agreements.schemas import AbsentRule, EmployerKind, HolderKind, ShareRule
from marketplace.pooling.statements.schemas import OwnAgreement
from marketplace.pooling.statements.wording.saying.rules import rule_words


def agreement_rows(agreement: OwnAgreement) -> Iterator[tuple[str, str]]:
    """What a version says about the member, as names and values; a value may be empty."""
    since = day_words(agreement.since)
    yield (
        _("In force"),
        _("%(since)s to %(until)s", since=since, until=day_words(agreement.until))
        if agreement.until
        else _("since %(day)s", day=since),
    )
    if agreement.agreed_on:
        day = day_words(agreement.agreed_on)
        said = _("on %(day)s, through somebody who acts for them", day=day)
        yield _("Agreed"), said if agreement.was_said_for else _("on %(day)s", day=day)
    yield _("Members"), str(agreement.members)
    yield (
        _("Pays in"),
        _(
            "%(amount)s %(every)s",
            amount=say_pence(agreement.contribution_pence),
            every=every_words(agreement.every),
        ),
    )
    yield _("Costs are shared"), _own_rule(agreement)
    yield _("When they do not come"), _absent_words(agreement.absent_rule)
    yield _("Notice to leave"), ngettext("%(num)s week", "%(num)s weeks", agreement.notice_weeks)
    yield _("Holds the account"), _holder_words(agreement)
    yield _("Employs the worker"), _employer_words(agreement)
    if agreement.insured_until:
        yield _("Insured until"), day_words(agreement.insured_until)


def _own_rule(agreement: OwnAgreement) -> str:
    total = agreement.all_weights
    if agreement.share_rule is ShareRule.WEIGHT:
        return ngettext(
            "%(num)s part of %(all)s",
            "%(num)s parts of %(all)s",
            agreement.own_weight,
            all=total,
        )
    if agreement.share_rule is ShareRule.FIXED:
        return _("%(amount)s of each cost", amount=say_pence(agreement.own_fixed_pence))
    return rule_words(agreement.share_rule)


def _absent_words(rule: AbsentRule) -> str:
    return {
        AbsentRule.PAYS: _("they pay their share all the same"),
        AbsentRule.WITH_NOTICE_FREE: _("they pay nothing if they said so in time"),
        AbsentRule.POOL_PAYS: _("the pool pays their share"),
    }[rule]


def _holder_words(agreement: OwnAgreement) -> str:
    if agreement.holds_self:
        return _("this member")
    if agreement.holder is HolderKind.MEMBER:
        return _("another member of the pool")
    return agreement.holder_name


def _employer_words(agreement: OwnAgreement) -> str:
    if agreement.employs_self:
        return _("this member")
    return {
        EmployerKind.NONE: _("nobody: the pool employs no one"),
        EmployerKind.MEMBER: _("another member of the pool"),
        EmployerKind.ORGANISATION: agreement.employer_name,
    }[agreement.employer]
