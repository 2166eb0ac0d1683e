"""Words that statements of members and records of pools share, as pure functions."""

from marketplace.kernel.i18n import current_language, ngettext, text_direction
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.pooling.agreements.schemas import ShareRule
from marketplace.pooling.money.schemas import EntryKind
from marketplace.pooling.statements.schemas import Line, Sums
from marketplace.pooling.statements.wording.schemas import (
    DocumentWords,
    Fact,
    PrintSize,
    Section,
    StatementDocument,
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
