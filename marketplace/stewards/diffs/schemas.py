"""What a diff of two states of a listing is made of."""

from msgspec import Struct

from marketplace.kernel.differences import Mark


class Piece(Struct, frozen=True, kw_only=True):
    """A run of words of a text, or one item of a list."""

    mark: Mark
    text: str
    media_hash: str | None = None
    """The picture that the words stand for, where it is one."""


class FieldDiff(Struct, frozen=True, kw_only=True):
    """One field: all that stood and all that stands there, in order."""

    field: str
    label: str
    pieces: tuple[Piece, ...]
    is_text: bool = False
    """The pieces are runs of one text; else each is an item on a line of its own."""
    is_private: bool = False
    """Never shown to the public."""

    @property
    def is_empty(self) -> bool:
        """Nothing stands there in either state."""
        return not self.pieces

    @property
    def change(self) -> str:
        """`same`, `added` (nothing stood there), `removed` (nothing is left), or `changed`."""
        marks = {piece.mark for piece in self.pieces}
        if not marks - {Mark.SAME}:
            return "same"
        if marks == {Mark.ADDED}:
            return "added"
        return "removed" if marks == {Mark.REMOVED} else "changed"


class Diff(Struct, frozen=True, kw_only=True):
    """Two states of a listing beside each other."""

    fields: tuple[FieldDiff, ...]

    @property
    def changed(self) -> tuple[FieldDiff, ...]:
        """The fields that differ."""
        return tuple(field for field in self.fields if field.change != "same")

    @property
    def same(self) -> tuple[FieldDiff, ...]:
        """The fields that say something and do not differ."""
        return tuple(field for field in self.fields if field.change == "same" and not field.is_empty)
