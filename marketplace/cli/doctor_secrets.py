"""The doctor's look at the secret key and at made-up people. It makes no key: looking changes nothing."""

from marketplace.accounts.demonstration.service import count_made_up
from marketplace.accounts.second_factor.service import check_readable
from marketplace.cli.findings import Finding
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.secrets import has_secret, take_secret
from marketplace.kernel.settings import Settings
from marketplace.listings.service import count_listings


async def secret_findings(settings: Settings, *, is_own: bool) -> list[Finding]:
    """Whether what is kept encrypted can be read; whether people with a known password can do no harm."""
    del is_own
    findings = [await _secret(settings)]
    made_up, listings = await count_made_up(), await count_listings()
    if made_up and listings.total > listings.demonstration and not settings.demonstration:
        words = (
            f"{made_up} accounts of the demonstration stand beside listings that are not made up; nobody can "
            "sign in with one, but a database of your own is better made anew"
        )
        findings.append(Finding("made-up people", words, is_wrong=True))
    return findings


async def _secret(settings: Settings) -> Finding:
    if not has_secret(settings):
        return Finding("secret key", "none yet: the first start makes one in the data directory")
    take_secret(settings)
    try:
        is_there = await check_readable()
    except OperatorError as error:
        return Finding("secret key", str(error), is_wrong=True)
    where = "MARKETPLACE_SECRET_KEY" if settings.secret_key else "secret.key in the data directory"
    what = "reads what was written with it" if is_there else "nothing was written with it yet"
    return Finding("secret key", f"{where}; {what}")
