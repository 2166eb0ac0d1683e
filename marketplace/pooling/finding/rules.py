"""How a pool becomes a search document, as pure functions. Nothing of a person is in what comes in."""

from functools import lru_cache

from marketplace.pooling.finding.schemas import PoolRow
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.documents import Change, Point, SearchDocument

PLACES = "places"
"""Code of the facet of all pools with free places."""
_AT_LEAST = {1: PLACES, 2: "places_2", 3: "places_3"}
_PAID_FROM = "direct_payment"


def change_of(row: PoolRow) -> Change:
    """What to tell the index of a pool: how it is now, or that the public does not see it any more."""
    if not row.is_public:
        return Change(row.id, row.index_version)
    return Change(row.id, row.index_version, document_of(row))


def document_of(row: PoolRow) -> SearchDocument:
    """The public facts of a pool. It has no kind: that is a listing's.

    The word "pool" is not put in: who looks for a swimming pool looks for something else.
    """
    times = [each.partition(".") for each in row.times]
    days = tuple(dict.fromkeys(day for day, _dot, _part in times))
    parts = tuple(dict.fromkeys(part for _day, _dot, part in times if part))
    when = (*_labels(Taxonomy.DAY, days), *_labels(Taxonomy.TIME, parts))
    return SearchDocument(
        id=row.id,
        version=row.index_version,
        title=row.title or "",
        tags=(
            *_labels(Taxonomy.SUPPORT_TYPE, tuple(row.support_types)),
            *_labels(Taxonomy.CARE_GROUP, tuple(row.care_groups)),
            *_labels(Taxonomy.LANGUAGE, tuple(row.languages)),
        ),
        text="\n".join((row.words or "", row.place_words or "", *when)).strip(),
        point=Point(row.latitude, row.longitude),
        is_venue=True,
        facets={
            Taxonomy.SUPPORT_TYPE.value: tuple(row.support_types),
            Taxonomy.CARE_GROUP.value: tuple(row.care_groups) or _everybody(),
            Taxonomy.LANGUAGE.value: tuple(row.languages),
            Taxonomy.DAY.value: days,
            Taxonomy.TIME.value: parts,
            Taxonomy.FUNDING.value: (_PAID_FROM,),
            Taxonomy.POOL.value: tuple(code for least, code in _AT_LEAST.items() if row.places_left >= least),
        },
        price_pence=row.weekly_cost_pence,
        free_now=float(row.places_left),
        confirmed_on=row.changed_on,
    )


@lru_cache(maxsize=2048)
def _labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> tuple[str, ...]:
    """English, as the index."""
    return tuple(label for code in codes if (label := taxonomies.source_label(taxonomy, code)))


@lru_cache(maxsize=1)
def _everybody() -> tuple[str, ...]:
    return tuple(sorted(taxonomies.codes(Taxonomy.CARE_GROUP)))
