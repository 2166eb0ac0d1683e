"""The door of a council's own words. Who may write them is checked by the pages."""

from msgspec.structs import replace

from marketplace.audit import service as audit
from marketplace.councils.service import council_id, get_council_settings
from marketplace.gaps.words import repository, rules
from marketplace.gaps.words.schemas import KeptWords, MarketWords
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.places.service import find_council

RECORD_TYPE = "market_text"


async def find_words(council_code: str) -> KeptWords:
    """What is kept of a council; empty words of version 0 where nothing was ever written. One statement.

    None for what is the code of no council: anything can stand in an address.
    """
    found = await repository.find(council_code) if find_council(council_code) else None
    return found or KeptWords(council_code=council_code)


async def save_words(
    council_code: str, words: MarketWords, expected_version: int, *, actor: str, publish: bool = False
) -> KeptWords:
    """Keep words to go on with, or for everybody to read.

    What was published before stays as it is until something else is.

    Raises:
        NotFoundError: the council is not in the system.
        InvalidError: what is wrong with the words, or missing before they are published.
        ConflictError: somebody changed them since that version.
    """
    problems = [*rules.check_words(words), *(rules.check_publishing(words) if publish else ())]
    if problems:
        raise InvalidError(problems)
    async with transaction():
        before = await _hold(council_code, expected_version)
        now = clock.now()
        after = replace(before, version=before.version + 1, draft=words, changed_at=now)
        if publish:
            after = replace(after, published=words, published_at=now)
        await _put("publish" if publish else "change", before, after, actor)
    return after


async def take_off(council_code: str, expected_version: int, *, actor: str) -> KeptWords:
    """Have nothing public any more; what is worked on stays. Errors as of `save_words`."""
    async with transaction():
        before = await _hold(council_code, expected_version)
        after = replace(
            before, version=before.version + 1, published=None, published_at=None, changed_at=clock.now()
        )
        await _put("take_off", before, after, actor)
    return after


async def _hold(council_code: str, expected_version: int) -> KeptWords:
    if not (await get_council_settings(council_code)).is_in_system:
        raise NotFoundError(_("This council is not in the system."))
    kept = await repository.hold(council_code, clock.now())
    if kept.version != expected_version:
        raise ConflictError(
            _("Somebody changed these words while you were at it. Look at them as they are now.")
        )
    return kept


async def _put(action: str, before: KeptWords, after: KeptWords, actor: str) -> None:
    await repository.put(after)
    await audit.record(
        action,
        RECORD_TYPE,
        council_id(after.council_code),
        actor,
        before={"draft": before.draft, "published": before.published},
        after={"draft": after.draft, "published": after.published},
        council=after.council_code,
    )
