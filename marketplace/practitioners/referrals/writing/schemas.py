"""The form of a need."""

from msgspec import Struct
from wtforms import StringField, TextAreaField

from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import AtMost, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.checking.rules import LONGEST_WORDS
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy, Term


def _choose_from_list() -> str:
    return _("Choose from the list.")


def _terms(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in taxonomies.terms(taxonomy)]


class NeedForm(VersionForm):
    """What is needed. What may be in it, the referrals room decides."""

    council = ChoiceField(lazy(lambda: _("Council")), lambda: _("Choose your council."))
    team = ChoiceField(lazy(lambda: _("Who else may see it")), _choose_from_list, may_be_empty=True)
    reference = StringField(lazy(lambda: _("Your own reference for this person")))
    support_types = ChoicesField(
        lazy(lambda: _("What support is needed?")),
        _choose_from_list,
        choices=lambda: _terms(Taxonomy.SUPPORT_TYPE),
    )
    care_group = ChoiceField(
        lazy(lambda: _("Whom is it for?")),
        lambda: _("Choose the group that fits best."),
        choices=lambda: [("", _("Choose one")), *_terms(Taxonomy.CARE_GROUP)],
    )
    place = StringField(lazy(lambda: _("Where is it needed?")), [AtMost(20)])
    hours_per_week = StringField(lazy(lambda: _("Hours a week")), [AtMost(20)])
    days = ChoicesField(
        lazy(lambda: _("On which days?")), _choose_from_list, choices=lambda: _terms(Taxonomy.DAY)
    )
    languages = ChoicesField(
        lazy(lambda: _("Which languages does the person use?")),
        _choose_from_list,
        choices=lambda: _terms(Taxonomy.LANGUAGE),
    )
    words = TextAreaField(lazy(lambda: _("In your words")), [AtMost(LONGEST_WORDS)])


class ChoiceGroup(Struct, frozen=True, kw_only=True):
    """Choices of a long list under a heading; those without one come first."""

    label: str
    terms: tuple[Term, ...]
