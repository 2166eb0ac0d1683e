"""A member's statement in words, as pure functions."""

from collections.abc import Iterable, Iterator
from datetime import date

from marketplace.councils.schemas import PackPart
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import say_pence
from marketplace.pooling.agreements.clauses.rules import day_words
from marketplace.pooling.money.sessions.rules import came_words, part_words
from marketplace.pooling.money.sessions.schemas import Came
from marketplace.pooling.statements.periods.rules import period_words
from marketplace.pooling.statements.schemas import Statement
from marketplace.pooling.statements.wording.agreed.rules import agreement_rows
from marketplace.pooling.statements.wording.saying.rules import (
    document_of,
    final_words,
    kind_words,
    shared_words,
    sums_facts,
)
from marketplace.pooling.statements.wording.schemas import (
    Column,
    Fact,
    PrintSize,
    Section,
    StatementDocument,
    Table,
)


def make_document(statement: Statement, size: PrintSize = PrintSize.STANDARD) -> StatementDocument:
    """A member's statement in words, in the language of the request."""
    title = _("Final statement") if statement.is_final else _("Statement")
    return document_of(
        _("%(title)s of %(name)s", title=title, name=statement.name),
        _(
            "For %(period)s, in the pool “%(pool)s”.",
            period=period_words(statement.period),
            pool=statement.title,
        ),
        tuple(_sections(statement)),
        _(
            "Made on %(day)s from the pool's record. No money moves on this website. Nothing of any other "
            "member is in it: they are counted, and where words name one, “…” stands instead.",
            day=day_words(statement.made_on),
        ),
        size,
    )


def _sections(statement: Statement) -> Iterator[Section]:
    if statement.sums is not None:
        words = (final_words(statement.sums.closing_pence),) if statement.is_final else ()
        yield Section(title=_("In short"), facts=sums_facts(statement.sums), words=words)
    by_part = {
        PackPart.OUTCOMES: _outcome,
        PackPart.AGREEMENT: _agreements,
        PackPart.CONTRIBUTIONS: _contributions,
        PackPart.SPENDING: _spending,
        PackPart.SESSIONS: _sessions,
        PackPart.RECEIPTS: _receipts,
    }
    for part, section in by_part.items():
        if part in statement.parts:
            yield from section(statement)


def _outcome(statement: Statement) -> Iterator[Section]:
    said, outcome = statement.said, statement.outcome
    facts: tuple[Fact, ...] = ()
    if said is not None:
        value = _("%(who)s, on %(day)s", who=said.who, day=day_words(said.said_on))
        facts = (Fact(label=_("Said yes at the council"), value=value),)
    words = tuple(line for line in outcome.words.splitlines() if line.strip()) if outcome else ()
    yield Section(
        title=_("What it is for, in their own words"),
        words=words or (_("Nothing is written down yet."),),
        facts=facts,
    )


def _agreements(statement: Statement) -> Iterator[Section]:
    if not statement.agreements:
        yield Section(title=_("Agreement"), words=(_("No agreement was in force on these days."),))
    for agreement in statement.agreements:
        yield Section(
            title=_("Agreement, version %(number)s", number=agreement.number),
            facts=tuple(
                Fact(label=label, value=value) for label, value in agreement_rows(agreement) if value
            ),
        )


def _contributions(statement: Statement) -> Iterator[Section]:
    if statement.dues:
        rows = tuple(
            (day_words(each.due.due_on), say_pence(each.due.amount_pence), say_pence(each.paid_pence))
            for each in statement.dues
        )
        due = sum(each.due.amount_pence for each in statement.dues)
        paid = sum(each.paid_pence for each in statement.dues)
        yield Section(
            title=_("What was due to be paid in"),
            table=Table(
                caption=_("What was due, and what has come of it until now"),
                columns=(
                    Column(title=_("Due on")),
                    Column(title=_("Amount"), is_number=True),
                    Column(title=_("Has come"), is_number=True),
                ),
                rows=(*rows, (_("Sum"), say_pence(due), say_pence(paid))),
            ),
        )
    columns = (
        Column(title=_("Day")),
        Column(title=_("Entry")),
        Column(title=_("What")),
        Column(title=_("Amount"), is_number=True),
    )
    paid_rows = tuple(
        (day_words(line.on), str(line.number), kind_words(line), say_pence(line.change_pence))
        for line in statement.paid
    )
    yield _with_table(
        _("Paid in and paid back"),
        _("Nothing was paid in or paid back on these days."),
        columns,
        paid_rows,
        sum(line.change_pence for line in statement.paid),
    )


def _spending(statement: Statement) -> Iterator[Section]:
    columns = (
        Column(title=_("Day")),
        Column(title=_("Entry")),
        Column(title=_("What for")),
        Column(title=_("Shared by")),
        Column(title=_("Share"), is_number=True),
    )
    rows = tuple(
        (
            day_words(line.on),
            str(line.number),
            f"{kind_words(line)}: {line.words}" if line.words else kind_words(line),
            shared_words(line),
            say_pence(line.change_pence),
        )
        for line in statement.spent
    )
    yield _with_table(
        _("Share of what the pool paid for"),
        _("The pool paid for nothing on these days."),
        columns,
        rows,
        sum(line.change_pence for line in statement.spent),
    )


def _sessions(statement: Statement) -> Iterator[Section]:
    came = sum(each.came is Came.CAME for each in statement.sessions)
    rows = tuple(
        (_day_and_part(each.held_on, part_words(each.part)), came_words(each.came))
        for each in statement.sessions
    )
    words = (
        ngettext(
            "Came to %(came)s of %(num)s session.",
            "Came to %(came)s of %(num)s sessions.",
            len(rows),
            came=came,
        )
        if rows
        else _("No session with this member is in the register for these days."),
    )
    table = Table(
        caption=_("Sessions"),
        columns=(Column(title=_("Day")), Column(title=_("Whether they came"))),
        rows=rows,
    )
    yield Section(title=_("Sessions"), words=words, table=table if rows else None)


def _receipts(statement: Statement) -> Iterator[Section]:
    rows = tuple(
        (
            str(each.number),
            day_words(each.on),
            _("Photo") if each.is_picture else _("PDF"),
            day_words(each.delete_on),
        )
        for each in statement.receipts
    )
    words = (
        _("The member can open these files and show them. They may name others, so they are not in here.")
        if rows
        else _("No receipt is kept for these days."),
    )
    table = Table(
        caption=_("Receipts and invoices"),
        columns=(
            Column(title=_("Entry")),
            Column(title=_("Day")),
            Column(title=_("File")),
            Column(title=_("Deleted on")),
        ),
        rows=rows,
    )
    yield Section(title=_("Receipts and invoices"), words=words, table=table if rows else None)


def _with_table(
    title: str, nothing: str, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]], total_pence: int
) -> Section:
    """A table whose last column is of money, with its sum."""
    rows = tuple(rows)
    if not rows:
        return Section(title=title, words=(nothing,))
    empty = ("",) * (len(columns) - 2)
    return Section(
        title=title,
        table=Table(caption=title, columns=columns, rows=(*rows, (_("Sum"), *empty, say_pence(total_pence)))),
    )


def _day_and_part(day: date, part: str) -> str:
    return f"{day_words(day)}, {part}" if part else day_words(day)
