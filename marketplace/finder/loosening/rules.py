"""When nothing is found: searches that ask for less, and which of them are worth showing."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from marketplace.finder.addresses.rules import changed, search_url, unfiltered, without
from marketplace.finder.params.schemas import WITHIN_CHOICES, SearchParams
from marketplace.finder.schemas import Loosening
from marketplace.finder.words.rules import legend, radius_words
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach

MAX_SHOWN = 6
MAX_WORDS = 8
_WIDEST = WITHIN_CHOICES[-1]


class Candidate(Struct, frozen=True, kw_only=True):
    """A search that asks for less. Of one `family` only the first that finds anything is shown."""

    family: str
    text: str
    params: SearchParams


def candidates(params: SearchParams) -> tuple[Candidate, ...]:
    """Everything that can be let go, one thing at a time; distances by rising width."""
    return (*_wider(params), *_fewer_filters(params), *_fewer_words(params))


def _wider(params: SearchParams) -> Iterable[Candidate]:
    if not params.near:
        return
    for miles in WITHIN_CHOICES:
        if miles > params.within:
            text = _("Look within %(miles)s", miles=radius_words(miles))
            yield Candidate(family="within", text=text, params=changed(params, within=miles))
    if params.reach is not Reach.ANY:
        text = (
            _("Also show what you can go to")
            if params.reach is Reach.COME_TO_ME
            else _("Also show who can come to you")
        )
        yield Candidate(family="reach", text=text, params=changed(params, reach=Reach.ANY))


def _fewer_filters(params: SearchParams) -> Iterable[Candidate]:
    for taxonomy in Taxonomy:
        if params.chosen(taxonomy):
            text = _("Any choice of “%(filter)s”", filter=legend(taxonomy))
            yield _let_go(params, taxonomy.value, text)
    if params.free:
        yield _let_go(params, "free", _("Also show what is full at the moment"))
    if params.price_max is not None:
        yield _let_go(params, "price_max", _("At any price"))
    if params.age is not None:
        yield _let_go(params, "age", _("For any age"))


def _let_go(params: SearchParams, name: str, text: str) -> Candidate:
    return Candidate(family=name, text=text, params=without(params, name))


def _fewer_words(params: SearchParams) -> Iterable[Candidate]:
    words = params.q.split()[:MAX_WORDS]
    if len(words) > 1:
        for index, word in enumerate(words):
            rest = " ".join([*words[:index], *words[index + 1 :]])
            if any(c.isalnum() for c in rest):
                text = _("Without the word “%(word)s”", word=word)
                yield Candidate(family=f"word {index}", text=text, params=changed(params, q=rest))


def last_resorts(params: SearchParams) -> tuple[Candidate, ...]:
    """When letting one thing go is not enough: several at once, the smallest step first."""
    widest = radius_words(_WIDEST)
    bare = unfiltered(params)
    steps: list[tuple[str, SearchParams]] = []
    if bare.q and bare.near:
        steps += [
            (_("The same words and place, without filters"), changed(bare, within=params.within)),
            (
                _("The same words within %(miles)s, without filters", miles=widest),
                changed(bare, within=_WIDEST),
            ),
        ]
    if bare.near:
        within = changed(bare, q="", within=params.within)
        steps += [
            (_("Everything near this place"), within),
            (_("Everything within %(miles)s", miles=widest), changed(within, within=_WIDEST)),
        ]
    if bare.q:
        steps.append((_("The same words, anywhere, without filters"), changed(bare, near="")))
    different = ((text, less) for text, less in steps if less != changed(params))
    return tuple(Candidate(family=text, text=text, params=less) for text, less in different)


def worth_showing(tried: Sequence[Candidate], counts: Sequence[int]) -> tuple[Loosening, ...]:
    """Those that find something, one of each family: the distance first, then by how much they find."""
    best: dict[str, Loosening] = {}
    for candidate, count in zip(tried, counts, strict=True):
        if count and candidate.family not in best:
            best[candidate.family] = Loosening(
                text=candidate.text, url=search_url(candidate.params), count=count, params=candidate.params
            )
    ranked = sorted(best.items(), key=lambda item: (item[0] != "within", -item[1].count))
    return tuple(loosening for _family, loosening in ranked[:MAX_SHOWN])
