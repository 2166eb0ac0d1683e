"""An agreement in easy words, as pure functions."""

from collections.abc import Iterator

from marketplace.councils.schemas import CouncilPart
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import pounds
from marketplace.pooling.agreements.clauses.rules import (
    day_words,
    every_words,
    joined,
    names_of,
    weeks_words,
)
from marketplace.pooling.agreements.easy.schemas import EasyLine, EasyPart
from marketplace.pooling.agreements.schemas import (
    AbsentRule,
    EmployerKind,
    FrozenWords,
    HolderKind,
    ShareRule,
    Terms,
)


def easy_parts(terms: Terms, words: FrozenWords) -> tuple[EasyPart, ...]:
    """The whole agreement in easy words."""
    parts = (
        (_("What it is about"), _about(terms)),
        (_("Who is in it"), _people(terms)),
        (_("The money"), _money(terms)),
        (_("The worker"), _worker(terms)),
        (_("If you cannot come"), _absence(terms)),
        (_("If you want to leave"), _leaving(terms)),
        (_("If something is wrong"), _trouble(words)),
        (_("Your council"), _council(words)),
        (_("What happens next"), _next(terms)),
    )
    return tuple(EasyPart(title=title, lines=tuple(lines)) for title, lines in parts)


def choice_lines() -> tuple[EasyLine, ...]:
    """What who reads it should know before they say yes or no."""
    return (
        EasyLine(text=_("You can take your time."), symbol="clock"),
        EasyLine(text=_("You can read it with somebody you trust."), symbol="people"),
        EasyLine(text=_("You can ask questions."), symbol="talking"),
        EasyLine(text=_("You can say yes."), symbol="yes"),
        EasyLine(text=_("You can say no. Nothing bad happens then."), symbol="no"),
    )


def _about(terms: Terms) -> Iterator[EasyLine]:
    yield EasyLine(text=_("Some people put their money together."), symbol="people")
    if terms.activity:
        yield EasyLine(
            text=_("The money pays for: %(what)s.", what=terms.activity.rstrip(". ")), symbol="happy"
        )
    if terms.days:
        yield EasyLine(text=_("When: %(words)s", words=terms.days), symbol="calendar")
    if terms.place:
        yield EasyLine(text=_("Where: %(words)s", words=terms.place), symbol="place")
    yield EasyLine(text=_("You choose if you want to be in it."), symbol="yes")


def _people(terms: Terms) -> Iterator[EasyLine]:
    names = names_of(terms)
    for name in names.values():
        yield EasyLine(text=name, symbol="person")
    leads = [names[member_id] for member_id in terms.lead_ids if member_id in names]
    if leads:
        line = ngettext("%(names)s is the lead.", "%(names)s are the leads.", len(leads), names=joined(leads))
        yield EasyLine(text=line, symbol="hello")
    yield EasyLine(text=_("The lead helps things go well. The lead is not the boss of you."), symbol="help")


def _money(terms: Terms) -> Iterator[EasyLine]:
    names = names_of(terms)
    for term in terms.members:
        line = _(
            "%(name)s pays %(amount)s %(every)s.",
            name=names[term.member_id],
            amount=pounds(term.contribution_pence),
            every=every_words(term.every),
        )
        yield EasyLine(text=line, symbol="money")
    yield EasyLine(
        text={
            ShareRule.EQUAL: _("When something is paid, everybody pays the same."),
            ShareRule.WEIGHT: _("When something is paid, some pay a larger part and some a smaller one."),
            ShareRule.FIXED: _("When something is paid, each person pays a fixed amount of it."),
            ShareRule.SESSIONS: _("When something is paid, who came more often pays more."),
        }[terms.share_rule],
        symbol="money",
    )
    holder = terms.holder
    name = names.get(holder.member_id, "") if holder.member_id else holder.name
    if name:
        is_member = holder.kind is HolderKind.MEMBER
        line = _("%(name)s looks after the money.", name=name)
        yield EasyLine(text=line, symbol="key" if is_member else "safe")
    yield EasyLine(text=_("You can see at any time where the money went."), symbol="looking")
    yield EasyLine(text=_("Money that is not spent is still yours."), symbol="good")


