"""Forms of adverts."""

from collections.abc import Sequence

from wtforms import BooleanField, StringField, TextAreaField

from marketplace.accounts.supporting.schemas import Supported
from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import AtMost, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from marketplace.wanted.schemas import AdvertKind, GenderReason
from marketplace.wanted.writing.rules import LONGEST_LINE, LONGEST_WORDS

FOR_MYSELF = "me"
_LONGEST_NUMBER = 20


def _from_list() -> str:
    return _("Choose from the list.")


def _terms(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in taxonomies.terms(taxonomy)]


def _genders() -> list[tuple[str, str]]:
    return [("", _("It does not matter")), *_terms(Taxonomy.GENDER)]


def _gender_reasons() -> list[tuple[str, str]]:
    return [
        (
            GenderReason.INTIMATE_CARE.value,
            _("They help me with washing, dressing, the toilet or other intimate care"),
        ),
        (GenderReason.OTHER.value, _("Another reason in the work itself")),
    ]


class AdvertForm(VersionForm):
    """What somebody wants, in the order of the page. What may be in it, the wanted room decides.

    See `advert_form` for who acts for somebody.
    """

    kind = ChoiceField("", _from_list, choices=lambda: [(kind.value, kind.value) for kind in AdvertKind])
    acting_for = ChoiceField(
        lazy(lambda: _("Who is it for?")),
        lambda: _("Choose who it is for"),
        may_be_empty=True,
        choices=lambda: [(FOR_MYSELF, _("Me"))],
    )
    support_types = ChoicesField(
        lazy(lambda: _("What do you want help with?")),
        _from_list,
        choices=lambda: _terms(Taxonomy.SUPPORT_TYPE),
    )
    words = TextAreaField(lazy(lambda: _("What are you looking for?")), [AtMost(LONGEST_WORDS)])
    place = StringField(lazy(lambda: _("Your postcode")), [AtMost(_LONGEST_NUMBER)])
    days = ChoicesField(lazy(lambda: _("On which days?")), _from_list, choices=lambda: _terms(Taxonomy.DAY))
    parts = ChoicesField(
        lazy(lambda: _("At what time of the day?")), _from_list, choices=lambda: _terms(Taxonomy.TIME)
    )
    times_words = StringField(lazy(lambda: _("More about the times")), [AtMost(LONGEST_LINE)])
    hours_per_week = StringField(lazy(lambda: _("Hours a week")), [AtMost(_LONGEST_NUMBER)])
    rate_from_pence = StringField(lazy(lambda: _("From")), [AtMost(_LONGEST_NUMBER)])
    rate_to_pence = StringField(lazy(lambda: _("To")), [AtMost(_LONGEST_NUMBER)])
    skills = StringField(lazy(lambda: _("What should they know or be able to do?")), [AtMost(LONGEST_LINE)])
    needs_driver = BooleanField(lazy(lambda: _("They need to be able to drive")))
    languages = ChoicesField(
        lazy(lambda: _("Which language should they use with you?")),
        _from_list,
        choices=lambda: _terms(Taxonomy.LANGUAGE),
    )
    gender = ChoiceField(
        lazy(lambda: _("Does the work need a woman or a man?")),
        _from_list,
        may_be_empty=True,
        choices=_genders,
    )
    gender_reason = ChoiceField(
        lazy(lambda: _("Why does the work need this?")),
        _from_list,
        may_be_empty=True,
        choices=_gender_reasons,
    )
    gender_words = StringField(lazy(lambda: _("The other reason")), [AtMost(LONGEST_LINE)])


def advert_form(supported: Sequence[Supported]) -> type[AdvertForm]:
    """The form for somebody who acts for these people: they have to say who an advert is for."""

    class OwnForm(AdvertForm):
        acting_for = ChoiceField(
            lazy(lambda: _("Who is it for?")),
            lambda: _("Choose who it is for"),
            choices=lambda: [
                (FOR_MYSELF, _("Me")),
                *((str(each.id), each.person_name) for each in supported),
            ],
        )

    return OwnForm


class EndForm(VersionForm):
    """Why an advert is over."""

    why = ChoiceField(
        lazy(lambda: _("Why is it over?")),
        lambda: _("Choose why it is over."),
        choices=lambda: [
            ("here", _("I found somebody through this advert")),
            ("elsewhere", _("I found somebody in another way")),
            ("withdraw", _("I am not looking any more")),
        ],
    )
