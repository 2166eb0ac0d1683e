"""One search as it was asked, the lists it chooses from, and what can be wrong with it."""

from enum import StrEnum

from msgspec import Struct

from marketplace.taxonomies.schemas import Taxonomy, Term
from search.query import Reach, Sort

WITHIN_CHOICES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0)
"""Distances offered, in miles; any number from the first to the last is understood."""
DEFAULT_WITHIN_MILES = 10.0
DEFAULT_PER_PAGE = 20
MAX_PER_PAGE = 100
MAX_REACHABLE = 10_000
"""Paging ends after this many results; who needs more than that is asked to narrow the search."""


class View(StrEnum):
    """How the page shows what was found."""

    LIST = "list"
    MAP = "map"


class Vocabulary(Struct, frozen=True, kw_only=True):
    """The lists that people choose from, by the name of their parameter, in one language."""

    terms: dict[Taxonomy, tuple[Term, ...]]
    """What can be chosen, in the order to show."""
    words: dict[tuple[Taxonomy, str], str]
    """The label of every code, headings of long lists included."""

    def label(self, name: Taxonomy, code: str) -> str:
        """Words for a code; the code itself when the list does not have it (any more)."""
        return self.words.get((name, code), code)

    def labels(self, name: Taxonomy, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Words for several codes, in the order given."""
        return tuple(self.label(name, code) for code in codes)


class SearchParams(Struct, frozen=True, kw_only=True):
    """A search as it was asked. Fields are named as in the URL; choices stand in the order of their list."""

    q: str = ""
    literal: bool = False
    """Every word of `q` is only a word: no place, kind or language is read out of it."""
    near: str = ""
    within: float = DEFAULT_WITHIN_MILES
    reach: Reach = Reach.ANY
    kind: tuple[str, ...] = ()
    care_group: tuple[str, ...] = ()
    support_type: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    culture: tuple[str, ...] = ()
    gender: tuple[str, ...] = ()
    transport: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    day: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    pool: tuple[str, ...] = ()
    """Only pools with so many free places; listings have none of these."""
    age: int | None = None
    price_max: int | None = None
    """Whole pence."""
    free: bool = False
    """Only what has time or places free now (not: costs nothing)."""
    sort: Sort = Sort.BEST
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE
    view: View = View.LIST

    def chosen(self, name: Taxonomy) -> tuple[str, ...]:
        """The codes chosen of one list."""
        codes: tuple[str, ...] = getattr(self, name.value)
        return codes


class ParamProblem(Struct, frozen=True, kw_only=True):
    """Something in the URL that cannot be understood: which parameter, what stood there, how to mend it."""

    field: str
    value: str
    """As it was typed, cut to 200 characters, without characters that cannot be shown."""
    message: str
    choices: tuple[str, ...] = ()
    """Values that would be understood, where there are few."""
