"""The national clauses, what may stand in a council's, and how facts come into them: pure functions."""

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from marketplace.councils.clauses.schemas import ClauseText
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _

LONGEST_CLAUSE = 2_000
_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def placeholder_words() -> dict[str, str]:
    """What may stand in curly brackets in a clause, and what comes in its place."""
    return {
        "activity": _("what the pool pays for"),
        "council": _("the name of the council"),
        "support": _("who helps with direct payments, with their phone number and web address"),
        "safeguarding": _("whom to tell when somebody may be unsafe, with the phone number"),
        "notice": _("how long before leaving a member says so"),
        "review_date": _("the day of the next review"),
        "statements_kept": _("how long the record of money is kept after its year, such as 6 more years"),
        "receipts_kept": _("how long receipts are kept after their year, such as 1 more year"),
    }


PLACEHOLDERS = frozenset(placeholder_words())


def national_clauses() -> tuple[ClauseText, ...]:
    """Every clause in order, in the language of the request."""
    return (
        ClauseText(
            code="purpose",
            title=_("What this pool is for"),
            words=_(
                "We put part of our direct payments together to pay for this: {activity}. We do it because "
                "we chose to. Nobody has to be in the pool, and nobody loses any support by leaving it.\n\n"
                "Each of us still decides about our own care and support. What each of us pays in goes to "
                "something that our own care and support plan is meant to bring about. Each of us has "
                "written down, for ourselves alone, what that is."
            ),
        ),
        ClauseText(
            code="members",
            title=_("Who is in it"),
            words=_(
                "Each member has one say, however much they pay in. A member may have somebody to help them "
                "understand this agreement, or somebody who may decide for them. Then that is on record.\n\n"
                "We use the names that we chose for this pool. Nobody has to give an address, a phone number "
                "or the reason why they have a direct payment."
            ),
        ),
        ClauseText(
            code="contributions",
            title=_("What each of us pays in"),
            words=_(
                "We pay our part on time. If one of us cannot pay, they tell a lead as early as they can, "
                "and we look for a way together.\n\n"
                "Money that a member paid in stays theirs until it is spent for the pool. The pool never "
                "spends more than it has, and it never borrows."
            ),
        ),
        ClauseText(
            code="shares",
            title=_("How costs are shared"),
            words=_(
                "The share of each cost is written down on the day when the cost is entered. It does not "
                "change afterwards, whoever joins or leaves. A mistake is put right by a new entry that "
                "everybody can see."
            ),
        ),
        ClauseText(
            code="leads",
            title=_("Who leads"),
            words=_(
                "A lead keeps the pool going: speaks with whoever gives the support, keeps the record of "
                "money up to date, and calls us together when there is something to decide. A lead is not "
                "paid for it and has no more say than the others. A lead cannot change this agreement alone, "
                "and makes no contract and no debt for the others beyond what it says.\n\n"
                "A lead can step down at any time. Then we choose another."
            ),
        ),
        ClauseText(
            code="account",
            title=_("Who holds the account"),
            words=_(
                "The account is for the pool's money only. Nobody's own money is mixed with it, and it is "
                "paid from only for what this agreement is about.\n\n"
                "Every member can see at any time what came in and what went out. Whoever holds the account "
                "keeps bank statements, invoices and receipts, and shows them to any member who asks."
            ),
        ),
        ClauseText(
            code="employment",
            title=_("Who employs, and insurance"),
            words=_(
                "The employer has a written contract with the worker, pays at least the minimum wage, pays "
                "tax, National Insurance and pension as the law says, and has employer's liability "
                "insurance. The pool pays these costs: no member pays them alone.\n\n"
                "The employer checks that the worker may work in the United Kingdom, and asks for a DBS "
                "check and references. No member asks the worker to do what was not agreed."
            ),
        ),
        ClauseText(
            code="no_employment",
            title=_("Who employs, and insurance"),
            words=_(
                "We pay somebody who runs their own business or an organisation. It sees to its own tax and "
                "has its own insurance: public liability insurance at least. A lead checks the papers "
                "before we start, and then once a year.\n\n"
                "Whether somebody runs their own business depends on how they work, not on what we call it. "
                "If we are not sure, we ask HM Revenue and Customs.\n\n"
                "If the pool is to employ somebody, we change this agreement first."
            ),
        ),
        ClauseText(
            code="cover",
            title=_("Holiday and sickness of the worker"),
            words=_(
                "A worker who is employed has at least 5.6 weeks of paid holiday a year, and sick pay as the "
                "law says. The pool sets money aside for both."
            ),
        ),
        ClauseText(
            code="absence",
            title=_("When one of us cannot come"),
            words=_(
                "Anybody can be ill or away. Tell a lead as soon as you can. Nobody has to say why. If one "
                "of us is away for long, we talk about what would be fair."
            ),
        ),
        ClauseText(
            code="joining",
            title=_("Joining"),
            words=_(
                "Somebody new can join when there is a place. A new version of this agreement names them, "
                "and every one of us has to agree to it. Until then the version before stays in force.\n\n"
                "A new member pays for what comes after that day, not for what was before."
            ),
        ),
        ClauseText(
            code="leaving",
            title=_("Leaving, and going back to your own arrangement"),
            words=_(
                "Each of us can leave at any time, without saying why. A member who leaves tells a lead "
                "{notice} before, and pays in until then, unless we all agree on an earlier day. No "
                "notice is needed if a member dies, can no longer decide about it, is not safe, or no "
                "longer has the money for it.\n\n"
                "A member who has left gets a last statement, to the penny, and within 28 days the money "
                "that is still theirs. Anybody can always go back to an arrangement of their own.\n\n"
                "Nobody is put out of the pool by one person alone. If the rest of us cannot go on with a "
                "member, we ask for help first: see the part on disagreements."
            ),
        ),
        ClauseText(
            code="disagreements",
            title=_("When we do not agree"),
            words=_(
                "First we talk about it, with somebody beside us if we want. If that does not help, we ask "
                "for help: {support}. Any of us may ask them alone. Until it is settled, what was agreed "
                "before goes on.\n\n"
                "A worry that somebody is hurt, frightened or cheated is no disagreement. Tell "
                "{safeguarding}. In an emergency ring 999."
            ),
        ),
        ClauseText(
            code="money_left",
            title=_("Money that is left over"),
            words=_(
                "At each review we look at what is left and decide together: pay in less for a while, keep "
                "it for a known cost, or give it back.\n\n"
                "When the pool ends, bills are paid first. What is left goes back to the members, to each "
                "what the record says is theirs. Money of a direct payment that a member no longer needs "
                "goes back to their council if their council asks for it."
            ),
        ),
        ClauseText(
            code="data",
            title=_("What we keep about each other"),
            words=_(
                "We see each other's chosen names, what each pays in, shares and who came. We do not see "
                "each other's care plans, health or addresses, and we do not pass on what we hear in the "
                "pool.\n\n"
                "The record of money is kept for the year in which it is made and {statements_kept}; "
                "receipts for that year and {receipts_kept}. After that they are deleted."
            ),
        ),
        ClauseText(
            code="council",
            title=_("Our council"),
            words=_(
                "What we pay in is still money for our own care and support. Each of us can show our council "
                "our own part of the record, without anything about the other members."
            ),
        ),
        ClauseText(
            code="review",
            title=_("Looking at this again"),
            words=_(
                "We look at this agreement together by {review_date} at the latest, and before that when one "
                "of us asks for it or something important changes. A change is a new version. It is in force "
                "when every one of us has agreed to it."
            ),
        ),
    )


