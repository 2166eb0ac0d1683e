"""From what the finder found to what the JSON API says."""

from collections.abc import Iterable

from msgspec import UNSET
from msgspec.structs import replace

from marketplace.finder.addresses.rules import API_SEARCH_PATH, search_url
from marketplace.finder.answers.schemas import (
    FacetCount,
    FieldProblem,
    HitType,
    ListingAnswer,
    LooserSearch,
    PlaceFound,
    PlacesAnswer,
    PoolFacts,
    ProblemAnswer,
    SearchAnswer,
    SearchHit,
    SuggestAnswer,
    SuggestionAnswer,
    TakenWords,
    UnderstoodText,
)
from marketplace.finder.facets.rules import FREE, REACH
from marketplace.finder.params.schemas import ParamProblem
from marketplace.finder.schemas import FoundPage, ListingPage, PoolResult, ResultCard, SuggestedItem
from marketplace.kernel.i18n import gettext as _
from marketplace.places.schemas import Place, PlaceAnswer, PlaceChoices, UnknownPlace

BAD_REQUEST = 400
NOT_FOUND = 404
UNAVAILABLE = 503


def search_answer(page: FoundPage) -> SearchAnswer:
    """One page of what was found."""
    params = page.params
    can_go_on = page.page < page.pages
    return SearchAnswer(
        total=page.total,
        total_is_exact=page.total_is_exact,
        page=page.page,
        pages=page.pages,
        per_page=page.per_page,
        place=place_found(page.found_place) if page.found_place else None,
        understood=understood_text(page),
        place_offered=page.place_offered.value if page.place_offered else None,
        hits=tuple(search_hit(one) for one in page.found),
        facets=facet_counts(page),
        support=page.support,
        loosenings=tuple(
            LooserSearch(text=looser.text, url=search_url(looser.params, API_SEARCH_PATH), count=looser.count)
            for looser in page.loosenings
        ),
        words_ignored=page.words_ignored,
        notices=page.notices,
        degraded=page.degraded,
        self=search_url(params, API_SEARCH_PATH),
        next=search_url(replace(params, page=page.page + 1), API_SEARCH_PATH) if can_go_on else None,
        previous=search_url(replace(params, page=min(page.page - 1, page.pages)), API_SEARCH_PATH)
        if page.previous_url
        else None,
    )


def understood_text(page: FoundPage) -> UnderstoodText | None:
    """What was read out of the text."""
    understood = page.understood
    if understood is None:
        return None
    taken = tuple(
        TakenWords(
            words=piece.words,
            parameter=piece.taxonomy.value if piece.taxonomy else "near",
            value=piece.value,
        )
        for piece in understood.taken
    )
    return UnderstoodText(
        sentence=page.understood_sentence,
        q=page.params.q,
        taken=taken,
        other_places=tuple(other.value for other in understood.other_places),
        literal=search_url(understood.literal, API_SEARCH_PATH),
    )


def facet_counts(page: FoundPage) -> dict[str, tuple[FacetCount, ...]]:
    """Every choice that would find something, and every chosen one."""
    facets = {
        group.name: tuple(
            FacetCount(value=choice.value, label=choice.label, count=choice.count or 0)
            for choice in (*group.choices, *group.rest)
            if choice.count or choice.selected
        )
        for group in page.facets
    }
    reaches = tuple(choice for choice in page.reaches if choice.count is not None)
    if reaches:
        facets[REACH] = tuple(
            FacetCount(value=choice.value, label=choice.label, count=choice.count or 0) for choice in reaches
        )
    if page.free_choice and page.free_choice.count is not None:
        free = page.free_choice
        facets[FREE] = (FacetCount(value=free.value, label=free.label, count=free.count or 0),)
    return facets


def search_hit(found: ResultCard | PoolResult) -> SearchHit:
    """A listing or pool among hits. A hundredth of a mile is as much as anyone needs of a distance."""
    if isinstance(found, PoolResult):
        return _pool_hit(found)
    card = found.card
    return SearchHit(
        id=card.id,
        title=card.title,
        kind=card.kind,
        summary=card.summary,
        provider=card.provider,
        distance_miles=None if found.distance_miles is None else round(found.distance_miles, 2),
        covers_place=found.covers_place,
        url=found.url,
        where=found.where,
        town=card.town,
        latitude=card.latitude,
        longitude=card.longitude,
        is_venue=card.is_venue,
        area=card.area,
        price=found.price,
        costs=card.costs,
        availability=found.availability,
        capacity=card.capacity,
        care_groups=card.care_groups,
        support_types=card.support_types,
        languages=card.languages,
        checks=found.checks,
        cqc_status=card.cqc_status,
        council_code=card.council_code,
        confirmed_on=card.confirmed_on,
    )


