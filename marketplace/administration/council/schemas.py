"""The forms, one for each section of the settings. What can be kept, the councils room decides."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, FileField, HiddenField, PasswordField, StringField, TextAreaField

from marketplace.councils.checking import rules as checking
from marketplace.councils.clauses.rules import LONGEST_CLAUSE, national_clauses
from marketplace.councils.schemas import CouncilPart, PackPart, TravelMode
from marketplace.kernel.form_fields import ChoiceField, ChoicesField, DayField, WholeNumberField
from marketplace.kernel.forms import AtMost, Needed, VersionForm, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.theme import WORDS
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

LINE, TEXT = checking.LONGEST_LINE, checking.LONGEST_TEXT


def _terms(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in taxonomies.terms(taxonomy)]


def _line(label: Callable[[], str], most: int = LINE) -> Any:
    return StringField(lazy(label), [AtMost(most)])


def _text(label: Callable[[], str], most: int = TEXT) -> Any:
    return TextAreaField(lazy(label), [AtMost(most)])


def _number(name: str, label: Callable[[], str]) -> Any:
    lowest, highest = {**checking.BOUNDS, **checking.POOL_BOUNDS}[name]

    def say() -> str:
        return _(
            "%(label)s: enter a number from %(lowest)s to %(highest)s.",
            label=label(),
            lowest=lowest,
            highest=f"{highest:,}",
        )

    return WholeNumberField(lazy(label), say, least=lowest, most=highest, validators=[Needed(say)])


def travel_words() -> dict[TravelMode, str]:
    """How people get to a place, as settings say it."""
    return {
        TravelMode.WALKING: _("On foot: up to 1.5 miles"),
        TravelMode.BUS: _("By bus: up to 5 miles"),
        TravelMode.CAR: _("By car: up to 10 miles"),
    }


class SectionForm(VersionForm):
    """Any section: the version is that of the settings when the page was made."""


class LooksForm(SectionForm):
    """Name, tagline, colours and logo."""

    site_name = _line(lambda: _("Name of the site"), checking.LONGEST_SITE_NAME)
    tagline = _line(lambda: _("A line under the name"), checking.LONGEST_TAGLINE)
    colour = _line(lambda: _("Main colour"), 20)
    accent = _line(lambda: _("Second colour"), 20)
    logo = FileField(lazy(lambda: _("Logo")))
    no_logo = BooleanField(lazy(lambda: _("Show no logo, but the name")))


class SupportForm(SectionForm):
    """Who helps with direct payments."""

    name = StringField(lazy(lambda: _("Name")), [Needed(lambda: _("Write who helps.")), AtMost(LINE)])
    description = _text(lambda: _("What they do"))
    phone = _line(lambda: _("Phone"))
    url = _line(lambda: _("Web address"), TEXT)
    source = StringField(
        lazy(lambda: _("Where you know it from")),
        [Needed(lambda: _("Write where you know it from.")), AtMost(TEXT)],
    )
    as_of = DayField(
        lazy(lambda: _("When it was last checked")),
        validators=[Needed(lambda: _("Write when it was last checked."))],
    )


class SafeguardingForm(SectionForm):
    """Whom to tell when somebody may be unsafe."""

    safeguarding_name = _line(lambda: _("Name of the team"))
    safeguarding_phone = _line(lambda: _("Phone"))
    safeguarding_hours = _text(lambda: _("When it is answered, and whom to ring at other times"))
    safeguarding_url = _line(lambda: _("Web address of your own form"), TEXT)
    safeguarding_email = _line(lambda: _("Email address that somebody reads every day"))
    escalate_after_hours = _number(
        "escalate_after_hours", lambda: _("Hours until administrators are told, if nobody opened it")
    )


class IntervalsForm(SectionForm):
    """How often listings are asked after, and how long things are kept."""

    confirm_every_days = _number("confirm_every_days", lambda: _("Ask if a listing is still right every"))
    rank_lower_after_days = _number(
        "rank_lower_after_days", lambda: _("If nobody answers, put it lower in lists after")
    )
    hide_after_days = _number("hide_after_days", lambda: _("If nobody answers, hide it after"))
    sign_in_every_days = _number(
        "sign_in_every_days", lambda: _("Hide personal assistants not seen here for")
    )
    ask_capacity_every_days = _number("ask_capacity_every_days", lambda: _("Ask what is free every"))
    warn_days = _number("warn_days", lambda: _("Warn the provider this long before"))
    concerns_kept_days = _number("concerns_kept_days", lambda: _("Delete closed concerns after"))
    enquiries_kept_days = _number(
        "enquiries_kept_days", lambda: _("Delete conversations after their last message")
    )
    evidence_kept_days = _number(
        "evidence_kept_days", lambda: _("Delete files of evidence that was decided on after")
    )
    referrals_kept_days = _number("referrals_kept_days", lambda: _("Delete referrals that ended after"))
    drafts_kept_days = _number("drafts_kept_days", lambda: _("Delete listings that nobody finished after"))


class MarketForm(SectionForm):
    """What the council pays, which prices are compared with."""

    rate = _line(lambda: _("What your direct payments pay for an hour of a personal assistant"), 20)
    travel_mode = ChoiceField(
        lazy(lambda: _("How most people get to a place")),
        lambda: _("Choose one from the list."),
        choices=lambda: [(mode.value, words) for mode, words in travel_words().items()],
        default=TravelMode.BUS.value,
    )


class AccountsForm(SectionForm):
    """How long an account is kept that nobody uses. Everywhere: accounts are of no council."""

    accounts_kept_days = _number("accounts_kept_days", lambda: _("Delete accounts that nobody used for"))


class SignalsForm(SectionForm):
    """Whether and how long it is counted what people look for."""

    keeps_signals = BooleanField(
        lazy(lambda: _("Count what people of our area look for and what comes of asking"))
    )
    signals_kept_months = _number("signals_kept_months", lambda: _("Delete these counts after"))


class SignOnForm(SectionForm):
    """How staff sign in with the council's own service."""

    issuer = _line(lambda: _("Address of the sign-in service (issuer)"), TEXT)
    client_id = _line(lambda: _("Client ID"))
    client_secret = PasswordField(lazy(lambda: _("Client secret")), [AtMost(TEXT)])
    domains = _text(lambda: _("What staff email addresses end with"))
    asks_second_factor = BooleanField(
        lazy(lambda: _("The service asks each of our staff for a second factor"))
    )
    default_role = ChoiceField(
        lazy(lambda: _("Who signs in without an invitation becomes")),
        lambda: _("Choose a role from the list."),
        choices=lambda: [
            ("", _("nobody: only invited people come in")),
            ("practitioner", _("a social worker or other professional")),
            ("commissioner", _("a commissioner")),
        ],
        may_be_empty=True,
    )


