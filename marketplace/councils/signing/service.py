"""The door of signing. Looked up when a letter is sent: it carries what the council calls itself then."""

from marketplace.councils.schemas import NATIONAL
from marketplace.councils.service import get_council_settings
from marketplace.councils.signing import rules
from marketplace.mail.schemas import Signature
from marketplace.places import service as places


class Signer:
    """Signs the letters of a site, which may be one council's own."""

    def __init__(self, site_council: str | None) -> None:
        self._site_council = site_council

    async def __call__(self, council_code: str | None, /) -> Signature:
        """As the council calls itself and whom to ask there; without one as the site is called."""
        if council_code is None:
            return rules.signature_of_site(await get_council_settings(self._site_council))
        settings = await get_council_settings(council_code)
        support = None if settings.code == NATIONAL else await places.find_support(settings.code)
        return rules.signature_of(settings, support)
