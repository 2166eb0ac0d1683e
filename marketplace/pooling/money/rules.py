"""Decisions about the record of money: an entry's lines, what is wrong with it, how long it is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from marketplace.kernel.errors import ConflictError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.schemas import (
    Account,
    Balances,
    Entry,
    EntryKind,
    Facts,
    MemberStatement,
    Period,
    Posting,
    Sharing,
    StatementLine,
)
from marketplace.pooling.money.sharing.rules import share, share_back
from marketplace.pooling.money.sharing.schemas import Left, Share
from marketplace.pooling.schemas import Member, MemberState, Part, Pool

RECORD_TYPE = "ledger_entry"
"""Of the audit trail."""
MOST_PENCE = 1_000_000_00
"""Of an entry: a million pounds."""
LONGEST_WORDS = 200
_NEW_TAX_YEAR = (4, 6)


def not_found() -> NotFoundError:
    """The same for what is another pool's and for what does not exist."""
    return NotFoundError(_("This is not in the record of a pool of yours."))


def has_to_agree_first(part: Part) -> bool:
    """Whether somebody has a place in a pool that is at work, and has agreed to nothing yet."""
    in_place = [member for member in part.members if member.has_place]
    is_joining = bool(in_place) and all(member.state is MemberState.JOINING for member in in_place)
    is_joining = is_joining and not part.may_write
    return is_joining and part.pool.active_since is not None


def tax_year(day: date) -> int:
    """The tax year of a day, 6 April to 5 April, by the year in which it begins."""
    return day.year if (day.month, day.day) >= _NEW_TAX_YEAR else day.year - 1


def tax_year_of(year: int) -> Period:
    """The days of a tax year."""
    return Period(since=date(year, *_NEW_TAX_YEAR), until=date(year + 1, 4, 5))


def delete_on(day: date, kept_years: int) -> date:
    """When what belongs to a day is deleted: kept through its own tax year and so many more."""
    return date(tax_year(day) + 1 + kept_years, *_NEW_TAX_YEAR)


def oldest_kept(today: date, kept_years: int) -> date:
    """What belongs to a day before this one is deleted."""
    return date(tax_year(today) - kept_years, *_NEW_TAX_YEAR)


def check_facts(facts: Facts, oldest: date, today: date) -> list[Problem]:
    """All that is wrong with what somebody says of money that moved, by field; `oldest` is the first day."""
    problems = []
    if not 0 < facts.amount_pence <= MOST_PENCE:
        problems.append(Problem(field="amount", message=_("Enter an amount from 1p to £1,000,000")))
    if facts.on > today:
        problems.append(Problem(field="on", message=_("This day is in the future. Record what has happened")))
    elif facts.on < oldest:
        day = f"{oldest.day}/{oldest.month}/{oldest.year}"
        message = _("The record goes back to %(day)s. Look at the year again", day=day)
        problems.append(Problem(field="on", message=message))
    problems.extend(check_words(facts))
    return problems


def check_words(facts: Facts) -> Iterator[Problem]:
    """What is wrong with the words alone."""
    if len(facts.words) > LONGEST_WORDS:
        message = _("Say it in %(num)s characters or fewer", num=LONGEST_WORDS)
        yield Problem(field="words", message=message)


def is_leaving(pool: Pool, member: Member) -> bool:
    """Whether a payment can be the last one between the pool and a member."""
    return not pool.is_open or member.state in {MemberState.LEAVING, MemberState.LEFT}


def at_most_words(kind: EntryKind, most_pence: int) -> str:
    """Why an amount between the pool and one member is too much."""
    if most_pence:
        return _("It can be at most %(most)s", most=say_pence(most_pence))
    if kind is EntryKind.SETTLEMENT:
        return _("Nothing is left to settle with them")
    return _("The pool holds nothing for them, so it can pay nothing back")


def shared_postings(
    against: Account, amount_pence: int, sharing: Sharing, carried: Mapping[UUID, int]
) -> tuple[Posting, ...]:
    """Lines of a bill (`OWED`) or of money spent (`CASH`)."""
    shares = share(amount_pence, sharing.rule, sharing.parts, carried)
    return (*_of_shares(shares, 1), Posting(account=against, amount_pence=-amount_pence))


def refund_postings(
    amount_pence: int, left: Sequence[Left], carried: Mapping[UUID, int]
) -> tuple[Posting, ...]:
    """Lines of what is given back to the pool, shared as the entry was that it is of."""
    shares = share_back(amount_pence, left, carried)
    return (Posting(account=Account.CASH, amount_pence=amount_pence), *_of_shares(shares, -1))


def moved(
    debit: Account, credit: Account, amount_pence: int, member_id: UUID | None = None
) -> tuple[Posting, ...]:
    """Lines of one amount between two accounts; `member_id` is whose account is meant, where one is."""
    return tuple(
        Posting(
            account=account,
            amount_pence=pence,
            member_id=member_id if account is Account.MEMBER else None,
        )
        for account, pence in ((debit, amount_pence), (credit, -amount_pence))
    )


def opening_postings(amounts: Mapping[UUID, int]) -> tuple[Posting, ...]:
    """Lines of what members had before; nothing is left out but noughts."""
    lines = tuple(
        Posting(account=Account.MEMBER, amount_pence=-pence, member_id=member_id)
        for member_id, pence in amounts.items()
        if pence
    )
    cash = -sum(each.amount_pence for each in lines)
    return (Posting(account=Account.CASH, amount_pence=cash), *lines)


