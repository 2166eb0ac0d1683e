"""From settings to what stands in a form, and from a form to what is to be changed."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, structs

from marketplace.administration.council import schemas
from marketplace.administration.council.schemas import SectionForm
from marketplace.councils.checking.rules import MOST_TIERS
from marketplace.councils.clauses.rules import CODES as CLAUSES
from marketplace.councils.schemas import (
    NATIONAL,
    CouncilPart,
    CouncilSettings,
    Looks,
    PackPart,
    PoolSettings,
    SafeguardingContact,
    SingleSignOn,
    Tier,
    TravelMode,
)
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import read_pence, typed_pounds
from marketplace.kernel.web.theme import WORDS

_COLOUR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_SIZE = re.compile(r"([0-9]{1,3})(?:[.,]([05])0*)?")
_INTERVALS = (
    "confirm_every_days", "rank_lower_after_days", "hide_after_days", "sign_in_every_days",
    "ask_capacity_every_days", "warn_days", "concerns_kept_days", "enquiries_kept_days",
    "evidence_kept_days", "referrals_kept_days", "drafts_kept_days",
)  # fmt: skip
_SIGNALS = ("keeps_signals", "signals_kept_months")


class Section(Struct, frozen=True, kw_only=True):
    """One section of the settings."""

    code: str
    title: Callable[[], str]
    make_form: Callable[[], type[SectionForm]]
    read: Callable[[CouncilSettings], dict[str, Any]]
    """What stands in the form at first."""
    write: Callable[[Any, CouncilSettings], dict[str, Any]]
    """What the form changes, by the names of `CouncilSettings`."""
    is_national: bool = False
    """Only the national settings have it: what it chooses is of no council."""
    field_names: Mapping[str, str] = {}
    """Where the form calls a field otherwise than the councils room does."""


def tidy_colour(text: str) -> str:
    """A colour as we keep it: "ABC" is "#aabbcc". What is none stays, to be refused at the field."""
    match = _COLOUR.fullmatch(text)
    if match is None:
        return text
    digits = match[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)  # noqa: PLR2004 - short form


def read_size(text: str) -> float:
    """Whole or half full-time equivalents: "7.5"; 0, which no council may choose, for what is none."""
    match = _SIZE.fullmatch(text)
    return int(match[1]) + (0.5 if match[2] == "5" else 0.0) if match else 0.0


def tier_code(name: str) -> str:
    """A code for a new tier, from its name: "Gold star" -> "gold_star"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30]


def _write_looks(form: Any, settings: CouncilSettings) -> dict[str, Any]:
    looks = Looks(
        site_name=form.site_name.data or "",
        tagline=form.tagline.data or "",
        colour=tidy_colour(form.colour.data or ""),
        accent=tidy_colour(form.accent.data or ""),
        logo="" if form.no_logo.data else settings.looks.logo,
    )
    return {"looks": looks}


def _write_words(form: Any, _settings: CouncilSettings) -> dict[str, Any]:
    typed = {name: form[name.replace("-", "_")].data or "" for name in WORDS}
    return {"words": {name: text for name, text in typed.items() if text}}


def _read_safeguarding(settings: CouncilSettings) -> dict[str, Any]:
    contact = settings.safeguarding
    return {
        "safeguarding_name": contact.name,
        "safeguarding_phone": contact.phone,
        "safeguarding_hours": contact.hours,
        "safeguarding_url": contact.url,
        "safeguarding_email": contact.email,
        "escalate_after_hours": settings.escalate_after_hours,
    }


def _write_safeguarding(form: Any, _settings: CouncilSettings) -> dict[str, Any]:
    contact = SafeguardingContact(
        name=form.safeguarding_name.data or "",
        phone=form.safeguarding_phone.data or "",
        hours=form.safeguarding_hours.data or "",
        url=form.safeguarding_url.data or "",
        email=form.safeguarding_email.data or "",
    )
    return {"safeguarding": contact, "escalate_after_hours": form.escalate_after_hours.data}


