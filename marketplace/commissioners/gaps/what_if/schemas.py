"""The form of what-if, and what its answer shows."""

from msgspec import Struct
from wtforms import StringField

from marketplace.commissioners.gaps import rules
from marketplace.gaps.reading.schemas import Filters
from marketplace.gaps.rules import group_words
from marketplace.gaps.schemas import GapGroup
from marketplace.kernel.form_fields import ChoiceField
from marketplace.kernel.forms import AtMost, Form, lazy
from marketplace.kernel.i18n import gettext as _

LONGEST = 100
TRAVELS, VENUE = "travels", "venue"


def _choose() -> str:
    return _("Choose one from the list.")


class WhatIfForm(Form):
    """So much more, for whom and where."""

    amount = StringField(lazy(lambda: _("How much more is free")), [AtMost(LONGEST)])
    unit = ChoiceField(
        lazy(lambda: _("Counted in")),
        _choose,
        choices=lambda: [pair[:2] for pair in rules.unit_choices(Filters())],
    )
    group = ChoiceField(
        lazy(lambda: _("For")),
        _choose,
        choices=lambda: [(group.value, group_words(group)) for group in GapGroup],
    )
    type = ChoiceField(
        lazy(lambda: _("Kind of support")),
        _choose,
        may_be_empty=True,
        choices=lambda: [pair[:2] for pair in rules.type_choices(Filters())],
    )
    how = ChoiceField(
        lazy(lambda: _("How it reaches people")),
        _choose,
        choices=lambda: [
            (TRAVELS, _("Somebody travels to people")), (VENUE, _("People go to a place")),
        ],
    )  # fmt: skip
    miles = StringField(lazy(lambda: _("Miles that somebody travels")), [AtMost(LONGEST)])
    place = StringField(lazy(lambda: _("Where")), [AtMost(LONGEST)])


class ChangedRow(Struct, frozen=True, kw_only=True):
    """A small area and what changes there."""

    name: str
    href: str
    before: str
    after: str


class Place(Struct, frozen=True, kw_only=True):
    """A small area where more would help."""

    number: int
    name: str
    words: str
    href: str


class Answer(Struct, frozen=True, kw_only=True):
    """What would change, in words and columns."""

    title: str
    words: tuple[str, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    usual: float | None
    area_codes: tuple[str, ...]
    places: tuple[Place, ...] = ()
    marked: tuple[str, ...] = ()
    """Codes of areas to mark on the map, in their order."""
