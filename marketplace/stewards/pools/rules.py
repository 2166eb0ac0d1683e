"""What a steward reads of a pool, as pure functions."""

from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.checking.schemas import WordsChange
from marketplace.pooling.schemas import Pool
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Row = tuple[str, str]


def field_words(change: WordsChange) -> str:
    """What a change is of."""
    return {"title": _("Title"), "words": _("In their words"), "place_words": _("Where they meet")}[
        change.field
    ]


def rows_of(pool: Pool) -> list[Row]:
    """All that others are to see of it, and nothing of who is in it."""
    content = pool.content
    rows = [
        (_("Title"), content.title),
        (_("In their words"), content.words),
        (_("Where they meet"), content.place_words),
        (_("Area"), pool.area.outcode),
        (_("What"), _labels(Taxonomy.SUPPORT_TYPE, content.support_types)),
        (_("For whom"), _labels(Taxonomy.CARE_GROUP, content.care_groups) or _("Anybody")),
        (_("Languages"), _labels(Taxonomy.LANGUAGE, content.languages)),
    ]
    return [(name, value) for name, value in rows if value]


def support_words(codes: tuple[str, ...]) -> str:
    """What a pool is for, in a line."""
    return _labels(Taxonomy.SUPPORT_TYPE, codes)


def _labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> str:
    return ", ".join(taxonomies.label(taxonomy, code) for code in codes)
