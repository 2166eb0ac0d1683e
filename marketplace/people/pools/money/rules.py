"""Where pages of money are, and what they say: each entry in plain words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from marketplace.accounts.limits.rules import too_many_words
from marketplace.finder.words.rules import day_of_year
from marketplace.kernel.errors import DomainError, TooManyError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import say_pence
from marketplace.people.pools.rules import PATH, pool_url
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.rules import tax_year
from marketplace.pooling.money.schemas import SHARED, Account, Balances, Entry, EntryKind, Posting
from marketplace.pooling.rules import settle_until
from marketplace.pooling.schemas import Member, Part, Pool
from marketplace.pooling.statements.making.rules import names_for

MONEY_PATH = f"{PATH}/money"
ENTRY_PATH = f"{MONEY_PATH}/entries/{{entry_id:uuid}}"
SESSIONS_PATH = f"{PATH}/sessions"

Names = Mapping[UUID, str]


class EntryLine(Struct, frozen=True, kw_only=True):
    """An entry in the list."""

    id: UUID
    number: int
    on: date
    title: str
    words: str
    amount: str
    own: str
    """What it changes for the viewer, "" for nothing."""
    is_out: bool
    """It was taken out."""
    receipts: int


class ShareLine(Struct, frozen=True, kw_only=True):
    """What an entry changes for one member."""

    name: str
    amount: str
    why: str


def money_url(pool_id: UUID) -> str:
    """The page of a pool's money."""
    return f"{pool_url(pool_id)}/money"


def sessions_url(pool_id: UUID) -> str:
    """The register of a pool."""
    return f"{pool_url(pool_id)}/sessions"


def entry_url(entry: Entry) -> str:
    """The page of an entry."""
    return f"{money_url(entry.pool_id)}/entries/{entry.id}"


def names_of(part: Part, members: Sequence[Member]) -> dict[UUID, str]:
    """What members are called in the record: who left before the viewer came is a former member."""
    return names_for(members, part.members)


def refused_words(error: DomainError) -> str:
    """Why something was not recorded."""
    return too_many_words(error.retry_after_seconds) if isinstance(error, TooManyError) else str(error)


def signed(pence: int) -> str:
    """An amount with the sign of what it does: "+£5.00", and a minus before what is taken off."""
    return f"+{say_pence(pence)}" if pence > 0 else say_pence(pence)


def line_of(entry: Entry, names: Names, own_ids: Collection[UUID]) -> EntryLine:
    """An entry as the list shows it."""
    own = -sum(each.amount_pence for each in entry.shares if each.member_id in own_ids)
    return EntryLine(
        id=entry.id,
        number=entry.number,
        on=entry.on,
        title=said_title(entry, names),
        words="" if entry.kind in SHARED else entry.words,
        amount=say_pence(entry.amount_pence),
        own=signed(own) if own else "",
        is_out=entry.reversed_by is not None,
        receipts=entry.receipts,
    )


def title_of(entry: Entry, names: Names) -> str:
    """What happened, in a few words."""
    name = name_in(names, entry.member_id)
    number = entry.about_number or "?"
    return {
        EntryKind.OPENING: _("What members had before this record"),
        EntryKind.CONTRIBUTION: _("%(name)s paid in", name=name),
        EntryKind.BILL: _("A bill came"),
        EntryKind.BILL_PAID: _("Bill, entry %(number)s, paid by the pool", number=number),
        EntryKind.BILL_PAID_DIRECT: _(
            "%(name)s paid for the bill, entry %(number)s", name=name, number=number
        ),
        EntryKind.SPEND: _("The pool paid for something"),
        EntryKind.REFUND_IN: _("Money came back, of entry %(number)s", number=number),
        EntryKind.REFUND_OUT: _("The pool paid money back to %(name)s", name=name),
        EntryKind.SETTLEMENT: _("Last payment of %(name)s", name=name),
        EntryKind.REVERSAL: _("Entry %(number)s taken out: it was wrong", number=number),
        EntryKind.BROUGHT_FORWARD: _("Carried over from older entries"),
    }[entry.kind]


def said_title(entry: Entry, names: Names) -> str:
    """The same, of what costs money with what it was for."""
    if entry.words and entry.kind is EntryKind.BILL:
        return _("Bill: %(words)s", words=entry.words)
    if entry.words and entry.kind is EntryKind.SPEND:
        return _("Paid: %(words)s", words=entry.words)
    return title_of(entry, names)


def meaning_of(entry: Entry, names: Names) -> str:
    """What an entry means for the pool and its members, in plain words."""
    amount, name = say_pence(entry.amount_pence), name_in(names, entry.member_id)
    said = {
        EntryKind.OPENING: _("The pool's account had this when the record began."),
        EntryKind.CONTRIBUTION: _(
            "The pool's account has %(amount)s more, and it belongs to %(name)s.", amount=amount, name=name
        ),
        EntryKind.BILL: _(
            "A bill of %(amount)s came. Each member's part is set aside from what they have. "
            "Paying it is another entry.",
            amount=amount,
        ),
        EntryKind.BILL_PAID: _(
            "%(amount)s went out of the pool's account, and the pool owes that much less. "
            "Members' parts were set aside when the bill came.",
            amount=amount,
        ),
        EntryKind.BILL_PAID_DIRECT: _(
            "%(name)s paid %(amount)s of the bill from their own budget. The pool's account stays as it is, "
            "and %(name)s has %(amount)s more in the pool.",
            amount=amount,
            name=name,
        ),
        EntryKind.SPEND: _(
            "%(amount)s went out of the pool's account. Each member has their part less.", amount=amount
        ),
        EntryKind.REFUND_IN: _(
            "%(amount)s came back to the pool's account. It goes to members as they had shared the cost.",
            amount=amount,
        ),
        EntryKind.REFUND_OUT: _(
            "%(amount)s went from the pool's account to %(name)s, who has that much less in the pool.",
            amount=amount,
            name=name,
        ),
        EntryKind.REVERSAL: _("It undoes every line of the entry that was wrong. Both stay in the record."),
        EntryKind.BROUGHT_FORWARD: _(
            "Older entries are deleted when their time is over. This one says what was left of them."
        ),
    }
    return said.get(entry.kind) or _settlement_words(entry, amount, name)