def _read_checks(settings: CouncilSettings) -> dict[str, Any]:
    required = {f"required_{kind}": list(checks) for kind, checks in settings.required_checks.items()}
    size = f"{settings.micro_enterprise_size:g}"
    return {**required, "micro_enterprise_size": size, "languages": list(settings.languages)}


def _write_checks(form: Any, _settings: CouncilSettings) -> dict[str, Any]:
    begin = "required_"
    required = {
        field.name.removeprefix(begin): tuple(field.data or ())
        for field in form
        if field.name.startswith(begin)
    }
    return {
        "required_checks": required,
        "micro_enterprise_size": read_size(form.micro_enterprise_size.data or ""),
        "languages": tuple(form.languages.data or ()),
    }


def _read_tiers(settings: CouncilSettings) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, tier in enumerate(settings.tiers):
        values |= {
            f"code_{number}": tier.code,
            f"name_{number}": tier.name,
            f"checks_{number}": list(tier.required_checks),
            f"references_{number}": tier.lowest_references,
        }
    return values


def _write_tiers(form: Any, settings: CouncilSettings) -> dict[str, Any]:
    known = {tier.code for tier in settings.tiers}
    tiers = []
    for number in range(MOST_TIERS):
        name = form[f"name_{number}"].data or ""
        code = form[f"code_{number}"].data or ""
        if name:
            tiers.append(
                Tier(
                    code=code if code in known else tier_code(name),
                    name=name,
                    required_checks=tuple(form[f"checks_{number}"].data or ()),
                    lowest_references=form[f"references_{number}"].data or 0,
                )
            )
    return {"tiers": tuple(tiers)}


def tier_field_names(form: Any) -> dict[str, str]:
    """Where the form has what the councils room calls `tiers-0-name`: slots without a name do not count."""
    slots = [number for number in range(MOST_TIERS) if form[f"name_{number}"].data]
    names = {
        f"tiers-{position}-{part}": f"{part}_{slot}"
        for position, slot in enumerate(slots)
        for part in ("name", "checks", "references")
    }
    return {**names, "tiers": "name_0"}


def _read_sign_on(settings: CouncilSettings) -> dict[str, Any]:
    sign_on = settings.single_sign_on
    return {
        "issuer": sign_on.issuer,
        "client_id": sign_on.client_id,
        "domains": "\n".join(sign_on.domains),
        "asks_second_factor": sign_on.asks_second_factor,
        "default_role": sign_on.default_role,
    }


def _write_sign_on(form: Any, settings: CouncilSettings) -> dict[str, Any]:
    sign_on = SingleSignOn(
        issuer=form.issuer.data or "",
        client_id=form.client_id.data or "",
        has_secret=settings.single_sign_on.has_secret,
        domains=tuple(line.strip().lower() for line in (form.domains.data or "").split() if line.strip()),
        asks_second_factor=bool(form.asks_second_factor.data),
        default_role=form.default_role.data or "",
    )
    return {"single_sign_on": sign_on}


def _read_pooling(settings: CouncilSettings) -> dict[str, Any]:
    pooling = settings.pooling
    return {
        "council_is": pooling.council_is.value,
        "contact_email": pooling.contact_email,
        "sees": [part.value for part in pooling.sees],
        "statements_kept_years": pooling.statements_kept_years,
        "receipts_kept_years": pooling.receipts_kept_years,
        **{f"clause_{code}": words for code, words in pooling.clauses.items()},
    }


def _write_pooling(form: Any, _settings: CouncilSettings) -> dict[str, Any]:
    typed = {code: form[f"clause_{code}"].data or "" for code in CLAUSES}
    pooling = PoolSettings(
        clauses={code: words for code, words in typed.items() if words},
        council_is=CouncilPart(form.council_is.data),
        contact_email=form.contact_email.data or "",
        sees=tuple(PackPart(part) for part in form.sees.data or ()),
        statements_kept_years=form.statements_kept_years.data,
        receipts_kept_years=form.receipts_kept_years.data,
    )
    return {"pooling": pooling}


