"""What a search means: places, kinds of support and languages that stand in its text.

Nothing is guessed. What is filled in holds, and the text stays text: a place is read out of the text only
while the box for the place is empty, a kind or language only while none is chosen.
"""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from marketplace.finder.params.schemas import DEFAULT_WITHIN_MILES, SearchParams, Vocabulary
from marketplace.finder.understanding.schemas import Taken, Understanding
from marketplace.finder.understanding.text.rules import Piece, Word, join, split_text, widen, without
from marketplace.finder.understanding.where.rules import find_doubtful_place, find_nearby, find_place
from marketplace.finder.understanding.who.rules import find_kind, find_languages
from marketplace.listings.indexing.rules import STOP_WORDS
from marketplace.places.service import Gazetteer
from marketplace.taxonomies.schemas import Taxonomy
from search.text import split_words


def understand(
    params: SearchParams, gazetteer: Gazetteer, vocabulary: Vocabulary, home_council: str | None = None
) -> Understanding:
    """Understand a search; the same search when there is nothing to understand, or `literal` is set.

    Of several places with one name the one of `home_council` is meant, else the biggest in England.
    Understanding what was understood changes nothing.
    """
    meant = Understanding(params=params)
    while meant.params.q and not params.literal:
        further = (
            _understand_place(meant, gazetteer, home_council)
            or _understand_nearby(meant)
            or _understand_languages(meant, vocabulary)
            or _understand_kind(meant, vocabulary)
        )
        if further is None:
            break
        meant = further
    if meant.params.q and not (params.literal or meant.params.near):
        return replace(meant, offered=_offer_place(meant, gazetteer, home_council))
    return meant


def _offer_place(meant: Understanding, gazetteer: Gazetteer, home: str | None) -> SearchParams | None:
    words = split_text(meant.params.q)
    found = find_doubtful_place(words, gazetteer, home)
    if found is None:
        return None
    left = _take(meant, words, [Piece(found.span, None, found.place.label)], near=found.place.label)
    return left.params


def _understand_place(meant: Understanding, gazetteer: Gazetteer, home: str | None) -> Understanding | None:
    words = split_text(meant.params.q)
    found = None if meant.params.near else find_place(words, gazetteer, home)
    if found is None:
        return None
    label = found.place.label
    fields: dict[str, Any] = {"near": label}
    if found.within is not None and meant.params.within == DEFAULT_WITHIN_MILES:
        fields["within"] = found.within
    further = _take(meant, words, [Piece(found.span, None, label)], **fields)
    others = tuple(place.label for place in found.others)
    return replace(further, place=label, other_places=others)


def _understand_nearby(meant: Understanding) -> Understanding | None:
    words = split_text(meant.params.q)
    span = find_nearby(words)
    return _take(meant, words, [Piece(span, None, "")]) if span else None


def _understand_languages(meant: Understanding, vocabulary: Vocabulary) -> Understanding | None:
    words = split_text(meant.params.q)
    found = () if meant.params.language else find_languages(words, vocabulary)
    if not found:
        return None
    codes = {piece.value for piece in found}
    in_order = (term.code for term in vocabulary.terms[Taxonomy.LANGUAGE])
    return _take(meant, words, found, language=tuple(code for code in in_order if code in codes))


def _understand_kind(meant: Understanding, vocabulary: Vocabulary) -> Understanding | None:
    words = split_text(meant.params.q)
    found = None if meant.params.kind else find_kind(words, vocabulary)
    return _take(meant, words, [found], kind=(found.value,)) if found else None


def _take(
    meant: Understanding, words: Sequence[Word], pieces: Sequence[Piece], **fields: Any
) -> Understanding:
    """Take pieces that follow each other out of the text, and with them what then says nothing any more."""
    pieces = widen(words, pieces, _says_nothing)
    taken = tuple(
        Taken(join(words[piece.span.start : piece.span.end]), piece.taxonomy, piece.value) for piece in pieces
    )
    left = without(words, pieces)
    return replace(meant, params=replace(meant.params, q=left, **fields), taken=(*meant.taken, *taken))


def _says_nothing(word: Word) -> bool:
    return STOP_WORDS.issuperset(split_words(word.typed))
