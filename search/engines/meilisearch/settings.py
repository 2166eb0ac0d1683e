"""Settings of the indexes, all of them: defaults differ between versions of the server."""

from collections.abc import Iterable
from typing import Any

from meilisearch_python_sdk.models.settings import (
    Faceting,
    Filter,
    FilterableAttributeFeatures,
    FilterableAttributes,
    MeilisearchSettings,
    MinWordSizeForTypos,
    Pagination,
    ProximityPrecision,
    TypoTolerance,
)
from meilisearch_python_sdk.models.task import TaskInfo

from search.documents import IndexSchema
from search.engines.meilisearch.connection import Connection
from search.engines.meilisearch.layout import AT_ONCE, SHOWN_FIELDS, TEXT_FIELDS, facet_field, notes_of
from search.engines.meilisearch.tasks import Tasks
from search.text import split_words
from search.vocabulary import ONE_TYPO_FROM, TWO_TYPOS_FROM

RANKING_RULES = ["words", "typo", "proximity", "attribute", "sort", "exactness"]
"""Words decide first; a sort (nearest, freest) only between those that say the same."""
CUT_OFF_MS = 1_500
"""Ranking and sorting end after so many milliseconds with what they have, in a wrong order, and silently.
Longer than the site waits: it has the embedded index, and rather shows the right order of that one."""
MOST_VALUES = 10_000
"""Values of a facet that are counted."""

_EQUAL = ("id", "words", "title_words", "best_words", "areas", "inside", "edge", "at", "has_room", "bucket")
_COMPARED = ("price_pence", "minimum_age", "maximum_age", "confirmed", "batch")
_SORTABLE = ["_geo", "price_pence", "free_now", "room", "confirmed", "id"]
_SETS = {"filterable_attributes", "sortable_attributes", "displayed_attributes"}
"""Settings whose order means nothing."""


def document_settings(schema: IndexSchema) -> MeilisearchSettings:
    """Settings of the index of documents."""
    facets = [facet_field(name) for name in schema.facets]
    return _settings(
        searchable=list(TEXT_FIELDS),
        filterable=[
            *_filterable((*_EQUAL, *facets), comparison=False),
            *_filterable(_COMPARED, comparison=True),
            "_geo",
        ],
        sortable=_SORTABLE,
        displayed=list(SHOWN_FIELDS),
        synonyms=_synonyms(schema),
    )


def note_settings() -> MeilisearchSettings:
    """Settings of the index of notes."""
    return _settings(
        searchable=["kind"],
        filterable=[
            *_filterable(("id", "kind"), comparison=False),
            *_filterable(("added", "batch"), comparison=True),
        ],
        sortable=["id"],
        displayed=["*"],
        synonyms={},
    )


def _settings(
    *,
    searchable: list[str],
    filterable: list[str | FilterableAttributes],
    sortable: list[str],
    displayed: list[str],
    synonyms: dict[str, list[str]],
) -> MeilisearchSettings:
    return MeilisearchSettings(
        searchable_attributes=searchable,
        filterable_attributes=filterable,
        sortable_attributes=sortable,
        displayed_attributes=displayed,
        synonyms=synonyms,
        # Stop words are passed over before the server is asked, and a stop word alone must still be found.
        stop_words=[],
        ranking_rules=RANKING_RULES,
        typo_tolerance=TypoTolerance(
            enabled=True,
            min_word_size_for_typos=MinWordSizeForTypos(one_typo=ONE_TYPO_FROM, two_typos=TWO_TYPOS_FROM),
            disable_on_attributes=[],
            disable_on_words=[],
            disable_on_numbers=True,
        ),
        # Words come normalised and apart.
        separator_tokens=[],
        non_separator_tokens=[],
        dictionary=[],
        faceting=Faceting(max_values_per_facet=MOST_VALUES, sort_facet_values_by={"*": "alpha"}),
        pagination=Pagination(max_total_hits=AT_ONCE),
        proximity_precision=ProximityPrecision.BY_WORD,
        prefix_search="indexingTime",
        facet_search=False,
        search_cutoff_ms=CUT_OFF_MS,
    )


def _filterable(names: Iterable[str], *, comparison: bool) -> list[str | FilterableAttributes]:
    features = FilterableAttributeFeatures(
        facet_search=False, filter=Filter(equality=True, comparison=comparison)
    )
    return [FilterableAttributes(attribute_patterns=[name], features=features) for name in names]


def _synonyms(schema: IndexSchema) -> dict[str, list[str]]:
    cut = {
        " ".join(split_words(phrase)): [" ".join(split_words(meaning)) for meaning in meanings]
        for phrase, meanings in schema.synonyms.items()
    }
    return {
        phrase: sorted({meaning for meaning in meanings if meaning and meaning != phrase})
        for phrase, meanings in sorted(cut.items())
        if phrase
    }


async def make_pair(connection: Connection, tasks: Tasks, uid: str, schema: IndexSchema) -> None:
    """Make an index and its companion with their settings, or set them if they exist. Raises SearchError."""
    with connection.telling():
        started = [
            await connection.client.index(name).update_settings(wanted) for name, wanted in _pair(uid, schema)
        ]
    await tasks.wait(started)


async def mend_settings(connection: Connection, tasks: Tasks, uid: str, schema: IndexSchema) -> None:
    """Bring settings that are not as they should be to what they should be. Raises SearchError."""
    started: list[TaskInfo] = []
    with connection.telling():
        for name, wanted in _pair(uid, schema):
            index = connection.client.index(name)
            if not _are_as_wanted(await index.get_settings(), wanted):
                started.append(await index.update_settings(wanted))
    await tasks.wait(started)


def _pair(uid: str, schema: IndexSchema) -> list[tuple[str, MeilisearchSettings]]:
    return [(uid, document_settings(schema)), (notes_of(uid), note_settings())]


def _are_as_wanted(known: MeilisearchSettings, wanted: MeilisearchSettings) -> bool:
    there, right = known.model_dump(), wanted.model_dump()
    return all(_comparable(name, there[name]) == _comparable(name, right[name]) for name in right)


def _comparable(name: str, value: Any) -> Any:
    """A setting without regard to an order that means nothing, and to how "none" is said."""
    if name in _SETS:
        return sorted(map(repr, value or []))
    return value or None
