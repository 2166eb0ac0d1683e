"""What is wrong with what somebody writes about a pool or calls themselves, as pure functions."""

from collections.abc import Iterator, Mapping

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.rules import FEWEST_PLACES, MOST_PLACES
from marketplace.pooling.schemas import PoolContent
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.writing.rules import check_text

SHORTEST_TITLE, LONGEST_TITLE = 5, 80
LONGEST_WORDS, LONGEST_LINE, LONGEST_NAME, LONGEST_HELLO = 2_000, 200, 40, 500
MOST_SUPPORT_TYPES, MOST_CARE_GROUPS, MOST_LANGUAGES = 6, 6, 6
MOST_WEEKLY_PENCE = 2_000_00

Known = Mapping[Taxonomy, frozenset[str]]


def tidy(content: PoolContent) -> PoolContent:
    """The same without blanks at the ends of texts, each code once."""
    values = {name: getattr(content, name) for name in PoolContent.__struct_fields__}
    for field in ("title", "words", "place_words"):
        values[field] = values[field].strip()
    for field in ("support_types", "care_groups", "languages", "times"):
        values[field] = tuple(dict.fromkeys(values[field]))
    return PoolContent(**values)


def check_content(content: PoolContent, known: Known) -> Iterator[Problem]:
    """All that is wrong with what a pool is for."""
    if len(content.title) < SHORTEST_TITLE:
        message = _("Give the pool a title, such as “Tuesday art group”.")
        yield Problem(field="title", message=message)
    for field, most in (("title", LONGEST_TITLE), ("words", LONGEST_WORDS), ("place_words", LONGEST_LINE)):
        yield from check_text(field, getattr(content, field), most)
    yield from _check_choices(content, known)
    if not FEWEST_PLACES <= content.places <= MOST_PLACES:
        message = _("Enter a number of places from %(low)s to %(high)s.", low=FEWEST_PLACES, high=MOST_PLACES)
        yield Problem(field="places", message=message)
    cost = content.weekly_cost_pence
    if cost is not None and not 0 <= cost <= MOST_WEEKLY_PENCE:
        yield Problem(field="weekly_cost", message=_("Enter pounds a week from 0 to 2,000."))


def check_name(name: str) -> Iterator[Problem]:
    """What is wrong with what the others are to call somebody."""
    if not name:
        yield Problem(field="name", message=_("Say what the others should call you. A first name is enough."))
    elif not any(sign.isalpha() for sign in name):
        yield Problem(field="name", message=_("Enter a name with letters in it."))
    else:
        yield from check_text("name", name, LONGEST_NAME)


def check_hello(words: str) -> Iterator[Problem]:
    """What is wrong with what somebody writes to the leads when they ask."""
    yield from check_text("words", words, LONGEST_HELLO)


def _check_choices(content: PoolContent, known: Known) -> Iterator[Problem]:
    if not 1 <= len(content.support_types) <= MOST_SUPPORT_TYPES:
        message = _("Choose what you want to do together: from one to %(num)s.", num=MOST_SUPPORT_TYPES)
        yield Problem(field="support_types", message=message)
    for field, most in (("care_groups", MOST_CARE_GROUPS), ("languages", MOST_LANGUAGES)):
        if len(getattr(content, field)) > most:
            yield Problem(field=field, message=_("Choose %(num)s or fewer.", num=most))
    parts = {f"{day}.{part}" for day in known[Taxonomy.DAY] for part in known[Taxonomy.TIME]}
    for field, codes in (
        ("support_types", known[Taxonomy.SUPPORT_TYPE]),
        ("care_groups", known[Taxonomy.CARE_GROUP]),
        ("languages", known[Taxonomy.LANGUAGE]),
        ("times", parts),
    ):
        if not set(getattr(content, field)) <= codes:
            yield Problem(field=field, message=_("Choose from the list."))
