"""Says what waits for an administrator."""

from marketplace.accounts.schemas import Viewer
from marketplace.administration.rules import councils_of
from marketplace.councils import service as councils
from marketplace.councils.schemas import SafeguardingContact
from marketplace.kernel.needs import Need


async def list_needs(viewer: Viewer) -> list[Need]:
    """Councils of the viewer's without a contact for safeguarding. One statement, or none for others."""
    codes = councils_of(viewer)
    if not codes:
        return []
    settings = await councils.list_council_settings(codes)
    lacking = [code for code in codes if not _has_contact(settings[code].safeguarding)]
    return [Need(code="contact_missing", count=len(lacking))] if lacking else []


def _has_contact(contact: SafeguardingContact) -> bool:
    return bool(contact.phone and contact.email)
