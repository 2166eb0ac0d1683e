"""What the page of photos shows."""

from msgspec import Struct


class PhotoLine(Struct, frozen=True, kw_only=True):
    """A picture with the words that stand for it, and what is wrong with them."""

    media_hash: str
    alt: str = ""
    problem: str = ""


class PhotoProblem(Struct, frozen=True):
    """A line of the summary of problems: the id of the field, and how to mend it."""

    target: str
    message: str
