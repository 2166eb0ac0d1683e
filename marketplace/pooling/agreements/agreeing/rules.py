"""When a version is in force, as pure functions. The database holds the same."""

from collections.abc import Collection
from uuid import UUID

from marketplace.pooling.agreements.schemas import AgreementState, Terms

MOVES = {
    AgreementState.WRITING: frozenset({AgreementState.PROPOSED}),
    AgreementState.PROPOSED: frozenset({AgreementState.IN_FORCE, AgreementState.DROPPED}),
    AgreementState.IN_FORCE: frozenset({AgreementState.REPLACED}),
    AgreementState.REPLACED: frozenset(),
    AgreementState.DROPPED: frozenset(),
}
"""All steps that a version can take."""


def named(terms: Terms) -> frozenset[UUID]:
    """Whom a version names."""
    return frozenset(term.member_id for term in terms.members)


def all_agreed(terms: Terms, agreed: Collection[UUID]) -> bool:
    """Whether everybody whom a version names has agreed to it."""
    return bool(terms.members) and named(terms) <= set(agreed)


def who_left(terms: Terms, staying: Collection[UUID]) -> frozenset[UUID]:
    """Whom a version names and who has no place any more: it comes into force no more."""
    return named(terms) - set(staying)
