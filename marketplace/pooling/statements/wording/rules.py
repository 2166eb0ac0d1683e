"""A member's statement in words, as pure functions."""

from collections.abc import Iterable, Iterator
from datetime import date

from marketplace.councils.schemas import PackPart
from marketplace.kernel.i18n import current_language, ngettext, text_direction
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.clauses.rules import day_words, every_words
from marketplace.pooling.agreements.schemas import AbsentRule, EmployerKind, HolderKind, ShareRule
from marketplace.pooling.money.rules import say_pence
from marketplace.pooling.money.schemas import EntryKind
from marketplace.pooling.money.sessions.rules import came_words, part_words
from marketplace.pooling.money.sessions.schemas import Came
from marketplace.pooling.statements.periods.rules import period_words
from marketplace.pooling.statements.schemas import Line, OwnAgreement, Statement, Sums
from marketplace.pooling.statements.wording.schemas import (
    Column,
    DocumentWords,
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


def document_of(
    title: str, lead: str, sections: tuple[Section, ...], made: str, size: PrintSize
) -> StatementDocument:
    """A document with the words that all of them have."""
    return StatementDocument(
        title=title,
        language=current_language(),
        direction=text_direction(),
        kind=size,
        lead=lead,
        sections=sections,
        made=made,
        words=DocumentWords(
            page_of=_("Page {} of {}"),
            missing=_("An empty box stands for letters that could not be printed."),
        ),
    )


def size_words(size: PrintSize) -> str:
    """What a size of print is called."""
    return {
        PrintSize.STANDARD: _("Standard print"),
        PrintSize.LARGE_PRINT: _("Large print"),
    }[size]


def read_size(text: str | None) -> PrintSize:
    """The size that an address asks for; standard print for anything else."""
    return PrintSize(text) if text in set(PrintSize) else PrintSize.STANDARD


def sums_facts(sums: Sums) -> tuple[Fact, ...]:
    """Five figures that add up."""
    return (
        Fact(label=_("Had at the start"), value=say_pence(sums.opening_pence)),
        Fact(label=_("Paid in"), value=say_pence(sums.paid_in_pence)),
        Fact(label=_("Share of costs"), value=say_pence(-sums.shares_pence)),
        Fact(label=_("Paid back to them"), value=say_pence(-sums.paid_back_pence)),
        Fact(label=_("Has at the end"), value=say_pence(sums.closing_pence)),
    )


def final_words(closing_pence: int) -> str:
    """What is to be settled with somebody who has left."""
    if closing_pence > 0:
        return _("The pool owes %(amount)s, which is theirs.", amount=say_pence(closing_pence))
    if closing_pence < 0:
        return _("%(amount)s is still to be paid to the pool.", amount=say_pence(-closing_pence))
    return _("Nothing is left to settle between them and the pool.")


def kind_words(line: Line) -> str:
    """What an entry is, in a word or two."""
    words = entry_words(line.kind)
    if not line.is_correction:
        return words
    return _("Taken out, it was wrong: %(words)s", words=words[:1].lower() + words[1:])


def entry_words(kind: EntryKind) -> str:
    """What a kind of entry is called."""
    return {
        EntryKind.OPENING: _("Had before this record"),
        EntryKind.CONTRIBUTION: _("Paid in"),
        EntryKind.BILL: _("Share of a bill"),
        EntryKind.BILL_PAID: _("Bill paid by the pool"),
        EntryKind.BILL_PAID_DIRECT: _("Paid for a bill from the own budget"),
        EntryKind.SPEND: _("Share of a cost"),
        EntryKind.REFUND_IN: _("Money that came back"),
        EntryKind.REFUND_OUT: _("Paid back by the pool"),
        EntryKind.SETTLEMENT: _("Last payment after leaving"),
        EntryKind.REVERSAL: _("Taken out: it was wrong"),
        EntryKind.BROUGHT_FORWARD: _("Carried over from older entries"),
    }[kind]


def rule_words(rule: ShareRule | None) -> str:
    """How a cost was shared."""
    return {
        ShareRule.EQUAL: _("equally"),
        ShareRule.WEIGHT: _("by agreed parts"),
        ShareRule.FIXED: _("by fixed amounts"),
        ShareRule.SESSIONS: _("by sessions"),
        None: "",
    }[rule]


def shared_words(line: Line) -> str:
    """Over how many members a cost was shared, and how."""
    count = ngettext("%(num)s member", "%(num)s members", line.sharers)
    rule = rule_words(line.rule)
    return f"{count}, {rule}" if rule else count


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
                Fact(label=label, value=value) for label, value in _agreement_rows(agreement) if value
            ),
        )


def _agreement_rows(agreement: OwnAgreement) -> Iterator[tuple[str, str]]:
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
