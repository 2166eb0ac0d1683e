"""The forms of packs. None has a field for anybody's name."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from msgspec import Struct
from wtforms import BooleanField, Field, StringField, TextAreaField

from marketplace.finder.schemas import ResultCard
from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import AtMost, Form, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.shortlists.packs import rules
from marketplace.shortlists.packs.schemas import PackKind

REASONS = "reasons-"
"""How the names of fields for reasons in one's own words begin."""
LONGEST_REASONS = rules.MOST_REASONS * (rules.LONGEST_REASON + 2)
"""Characters of all reasons for a listing, each on a line of its own."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A listing that can be put into a pack."""

    listing_id: UUID
    card: ResultCard


class AddPage(Struct, frozen=True, kw_only=True):
    """What can be put into a pack: found by a search, and the practitioner's own saved ones."""

    found: Page[Candidate] | None
    """None before anything was searched."""
    notices: tuple[str, ...]
    saved: tuple[Candidate, ...]


class PackItemForm(Struct, frozen=True, kw_only=True):
    """A listing in the form of a pack."""

    listing_id: UUID
    title: str
    """"" where it is not shown any more."""
    suggested: tuple[str, ...]
    reasons: tuple[str, ...]


class GoneItem(Struct, frozen=True, kw_only=True):
    """A listing that a colleague took out while reasons for it were typed."""

    title: str
    """"" where it is not shown any more."""
    reasons: str
    """As they were typed."""


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(each, each) for each in words]


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, rules.kind_words(kind)) for kind in PackKind]


class _Words(Form):
    """What a pack says of itself."""

    near = StringField(lazy(lambda: _("Roughly where?")), [AtMost(rules.LONGEST_NEAR)])
    introduction = TextAreaField(
        lazy(lambda: _("A few words at the beginning")), [AtMost(rules.LONGEST_INTRODUCTION)]
    )
    kind = ChoiceField(
        lazy(lambda: _("How it opens")), lambda: _("Choose how the pack opens."), choices=_kinds
    )


class NewPackForm(_Words):
    """A new pack."""

    council = ChoiceField(lazy(lambda: _("Council")), lambda: _("Choose your council."))
    team = ChoiceField(
        lazy(lambda: _("Who else can see and change it")),
        lambda: _("Choose one of your teams, or only you."),
        may_be_empty=True,
    )
    listing = Field(lazy(lambda: _("What goes in")))
    """The ids are read apart; the field is where what is wrong with them stands."""


class AddForm(Form):
    """What is put in besides."""

    listing = Field(lazy(lambda: _("Listings")))


class ChangePackForm(_Words, VersionForm):
    """A pack with its listings, each with its reasons; see `change_form`."""

    listing = Field(lazy(lambda: _("Listings")))


def reasons_field(listing_id: UUID) -> str:
    """Name of the field for reasons in one's own words."""
    return f"{REASONS}{listing_id}"


def suggested_field(listing_id: UUID) -> str:
    """Name of the field for reasons that the listing suggests."""
    return f"suggested-{listing_id}"


def order_field(listing_id: UUID) -> str:
    """Name of the field for its place."""
    return f"order-{listing_id}"


def out_field(listing_id: UUID) -> str:
    """Name of the field that takes it out."""
    return f"out-{listing_id}"


def change_form(items: Sequence[PackItemForm]) -> type[ChangePackForm]:
    """The form of a pack with these listings."""
    fields: dict[str, Any] = {}
    for item in items:
        fields[suggested_field(item.listing_id)] = ChoicesField(
            lazy(lambda: _("Suggested by what its page says")),
            lambda: _("What its page says has changed. Choose again."),
            choices=partial(_pairs, item.suggested),
        )
        fields[reasons_field(item.listing_id)] = TextAreaField(
            lazy(lambda: _("In your own words")), [AtMost(LONGEST_REASONS)]
        )
        fields[order_field(item.listing_id)] = StringField(lazy(lambda: _("Place in the pack")), [AtMost(9)])
        fields[out_field(item.listing_id)] = BooleanField(lazy(lambda: _("Take it out")))
    return type("ChangePackForm", (ChangePackForm,), fields)
