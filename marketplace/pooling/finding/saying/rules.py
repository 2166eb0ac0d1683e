"""Days and places of a pool in words, in the reader's language."""

from marketplace.kernel.i18n import ngettext
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


def times_words(times: tuple[str, ...]) -> str:
    """Days with their parts: "Tuesday (afternoon), Thursday"."""
    parts_of: dict[str, list[str]] = {}
    for each in times:
        day, _dot, part = each.partition(".")
        parts_of.setdefault(day, []).append(part)
    every = len(taxonomies.terms(Taxonomy.TIME))
    return ", ".join(
        taxonomies.label(Taxonomy.DAY, day)
        if len(parts) == every
        else f"{taxonomies.label(Taxonomy.DAY, day)} ({labels(Taxonomy.TIME, tuple(parts)).lower()})"
        for day, parts in parts_of.items()
    )


def left_words(places: int, left: int) -> str:
    """How many places are left, and nothing of who has the others."""
    return ngettext(
        "%(num)s place left of %(places)s", "%(num)s places left of %(places)s", left, places=places
    )


def labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> str:
    """What codes of a list mean, in a line."""
    return ", ".join(taxonomies.label(taxonomy, code) for code in codes)
