"""An agreement as it is read: the same for the page and for the PDF."""

from enum import StrEnum

from msgspec import Struct

from marketplace.pooling.agreements.clauses.schemas import Clause
from marketplace.pooling.agreements.easy.schemas import EasyLine, EasyPart


class PrintKind(StrEnum):
    """How it is shown."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"


class Signature(Struct, frozen=True, kw_only=True):
    """One whom the agreement names, and when they agreed, in words."""

    name: str
    agreed: str


class DocumentWords(Struct, frozen=True, kw_only=True):
    """Headings and labels of the template."""

    page_of: str
    """Number of a page: "Page {} of {}"."""
    missing: str
    """What is said where a sign could not be printed."""
    signatures: str
    name: str
    agreed: str
    choice: str


class AgreementDocument(Struct, frozen=True, kw_only=True):
    """A version in words."""

    title: str
    language: str
    direction: str
    """"ltr" or "rtl"."""
    kind: PrintKind
    status: str
    """Which version it is and whether it is in force, in a sentence."""
    clauses: tuple[Clause, ...]
    """Empty in easy read."""
    easy: tuple[EasyPart, ...]
    """Empty in standard and large print."""
    choice: tuple[EasyLine, ...]
    """For easy read: that it may be refused."""
    signatures: tuple[Signature, ...]
    made: str
    """Where it is from, and that no signature is needed."""
    words: DocumentWords