def _worker(terms: Terms) -> Iterator[EasyLine]:
    employer = terms.employer
    if employer.kind is EmployerKind.NONE:
        yield EasyLine(text=_("The person who helps you has their own business."), symbol="work")
        yield EasyLine(text=_("They have insurance, in case something goes wrong."), symbol="safe")
        return
    name = names_of(terms).get(employer.member_id, "") if employer.member_id else employer.name
    if name:
        yield EasyLine(text=_("%(name)s employs the person who helps you.", name=name), symbol="work")
    yield EasyLine(text=_("There is insurance, in case something goes wrong."), symbol="safe")
    yield EasyLine(text=_("The person who helps you has paid holidays and sick pay."), symbol="day")
    if terms.holiday:
        yield EasyLine(text=_("When they are on holiday: %(words)s", words=terms.holiday), symbol="calendar")
    if terms.sickness:
        yield EasyLine(text=_("When they are ill: %(words)s", words=terms.sickness), symbol="bed")


def _absence(terms: Terms) -> Iterator[EasyLine]:
    yield EasyLine(text=_("Tell a lead as early as you can."), symbol="phone")
    yield EasyLine(text=_("You do not have to say why."), symbol="good")
    line = {
        AbsentRule.PAYS: _("You still pay your part, because the help is booked."),
        AbsentRule.WITH_NOTICE_FREE: ngettext(
            "If you say so %(num)s hour before, you do not pay for that day.",
            "If you say so %(num)s hours before, you do not pay for that day.",
            terms.absent_notice_hours,
        ),
        AbsentRule.POOL_PAYS: _("You do not pay for that day. The others share it."),
    }[terms.absent_rule]
    yield EasyLine(text=line, symbol="money")


def _leaving(terms: Terms) -> Iterator[EasyLine]:
    yield EasyLine(text=_("You can leave at any time. You do not have to say why."), symbol="walking")
    if terms.notice_weeks:
        line = _("Tell a lead %(weeks)s before.", weeks=weeks_words(terms.notice_weeks))
        yield EasyLine(text=line, symbol="calendar")
    yield EasyLine(text=_("You get back the money that is still yours."), symbol="money")
    yield EasyLine(text=_("You can have your own support again, as before."), symbol="home")


def _trouble(words: FrozenWords) -> Iterator[EasyLine]:
    yield EasyLine(text=_("If we do not agree, we talk."), symbol="talking")
    if support := words.facts.get("support", ""):
        yield EasyLine(text=_("You can ask for help: %(who)s", who=support), symbol="help")
    yield EasyLine(text=_("Does somebody hurt you, frighten you or take your money?"), symbol="warning")
    if safeguarding := words.facts.get("safeguarding", ""):
        yield EasyLine(text=_("Tell %(who)s", who=safeguarding), symbol="phone")
    yield EasyLine(text=_("In an emergency ring 999."), symbol="phone")


def _council(words: FrozenWords) -> Iterator[EasyLine]:
    council = words.facts.get("council", "")
    line = {
        CouncilPart.NOTHING: _("You do not have to tell %(council)s.", council=council),
        CouncilPart.TOLD: _("Tell %(council)s that you are in this pool.", council=council),
        CouncilPart.ASKED: _("Ask %(council)s first. It has to say yes.", council=council),
    }[words.council_is]
    yield EasyLine(text=line, symbol="letter")
    yield EasyLine(text=_("We do not tell other people about you."), symbol="safe")


def _next(terms: Terms) -> Iterator[EasyLine]:
    yield EasyLine(text=_("It starts when everybody has said yes."), symbol="yes")
    yield EasyLine(text=_("If something changes, we ask you again."), symbol="writing")
    if terms.review_on:
        line = _("We look at it again by %(day)s.", day=day_words(terms.review_on))
        yield EasyLine(text=line, symbol="calendar")
