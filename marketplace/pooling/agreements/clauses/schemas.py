"""An agreement in words."""

from msgspec import Struct


class Clause(Struct, frozen=True, kw_only=True):
    """One clause."""

    code: str
    title: str
    facts: tuple[str, ...] = ()
    """What the terms say, a sentence or line each."""
    words: tuple[str, ...] = ()
    """Paragraphs: what the pool wrote of its own, and then the clause."""

    @property
    def text(self) -> str:
        """All that it says, as one text."""
        return "\n\n".join(part for part in ("\n".join(self.facts), *self.words) if part)
