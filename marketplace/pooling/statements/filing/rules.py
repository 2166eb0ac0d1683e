"""Statements as rows for spreadsheet programs, as pure functions. Amounts are pounds, as numbers.

`kernel.spreadsheets` makes each text safe that a program could take for a formula.
"""

from collections.abc import Iterator
from decimal import Decimal

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.kernel.spreadsheets import csv_lines
from marketplace.pooling.agreements.clauses.rules import every_words
from marketplace.pooling.money.schemas import Account, Posting
from marketplace.pooling.money.sessions.rules import came_words, part_words
from marketplace.pooling.statements.schemas import Line, PoolRecord, Statement
from marketplace.pooling.statements.wording.records.rules import title_of
from marketplace.pooling.statements.wording.saying.rules import kind_words, rule_words

BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheet programs on Windows take the file for another encoding."""
Row = tuple[object, ...]


def statement_file(statement: Statement) -> str:
    """A member's statement: one row for each fact, what it is about in the first column."""
    columns = (
        _("What"), _("Day"), _("Entry"), _("More"), _("Amount"), _("Shared by"), _("Shared"), _("Files"),
    )  # fmt: skip
    rows = ((*row, *("",) * (len(columns) - len(row))) for row in _statement_rows(statement))
    return BYTE_ORDER_MARK + csv_lines([columns, *rows])


def record_file(record: PoolRecord) -> str:
    """The record of a pool: one row for each line of each entry; debits and credits add up to the same."""
    columns = (
        _("Entry"), _("Day"), _("Recorded"), _("What"), _("Account"), _("Debit"), _("Credit"), _("Shared"),
        _("Out of"), _("Files"),
    )  # fmt: skip
    return BYTE_ORDER_MARK + csv_lines([columns, *_record_rows(record)])


def pounds(pence: int) -> Decimal:
    """Pence as pounds with two places, exactly."""
    return Decimal(pence).scaleb(-2).quantize(Decimal("0.01"))


def _statement_rows(statement: Statement) -> Iterator[Row]:
    period, sums = statement.period, statement.sums
    yield _("Pool"), "", "", statement.title
    yield _("Member"), "", "", statement.name
    yield _("First day"), period.since
    yield _("Last day"), period.until
    if sums is not None:
        yield _("Had at the start"), period.since, "", "", pounds(sums.opening_pence)
    yield from _agreed_rows(statement)
    for each in statement.dues:
        yield _("Due"), each.due.due_on, "", "", pounds(each.due.amount_pence)
    for line in sorted((*statement.paid, *statement.spent), key=lambda line: (line.on, line.number)):
        yield _line_row(line)
    yield from _shown_rows(statement)
    if sums is not None:
        yield _("Has at the end"), period.until, "", "", pounds(sums.closing_pence)


def _agreed_rows(statement: Statement) -> Iterator[Row]:
    if statement.outcome is not None:
        yield _("What it is for"), "", "", " ".join(statement.outcome.words.split())
    if statement.said is not None:
        yield _("Said yes at the council"), statement.said.said_on, "", statement.said.who
    for agreement in statement.agreements:
        amount = f"{say_pence(agreement.contribution_pence)} {every_words(agreement.every)}"
        number = _("Agreement, version %(number)s", number=agreement.number)
        yield number, agreement.since, "", amount, "", agreement.members, rule_words(agreement.share_rule)


def _shown_rows(statement: Statement) -> Iterator[Row]:
    for session in statement.sessions:
        came, part = came_words(session.came), part_words(session.part)
        yield _("Session"), session.held_on, "", f"{came} ({part})" if part else came
    for receipt in statement.receipts:
        file = _("Photo") if receipt.is_picture else _("PDF")
        yield _("Receipt"), receipt.on, receipt.number, file


def _line_row(line: Line) -> Row:
    return (
        kind_words(line),
        line.on,
        line.number,
        line.words,
        pounds(line.change_pence),
        line.sharers,
        rule_words(line.rule),
        line.receipts or "",
    )


def _record_rows(record: PoolRecord) -> Iterator[Row]:
    for entry in record.entries:
        total = sum(each.weight or 0 for each in entry.postings)
        for line in entry.postings:
            pence = line.amount_pence
            yield (
                entry.number,
                entry.on,
                entry.recorded_at.date(),
                title_of(entry, record),
                _account(line, record),
                pounds(pence) if pence > 0 else "",
                pounds(-pence) if pence < 0 else "",
                line.weight if line.weight is not None else "",
                total if line.weight is not None else "",
                entry.receipts or "",
            )


def _account(line: Posting, record: PoolRecord) -> str:
    if line.member_id is not None:
        return record.names.get(line.member_id, _("A former member"))
    return _("The pool's account") if line.account is Account.CASH else _("Bills not paid yet")
