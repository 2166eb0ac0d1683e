"""Words that may be kept, and what was read out of a text."""

from msgspec import Struct


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Terms of the thesaurus and labels of the lists: what anybody may be known to have typed."""

    terms: frozenset[str]
    """As `search.text` splits them, with spaces between."""
    longest: int
    """Words of the longest term."""
    support_types: dict[str, tuple[str, ...]]
    """Terms that mean support types -> their codes."""


class ReadText(Struct, frozen=True, kw_only=True):
    """What a text says."""

    known: tuple[str, ...] = ()
    """Terms of the vocabulary, each once."""
    whole: str = ""
    """All that was said, when some of it is in no list. Empty where all of it is, or where it is nothing to
    keep: numbers, addresses, whole sentences."""
    support_types: tuple[str, ...] = ()
    """Codes of the support types that are meant."""
