"""The filters beside the results: labels, counts, what is on, and the URL that takes each off."""

from collections.abc import Mapping

from marketplace.finder.addresses.rules import changed, search_url, without
from marketplace.finder.params.schemas import (
    DEFAULT_WITHIN_MILES,
    WITHIN_CHOICES,
    SearchParams,
    View,
    Vocabulary,
)
from marketplace.finder.schemas import ActiveFilter, FacetChoice, FacetGroup, LinkChoice
from marketplace.finder.words.rules import legend, radius_words
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach, Sort

Counts = Mapping[str, Mapping[str, int]]
"""What each choice would find, by filter and value; a filter that was not counted is missing."""
SHOWN = 6
"""Choices of a long list that stand above "show more"."""
SHORT = 8
"""A list of at most so many choices is shown whole and in its own order."""
REACH = "reach"
FREE = "free"


def facet_groups(params: SearchParams, vocabulary: Vocabulary, counts: Counts) -> tuple[FacetGroup, ...]:
    """Every filter in the order of the lists; without counts (nothing was looked for) in list order."""
    return tuple(_group(taxonomy, params, vocabulary, counts.get(taxonomy.value)) for taxonomy in Taxonomy)


def _group(
    taxonomy: Taxonomy, params: SearchParams, vocabulary: Vocabulary, counts: Mapping[str, int] | None
) -> FacetGroup:
    chosen = params.chosen(taxonomy)
    choices = [
        FacetChoice(
            value=term.code,
            label=term.label,
            count=None if counts is None else counts.get(term.code, 0),
            selected=term.code in chosen,
            heading=vocabulary.label(taxonomy, term.parent) if term.parent else "",
        )
        for term in vocabulary.terms.get(taxonomy, ())
    ]
    name, words = taxonomy.value, legend(taxonomy)
    if len(choices) <= SHORT:
        return FacetGroup(name=name, legend=words, choices=tuple(choices))
    if counts is not None:
        choices = [choice for choice in choices if choice.count or choice.selected]
        choices.sort(key=lambda choice: (-(choice.count or 0), choice.label.casefold()))
    top = {choice.value for choice in choices[:SHOWN]} | set(chosen)
    return FacetGroup(
        name=name,
        legend=words,
        choices=tuple(choice for choice in choices if choice.value in top),
        rest=tuple(choice for choice in choices if choice.value not in top),
    )


def free_choice(params: SearchParams, counts: Counts) -> FacetChoice:
    """The tick box for what has time or places free now."""
    return FacetChoice(
        value="1",
        label=_("Has time or places free now"),
        count=counts[FREE].get("1", 0) if FREE in counts else None,
        selected=params.free,
    )


def reach_words(reach: Reach) -> str:
    """How the person and the support meet, as the person says it."""
    words = {Reach.ANY: _("Either"), Reach.COME_TO_ME: _("Can come to me"), Reach.I_GO: _("I can go there")}
    return words[reach]


def reach_choices(params: SearchParams, counts: Counts) -> tuple[LinkChoice, ...]:
    """The three reaches; those that were counted with their counts."""
    found = counts.get(REACH, {})
    return tuple(
        LinkChoice(
            value=reach.value,
            label=reach_words(reach),
            url=search_url(changed(params, reach=reach)),
            selected=reach is params.reach,
            count=found.get(reach.value, 0) if found and reach is not Reach.ANY else None,
        )
        for reach in Reach
    )


def sort_choices(params: SearchParams) -> tuple[LinkChoice, ...]:
    """The orders of results; nearest only where a place is given."""
    words = {
        Sort.BEST: _("Best match"),
        Sort.NEAREST: _("Nearest"),
        Sort.PRICE: _("Lowest price"),
        Sort.FREE: _("Most free time"),
    }
    return tuple(
        LinkChoice(
            value=sort.value,
            label=words[sort],
            url=search_url(changed(params, sort=sort)),
            selected=sort is params.sort,
        )
        for sort in Sort
        if params.near or sort is not Sort.NEAREST or sort is params.sort
    )


def within_choices(params: SearchParams) -> tuple[LinkChoice, ...]:
    """The distances offered, and the one that was asked for if it is another."""
    return tuple(
        LinkChoice(
            value=f"{miles:g}",
            label=radius_words(miles),
            url=search_url(changed(params, within=miles)),
            selected=miles == params.within,
        )
        for miles in sorted({*WITHIN_CHOICES, params.within})
    )


def view_choices(params: SearchParams) -> tuple[LinkChoice, ...]:
    """List or map, of the same page of results."""
    words = {View.LIST: _("List"), View.MAP: _("Map")}
    return tuple(
        LinkChoice(
            value=view.value,
            label=words[view],
            url=search_url(changed(params, view=view, page=params.page)),
            selected=view is params.view,
        )
        for view in View
    )


def active_filters(params: SearchParams, vocabulary: Vocabulary) -> tuple[ActiveFilter, ...]:
    """Every filter that is on, in words, with the URL that takes it off."""
    active = [_active(params, name, value, label) for name, value, label in _plain_filters(params)]
    for taxonomy in Taxonomy:
        for code in params.chosen(taxonomy):
            label = f"{legend(taxonomy)}: {vocabulary.label(taxonomy, code)}"
            url = search_url(without(params, taxonomy.value, code))
            active.append(ActiveFilter(name=taxonomy.value, value=code, label=label, url=url))
    return tuple(active)


def _active(params: SearchParams, name: str, value: str, label: str) -> ActiveFilter:
    return ActiveFilter(name=name, value=value, label=label, url=search_url(without(params, name)))


def _plain_filters(params: SearchParams) -> list[tuple[str, str, str]]:
    """Filters that are no lists, as (name, value, words)."""
    found: list[tuple[str, str, str]] = []
    if params.near and params.within != DEFAULT_WITHIN_MILES:
        miles = radius_words(params.within)
        found.append(("within", f"{params.within:g}", _("Within %(miles)s", miles=miles)))
    if params.near and params.reach is not Reach.ANY:
        found.append((REACH, params.reach.value, reach_words(params.reach)))
    if params.age is not None:
        found.append(("age", str(params.age), _("Takes people aged %(age)s", age=params.age)))
    if params.price_max is not None:
        found.append(
            ("price_max", str(params.price_max), _("At most %(price)s", price=pounds(params.price_max)))
        )
    if params.free:
        found.append((FREE, "1", _("Has time or places free now")))
    return found