CODES = tuple(clause.code for clause in national_clauses())
"""Codes of all clauses, in order."""


def check_clause(words: str) -> Iterator[str]:
    """What is wrong with a council's words of a clause."""
    if len(words) > LONGEST_CLAUSE:
        yield _("Use %(num)s letters or fewer.", num=f"{LONGEST_CLAUSE:,}")
    if _CONTROL.search(words):
        yield _("Use plain text here.")
    for name in _PLACEHOLDER.findall(words):
        if name not in PLACEHOLDERS:
            yield _("There is no fact named {%(name)s}. Look at the list of names above.", name=name)
            return
    if set("{}") & set(_PLACEHOLDER.sub("", words)):
        yield _("Use curly brackets only around the name of a fact, like {review_date}.")


def check_clauses(clauses: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a council's own clauses; each at the field `clause-<code>`."""
    for code, words in clauses.items():
        if code not in CODES:
            yield Problem(field=f"clause-{code}", message=_("There is no clause of this name."))
            continue
        for message in check_clause(words):
            yield Problem(field=f"clause-{code}", message=message)
            break


def fill_clause(words: str, facts: Mapping[str, str]) -> str:
    """The words with their facts. What stands in a fact is never read as the name of another."""
    return _PLACEHOLDER.sub(lambda match: facts.get(match[1], match[0]), words)


def chosen_clauses(own: Mapping[str, str]) -> tuple[ClauseText, ...]:
    """Every clause in order: with a council's own words where it has some."""
    return tuple(replace(each, words=own.get(each.code) or each.words) for each in national_clauses())
