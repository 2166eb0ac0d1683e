"""Which of several changes of a document holds: the same rule in every engine."""

from collections.abc import Iterable
from uuid import UUID

from search.checks import check_document
from search.documents import Change
from search.engine import SearchError


def holds_against(version: int, old_version: int, *, old_is_deletion: bool) -> bool:
    """Whether a change holds against another of its document.

    The higher version does. At equal versions a deletion stays, so that nothing hidden comes back; a document
    gives way to the deletion or document that came later.
    """
    return version > old_version or (version == old_version and not old_is_deletion)


def newest_of(changes: Iterable[Change]) -> dict[UUID, Change]:
    """The change that holds for each document. Raises SearchError for what cannot be indexed."""
    newest: dict[UUID, Change] = {}
    for change in changes:
        document = change.document
        if document is not None:
            if (document.id, document.version) != (change.id, change.version):
                raise SearchError(f"A change of {change.id} holds a document of another id or version.")
            check_document(document)
        add_change(newest, change)
    return newest


def add_change(newest: dict[UUID, Change], change: Change) -> None:
    """Put a change among others, if it holds against the one that is there."""
    old = newest.get(change.id)
    if old is None or holds_against(change.version, old.version, old_is_deletion=old.document is None):
        newest[change.id] = change
