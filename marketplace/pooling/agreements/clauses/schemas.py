"""An agreement in words."""

from msgspec import Struct


class Clause(Struct, frozen=True, kw_only=True):
    """One clause."""

    code: str
    title: str
    facts: tuple[str, ...] = ()
    """What the terms say, a sentence or line each."""
    words: tuple[str, ...] = ()
    """Paragraphs."""

    @property
    def text(self) -> str:
        """All that it says, as one text."""
        return "\n".join((*self.facts, *self.words))
