"""A pack in words, as it is read: the same for the page and for the PDF."""

from uuid import UUID

from msgspec import Struct

from marketplace.shortlists.packs.schemas import PackKind


class PackLine(Struct, frozen=True, kw_only=True):
    """A line with the code of the symbol at its left, "" for none."""

    text: str
    symbol: str = ""


class PackFact(Struct, frozen=True, kw_only=True):
    """A fact of a listing: "Price", "£15 an hour". Easy read shows it as a line with its symbol."""

    label: str
    values: tuple[str, ...]
    symbol: str = ""


class PackChoice(Struct, frozen=True, kw_only=True):
    """One listing of a pack."""

    listing_id: UUID
    title: str
    kind: str
    offered_by: str
    """"" where that is the title."""
    summary: str
    reasons: tuple[str, ...]
    easy: tuple[PackLine, ...]
    """What it is in easy words: the provider's own, or the summary."""
    facts: tuple[PackFact, ...]
    source: str
    """Where this comes from, and when it was last said to be right."""
    path: str
    """Of its page on this site."""


class PackHelp(Struct, frozen=True, kw_only=True):
    """Who helps people with direct payments there, with source and date."""

    heading: str
    name: str
    description: str
    phone: str
    url: str
    source: str


class PackWords(Struct, frozen=True, kw_only=True):
    """Headings and labels of the template, in the reader's language."""

    reasons: str
    facts: str
    offered_by: str
    """With `{}` for who."""
    page: str
    """Of a listing: what its link says."""
    page_of: str
    """Number of a page: "Page {} of {}"."""
    scan: str
    """What to do with the code beside an address."""
    code_of: str
    """What the code of a listing is called: "QR code of the page of {}"."""
    code_of_pack: str
    missing: str
    """What is said where a sign could not be printed."""
    phone: str


class PackDocument(Struct, frozen=True, kw_only=True):
    """A whole pack, in words."""

    title: str
    language: str
    direction: str
    """"ltr" or "rtl"."""
    kind: PackKind
    made: str
    """When it was made, by whom, and until when it can be read."""
    introduction: tuple[str, ...]
    """Paragraphs."""
    gone: str
    """What is said of listings that went meanwhile; "" when all are there."""
    choices: tuple[PackChoice, ...]
    help: PackHelp
    next_heading: str
    next_steps: tuple[PackLine, ...]
    """How to ask, and how to say no."""
    address: str
    """Of this site, with scheme: what paths are added to."""
    link: str
    """Where it can be read on the web, "" where that is not known."""
    link_words: str
    words: PackWords
