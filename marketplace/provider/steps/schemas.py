"""The form of each page of questions. Nothing is refused but choices that are not offered."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from wtforms import HiddenField, StringField, TextAreaField

from marketplace.kernel.form_fields import ChoiceField, ChoicesField
from marketplace.kernel.forms import FormData, VersionForm, clean, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.drafts.words.rules import MOST_EASY_READ_LINES
from marketplace.listings.editing.needs.rules import DBS_LEVELS, TRAINING
from marketplace.listings.editing.schemas import Answers, Step
from marketplace.listings.editing.steps.rules import BOTH, COME, TRAVEL
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Pairs = list[tuple[str, str]]
BLANK_LINES = 3
"""Empty lines of the easy-read page, ready to be written in."""


def _choices(taxonomy: Taxonomy) -> Callable[[], Pairs]:
    return lambda: [(term.code, term.label) for term in taxonomies.terms(taxonomy)]


def _many(taxonomy: Taxonomy, label: Callable[[], str]) -> ChoicesField:
    return ChoicesField(lazy(label), _choose, choices=_choices(taxonomy))


def _choose() -> str:
    return _("Choose from the list")


def _yes_no() -> Pairs:
    return [("yes", _("Yes")), ("no", _("No"))]


def _one(label: Callable[[], str], choices: Callable[[], Pairs]) -> ChoiceField:
    return ChoiceField(lazy(label), _choose, choices=choices, may_be_empty=True)


def dbs_levels() -> Pairs:
    """Levels of a check by the Disclosure and Barring Service."""
    names = {
        "basic": _("Basic"),
        "standard": _("Standard"),
        "enhanced": _("Enhanced"),
        "enhanced_barred": _("Enhanced with barred lists"),
    }
    return [(level, names[level]) for level in DBS_LEVELS]


def _where() -> Pairs:
    return [
        (TRAVEL, _("I go to people, or out with them")),
        (COME, _("People come to a place")),
        (BOTH, _("Both")),
    ]


class StepForm(VersionForm):
    """The base of all: the version of the request that the page was made from, and where it came from."""

    back = HiddenField()


class WhoForm(StepForm):
    """What kind of support, and whose."""

    kind = _one(lambda: _("What kind of support is it?"), _choices(Taxonomy.KIND))
    organization_name = StringField(lazy(lambda: _("Name")))


class OfferForm(StepForm):
    """What it is, in short."""

    title = StringField(lazy(lambda: _("Title")))
    summary = TextAreaField(lazy(lambda: _("In a sentence or two")))


class SupportForm(StepForm):
    """Kinds of help."""

    support_types = _many(Taxonomy.SUPPORT_TYPE, lambda: _("What do you help with?"))


class WordsForm(StepForm):
    """More, in their own words."""

    description = TextAreaField(lazy(lambda: _("About what you offer")))
    organization_description = TextAreaField(lazy(lambda: _("About your organisation")))
    website = StringField(lazy(lambda: _("Website")))


class PeopleForm(StepForm):
    """For whom it is."""

    care_groups = _many(Taxonomy.CARE_GROUP, lambda: _("Who is it for?"))
    minimum_age = StringField(lazy(lambda: _("Youngest age")))
    maximum_age = StringField(lazy(lambda: _("Oldest age")))


class LanguagesForm(StepForm):
    """Languages, culture and gender."""

    languages = _many(Taxonomy.LANGUAGE, lambda: _("Which languages are spoken?"))
    cultures = _many(Taxonomy.CULTURE, lambda: _("Which culture or faith do you know well?"))
    genders = _many(Taxonomy.GENDER, lambda: _("Who gives the support?"))


class WhereForm(StepForm):
    """Whether people come or the provider travels."""

    where = _one(lambda: _("Where do you give support?"), _where)


class VenueForm(StepForm):
    """The place that people come to."""

    venue_name = StringField(lazy(lambda: _("Name of the place")))
    venue_address = StringField(lazy(lambda: _("Street and number")))
    venue_town = StringField(lazy(lambda: _("Town or village")))
    venue_postcode = StringField(lazy(lambda: _("Postcode")))
    access = _many(Taxonomy.ACCESS, lambda: _("How easy is it to get in and round?"))


class TravelForm(StepForm):
    """How far, or where to."""

    base_postcode = StringField(lazy(lambda: _("The postcode you set out from")))
    miles = StringField(lazy(lambda: _("How many miles you travel")))
    named = TextAreaField(lazy(lambda: _("Areas you go to")))
    transport = _many(Taxonomy.TRANSPORT, lambda: _("How do you get about?"))


class TimesForm(StepForm):
    """When, and what is free."""

    hours = TextAreaField(lazy(lambda: _("Days and times")))
    hours_per_week = StringField(lazy(lambda: _("Hours a week that are free now")))
    places = StringField(lazy(lambda: _("Places that are free now")))


class PriceForm(StepForm):
    """What it costs."""

    prices = TextAreaField(lazy(lambda: _("Prices")))
    funding = _many(Taxonomy.FUNDING, lambda: _("How can people pay?"))


class TeamForm(StepForm):
    """Who works there, and registration."""

    workers = StringField(lazy(lambda: _("How many people work with you, yourself included?")))
    full_time = StringField(lazy(lambda: _("How many full-time jobs is that?")))
    cqc = _one(lambda: _("Are you registered with the Care Quality Commission (CQC)?"), _yes_no)
    cqc_location_id = StringField(lazy(lambda: _("CQC location number")))


class ChecksForm(StepForm):
    """What was checked."""

    dbs = _one(lambda: _("Do you have a DBS check?"), _yes_no)
    dbs_level = _one(lambda: _("Which level?"), dbs_levels)
    dbs_on = StringField(lazy(lambda: _("Date on the certificate")))
    insurance = _one(lambda: _("Do you have public liability insurance?"), _yes_no)
    insurance_until = StringField(lazy(lambda: _("Until when does it run?")))
    references = _one(lambda: _("Can you name two people who know your work?"), _yes_no)
    data_protection = _one(
        lambda: _("Are you registered with the Information Commissioner's Office?"), _yes_no
    )
    data_protection_number = StringField(lazy(lambda: _("Registration number")))
    training = ChoicesField(
        lazy(lambda: _("Which of these do you have?")),
        _choose,
        choices=lambda: [(code, taxonomies.label(Taxonomy.CHECK, code)) for code in TRAINING],
    )


class EasyReadForm(StepForm):
    """The easy-read page, whose lines are read by `read_lines`: each is a text and a picture."""


FORMS: Mapping[Step, type[StepForm]] = {
    Step.WHO: WhoForm,
    Step.OFFER: OfferForm,
    Step.SUPPORT: SupportForm,
    Step.WORDS: WordsForm,
    Step.PEOPLE: PeopleForm,
    Step.LANGUAGES: LanguagesForm,
    Step.WHERE: WhereForm,
    Step.VENUE: VenueForm,
    Step.TRAVEL: TravelForm,
    Step.TIMES: TimesForm,
    Step.PRICE: PriceForm,
    Step.TEAM: TeamForm,
    Step.CHECKS: ChecksForm,
    Step.EASY_READ: EasyReadForm,
}
"""The photos have pages of their own."""


class Line(Struct, frozen=True, kw_only=True):
    """A line of the easy-read page."""

    text: str
    picture: str = ""
    problem: str = ""


def read_lines(data: FormData) -> Answers:
    """The lines that say something, with their pictures."""
    texts = [str(clean(text)) for text in data.getall("easy_read", []) if isinstance(text, str)]
    pictures = [str(code) for code in data.getall("easy_read_pictures", [])]
    pictures += [""] * (len(texts) - len(pictures))
    pairs = [(text, picture) for text, picture in zip(texts, pictures, strict=False) if text]
    pairs = pairs[: MOST_EASY_READ_LINES * 2]
    return {
        "easy_read": [text for text, _picture in pairs],
        "easy_read_pictures": [picture for _text, picture in pairs],
    }


def lines_of(content: Answers, problems: Mapping[str, str]) -> tuple[Line, ...]:
    """What the easy-read page shows: the lines that are there, and some to write in."""
    texts = list(content.get("easy_read", ()))
    pictures = list(content.get("easy_read_pictures", ()))
    pictures += [""] * (len(texts) - len(pictures))
    lines = [
        Line(text=text, picture=picture, problem=problems.get(f"easy_read.{number}", ""))
        for number, (text, picture) in enumerate(zip(texts, pictures, strict=False))
    ]
    blank = max(min(BLANK_LINES, MOST_EASY_READ_LINES - len(lines)), 0)
    return (*lines, *[Line(text="")] * blank)
