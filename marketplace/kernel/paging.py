"""One page of a longer list."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Page(Struct, Generic[T], frozen=True):
    """Items `first` to `last` (counted from 1) of `total`."""

    items: tuple[T, ...]
    total: int
    page: int
    """Number of this page, from 1."""
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def offset(self) -> int:
        """How many items come before this page."""
        return (self.page - 1) * self.per_page

    @property
    def first(self) -> int:
        """Position of the first item of this page, from 1; 0 when the page is empty."""
        return self.offset + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Position of the last item of this page."""
        return self.offset + len(self.items) if self.items else 0

    @property
    def previous_page(self) -> int | None:
        """Number of the page before, if there is one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        """Number of the page after, if there is one."""
        return self.page + 1 if self.page < self.pages else None


def cut_page(items: Sequence[T], page: int, per_page: int) -> Page[T]:
    """A page of a list that is all at hand; the last one where the list has no such page."""
    number = min(max(page, 1), max(1, -(-len(items) // per_page)))
    start = (number - 1) * per_page
    return Page(
        items=tuple(items[start : start + per_page]), total=len(items), page=number, per_page=per_page
    )
