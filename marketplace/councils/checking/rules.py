"""What is wrong with settings, as pure functions: each problem at its field of the form, in plain words."""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from marketplace.councils.clauses.rules import check_clauses
from marketplace.councils.schemas import CouncilSettings, SingleSignOn, Tier
from marketplace.kernel.errors import Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import pounds
from marketplace.kernel.web import theme

BOUNDS: Mapping[str, tuple[int, int]] = {
    "confirm_every_days": (28, 400),
    "rank_lower_after_days": (1, 180),
    "hide_after_days": (7, 365),
    "sign_in_every_days": (28, 400),
    "ask_capacity_every_days": (7, 365),
    "warn_days": (1, 60),
    "escalate_after_hours": (1, 72),
    "signals_kept_months": (3, 120),
    "concerns_kept_days": (30, 3_650),
    "enquiries_kept_days": (120, 1_825),
    "evidence_kept_days": (0, 3_650),
    "referrals_kept_days": (28, 3_650),
    "drafts_kept_days": (30, 3_650),
    "accounts_kept_days": (180, 3_650),
}
"""Lowest and highest of each interval: none that would hide everybody tomorrow, or nobody ever."""
POOL_BOUNDS: Mapping[str, tuple[int, int]] = {
    "statements_kept_years": (6, 12),
    "receipts_kept_years": (1, 6),
}
"""Likewise of `PoolSettings`: what an audit may ask for is not deleted before that."""
RATE_BOUNDS = (500, 10_000)
"""Lowest and highest rate for an hour, in whole pence: less or more is a slip of the finger."""
LARGEST_MICRO_ENTERPRISE = 50.0
MOST_TIERS, MOST_LANGUAGES, MOST_REFERENCES = 6, 12, 5
LONGEST_LINE, LONGEST_TEXT = 200, 2_000
LONGEST_SITE_NAME, LONGEST_TAGLINE = 40, 100
"""They stand in the head of every page, on a phone too."""

_LONGEST_WORDS: Mapping[str, int] = {"home-title": 100, "home-lead": 500, "footer": 500}

MOST_DOMAINS = 20
DEFAULT_ROLES = ("", "practitioner", "commissioner")
"""What single sign-on may make of staff who were not invited: none that decides about listings or people."""

DOMAIN_ENDINGS = ("gov.uk", "nhs.uk", "hscni.net", "gov.wales", "gov.scot", "police.uk")
"""A council's service may vouch for addresses of one public body only: never for those of a mail company."""

