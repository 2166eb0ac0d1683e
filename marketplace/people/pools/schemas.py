"""Forms of pools."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField

from marketplace.accounts.supporting.schemas import Supported
from marketplace.kernel.form_fields import ChoiceField, ChoicesField, WholeNumberField
from marketplace.kernel.forms import AtMost, Form, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.rules import FEWEST_PLACES, MOST_PLACES
from marketplace.pooling.writing.rules import (
    LONGEST_HELLO,
    LONGEST_LINE,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WORDS,
)
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

FOR_MYSELF = "me"
_LONGEST_NUMBER = 20


def _from_list() -> str:
    return _("Choose from the list.")


def _terms(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in taxonomies.terms(taxonomy)]


class PoolForm(VersionForm):
    """What a pool is for, in the order of the page. What may be in it, the pooling room decides."""

    title = StringField(lazy(lambda: _("What do you call the pool?")), [AtMost(LONGEST_TITLE)])
    support_types = ChoicesField(
        lazy(lambda: _("What do you want to do together?")),
        _from_list,
        choices=lambda: _terms(Taxonomy.SUPPORT_TYPE),
    )
    words = TextAreaField(lazy(lambda: _("Tell others about it")), [AtMost(LONGEST_WORDS)])
    place = StringField(lazy(lambda: _("Postcode of the place, or yours")), [AtMost(_LONGEST_NUMBER)])
    place_words = StringField(lazy(lambda: _("Where do you meet?")), [AtMost(LONGEST_LINE)])
    days = ChoicesField(lazy(lambda: _("On which days?")), _from_list, choices=lambda: _terms(Taxonomy.DAY))
    parts = ChoicesField(
        lazy(lambda: _("At what time of the day?")), _from_list, choices=lambda: _terms(Taxonomy.TIME)
    )
    weekly_cost = StringField(
        lazy(lambda: _("What may it cost each of you in a week?")), [AtMost(_LONGEST_NUMBER)]
    )
    places = WholeNumberField(
        lazy(lambda: _("How many can be in it, with you?")),
        lambda: _("Enter a number of places from %(low)s to %(high)s.", low=FEWEST_PLACES, high=MOST_PLACES),
        least=FEWEST_PLACES,
        most=MOST_PLACES,
    )
    care_groups = ChoicesField(
        lazy(lambda: _("Is it for some people most of all?")),
        _from_list,
        choices=lambda: _terms(Taxonomy.CARE_GROUP),
    )
    languages = ChoicesField(
        lazy(lambda: _("Which languages do you use?")), _from_list, choices=lambda: _terms(Taxonomy.LANGUAGE)
    )
    listing = HiddenField()


class StartForm(PoolForm):
    """The same with what the others call the starter, and what the planner handed on."""

    plan = HiddenField()
    acting_for: Any
    name = StringField(lazy(lambda: _("The name that other members see")), [AtMost(LONGEST_NAME)])


class JoinForm(Form):
    """Who somebody is in a pool."""

    acting_for: Any
    name = StringField(lazy(lambda: _("The name that other members see")), [AtMost(LONGEST_NAME)])


class AskForm(JoinForm):
    """The same with words for the leads."""

    words = TextAreaField(
        lazy(lambda: _("Would you like to say something to those who lead it?")), [AtMost(LONGEST_HELLO)]
    )


def start_form(supported: Sequence[Supported]) -> type[StartForm]:
    """The form of a new pool, for an account that acts for these people."""

    class OwnForm(StartForm):
        acting_for = _acting_for(supported)

    return OwnForm


def join_form(supported: Sequence[Supported], *, is_taken: bool = False) -> type[JoinForm]:
    """The form of who follows an invitation; `is_taken`: the account itself is in the pool already."""

    class OwnForm(JoinForm):
        acting_for = _acting_for(supported, is_taken=is_taken)

    return OwnForm


def ask_form(supported: Sequence[Supported], *, is_taken: bool = False) -> type[AskForm]:
    """The form of who asks; `is_taken` as there."""

    class OwnForm(AskForm):
        acting_for = _acting_for(supported, is_taken=is_taken)

    return OwnForm


def _acting_for(supported: Sequence[Supported], *, is_taken: bool = False) -> ChoiceField:
    own = [] if is_taken else [(FOR_MYSELF, _("I am"))]
    return ChoiceField(
        lazy(lambda: _("Who is to be the member?")),
        lambda: _("Choose who is to be the member"),
        choices=lambda: [*own, *((str(each.id), each.person_name) for each in supported)],
    )
