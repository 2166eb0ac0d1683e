"""How a thesaurus is put together from its rows."""

from collections.abc import Iterable

from marketplace.taxonomies.schemas import Synonym


def merge_thesaurus(own: Iterable[Synonym], added: Iterable[Synonym] = ()) -> dict[str, tuple[str, ...]]:
    """Word or phrase -> what else is to be found, one way each.

    `added` are a council's own rows: one with an empty `means` takes the term out, in both directions; the
    others come on top.
    """
    added = tuple(added)
    removed = {row.term for row in added if not row.means}
    merged: dict[str, list[str]] = {}
    for row in (*(row for row in own if not removed & {row.term, row.means}), *added):
        if row.means:
            _link(merged, row.term, row.means)
        if row.means and row.both_ways:
            _link(merged, row.means, row.term)
    return {term: tuple(meanings) for term, meanings in merged.items()}


def _link(merged: dict[str, list[str]], term: str, means: str) -> None:
    meanings = merged.setdefault(term, [])
    if means != term and means not in meanings:
        meanings.append(means)
