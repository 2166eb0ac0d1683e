"""What letters are signed with, as pure functions."""

from marketplace.councils.schemas import NATIONAL, CouncilSettings
from marketplace.mail.schemas import Signature
from marketplace.places.schemas import DirectPaymentSupport

LONGEST_CONTACT = 600
"""Longer words of a council are for its help page, not for the foot of a letter."""


def signature_of_site(settings: CouncilSettings) -> Signature:
    """Of the site itself: as its council, or the national team, calls it."""
    return Signature(name=settings.looks.site_name, colour=settings.looks.colour)


def signature_of(settings: CouncilSettings, support: DirectPaymentSupport | None) -> Signature:
    """Of a council: as it calls its site, and whom to ask.

    In the council's own words, else who helps with direct payments there; else the help page says it.

    A place whose council is not in the system has no council that sends anything.
    """
    has_council = settings.is_in_system and settings.code != NATIONAL
    return Signature(
        name=settings.looks.site_name,
        council=settings.name if has_council else "",
        contact=_contact(settings, support),
        colour=settings.looks.colour,
    )


def _contact(settings: CouncilSettings, support: DirectPaymentSupport | None) -> str:
    words = settings.words.get("contact", "").strip()
    if words:
        return words if len(words) <= LONGEST_CONTACT else ""
    if support is None or support.is_national_default:
        return ""
    return "\n".join(line for line in (support.name, support.phone, support.url) if line)