def council_part_words() -> dict[CouncilPart, str]:
    """What a council can have to do with an agreement."""
    return {
        CouncilPart.NOTHING: _("Nothing: members need not tell us"),
        CouncilPart.TOLD: _("We are told: members tell us, and need not wait for an answer"),
        CouncilPart.ASKED: _("We are asked: each member needs our yes before they agree"),
    }


def pack_part_words() -> dict[PackPart, str]:
    """What a member can show of their own record."""
    return {
        PackPart.AGREEMENT: _("The agreement"),
        PackPart.OUTCOMES: _("What it is for in their own care plan"),
        PackPart.CONTRIBUTIONS: _("What they paid in"),
        PackPart.SPENDING: _("Their share of each cost"),
        PackPart.SESSIONS: _("When they came"),
        PackPart.BALANCE: _("What is left of theirs"),
        PackPart.RECEIPTS: _("Receipts and invoices"),
    }


def pooling_form() -> type[SectionForm]:
    """What the council says about pools, and its own words for each clause."""
    fields: dict[str, Any] = {
        "council_is": ChoiceField(
            lazy(lambda: _("What do you have to do with an agreement?")),
            lambda: _("Choose one from the list."),
            choices=lambda: [(part.value, words) for part, words in council_part_words().items()],
        ),
        "contact_email": _line(lambda: _("Email address for letters about pools")),
        "sees": ChoicesField(
            lazy(lambda: _("What is ticked at first when a member shares with your worker?")),
            lambda: _("Choose parts from the list."),
            choices=lambda: [(part.value, words) for part, words in pack_part_words().items()],
        ),
        "statements_kept_years": _number(
            "statements_kept_years", lambda: _("Keep the record of money, after its own year, for")
        ),
        "receipts_kept_years": _number(
            "receipts_kept_years", lambda: _("Keep receipts and invoices, after their own year, for")
        ),
    }
    for clause in national_clauses():
        fields[f"clause_{clause.code}"] = _text(lambda code=clause.code: clause_title(code), LONGEST_CLAUSE)  # type: ignore[misc]  # bound now
    return type("PoolingForm", (SectionForm,), fields)


def clause_title(code: str) -> str:
    """What a clause is called, told apart from another of the same title."""
    title = next(clause.title for clause in national_clauses() if clause.code == code)
    return {
        "employment": _("%(title)s, if the pool employs somebody", title=title),
        "no_employment": _("%(title)s, if the pool employs nobody", title=title),
    }.get(code, title)


def words_form() -> type[SectionForm]:
    """A text for each place on the pages that has words of the council's own."""
    fields = {name.replace("-", "_"): _text(lambda: "", checking.longest_words(name)) for name in WORDS}
    return type("WordsForm", (SectionForm,), fields)


def checks_form() -> type[SectionForm]:
    """The checks that each kind of support needs, the size of a micro-enterprise, and languages."""
    fields: dict[str, Any] = {
        "micro_enterprise_size": _line(lambda: _("Largest micro-enterprise, in full-time equivalents"), 10)
    }
    for kind in taxonomies.terms(Taxonomy.KIND):
        fields[f"required_{kind.code}"] = _checks(lambda label=kind.label: label)  # type: ignore[misc]  # bound now
    fields["languages"] = ChoicesField(
        lazy(lambda: _("Languages that people in your area use most")),
        lambda: _("Choose languages from the list."),
        choices=lambda: _terms(Taxonomy.LANGUAGE),
    )
    return type("ChecksForm", (SectionForm,), fields)


def tiers_form(slots: int) -> type[SectionForm]:
    """So many tiers; one without a name does not count."""
    fields: dict[str, Any] = {}
    for number in range(slots):
        fields[f"code_{number}"] = HiddenField()
        fields[f"name_{number}"] = _line(lambda n=number: _("Name of tier %(number)s", number=n + 1))  # type: ignore[misc]  # bound now
        fields[f"checks_{number}"] = _checks(lambda: _("Checks that it needs"))
        fields[f"references_{number}"] = WholeNumberField(
            lazy(lambda: _("How many references")),
            lambda: _(
                "Choose a number from %(lowest)s to %(highest)s.", lowest=0, highest=checking.MOST_REFERENCES
            ),
            least=0,
            most=checking.MOST_REFERENCES,
        )
    return type("TiersForm", (SectionForm,), fields)


def _checks(label: Callable[[], str]) -> ChoicesField:
    return ChoicesField(
        lazy(label), lambda: _("Choose checks from the list."), choices=lambda: _terms(Taxonomy.CHECK)
    )