def read_rate(text: str) -> int | None:
    """Whole pence of a rate as it was typed; None for an empty box, 0, which is refused, for what is none."""
    return (read_pence(text) or 0) if text else None


def sections_of(council_code: str) -> list[Section]:
    """The sections that the settings of a council have."""
    return [each for each in SECTIONS.values() if council_code == NATIONAL or not each.is_national]


SECTIONS: Mapping[str, Section] = {
    section.code: section
    for section in (
        Section(
            code="looks",
            title=lambda: _("Name, colours and logo"),
            make_form=lambda: schemas.LooksForm,
            read=lambda settings: structs.asdict(settings.looks) | {"logo": None},
            write=_write_looks,
        ),
        Section(
            code="words",
            title=lambda: _("Words on the pages"),
            make_form=schemas.words_form,
            read=lambda settings: {name.replace("-", "_"): text for name, text in settings.words.items()},
            write=_write_words,
            field_names={name: name.replace("-", "_") for name in WORDS},
        ),
        Section(
            code="safeguarding",
            title=lambda: _("Safeguarding contact"),
            make_form=lambda: schemas.SafeguardingForm,
            read=_read_safeguarding,
            write=_write_safeguarding,
        ),
        Section(
            code="intervals",
            title=lambda: _("How often, and how long"),
            make_form=lambda: schemas.IntervalsForm,
            read=lambda settings: {name: getattr(settings, name) for name in _INTERVALS},
            write=lambda form, _settings: {name: form[name].data for name in _INTERVALS},
        ),
        Section(
            code="accounts",
            title=lambda: _("Accounts that nobody uses"),
            make_form=lambda: schemas.AccountsForm,
            read=lambda settings: {"accounts_kept_days": settings.accounts_kept_days},
            write=lambda form, _settings: {"accounts_kept_days": form.accounts_kept_days.data},
            is_national=True,
        ),
        Section(
            code="signals",
            title=lambda: _("Counts of what people look for"),
            make_form=lambda: schemas.SignalsForm,
            read=lambda settings: {name: getattr(settings, name) for name in _SIGNALS},
            write=lambda form, _settings: {name: form[name].data for name in _SIGNALS},
        ),
        Section(
            code="market",
            title=lambda: _("What you pay, and how people travel"),
            make_form=lambda: schemas.MarketForm,
            read=lambda settings: {
                "rate": typed_pounds(settings.rate_pence_per_hour),
                "travel_mode": settings.travel_mode.value,
            },
            write=lambda form, _settings: {
                "rate_pence_per_hour": read_rate(form.rate.data or ""),
                "travel_mode": TravelMode(form.travel_mode.data),
            },
        ),
        Section(
            code="checks",
            title=lambda: _("Checks, micro-enterprises and languages"),
            make_form=schemas.checks_form,
            read=_read_checks,
            write=_write_checks,
        ),
        Section(
            code="tiers",
            title=lambda: _("Tiers"),
            make_form=lambda: schemas.tiers_form(MOST_TIERS),
            read=_read_tiers,
            write=_write_tiers,
        ),
        Section(
            code="pooling",
            title=lambda: _("Pools of direct payments"),
            make_form=schemas.pooling_form,
            read=_read_pooling,
            write=_write_pooling,
            field_names={f"clause-{code}": f"clause_{code}" for code in CLAUSES},
        ),
        Section(
            code="sign-on",
            title=lambda: _("Sign-in service of your council"),
            make_form=lambda: schemas.SignOnForm,
            read=_read_sign_on,
            write=_write_sign_on,
        ),
    )
}
"""All sections of the settings, in order. Who helps with direct payments has a page of its own."""
