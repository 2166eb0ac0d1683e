"""What a clause is made of."""

from msgspec import Struct


class ClauseText(Struct, frozen=True, kw_only=True):
    """A clause with its national words. Plain text; an empty line parts paragraphs."""

    code: str
    title: str
    words: str
    """May hold names of facts in curly brackets, such as `{review_date}`."""
