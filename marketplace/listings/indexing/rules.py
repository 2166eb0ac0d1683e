"""How a listing becomes a search document, and what the index must know besides."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from marketplace.listings import rules
from marketplace.listings.indexing.schemas import Drift, IndexRow
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from search.documents import LAPSED, Change, Point, SearchDocument

FACETS = tuple(taxonomy.value for taxonomy in Taxonomy)

STOP_WORDS = frozenset({
    "a", "able", "about", "after", "again", "all", "also", "always", "am", "an", "and", "any", "anybody",
    "anymore", "anyone", "anything", "are", "around", "as", "at", "be", "because", "been", "before",
    "being", "but", "by", "can", "cannot", "cant", "come", "comes", "could", "couldnt", "did", "didnt",
    "do", "does", "doesnt", "dont", "during", "even", "ever", "every", "everything", "find", "for",
    "from", "get", "gets", "give", "given", "gives", "go", "got", "had", "has", "have", "having", "he",
    "help", "her", "herself", "hes", "him", "himself", "his", "how", "husband", "i", "if", "im", "in",
    "is", "isnt", "it", "its", "ive", "just", "keep", "keeps", "know", "knows", "let", "like", "looking",
    "make", "maybe", "me", "more", "much", "must", "my", "myself", "need", "needed", "needs", "next",
    "no", "nobody", "not", "now", "of", "often", "on", "only", "or", "our", "ourselves", "over", "own",
    "people", "person", "place", "please", "proper", "really", "said", "say", "says", "she", "shes",
    "should", "since", "so", "some", "somebody", "someone", "something", "sometimes", "somewhere",
    "speaking", "speaks", "still", "struggle", "struggles", "struggling", "support", "sure", "take",
    "than", "that", "the", "their", "them", "themselves", "there", "these", "they", "theyre", "think",
    "this", "those", "through", "times", "to", "today", "tomorrow", "too", "trying", "unable",
    "understand", "understands", "us", "use", "using", "very", "want", "wanted", "wants", "was", "wasnt",
    "we", "week", "went", "were", "what", "whats", "when", "where", "which", "while", "who", "wife",
    "will", "with", "without", "wont", "would", "you", "your", "yourself", "yr", "yrs",
})  # fmt: skip
"""Words that say nothing of what is looked for: "someone to take me swimming" looks for swimming."""


def document_of(row: IndexRow) -> SearchDocument:
    """The public facts of a listing, as the index takes them."""
    parts = rules.times_from_codes(row.times)
    facets: dict[str, tuple[str, ...]] = {
        Taxonomy.KIND.value: (row.kind,),
        Taxonomy.CARE_GROUP.value: tuple(row.care_groups),
        Taxonomy.SUPPORT_TYPE.value: tuple(row.support_types),
        Taxonomy.LANGUAGE.value: tuple(row.languages),
        Taxonomy.CULTURE.value: tuple(row.cultures),
        Taxonomy.GENDER.value: tuple(row.genders),
        Taxonomy.TRANSPORT.value: tuple(row.transport),
        Taxonomy.ACCESS.value: tuple(row.access),
        Taxonomy.DAY.value: tuple(dict.fromkeys(day for day, _part in parts)),
        Taxonomy.TIME.value: tuple(dict.fromkeys(part for _day, part in parts)),
        Taxonomy.FUNDING.value: tuple(row.funding),
        Taxonomy.CHECK.value: tuple(row.checks_held),
    }
    has_point = row.latitude is not None and row.longitude is not None
    return SearchDocument(
        id=row.id,
        version=row.version,
        title=row.title,
        tags=_tags(row),
        provider=row.provider,
        text=_text(row),
        point=Point(row.latitude, row.longitude) if has_point else None,  # type: ignore[arg-type]  # `has_point` says both are there
        is_venue=row.is_venue,
        travels_miles=row.miles or 0.0,
        areas=tuple(row.named or ()),
        facets=facets,
        price_pence=row.price_pence,
        free_now=float(row.hours_per_week or 0) + float(row.places or 0),
        confirmed_on=LAPSED if row.is_lapsed else row.confirmed_on,
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
    )


def _tags(row: IndexRow) -> tuple[str, ...]:
    return (
        *_labels(Taxonomy.KIND, (row.kind,)),
        *_labels(Taxonomy.SUPPORT_TYPE, tuple(row.support_types)),
        *_labels(Taxonomy.CARE_GROUP, tuple(row.care_groups)),
        *_labels(Taxonomy.LANGUAGE, tuple(row.languages)),
    )


def _text(row: IndexRow) -> str:
    """What is searched last: the prose, the venue, and the labels of the smaller choices."""
    parts = rules.times_from_codes(row.times)
    choices = (
        *_labels(Taxonomy.CULTURE, tuple(row.cultures)),
        *_labels(Taxonomy.GENDER, tuple(row.genders)),
        *_labels(Taxonomy.TRANSPORT, tuple(row.transport)),
        *_labels(Taxonomy.ACCESS, tuple(row.access)),
        *_labels(Taxonomy.FUNDING, tuple(row.funding)),
        *_labels(Taxonomy.DAY, tuple(dict.fromkeys(day for day, _part in parts))),
        *_labels(Taxonomy.TIME, tuple(dict.fromkeys(part for _day, part in parts))),
    )
    venue = (text for text in (row.venue_name, row.town) if text)
    return "\n".join((row.summary, row.description, *row.easy_read, *venue, *choices)).strip()


@lru_cache(maxsize=8192)
def _labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label for code in codes if (label := taxonomies.source_label(taxonomy, code)))


def change_of(row: IndexRow) -> Change:
    """What to tell the index of a listing: how it is now, or that the public does not see it any more."""
    if not row.is_public:
        return Change(row.id, row.version)
    return Change(row.id, row.version, document_of(row))


def compare_versions(
    public: Mapping[UUID, int], others: Mapping[UUID, int], indexed: Iterable[tuple[UUID, int]]
) -> tuple[Drift, dict[UUID, int]]:
    """Compare the database with the index: the drift, and what has to be published again with its version.

    `public` are versions of public listings, `others` of those that are not.
    """
    unseen = dict(public)
    again: dict[UUID, int] = {}
    extra = ahead = 0
    for listing_id, version in indexed:
        is_public = unseen.pop(listing_id, None) is not None
        current = public[listing_id] if is_public else others.get(listing_id, version + 1)
        if version > current:
            ahead += 1
        elif not is_public:
            extra += 1
            again[listing_id] = current
        elif version < current:
            again[listing_id] = current
    missing = len(unseen) + len(again) - extra
    return Drift(missing=missing, extra=extra, ahead=ahead), again | unseen
