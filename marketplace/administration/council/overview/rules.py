"""Settings as pairs of a label and words, as pure functions."""

from collections.abc import Callable, Iterable, Mapping

from babel.dates import format_date

from marketplace.administration.council.schemas import (
    clause_title,
    council_part_words,
    pack_part_words,
    travel_words,
)
from marketplace.councils.clauses.rules import CODES as CLAUSES
from marketplace.councils.schemas import CouncilSettings
from marketplace.kernel.i18n import current_language, ngettext
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.kernel.web.theme import WORDS
from marketplace.places.schemas import DirectPaymentSupport
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

Rows = list[tuple[str, str]]
LONGEST_SHOWN = 120


def rows(section: str, settings: CouncilSettings) -> Rows:
    """What one section says now."""
    return _ROWS[section](settings)


def support_rows(support: DirectPaymentSupport) -> Rows:
    """Who helps with direct payments."""
    if support.is_national_default:
        return [(_("Name"), _("Nobody is on record. Pages say to ask the council."))]
    return [
        (_("Name"), support.name),
        (_("Phone"), support.phone or _("None")),
        (_("Web address"), support.url or _("None")),
        (_("Where you know it from"), support.source),
        (
            _("When it was last checked"),
            format_date(support.as_of, "d MMMM y", locale=current_language().replace("-", "_")),
        ),
    ]


def word_labels() -> dict[str, str]:
    """What the words of each name are, for people."""
    return {
        "home-title": _("Heading of the home page"),
        "home-lead": _("Sentence under it"),
        "home-more": _("End of the home page"),
        "about": _("Top of the about page"),
        "help": _("Top of the help page"),
        "contact": _("How to reach you (help, privacy and accessibility pages)"),
        "privacy": _("End of the privacy page"),
        "accessibility": _("End of the accessibility statement"),
        "footer": _("Sentence at the foot of every page"),
    }


def labels_of(taxonomy: Taxonomy, codes: Iterable[str]) -> str:
    """Terms by name with commas between, or "None"."""
    terms = (taxonomies.find_term(taxonomy, code) for code in codes)
    return ", ".join(term.label for term in terms if term) or _("None")


def _looks(settings: CouncilSettings) -> Rows:
    looks = settings.looks
    default = _("As it was set up")
    return [
        (_("Name of the site"), looks.site_name or default),
        (_("A line under the name"), looks.tagline or default),
        (_("Main colour"), looks.colour or default),
        (_("Second colour"), looks.accent or default),
        (_("Logo"), _("Your own") if looks.logo else default),
    ]


def _words(settings: CouncilSettings) -> Rows:
    labels = word_labels()
    own = [(labels[name], _short(settings.words[name])) for name in WORDS if name in settings.words]
    return own or [(_("Your own words"), _("None: the pages have the built-in ones"))]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN].rstrip()}…"


def _safeguarding(settings: CouncilSettings) -> Rows:
    contact = settings.safeguarding
    missing = _("None: people are told to ring the council")
    return [
        (_("Name of the team"), contact.name or _("None")),
        (_("Phone"), contact.phone or missing),
        (_("When it is answered"), contact.hours or _("None")),
        (_("Web address"), contact.url or _("None")),
        (_("Email address"), contact.email or _("None: administrators are written to")),
        (_("Administrators are told after"), _hours(settings.escalate_after_hours)),
    ]


def _intervals(settings: CouncilSettings) -> Rows:
    return [
        (_("Ask if a listing is still right every"), _days(settings.confirm_every_days)),
        (_("If nobody answers, put it lower in lists after"), _more_days(settings.rank_lower_after_days)),
        (_("If nobody answers, hide it after"), _more_days(settings.hide_after_days)),
        (_("Hide personal assistants not seen here for"), _days(settings.sign_in_every_days)),
        (_("Ask what is free every"), _days(settings.ask_capacity_every_days)),
        (_("Warn the provider this long before"), _days(settings.warn_days)),
        (_("Delete closed concerns after"), _days(settings.concerns_kept_days)),
        (_("Delete conversations after their last message"), _days(settings.enquiries_kept_days)),
        (_("Delete files of evidence that was decided on after"), _days(settings.evidence_kept_days)),
        (_("Delete referrals that ended after"), _days(settings.referrals_kept_days)),
        (_("Delete listings that nobody finished after"), _days(settings.drafts_kept_days)),
    ]