_DOMAIN = re.compile(r"(?=.{4,200}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_TIER_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_EMAIL = re.compile(r"[^\s@<>\"',;:\\()\[\]]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEB = re.compile(r"https?://[^\s/]+\.[^\s]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Known = Mapping[str, frozenset[str]]
"""Codes of the taxonomies by name: "kind", "check", "language"."""


def check_settings(settings: CouncilSettings, known: Known) -> list[Problem]:
    """What is wrong with settings; nothing if they can be kept."""
    checks: tuple[Callable[[CouncilSettings, Known], Iterator[Problem]], ...] = (
        _check_looks, _check_words, _check_safeguarding, _check_intervals, _check_order, _check_checks,
        _check_tiers, _check_enterprise, _check_languages, _check_sign_on, _check_pooling, _check_rate,
    )  # fmt: skip
    return [problem for check in checks for problem in check(settings, known)]


def longest_words(name: str) -> int:
    """Most characters of a text of the council's own: a heading or a sentence is no page."""
    return _LONGEST_WORDS.get(name, theme.LARGEST_WORDS_BYTES)


def is_web_address(text: str) -> bool:
    """Whether a text is a web address that a page may link to."""
    return bool(_WEB.fullmatch(text)) and len(text) <= LONGEST_TEXT and not _CONTROL.search(text)


def is_mail_address(text: str) -> bool:
    """Whether a text has the shape of an email address, with nothing that could end a mail's header."""
    return bool(_EMAIL.fullmatch(text)) and len(text) <= LONGEST_LINE


def is_safe_issuer(text: str) -> bool:
    """Whether an address may be asked who somebody is: by https, or on this very machine."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.query or parts.fragment or parts.username or not host or re.search(r"\s", text):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _line(field: str, text: str, most: int = LONGEST_LINE) -> Iterator[Problem]:
    if len(text) > most:
        yield Problem(field=field, message=_("Use %(num)s letters or fewer.", num=most))
    if _CONTROL.search(text) or "\n" in text:
        yield Problem(field=field, message=_("Write this on one line, in letters and numbers."))


def _check_looks(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    looks = settings.looks
    yield from _line("site_name", looks.site_name, LONGEST_SITE_NAME)
    yield from _line("tagline", looks.tagline, LONGEST_TAGLINE)
    for field, colour in (("colour", looks.colour), ("accent", looks.accent)):
        if colour:
            yield from _check_colour(field, colour)


def _check_colour(field: str, colour: str) -> Iterator[Problem]:
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        yield Problem(field=field, message=_("Write the colour like #1f5147."))
        return
    ratio = theme.contrast(colour, "#ffffff")
    if ratio < theme.LOWEST_CONTRAST:
        yield Problem(
            field=field,
            message=_(
                "White words on this colour are hard to read: their contrast is %(ratio)s, and %(lowest)s "
                "is needed. Choose a darker colour.",
                ratio=f"{ratio:.1f}",
                lowest=theme.LOWEST_CONTRAST,
            ),
        )


def _check_words(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    for name, text in settings.words.items():
        if name not in theme.WORDS:
            yield Problem(field=name, message=_("No page uses words of this name."))
        elif len(text) > longest_words(name):
            message = _("Use %(num)s letters or fewer.", num=longest_words(name))
            yield Problem(field=name, message=message)
        elif _CONTROL.search(text.replace("\r", "")):
            yield Problem(field=name, message=_("Use plain text here."))


def _check_safeguarding(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    contact = settings.safeguarding
    for field, text in (("safeguarding_name", contact.name), ("safeguarding_phone", contact.phone)):
        yield from _line(field, text)
    if len(contact.hours) > LONGEST_TEXT or _CONTROL.search(contact.hours.replace("\r", "")):
        message = _("Use plain text of %(num)s letters or fewer.", num=LONGEST_TEXT)
        yield Problem(field="safeguarding_hours", message=message)
    if contact.email and not is_mail_address(contact.email):
        message = _("Write an email address like safeguarding@council.gov.uk.")
        yield Problem(field="safeguarding_email", message=message)
    if contact.url and not is_web_address(contact.url):
        yield Problem(field="safeguarding_url", message=_("A web address begins with https://"))
    if contact.phone and not re.fullmatch(r"[0-9+() .-]{3,40}", contact.phone):
        message = _("Write a phone number in digits, like 0300 456 0111.")
        yield Problem(field="safeguarding_phone", message=message)
    if (contact.name or contact.email or contact.url or contact.hours) and not contact.phone:
        message = _("Give a phone number: people must be able to ring somebody.")
        yield Problem(field="safeguarding_phone", message=message)


def _check_intervals(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    yield from _check_bounds(settings, BOUNDS)


def _check_bounds(settings: Struct, bounds: Mapping[str, tuple[int, int]]) -> Iterator[Problem]:
    for field, (lowest, highest) in bounds.items():
        if not lowest <= getattr(settings, field) <= highest:
            message = _(
                "Choose a number from %(lowest)s to %(highest)s.", lowest=lowest, highest=f"{highest:,}"
            )
            yield Problem(field=field, message=message)


def _check_pooling(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    pooling = settings.pooling
    if pooling.contact_email and not is_mail_address(pooling.contact_email):
        message = _("Write an email address like direct.payments@council.gov.uk.")
        yield Problem(field="contact_email", message=message)
    yield from _check_bounds(pooling, POOL_BOUNDS)
    yield from check_clauses(pooling.clauses)


def _check_order(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    if settings.hide_after_days <= settings.rank_lower_after_days:
        message = _("Hide a listing later than it is put lower in the list.")
        yield Problem(field="hide_after_days", message=message)
    if settings.warn_days >= settings.hide_after_days:
        message = _("Tell providers fewer days before than the days after which a listing is hidden.")
        yield Problem(field="warn_days", message=message)


def _check_checks(settings: CouncilSettings, known: Known) -> Iterator[Problem]:
    for kind, checks in settings.required_checks.items():
        if kind not in known["kind"] or not set(checks) <= known["check"]:
            yield Problem(field=f"required_{kind}", message=_("Choose checks from the list."))


def _check_tiers(settings: CouncilSettings, known: Known) -> Iterator[Problem]:
    if not 1 <= len(settings.tiers) <= MOST_TIERS:
        yield Problem(field="tiers", message=_("There must be between 1 and %(num)s tiers.", num=MOST_TIERS))
    codes = [tier.code for tier in settings.tiers]
    names = [tier.name.casefold() for tier in settings.tiers]
    for position, tier in enumerate(settings.tiers):
        yield from _check_tier(f"tiers-{position}", tier, known)
        if codes.count(tier.code) > 1 or names.count(tier.name.casefold()) > 1:
            yield Problem(field=f"tiers-{position}-name", message=_("Give each tier a name of its own."))


def _check_tier(field: str, tier: Tier, known: Known) -> Iterator[Problem]:
    if not tier.name:
        yield Problem(field=f"{field}-name", message=_("Give this tier a name."))
    yield from _line(f"{field}-name", tier.name)
    if not _TIER_CODE.fullmatch(tier.code):
        yield Problem(
            field=f"{field}-name", message=_("Begin the name of this tier with a letter from a to z.")
        )
    if not set(tier.required_checks) <= known["check"]:
        yield Problem(field=f"{field}-checks", message=_("Choose checks from the list."))
    if not 0 <= tier.lowest_references <= MOST_REFERENCES:
        message = _("Choose a number from %(lowest)s to %(highest)s.", lowest=0, highest=MOST_REFERENCES)
        yield Problem(field=f"{field}-references", message=message)


def _check_enterprise(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    size = settings.micro_enterprise_size
    if not 1 <= size <= LARGEST_MICRO_ENTERPRISE or size * 2 != int(size * 2):
        message = _("Write whole or half full-time equivalents, from 1 to 50, like 5 or 7.5.")
        yield Problem(field="micro_enterprise_size", message=message)


def _check_rate(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    rate, (lowest, highest) = settings.rate_pence_per_hour, RATE_BOUNDS
    if rate is not None and not lowest <= rate <= highest:
        message = _(
            "Write pounds and pence for an hour, from %(lowest)s to %(highest)s, like £17.20.",
            lowest=pounds(lowest), highest=pounds(highest),
        )  # fmt: skip
        yield Problem(field="rate", message=message)


def _check_languages(settings: CouncilSettings, known: Known) -> Iterator[Problem]:
    if not set(settings.languages) <= known["language"]:
        yield Problem(field="languages", message=_("Choose languages from the list."))
    elif len(settings.languages) > MOST_LANGUAGES:
        yield Problem(field="languages", message=_("Choose at most %(num)s languages.", num=MOST_LANGUAGES))


def _check_sign_on(settings: CouncilSettings, _known: Known) -> Iterator[Problem]:
    sign_on = settings.single_sign_on
    yield from _line("client_id", sign_on.client_id)
    if sign_on.issuer and (len(sign_on.issuer) > LONGEST_TEXT or not is_safe_issuer(sign_on.issuer)):
        message = _("Write the address of the sign-in service; it begins with https://")
        yield Problem(field="issuer", message=message)
    if sign_on.issuer and not sign_on.client_id:
        yield Problem(field="client_id", message=_("Write the client ID that the sign-in service gave you."))
    if sign_on.issuer and not sign_on.has_secret:
        message = _("Write the client secret that the sign-in service gave you.")
        yield Problem(field="client_secret", message=message)
    yield from _check_domains(sign_on)


def _check_domains(sign_on: SingleSignOn) -> Iterator[Problem]:
    if sign_on.issuer and not sign_on.domains:
        message = _("Write what the email addresses of your staff end with, like wiltshire.gov.uk.")
        yield Problem(field="domains", message=message)
    elif not all(_is_public_body(each) for each in sign_on.domains):
        message = _("Write domains of your council or the NHS only: they end with .gov.uk or .nhs.uk.")
        yield Problem(field="domains", message=message)
    if len(sign_on.domains) > MOST_DOMAINS or not all(_DOMAIN.fullmatch(each) for each in sign_on.domains):
        message = _("Write at most %(num)s endings like wiltshire.gov.uk, one on a line.", num=MOST_DOMAINS)
        yield Problem(field="domains", message=message)
    if sign_on.default_role not in DEFAULT_ROLES:
        yield Problem(field="default_role", message=_("Choose a role from the list."))


def _is_public_body(domain: str) -> bool:
    return any(domain.endswith(f".{ending}") for ending in DOMAIN_ENDINGS)
