"""The record of a pool in words, as pure functions: for who runs it."""

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import say_pence
from marketplace.pooling.agreements.clauses.rules import day_words
from marketplace.pooling.money.schemas import SHARED, Account, Balances, Entry, EntryKind
from marketplace.pooling.statements.periods.rules import period_words
from marketplace.pooling.statements.schemas import PoolRecord
from marketplace.pooling.statements.wording.saying.rules import document_of, entry_words, rule_words
from marketplace.pooling.statements.wording.schemas import (
    Column,
    PrintSize,
    Section,
    StatementDocument,
    Table,
)


def make_document(record: PoolRecord, size: PrintSize = PrintSize.STANDARD) -> StatementDocument:
    """The record of a pool in words, in the language of the request."""
    title = _("Closing statement") if record.is_final else _("Record of money")
    return document_of(
        f"{title}: {record.title}",
        _("All of the pool's money for %(period)s.", period=period_words(record.period)),
        (_in_short(record), _members(record), _entries(record)),
        _(
            "Made on %(day)s from the pool's record. No money moves on this website. It names members: it is "
            "for those who run the pool and hold its account. Each member has a statement of their own, "
            "which names nobody else.",
            day=day_words(record.made_on),
        ),
        size,
    )


def title_of(entry: Entry, record: PoolRecord) -> str:
    """What an entry is, about whom, and what for."""
    name = record.names.get(entry.member_id) if entry.member_id else None
    words = _kind_words(entry)
    if name and entry.of_kind not in SHARED:
        words = _("%(words)s: %(name)s", words=words, name=name)
    return f"{words}: {entry.words}" if entry.words else words


def cash_pence(entry: Entry) -> int:
    """What an entry changes in the pool's account."""
    return sum(each.amount_pence for each in entry.postings if each.account is Account.CASH)


def _kind_words(entry: Entry) -> str:
    if entry.kind is EntryKind.REVERSAL:
        return _("Entry %(number)s taken out: it was wrong", number=entry.about_number or "?")
    return {EntryKind.BILL: _("Bill"), EntryKind.SPEND: _("Paid by the pool")}.get(
        entry.kind, entry_words(entry.kind)
    )


def _in_short(record: PoolRecord) -> Section:
    def values(balances: Balances) -> tuple[int, int, int]:
        return balances.cash_pence, balances.owed_pence, sum(balances.members.values())

    labels = (_("In the pool's account"), _("Bills not paid yet"), _("Belongs to members"))
    rows = zip(labels, values(record.start), values(record.end), strict=True)
    words: tuple[str, ...] = ()
    if record.is_final:
        settled = not any(each.sums.closing_pence for each in record.members)
        words = (
            _("Everything is settled: nobody is owed anything.")
            if settled
            else _("What each has at the end is still to be settled with them."),
        )
    return Section(
        title=_("In short"),
        words=words,
        table=Table(
            caption=_("The pool at the start and at the end"),
            columns=(
                Column(title=_("What")),
                Column(title=_("At the start"), is_number=True),
                Column(title=_("At the end"), is_number=True),
            ),
            rows=tuple((label, say_pence(start), say_pence(end)) for label, start, end in rows),
        ),
    )


def _members(record: PoolRecord) -> Section:
    rows = [
        (
            each.name,
            (
                each.sums.opening_pence,
                each.sums.paid_in_pence,
                -each.sums.shares_pence,
                -each.sums.paid_back_pence,
                each.sums.closing_pence,
            ),
        )
        for each in record.members
    ]
    total = tuple(sum(column) for column in zip(*(pence for _name, pence in rows), strict=True))
    titles = (_("At the start"), _("Paid in"), _("Share of costs"), _("Paid back"), _("At the end"))
    return Section(
        title=_("Members"),
        table=Table(
            caption=_("What each has in the pool"),
            columns=(
                Column(title=_("Name")),
                *(Column(title=title, is_number=True) for title in titles),
            ),
            rows=tuple((name, *map(say_pence, pence)) for name, pence in (*rows, (_("Sum"), total))),
        ),
    )


def _entries(record: PoolRecord) -> Section:
    rows = tuple(
        (
            str(entry.number),
            day_words(entry.on),
            title_of(entry, record),
            rule_words(entry.share_rule),
            ngettext("%(num)s receipt", "%(num)s receipts", entry.receipts) if entry.receipts else "",
            say_pence(entry.amount_pence),
            say_pence(pence) if (pence := cash_pence(entry)) else "",
        )
        for entry in record.entries
    )
    return Section(
        title=_("Entries"),
        words=(
            _("Each member's part of each entry is in the spreadsheet.")
            if rows
            else _("Nothing is recorded for these days."),
        ),
        table=Table(
            caption=_("Entries"),
            columns=(
                Column(title=_("Entry")),
                Column(title=_("Day")),
                Column(title=_("What")),
                Column(title=_("Shared")),
                Column(title=_("Receipts")),
                Column(title=_("Amount"), is_number=True),
                Column(title=_("In the account"), is_number=True),
            ),
            rows=rows,
        )
        if rows
        else None,
    )
