"""A version in words, as pure functions."""

from collections.abc import Sequence
from datetime import date

from marketplace.kernel.i18n import current_language, text_direction
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.agreements.clauses.rules import day_words, write_clauses
from marketplace.pooling.agreements.easy.rules import choice_lines, easy_parts
from marketplace.pooling.agreements.printing.schemas import (
    AgreementDocument,
    DocumentWords,
    PrintKind,
    Signature,
)
from marketplace.pooling.agreements.schemas import Agreement, AgreementState, FrozenWords, Waiting


def make_document(
    title: str,
    agreement: Agreement,
    words: FrozenWords,
    waiting: Sequence[Waiting],
    kind: PrintKind,
    today: date,
) -> AgreementDocument:
    """A version in words; `title` is that of its pool."""
    is_easy = kind is PrintKind.EASY_READ
    return AgreementDocument(
        title=_("Our agreement: %(pool)s", pool=title),
        language=current_language(),
        direction=text_direction(),
        kind=kind,
        status=status_words(agreement),
        clauses=() if is_easy else write_clauses(agreement.terms, words),
        easy=easy_parts(agreement.terms, words) if is_easy else (),
        choice=choice_lines() if is_easy and agreement.state is AgreementState.PROPOSED else (),
        signatures=tuple(Signature(name=each.name, agreed=agreed_words(each)) for each in waiting),
        made=_(
            "As it was on %(day)s. Each member agrees on the website or with somebody who helps them, and "
            "that is on record: no signature is needed on paper.",
            day=day_words(today),
        ),
        words=DocumentWords(
            page_of=_("Page {} of {}"),
            missing=_("An empty box stands for letters that could not be printed."),
            signatures=_("Who has agreed"),
            name=_("Name"),
            agreed=_("Agreed"),
            choice=_("Before you say yes or no"),
        ),
    )


def status_words(agreement: Agreement) -> str:
    """Which version it is and where it is, in a sentence."""
    number = agreement.number
    day = _day(agreement)
    return {
        AgreementState.WRITING: _("This is a draft. Nobody has been asked to agree to it."),
        AgreementState.PROPOSED: _(
            "Version %(num)s, proposed on %(day)s. It is in force when everybody has agreed.",
            num=number,
            day=day,
        ),
        AgreementState.IN_FORCE: _("Version %(num)s, in force since %(day)s.", num=number, day=day),
        AgreementState.REPLACED: _(
            "Version %(num)s. It was in force until %(day)s; there is a newer one.", num=number, day=day
        ),
        AgreementState.DROPPED: _(
            "Version %(num)s. It never was in force: a newer one took its place on %(day)s.",
            num=number,
            day=day,
        ),
    }[agreement.state]


def state_words(state: AgreementState) -> str:
    """Where a version is, in a word or two."""
    return {
        AgreementState.WRITING: _("Draft"),
        AgreementState.PROPOSED: _("Waiting for everybody's yes"),
        AgreementState.IN_FORCE: _("In force"),
        AgreementState.REPLACED: _("Was in force"),
        AgreementState.DROPPED: _("Never in force"),
    }[state]


def state_colour(state: AgreementState) -> str:
    """The colour of its tag."""
    return {
        AgreementState.WRITING: "grey",
        AgreementState.PROPOSED: "yellow",
        AgreementState.IN_FORCE: "green",
        AgreementState.REPLACED: "grey",
        AgreementState.DROPPED: "grey",
    }[state]


def agreed_words(waiting: Waiting) -> str:
    """When somebody agreed."""
    if waiting.consent is not None:
        return day_words(waiting.consent.agreed_on)
    return _("Has left") if waiting.is_gone else _("Not yet")


def kind_words(kind: PrintKind) -> str:
    """What a way to show it is called."""
    return {
        PrintKind.STANDARD: _("Standard print"),
        PrintKind.LARGE_PRINT: _("Large print"),
        PrintKind.EASY_READ: _("Easy read"),
    }[kind]


def read_kind(text: str | None) -> PrintKind:
    """The way that an address asks for; standard print for anything else."""
    return PrintKind(text) if text in set(PrintKind) else PrintKind.STANDARD


def _day(agreement: Agreement) -> str:
    day = {
        AgreementState.PROPOSED: agreement.proposed_on,
        AgreementState.IN_FORCE: agreement.in_force_on,
    }.get(agreement.state, agreement.ended_on)
    return day_words(day) if day else ""
