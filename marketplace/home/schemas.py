"""What the home page shows."""

from msgspec import Struct


class Line(Struct, frozen=True, kw_only=True):
    """Some things of one kind that wait, in one sentence."""

    words: str
    url: str
    since: str
    """Since when the first of them waits; empty when that says nothing."""
    is_urgent: bool


class Link(Struct, frozen=True, kw_only=True):
    """Somewhere to go."""

    words: str
    url: str


class Part(Struct, frozen=True, kw_only=True):
    """Links of one role. `title` is empty for who has one role only."""

    title: str
    links: tuple[Link, ...]


class Home(Struct, frozen=True, kw_only=True):
    """Everything on the page."""

    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
