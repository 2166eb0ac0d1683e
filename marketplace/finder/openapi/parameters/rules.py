"""Every parameter of the JSON API: what it means, what it takes, an example."""

from typing import Any

from marketplace.finder.params.lookups.rules import DEFAULT_LIMIT, MAX_LIMIT
from marketplace.finder.params.rules import MAX_AGE
from marketplace.finder.params.schemas import (
    DEFAULT_PER_PAGE,
    DEFAULT_WITHIN_MILES,
    MAX_PER_PAGE,
    MAX_REACHABLE,
    WITHIN_CHOICES,
    Vocabulary,
)
from marketplace.finder.params.values.rules import MAX_PENCE, MAX_PLACE, MAX_TEXT
from marketplace.taxonomies.schemas import Taxonomy
from search.query import Reach, Sort

Schema = dict[str, Any]
_LISTS = {
    Taxonomy.KIND: ("Kind of support.", "personal_assistant"),
    Taxonomy.CARE_GROUP: ("Whom the support is for.", "learning_disability"),
    Taxonomy.SUPPORT_TYPE: ("What the support helps with.", "swimming"),
    Taxonomy.LANGUAGE: ("Languages spoken or signed.", "bsl"),
    Taxonomy.CULTURE: ("Cultural and faith knowledge.", "muslim"),
    Taxonomy.GENDER: ("Gender of the worker.", "female"),
    Taxonomy.TRANSPORT: ("Driving and transport.", "own_car"),
    Taxonomy.ACCESS: ("Accessibility of the venue.", "step_free"),
    Taxonomy.DAY: ("Days of the week.", "mon"),
    Taxonomy.TIME: ("Parts of the day.", "morning"),
    Taxonomy.FUNDING: ("Ways to pay that the provider takes.", "direct_payment"),
    Taxonomy.CHECK: ("Checks held and in date.", "dbs"),
    Taxonomy.POOL: ("Only pools: people who put direct payments together and have places free.", "places"),
}


def search_parameters(vocabulary: Vocabulary) -> list[Schema]:
    """The parameters of `/api/search`, in the order of canonical URLs."""
    return [
        _parameter(
            "q",
            "What is looked for, in plain words. Forgives typing mistakes; knows words that mean the same. "
            "Pictures and the characters of code (such as `<`, `>`, `;`, `=`) are refused. A place, a kind "
            "of support or languages in it are understood as such (`swimming Melksham`); `understood` in the "
            "answer says so.",
            {"type": "string", "maxLength": MAX_TEXT},
            "help with swimming",
        ),
        _parameter(
            "literal",
            "`1`: every word of `q` is only a word, and nothing is read out of it.",
            {"type": "string", "enum": ["1", "0"], "default": "0"},
            "1",
        ),
        _near("Where support is wanted. Without it, nothing is said or filtered by distance."),
        _parameter(
            "within",
            f"How far people go, in miles: a number from {WITHIN_CHOICES[0]} to {WITHIN_CHOICES[-1]:g}. "
            f"The page offers {', '.join(f'{miles:g}' for miles in WITHIN_CHOICES)}.",
            {
                "type": "number",
                "minimum": WITHIN_CHOICES[0],
                "maximum": int(WITHIN_CHOICES[-1]),
                "default": int(DEFAULT_WITHIN_MILES),
            },
            5,
        ),
        _parameter(
            "reach",
            "How person and support meet. `come_to_me`: the provider's own area covers the place. "
            "`i_go`: a venue within the distance. `any`: either. Says nothing without `near`.",
            {"type": "string", "enum": [reach.value for reach in Reach], "default": Reach.ANY.value},
            "come_to_me",
        ),
        *(_list(taxonomy, vocabulary) for taxonomy in Taxonomy),
        *_numbers(),
        _parameter(
            "sort",
            "Order of results: best match, nearest, lowest price, most free time. "
            "`nearest` without `near` is `best`.",
            {"type": "string", "enum": [sort.value for sort in Sort], "default": Sort.BEST.value},
            "nearest",
        ),
        *_paging(),
    ]


def _numbers() -> list[Schema]:
    return [
        _parameter(
            "age",
            "Age in years of the person: leaves out what is for other ages.",
            {"type": "integer", "minimum": 0, "maximum": MAX_AGE},
            67,
        ),
        _parameter(
            "price_max",
            "Highest price in whole pence, of any unit; what says no price is left out.",
            {"type": "integer", "minimum": 0, "maximum": MAX_PENCE},
            1800,
        ),
        _parameter(
            "free",
            "`1`: only what has time or places free now (not: what costs nothing).",
            {"type": "string", "enum": ["1", "0"], "default": "0"},
            "1",
        ),
    ]


def _paging() -> list[Schema]:
    return [
        _parameter(
            "page",
            f"Number of the page, from 1. `page` times `per_page` is at most {MAX_REACHABLE:,}.",
            {"type": "integer", "minimum": 1, "maximum": MAX_REACHABLE, "default": 1},
            2,
        ),
        _parameter(
            "per_page",
            "Results on a page.",
            {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": DEFAULT_PER_PAGE},
            50,
        ),
    ]


def places_parameters() -> list[Schema]:
    """The parameters of `/api/places`."""
    return [
        _parameter(
            "q",
            "A postcode, a part of one, a town or village, or the beginning of any of these.",
            {"type": "string", "maxLength": MAX_PLACE},
            "Melk",
            required=True,
        ),
        _parameter(
            "limit",
            "At most so many places.",
            {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
            5,
        ),
    ]


def suggest_parameters() -> list[Schema]:
    """The parameters of `/api/suggest`."""
    return [
        _parameter(
            "q",
            "What has been typed so far; suggestions begin with two letters.",
            {"type": "string", "maxLength": MAX_TEXT},
            "swim",
            required=True,
        ),
        _near(
            "Where support is wanted; a place that is not understood only means that distances are left out."
        ),
    ]


def listing_parameters() -> list[Schema]:
    """The parameters of `/api/listings/{id}`."""
    parameter = _parameter(
        "id",
        "Id of the listing, as a hit of a search gives it.",
        {"type": "string", "format": "uuid"},
        "0d9a7d61-5a1c-4f6e-9a51-27d1c6a3f1b2",
        required=True,
    )
    return [{**parameter, "in": "path"}]


def _near(description: str) -> Schema:
    return _parameter(
        "near",
        f"{description} A postcode, district (`SN12`) or sector (`SN12 6`), a town or village, with its "
        "county where there are several (`Mere, Wiltshire`), or `latitude, longitude`.",
        {"type": "string", "maxLength": MAX_PLACE},
        "SN12 6LX",
    )


def _list(taxonomy: Taxonomy, vocabulary: Vocabulary) -> Schema:
    description, example = _LISTS[taxonomy]
    terms = vocabulary.terms.get(taxonomy, ())
    codes = [term.code for term in terms]
    parameter = _parameter(
        taxonomy.value,
        f"{description} Can be given several times: any of them will do.",
        {"type": "array", "items": {"type": "string", "enum": codes}, "uniqueItems": True},
        [example if example in codes else codes[0]],
    )
    return {
        **parameter,
        "style": "form",
        "explode": True,
        "x-labels": {term.code: term.label for term in terms},
    }


def _parameter(
    name: str, description: str, schema: Schema, example: object, *, required: bool = False
) -> Schema:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema,
        "example": example,
    }