def _pool_hit(found: PoolResult) -> SearchHit:
    card = found.card
    return SearchHit(
        type=HitType.POOL,
        id=card.id,
        title=card.title,
        kind=None,
        summary=card.words,
        provider="",
        distance_miles=None if found.distance_miles is None else round(found.distance_miles, 2),
        covers_place=False,
        url=found.url,
        where=found.where,
        town=None,
        latitude=card.latitude,
        longitude=card.longitude,
        is_venue=False,
        area=None,
        price=found.cost,
        costs=(),
        availability=found.places,
        capacity=None,
        care_groups=card.care_groups,
        support_types=card.support_types,
        languages=card.languages,
        checks=(),
        cqc_status=None,
        council_code=card.council_code,
        confirmed_on=card.changed_on,
        pool=PoolFacts(
            places=card.places,
            places_left=card.places_left,
            weekly_cost_pence=card.weekly_cost_pence,
            times=card.times,
            place_words=card.place_words,
            outcode=card.outcode,
            listing_id=card.listing_id,
        ),
    )


def listing_answer(page: ListingPage) -> ListingAnswer:
    """One listing with everything."""
    return ListingAnswer(
        listing=page.listing,
        words=page.words,
        support=page.support,
        similar=tuple(search_hit(card) for card in page.similar),
        url=page.url,
    )


def place_found(place: Place) -> PlaceFound:
    """A place."""
    return PlaceFound(
        label=place.label,
        kind=place.kind,
        latitude=place.latitude,
        longitude=place.longitude,
        council_code=place.council_code,
        council_name=place.council_name,
        county=place.county,
        district=place.district,
        nation_code=place.nation_code,
        attribution=place.attribution,
    )


def places_answer(q: str, answer: PlaceAnswer, goes_on: Iterable[Place], limit: int) -> PlacesAnswer:
    """Places that answer to a text, each once."""
    exact: tuple[Place, ...] = ()
    message = None
    if isinstance(answer, Place):
        exact = (answer,)
    elif isinstance(answer, PlaceChoices):
        exact, message = (
            answer.choices,
            _("Several places are called “%(name)s”. Choose one.", name=answer.asked),
        )
    else:
        message = answer.message
    named = {place.label: place for place in (*exact, *goes_on)}
    return PlacesAnswer(
        q=q,
        exact=isinstance(answer, Place),
        message=message,
        hints=answer.hints if isinstance(answer, UnknownPlace) else (),
        places=tuple(place_found(place) for place in list(named.values())[:limit]),
    )


def suggest_answer(q: str, items: Iterable[SuggestedItem]) -> SuggestAnswer:
    """What goes on from what was typed."""
    suggestions = tuple(
        SuggestionAnswer(
            kind=item.kind,
            label=item.label,
            value=item.value,
            url=item.url,
            distance_miles=None if item.distance_miles is None else round(item.distance_miles, 2),
        )
        for item in items
    )
    return SuggestAnswer(q=q, suggestions=suggestions)


def problems_answer(problems: Iterable[ParamProblem]) -> ProblemAnswer:
    """Everything that is wrong with a request."""
    listed = tuple(
        FieldProblem(
            field=problem.field, message=problem.message, value=problem.value, choices=problem.choices
        )
        for problem in problems
    )
    detail = " ".join(f"{problem.field}: {problem.message}" for problem in listed)
    return ProblemAnswer(
        title=_("We could not understand the search"), status=BAD_REQUEST, detail=detail, problems=listed
    )


def place_problem(answer: PlaceChoices | UnknownPlace) -> ProblemAnswer:
    """A place that is not known, or is one of several."""
    if isinstance(answer, PlaceChoices):
        message = _("Several places are called “%(name)s”. Give the label of one of them.", name=answer.asked)
        texts = tuple(place.label for place in answer.choices)
        places = tuple(place_found(place) for place in answer.choices)
    else:
        message, texts, places = answer.message, answer.hints, ()
    problem = FieldProblem(field="near", message=message, value=answer.asked, choices=texts)
    return ProblemAnswer(
        title=_("We could not understand the place"),
        status=BAD_REQUEST,
        detail=message,
        problems=(problem,),
        choices=places or UNSET,
    )


def down_answer() -> ProblemAnswer:
    """The search engine cannot answer at this moment."""
    return ProblemAnswer(
        title=_("Search is not working at this moment"),
        status=UNAVAILABLE,
        detail=_("Please try again in a few minutes."),
    )


def missing_answer() -> ProblemAnswer:
    """There is no such listing, or it is not public; the two are never told apart."""
    return ProblemAnswer(
        title=_("Not found"), status=NOT_FOUND, detail=_("We have no listing with this address.")
    )