def share_lines(entry: Entry, names: Names) -> tuple[ShareLine, ...]:
    """What an entry changes for each member, and why it is so much."""
    total = sum(each.weight or 0 for each in entry.shares)
    return tuple(
        ShareLine(
            name=name_in(names, each.member_id),
            amount=signed(-each.amount_pence),
            why=_why(entry, each, total),
        )
        for each in entry.shares
    )


def rule_words(rule: ShareRule | None) -> str:
    """How an amount is shared, in words."""
    return {
        ShareRule.EQUAL: _("equally"),
        ShareRule.WEIGHT: _("by the parts that were agreed"),
        ShareRule.FIXED: _("by fixed amounts"),
        ShareRule.SESSIONS: _("by sessions"),
        None: "",
    }[rule]


def closing_words(pool: Pool, has: Balances, today: date) -> str:
    """What is still to do with the money of a pool that has ended; empty while it goes on."""
    until = settle_until(pool)
    if until is None:
        return ""
    if not has.cash_pence and not has.owed_pence and not any(has.members.values()):
        return _("This pool has ended, and everything is settled: nothing is left, to the penny.")
    day = day_of_year(until)
    if today > until:
        return _(
            "This pool has ended, and not everything is settled. Entries could be made until %(day)s.",
            day=day,
        )
    return _(
        "This pool has ended. Record the last bills, what comes back and the last payment of each"
        " until %(day)s, so that nothing is left.",
        day=day,
    )


def penny_words() -> str:
    """The rule for odd pennies."""
    return _(
        "Shares are worked out exactly. An odd penny goes to whoever is furthest behind with what they "
        "should have paid so far; of equals to who joined first. So it goes round, and nobody pays more in "
        "the end."
    )


def can_refund(entry: Entry) -> bool:
    """Whether something of an entry can come back."""
    return entry.kind in SHARED and entry.reversed_by is None


def can_correct(entry: Entry) -> bool:
    """Whether an entry can be taken out."""
    return entry.reversed_by is None and entry.kind not in {EntryKind.REVERSAL, EntryKind.BROUGHT_FORWARD}


def name_in(names: Names, member_id: UUID | None) -> str:
    """What a member is called."""
    return names.get(member_id, _("A former member")) if member_id else ""


def recorded_words(entry: Entry, names: Names) -> str:
    """Who recorded an entry."""
    if entry.kind is EntryKind.BROUGHT_FORWARD:
        return _("this site")
    return name_in(names, entry.recorded_by) or _("somebody who helps the pool")


def year_choices(first: date, today: date) -> list[tuple[int, str]]:
    """Tax years from the one of a day to now, the latest first."""
    years = range(tax_year(today), tax_year(first) - 1, -1)
    return [(year, _("6 April %(year)s to 5 April %(next)s", year=year, next=year + 1)) for year in years]


def kept_words(years: int) -> str:
    """When receipts and the register are deleted."""
    return ngettext(
        "It is deleted after this tax year and one more.",
        "It is deleted after this tax year and %(num)s more.",
        years,
    )


def future_words() -> str:
    """A day that has not come cannot be asked for."""
    return _("This day is in the future")


def bills_words(count: int) -> str:
    """How many bills are open."""
    return ngettext("%(num)s bill is not paid yet", "%(num)s bills are not paid yet", count)


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "recorded": _("It is recorded."),
        "corrected": _("The entry is taken out. Enter it again as it was, if there was something to it."),
        "file-added": _("The file is added."),
        "file-removed": _("The file is deleted."),
        "session": _("The session is in the register."),
        "session-changed": _("The session is changed."),
        "session-removed": _("The session is taken out of the register."),
    }.get(code, "")


def _settlement_words(entry: Entry, amount: str, name: str) -> str:
    to_member = any(each.account is Account.CASH and each.amount_pence < 0 for each in entry.postings)
    if to_member:
        return _(
            "%(amount)s went to %(name)s, who had it in the pool when they left.", amount=amount, name=name
        )
    return _("%(name)s paid %(amount)s that was missing when they left.", amount=amount, name=name)


def _why(entry: Entry, line: Posting, total: int) -> str:
    if line.weight is None or not total or entry.kind not in SHARED:
        return ""
    if entry.share_rule is ShareRule.EQUAL:
        return ngettext("1 of %(num)s equal part", "1 of %(num)s equal parts", len(entry.shares))
    if entry.share_rule is ShareRule.FIXED:
        return _("fixed: %(amount)s", amount=say_pence(line.weight))
    percent = f"{100 * line.weight / total:.1f}"
    if entry.share_rule is ShareRule.SESSIONS:
        return _("%(percent)s %% of the sessions", percent=percent)
    return _("%(parts)s of %(total)s parts", parts=line.weight, total=total)