def _accounts(settings: CouncilSettings) -> Rows:
    return [(_("Delete accounts that nobody used for"), _days(settings.accounts_kept_days))]


def _signals(settings: CouncilSettings) -> Rows:
    if not settings.keeps_signals:
        return [(_("Count what people look for"), _("No. There are no counts of your area."))]
    return [
        (_("Count what people look for"), _("Yes, without the people")),
        (_("Delete these counts after"), _months(settings.signals_kept_months)),
    ]


def _market(settings: CouncilSettings) -> Rows:
    rate = settings.rate_pence_per_hour
    return [
        (_("An hour of a personal assistant"), pounds(rate) if rate else _("You have not said")),
        (_("How most people get to a place"), travel_words()[settings.travel_mode]),
    ]


def _checks(settings: CouncilSettings) -> Rows:
    kinds = [
        (kind.label, labels_of(Taxonomy.CHECK, settings.required_checks.get(kind.code, ())))
        for kind in taxonomies.terms(Taxonomy.KIND)
    ]
    size = _("%(size)s full-time equivalents", size=f"{settings.micro_enterprise_size:g}")
    return [
        *kinds,
        (_("Largest micro-enterprise"), size),
        (_("Languages"), labels_of(Taxonomy.LANGUAGE, settings.languages)),
    ]


def _tiers(settings: CouncilSettings) -> Rows:
    found = []
    for tier in settings.tiers:
        needs = labels_of(Taxonomy.CHECK, tier.required_checks)
        if tier.lowest_references:
            needs = f"{needs}; {_references(tier.lowest_references)}"
        found.append((tier.name, needs))
    return found


def _sign_on(settings: CouncilSettings) -> Rows:
    sign_on = settings.single_sign_on
    if not sign_on.issuer:
        return [(_("Sign-in service"), _("None: staff sign in with a password and a code"))]
    return [
        (_("Sign-in service"), sign_on.issuer),
        (_("Client ID"), sign_on.client_id),
        (_("Client secret"), _("Set; it is not shown") if sign_on.has_secret else _("None")),
        (_("What staff email addresses end with"), ", ".join(sign_on.domains)),
    ]


def _pooling(settings: CouncilSettings) -> Rows:
    pooling = settings.pooling
    parts = council_part_words()
    sees = pack_part_words()
    own = [clause_title(code) for code in CLAUSES if code in pooling.clauses]
    return [
        (_("What you have to do with an agreement"), parts[pooling.council_is]),
        (_("Email address for letters about pools"), pooling.contact_email or _("None: no letters are sent")),
        (
            _("Ticked at first when a member shares with your worker"),
            ", ".join(sees[part] for part in pooling.sees) or _("Nothing"),
        ),
        (_("Keep the record of money, after its own year, for"), _years(pooling.statements_kept_years)),
        (_("Keep receipts and invoices, after their own year, for"), _years(pooling.receipts_kept_years)),
        (
            _("Clauses in your own words"),
            "; ".join(own) or _("None: agreements have the national words"),
        ),
    ]


def _years(number: int) -> str:
    return ngettext("%(num)s more year", "%(num)s more years", number)


def _days(number: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", number)


def _more_days(number: int) -> str:
    return ngettext("%(num)s more day", "%(num)s more days", number)


def _months(number: int) -> str:
    return ngettext("%(num)s month", "%(num)s months", number)


def _hours(number: int) -> str:
    return ngettext("%(num)s hour", "%(num)s hours", number)


def _references(number: int) -> str:
    return ngettext("%(num)s reference taken up", "%(num)s references taken up", number)


_ROWS: Mapping[str, Callable[[CouncilSettings], Rows]] = {
    "looks": _looks,
    "words": _words,
    "safeguarding": _safeguarding,
    "intervals": _intervals,
    "accounts": _accounts,
    "signals": _signals,
    "market": _market,
    "checks": _checks,
    "tiers": _tiers,
    "pooling": _pooling,
    "sign-on": _sign_on,
}
