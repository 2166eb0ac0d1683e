"""The symbols that there are, and which of them a listing may use."""

from collections.abc import Iterator, Sequence

from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import ListingDraft


def symbol_labels() -> dict[str, str]:
    """What each symbol means, by its code, in the order of a list to choose from."""
    return {
        "person": _("A person"),
        "people": _("People"),
        "home": _("A home"),
        "car": _("A car"),
        "bus": _("A bus"),
        "walking": _("Walking"),
        "bicycle": _("A bicycle"),
        "wheelchair": _("A wheelchair"),
        "swimming": _("Swimming"),
        "sport": _("Sport"),
        "shopping": _("Shopping"),
        "cooking": _("Cooking"),
        "eating": _("Eating"),
        "drink": _("A hot drink"),
        "cleaning": _("Cleaning"),
        "washing": _("Washing"),
        "bath": _("A bath"),
        "bed": _("A bed"),
        "medicine": _("Medicine"),
        "health": _("Health"),
        "garden": _("A garden"),
        "animals": _("Animals"),
        "art": _("Art"),
        "music": _("Music"),
        "reading": _("Reading"),
        "learning": _("Learning"),
        "school": _("A school"),
        "work": _("Work"),
        "computer": _("A computer"),
        "phone": _("A phone"),
        "letter": _("A letter"),
        "writing": _("Writing"),
        "talking": _("Talking"),
        "listening": _("Listening"),
        "hearing": _("A hearing aid"),
        "looking": _("Looking"),
        "help": _("Help"),
        "hello": _("Hello"),
        "happy": _("Feeling good"),
        "love": _("Care"),
        "money": _("Money"),
        "calendar": _("A date"),
        "clock": _("A time"),
        "day": _("Day"),
        "night": _("Night"),
        "place": _("A place"),
        "children": _("Children"),
        "yes": _("Yes"),
        "no": _("No"),
        "safe": _("Safe"),
        "warning": _("Be careful"),
        "good": _("Something good"),
        "key": _("A key"),
    }


SYMBOLS = frozenset(symbol_labels())
"""Their codes."""


def check_symbols(draft: ListingDraft) -> Iterator[Problem]:
    """There is a symbol or "" for each easy-read line, or none at all; each is one that there is."""
    if draft.easy_read_pictures and len(draft.easy_read_pictures) != len(draft.easy_read):
        yield Problem(
            field="easy_read_pictures", message=_("Choose a picture, or none, for each line of easy words.")
        )
    for number, code in enumerate(draft.easy_read_pictures):
        if code and code not in SYMBOLS:
            yield Problem(field=f"easy_read_pictures.{number}", message=_("Choose a picture from the list."))


def with_symbols(lines: Sequence[str], codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Each line with the code of its symbol, "" where it has none."""
    known = [code if code in SYMBOLS else "" for code in codes]
    return tuple(zip(lines, [*known, *[""] * len(lines)], strict=False))
