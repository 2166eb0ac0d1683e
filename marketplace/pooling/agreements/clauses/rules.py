"""From terms to sentences, as pure functions. What the sentences say is what the record of money does."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from babel.dates import format_date
from msgspec.structs import replace

from marketplace.councils.clauses.rules import fill_clause
from marketplace.councils.schemas import CouncilPart
from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.pooling.agreements.clauses.schemas import Clause
from marketplace.pooling.agreements.schemas import (
    AbsentRule,
    EmployerKind,
    Every,
    FrozenWords,
    HolderKind,
    MemberTerm,
    ShareRule,
    Terms,
)

Facts = tuple[str, ...]


def write_clauses(terms: Terms, words: FrozenWords) -> tuple[Clause, ...]:
    """The whole agreement, clause by clause. A clause that does not apply is left out.

    Of a version that was proposed the sentences are as they were then, with members' names of today.
    """
    facts = {**_own_facts(terms), **words.facts}
    own = {"purpose": terms.purpose, "joining": terms.joining, "disagreements": terms.disagreements}
    left_out = _left_out(terms)
    return tuple(
        Clause(
            code=each.code,
            title=each.title,
            facts=_sentences(each.code, terms, words),
            words=(*paragraphs(own.get(each.code, "")), *paragraphs(fill_clause(each.words, facts))),
        )
        for each in words.clauses
        if each.code not in left_out
    )


def freeze_sentences(terms: Terms, words: FrozenWords) -> FrozenWords:
    """Words for good: with the sentences that the terms make now, and no name of a member."""
    stand_ins = [replace(term, name=_stand_in(term.member_id)) for term in terms.members]
    nameless = replace(terms, members=tuple(stand_ins))
    sentences = {code: make(nameless, words) for code, make in _FACTS.items()}
    return replace(words, sentences=sentences, facts={**words.facts, **_own_facts(terms)})


def _stand_in(member_id: UUID) -> str:
    return f"{{{member_id}}}"


def _sentences(code: str, terms: Terms, words: FrozenWords) -> Facts:
    if code not in _FACTS:
        return ()
    if code not in words.sentences:
        return _FACTS[code](terms, words)
    names = {_stand_in(member_id): name for member_id, name in names_of(terms).items()}
    return tuple(_with_names(sentence, names) for sentence in words.sentences[code])


def _with_names(sentence: str, names: Mapping[str, str]) -> str:
    """One pass, so that nothing in a name is taken for a stand-in."""
    return re.sub(r"\{[0-9a-f-]{36}\}", lambda found: names.get(found[0], found[0]), sentence)


def _left_out(terms: Terms) -> frozenset[str]:
    """Clauses that do not apply."""
    if terms.employer.kind is not EmployerKind.NONE:
        return frozenset({"no_employment"})
    return frozenset({"employment"} if terms.holiday or terms.sickness else {"employment", "cover"})


def paragraphs(text: str) -> Facts:
    """The paragraphs of a text."""
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def day_words(day: date) -> str:
    """A day as people say it: "3 March 2027"."""
    return str(format_date(day, "d MMMM y", locale=current_language().replace("-", "_")))


def weeks_words(number: int) -> str:
    """Whole weeks."""
    return ngettext("%(num)s week", "%(num)s weeks", number)


def every_words(every: Every) -> str:
    """How often, after an amount."""
    return {
        Every.WEEK: _("a week"),
        Every.FOUR_WEEKS: _("every four weeks"),
        Every.MONTH: _("a month"),
    }[every]


def joined(names: Sequence[str]) -> str:
    """Names in a sentence: "Ash, Kit and Robin"."""
    if len(names) < 2:  # noqa: PLR2004 - one name, or none
        return "".join(names)
    return _("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1])


def notice_words(weeks: int) -> str:
    """How long before leaving a member says so, within a sentence."""
    return weeks_words(weeks) if weeks else _("a short time")


def names_of(terms: Terms) -> dict[UUID, str]:
    """What each member of the terms is called."""
    return {term.member_id: term.name or _("A former member") for term in terms.members}


def holder_words(terms: Terms) -> str:
    """Who holds the account, in a sentence."""
    holder = terms.holder
    name = names_of(terms).get(holder.member_id, "") if holder.member_id else holder.name
    if not name:
        return _("Who holds the account is not said yet.")
    return {
        HolderKind.MEMBER: _("%(name)s holds the account for all of us.", name=name),
        HolderKind.USER_LED_ORGANISATION: _(
            "%(name)s, an organisation led by disabled people or carers, holds the account.", name=name
        ),
        HolderKind.INDIVIDUAL_SERVICE_FUND: _(
            "%(name)s holds the account, as an individual service fund: it manages the money as we say.",
            name=name,
        ),
        HolderKind.PROVIDER: _("%(name)s, who gives the support, holds the account.", name=name),
    }[holder.kind]


def employer_words(terms: Terms) -> Facts:
    """Who employs the worker and by whom they are insured, in sentences."""
    employer = terms.employer
    if employer.kind is EmployerKind.NONE:
        return (_("The pool employs nobody."),)
    name = names_of(terms).get(employer.member_id, "") if employer.member_id else employer.name
    found = [_("%(name)s is the employer of the worker.", name=name or _("Somebody who is not named yet"))]
    if employer.insurer and employer.insured_until:
        found.append(
            _(
                "Employer's liability insurance: %(insurer)s, until %(day)s. It is renewed before that day.",
                insurer=employer.insurer,
                day=day_words(employer.insured_until),
            )
        )
    elif employer.insurer:
        found.append(_("Employer's liability insurance: %(insurer)s.", insurer=employer.insurer))
    return tuple(found)


def share_words(terms: Terms) -> Facts:
    """How costs are shared, and where the odd penny goes, in sentences."""
    names = names_of(terms)
    if terms.share_rule is ShareRule.EQUAL:
        rule: Facts = (_("Every cost is shared equally between the members."),)
    elif terms.share_rule is ShareRule.WEIGHT:
        rule = (_("Every cost is shared in parts:"), *_parts(terms, names))
    elif terms.share_rule is ShareRule.FIXED:
        rule = (
            _("Of each cost each of us pays a fixed amount:"),
            *(
                _("%(name)s pays %(amount)s", name=names[each.member_id], amount=pounds(each.fixed_pence))
                for each in terms.members
            ),
            _("What a cost is more or less than that is shared equally."),
        )
    else:
        rule = (_("Costs are shared by how often each of us came."),)
    penny = _(
        "If a cost does not split evenly, the odd penny is paid by the member who has paid least so far, "
        "compared with their exact share. So nobody is ever a whole penny out."
    )
    return (*rule, penny)


def absent_words(terms: Terms) -> str:
    """Who pays for a member who does not come, in a sentence."""
    return {
        AbsentRule.PAYS: _("A member who cannot come still pays their share, because the support is booked."),
        AbsentRule.WITH_NOTICE_FREE: ngettext(
            "A member who cannot come, and says so at least %(num)s hour before, does not pay for that "
            "time. The others share the cost. A member who says so later, or not at all, still pays.",
            "A member who cannot come, and says so at least %(num)s hours before, does not pay for that "
            "time. The others share the cost. A member who says so later, or not at all, still pays.",
            terms.absent_notice_hours,
        ),
        AbsentRule.POOL_PAYS: _(
            "A member who cannot come does not pay for that time. The others share the cost."
        ),
    }[terms.absent_rule]


def council_words(words: FrozenWords) -> str:
    """What the council has to do with it, in a sentence."""
    council = words.facts.get("council", "")
    return {
        CouncilPart.NOTHING: _("%(council)s does not ask to be told of this agreement.", council=council),
        CouncilPart.TOLD: _(
            "Each of us tells %(council)s that we use part of our direct payment in this pool. We need not "
            "wait for an answer.",
            council=council,
        ),
        CouncilPart.ASKED: _(
            "Each of us has asked %(council)s, and it said yes, before we agreed to this.", council=council
        ),
    }[words.council_is]


def pays_words(term: MemberTerm, name: str) -> str:
    """What a member pays in."""
    return _(
        "%(name)s pays in %(amount)s %(every)s",
        name=name,
        amount=pounds(term.contribution_pence),
        every=every_words(term.every),
    )


def _own_facts(terms: Terms) -> dict[str, str]:
    return {
        "activity": terms.activity.rstrip(". ") or _("something that is not said yet"),
        "notice": notice_words(terms.notice_weeks),
        "review_date": day_words(terms.review_on) if terms.review_on else _("a day that is not said yet"),
    }


def _parts(terms: Terms, names: Mapping[UUID, str]) -> Facts:
    return tuple(
        ngettext(
            "%(name)s pays %(num)s part of %(all)s",
            "%(name)s pays %(num)s parts of %(all)s",
            each.weight,
            name=names[each.member_id],
            all=sum(term.weight for term in terms.members),
        )
        for each in terms.members
    )


def _purpose(terms: Terms, _words: FrozenWords) -> Facts:
    lines = (
        (_("What it pays for: %(words)s"), terms.activity),
        (_("When: %(words)s"), terms.days),
        (_("Where: %(words)s"), terms.place),
    )
    return tuple(line % {"words": words} for line, words in lines if words)


def _members(terms: Terms, _words: FrozenWords) -> Facts:
    return tuple(names_of(terms).values())


def _contributions(terms: Terms, _words: FrozenWords) -> Facts:
    names = names_of(terms)
    found = [pays_words(term, names[term.member_id]) for term in terms.members]
    rhythms = {term.every for term in terms.members}
    if len(rhythms) == 1:
        total = sum(term.contribution_pence for term in terms.members)
        every = every_words(rhythms.pop())
        found.append(_("Together that is %(amount)s %(every)s.", amount=pounds(total), every=every))
    return tuple(found)


def _leads(terms: Terms, _words: FrozenWords) -> Facts:
    names = names_of(terms)
    leads = [names[member_id] for member_id in terms.lead_ids if member_id in names]
    if not leads:
        return (_("Nobody leads at the moment."),)
    return (
        ngettext("%(names)s leads the pool.", "%(names)s lead the pool.", len(leads), names=joined(leads)),
    )


def _cover(terms: Terms, _words: FrozenWords) -> Facts:
    lines = (
        (_("When the worker is on holiday: %(words)s"), terms.holiday),
        (_("When the worker is ill: %(words)s"), terms.sickness),
    )
    return tuple(line % {"words": words} for line, words in lines if words)


def _leaving(terms: Terms, _words: FrozenWords) -> Facts:
    if not terms.notice_weeks:
        return (_("No notice is needed to leave."),)
    return (_("Notice to leave: %(weeks)s.", weeks=weeks_words(terms.notice_weeks)),)


def _review(terms: Terms, _words: FrozenWords) -> Facts:
    if terms.review_on is None:
        return ()
    return (_("Next review by %(day)s.", day=day_words(terms.review_on)),)


_FACTS: Mapping[str, Callable[[Terms, FrozenWords], Facts]] = {
    "purpose": _purpose,
    "members": _members,
    "contributions": _contributions,
    "shares": lambda terms, _words: share_words(terms),
    "leads": _leads,
    "account": lambda terms, _words: (holder_words(terms),),
    "employment": lambda terms, _words: employer_words(terms),
    "no_employment": lambda terms, _words: employer_words(terms),
    "cover": _cover,
    "absence": lambda terms, _words: (absent_words(terms),),
    "leaving": _leaving,
    "council": lambda _terms, words: (council_words(words),),
    "review": _review,
}