def reversed_postings(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Lines that take an entry out."""
    return tuple(
        Posting(
            account=each.account,
            amount_pence=-each.amount_pence,
            member_id=each.member_id,
            exact_micropence=None if each.exact_micropence is None else -each.exact_micropence,
            weight=each.weight,
        )
        for each in postings
    )


def left_of(entry: Entry, given_back: Iterable[Entry]) -> tuple[Left, ...]:
    """What is left of each share of an entry after what was given back of it before."""
    pence: dict[UUID, int] = {}
    micro: dict[UUID, int] = {}
    for each in (entry, *given_back):
        for line in each.shares:
            if line.member_id is not None:
                pence[line.member_id] = pence.get(line.member_id, 0) + line.amount_pence
                micro[line.member_id] = micro.get(line.member_id, 0) + (line.exact_micropence or 0)
    return tuple(
        Left(member_id=member_id, amount_pence=pence[member_id], exact_micropence=micro[member_id])
        for member_id in pence
    )


def used_already(entry: Entry) -> ConflictError:
    """A form made something else before."""
    return ConflictError(
        _("This form was used already, for entry %(number)s. Start a new one.", number=entry.number)
    )


def too_much_back_words(entry: Entry, most_pence: int) -> str:
    """Why more cannot come back of an entry."""
    if most_pence or entry.kind is not EntryKind.BILL:
        return _("At most %(most)s can come back", most=say_pence(most_pence))
    return _("Nothing of this bill is paid, so nothing can come back. If it was wrong, take it out")


def is_same(
    entry: Entry,
    kind: EntryKind,
    facts: Facts,
    refers_to: UUID | None,
    members: frozenset[UUID],
    sharing: Sharing | None = None,
) -> bool:
    """Whether what is sent is what was recorded: the same form, sent twice. `members` empty: any."""
    return (
        entry.kind is kind
        and entry.on == facts.on
        and entry.words == facts.words
        and entry.refers_to == refers_to
        and entry.amount_pence == facts.amount_pence
        and (not members or members == {each.member_id for each in entry.shares})
        and (sharing is None or _is_shared_so(entry, sharing))
    )


def most_back(entry: Entry, about: Iterable[Entry]) -> tuple[tuple[Left, ...], int]:
    """What is left of each share of an entry, and how much can come back: of a bill what was paid of it."""
    about = tuple(about)
    refunds = [each for each in about if each.kind is EntryKind.REFUND_IN]
    left = left_of(entry, refunds)
    most = sum(each.amount_pence for each in left)
    if entry.kind is EntryKind.BILL:
        paid = sum(each.amount_pence for each in about if each.kind is not EntryKind.REFUND_IN)
        most = min(most, max(paid - sum(each.amount_pence for each in refunds), 0))
    return left, most


def is_sound(balances: Balances) -> bool:
    """The law of the record: what members have is what is in the account less what is owed."""
    return sum(balances.members.values()) == balances.cash_pence - balances.owed_pence


def state(
    pool_id: UUID, member_id: UUID, period: Period, opening_pence: int, entries: Iterable[Entry]
) -> MemberStatement:
    """The statement of one member; `entries` have that member's lines only, in the order of their days."""
    lines = tuple(_lines(opening_pence, entries))
    return MemberStatement(
        pool_id=pool_id,
        member_id=member_id,
        period=period,
        opening_pence=opening_pence,
        lines=lines,
        paid_in_pence=_sum(lines, _PAID_IN),
        shares_pence=-_sum(lines, _BORNE),
        paid_back_pence=-_sum(lines, _PAID_BACK),
    )


_PAID_IN = frozenset(
    {EntryKind.OPENING, EntryKind.CONTRIBUTION, EntryKind.BILL_PAID_DIRECT, EntryKind.BROUGHT_FORWARD}
)
_BORNE = frozenset({EntryKind.BILL, EntryKind.SPEND, EntryKind.REFUND_IN})
_PAID_BACK = frozenset({EntryKind.REFUND_OUT, EntryKind.SETTLEMENT})


def _lines(opening_pence: int, entries: Iterable[Entry]) -> Iterator[StatementLine]:
    balance = opening_pence
    for entry in entries:
        change = -sum(each.amount_pence for each in entry.shares)
        balance += change
        yield StatementLine(entry=entry, change_pence=change, balance_pence=balance)


def _of_shares(shares: Iterable[Share], sign: int) -> Iterator[Posting]:
    for each in shares:
        yield Posting(
            account=Account.MEMBER,
            amount_pence=sign * each.amount_pence,
            member_id=each.member_id,
            exact_micropence=sign * each.exact_micropence,
            weight=each.weight,
        )


def _is_shared_so(entry: Entry, sharing: Sharing) -> bool:
    """Whether an entry was shared by this rule over these parts; who bore nothing is not in it."""
    weights = {part.member_id: part.weight for part in sharing.parts}
    is_equal = sharing.rule is ShareRule.EQUAL
    return (entry.share_rule, entry.since, entry.until) == (sharing.rule, sharing.since, sharing.until) and (
        is_equal
        or all(each.member_id and weights.get(each.member_id) == each.weight for each in entry.shares)
    )


def _sum(lines: Iterable[StatementLine], kinds: frozenset[EntryKind]) -> int:
    return sum(line.change_pence for line in lines if line.entry.of_kind in kinds)
