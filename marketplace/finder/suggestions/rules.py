"""Which choices of the lists go on from what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from marketplace.finder.addresses.rules import changed, listing_url, search_url
from marketplace.finder.params.schemas import SearchParams, Vocabulary
from marketplace.finder.schemas import SuggestedItem, SuggestionKind
from marketplace.listings.schemas import ListingCard
from marketplace.places.schemas import Place
from marketplace.taxonomies.schemas import Taxonomy, Term
from search.query import Suggestion

LEAST_LETTERS = 2
TERMS_SHOWN = 5
LISTINGS_SHOWN = 5
PLACES_SHOWN = 3
_KINDS = {
    Taxonomy.SUPPORT_TYPE: SuggestionKind.SUPPORT_TYPE,
    Taxonomy.CARE_GROUP: SuggestionKind.CARE_GROUP,
    Taxonomy.LANGUAGE: SuggestionKind.LANGUAGE,
}
_NO_MATCH = 99
_LAST_WORDS = 3


def suggest_terms(
    text: str, near: str, vocabulary: Vocabulary, thesaurus: Mapping[str, tuple[str, ...]]
) -> tuple[SuggestedItem, ...]:
    """Kinds of help, people and languages whose name goes on from the text, or means the same as it.

    "help with swim" goes on from all of it, or else from its last words: "with swim", "swim".
    """
    endings = [(typed, _meanings(typed, thesaurus)) for typed in _endings(text.casefold())]
    ranked: list[tuple[int, int, int, Taxonomy, Term]] = []
    for number, taxonomy in enumerate(_KINDS):
        for term in vocabulary.terms.get(taxonomy, ()):
            rank = _best_rank(term.label.casefold(), endings)
            if rank < _NO_MATCH:
                ranked.append((rank, number, term.position, taxonomy, term))
    ranked.sort(key=lambda entry: entry[:3])
    return tuple(_term_item(taxonomy, term, near) for *_rank_, taxonomy, term in ranked[:TERMS_SHOWN])


def _endings(text: str) -> list[str]:
    """The text, and what it ends with, longest first: at most `_LAST_WORDS` words, no very short ones."""
    words = text.split()
    starts = range(max(1, len(words) - _LAST_WORDS), len(words))
    shorter = (" ".join(words[start:]) for start in starts)
    return [text, *(ending for ending in shorter if len(ending) > LEAST_LETTERS)]


def _best_rank(label: str, endings: Sequence[tuple[str, frozenset[str]]]) -> int:
    """The rank by the longest ending that says anything."""
    for number, (typed, meanings) in enumerate(endings):
        rank = _rank(label, typed, meanings)
        if rank < _NO_MATCH:
            return min(rank + 3 * number, _NO_MATCH - 1)
    return _NO_MATCH


def _rank(label: str, typed: str, meanings: frozenset[str]) -> int:
    """How well a label goes on from the text: at its start, at a later word, by the thesaurus, or not."""
    if label.startswith(typed):
        return 0
    if f" {typed}" in label or f"({typed}" in label:
        return 1
    return 2 if any(f" {meaning} " in f" {label} " for meaning in meanings) else _NO_MATCH


def _meanings(typed: str, thesaurus: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """What the words of the thesaurus mean that are, or begin with, what was typed."""
    exact = thesaurus.get(typed, ())
    goes_on = (meaning for word, means in thesaurus.items() if word.startswith(typed) for meaning in means)
    return frozenset(exact) if exact else frozenset(goes_on)


def _term_item(taxonomy: Taxonomy, term: Term, near: str) -> SuggestedItem:
    params = changed(SearchParams(near=near), **{taxonomy.value: (term.code,)})
    return SuggestedItem(
        kind=_KINDS[taxonomy], label=term.label, value=term.code, url=search_url(params), id=term.id
    )


def listing_items(
    found: Iterable[Suggestion], cards: Mapping[UUID, ListingCard]
) -> tuple[SuggestedItem, ...]:
    """Listings whose title goes on from the text; only those that are public at this moment."""
    return tuple(
        SuggestedItem(
            kind=SuggestionKind.LISTING,
            label=cards[suggestion.id].title,
            value=str(suggestion.id),
            url=listing_url(suggestion.id),
            id=suggestion.id,
            distance_miles=suggestion.distance_miles,
        )
        for suggestion in found
        if suggestion.id in cards
    )


def place_items(places: Iterable[Place]) -> tuple[SuggestedItem, ...]:
    """Places whose name goes on from the text."""
    return tuple(
        SuggestedItem(
            kind=SuggestionKind.PLACE,
            label=place.label,
            value=place.label,
            url=search_url(SearchParams(near=place.label)),
        )
        for place in places
    )
