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
    groups: dict[str, tuple[str, ...]] = {}
    """Terms that mean care groups -> what these are counted as."""
    group_of: dict[str, str] = {}
    """Codes of care groups -> what they are counted as. Those that are not in it are not counted."""


class ReadText(Struct, frozen=True, kw_only=True):
    """What a text says."""

    known: tuple[str, ...] = ()
    """Terms of the vocabulary, each once."""
    whole: str = ""
    """All that was said, when some of it is in no list. Empty where all of it is, or where it is nothing to
    keep: numbers, addresses, whole sentences."""
    support_types: tuple[str, ...] = ()
    """Codes of the support types that are meant."""
    groups: tuple[str, ...] = ()
    """What the care groups that are meant are counted as."""
    naming: tuple[str, ...] = ()
    """Those of `known` that mean a support type or a group, and are counted as such."""
