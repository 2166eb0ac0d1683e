"""Errors of the domain: `kernel.web` turns them into pages or problem+json, commands into sentences."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct


class FieldProblem(Protocol):
    """What is wrong with one field, and how to mend it in plain words."""

    @property
    def field(self) -> str:
        """Name of the field as it was sent."""
        ...

    @property
    def message(self) -> str:
        """How to mend it."""
        ...


class Problem(Struct, frozen=True, kw_only=True):
    """What is wrong with one field, and how to mend it in plain words."""

    field: str
    message: str


class DomainError(Exception):
    """Something the domain says no to; the message is for people."""


class NotFoundError(DomainError):
    """There is no such thing, or it is not public: the two are never told apart."""


class ConflictError(DomainError):
    """Someone else changed it first, or its state does not allow this."""


class InvalidError(DomainError):
    """What was sent cannot be taken; `problems` says why, field by field."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)


class TooManyError(DomainError):
    """It was asked for too often; `retry_after_seconds` (1 or more) says when it may be tried again."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"There were too many attempts. Try again in {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds


class OperatorError(Exception):
    """The machine, the settings or the database are not as needed; the message is one plain sentence."""
