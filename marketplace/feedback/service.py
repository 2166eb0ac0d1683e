"""The door of the feedback room."""

from datetime import timedelta
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import FEEDBACK
from marketplace.accounts.schemas import Role, Viewer
from marketplace.accounts.service import find_address
from marketplace.audit import service as audit
from marketplace.concerns import service as concerns
from marketplace.concerns.schemas import ConcernKind, NewConcern
from marketplace.councils import service as councils
from marketplace.feedback import repository, rules
from marketplace.feedback.letters import rules as letters
from marketplace.feedback.schemas import Feedback, NewFeedback, Reader, Tellable
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.needs import Need
from marketplace.kernel.paging import Page
from marketplace.listings.organizations.service import addresses_of
from marketplace.mail import service as mail

PER_PAGE = 20
RECORD_TYPE = "feedback"


async def list_tellable(viewer: Viewer) -> list[Tellable]:
    """Whom the viewer agreed something with and has not told how it was, the latest first; 100 at most.

    Not those whom nobody looks after any more. Blocking silences nobody: `Tellable.reaches_provider`.
    """
    return await repository.list_tellable(_account_of(viewer))


async def get_tellable(listing_id: UUID, viewer: Viewer) -> Tellable:
    """A provider whom the viewer may tell how their help was.

    Raises:
        NotFoundError: nothing was agreed, or it was told already.
    """
    found = await repository.list_tellable(_account_of(viewer), listing_id)
    if not found:
        raise _not_found()
    return found[0]


async def find_given(listing_id: UUID, viewer: Viewer) -> UUID | None:
    """What the viewer told this provider, if anything."""
    return await repository.find_of(_account_of(viewer), listing_id)


async def give(listing_id: UUID, new: NewFeedback, viewer: Viewer) -> UUID:
    """Tell a provider how their help was; return the id.

    A provider who has blocked the person neither reads it nor hears of it: it goes to the stewards, if the
    person wants that.

    Raises:
        InvalidError: nothing was said, or too much; or nobody would read it.
        NotFoundError: nothing was agreed; or the account was deleted meanwhile.
        ConflictError: it was told already, perhaps in another tab.
        TooManyError: the account told very many within a day.
    """
    if problems := list(rules.check_new(new)):
        raise InvalidError(problems)
    account_id, feedback_id = _account_of(viewer), uuid4()
    await limits.check(FEEDBACK, str(account_id))
    async with transaction():
        if not await repository.hold_account(account_id):
            raise _not_found()
        to = await _find_untold(account_id, listing_id)
        if problems := list(rules.check_readers(new, to)):
            raise InvalidError(problems)
        if not await repository.add(feedback_id, account_id, to, new, clock.now()):
            raise _told_already()
        await audit.record("give", RECORD_TYPE, feedback_id, viewer.actor)
        if to.reaches_provider:
            letter = replace(letters.for_provider(feedback_id), council_code=to.council_code)
            for member, address in await addresses_of(to.organization_id):
                await mail.queue_letter(address, letter, account_id=member)
    return feedback_id


async def list_feedback(reader: Reader, viewer: Viewer, page: int = 1) -> Page[Feedback]:
    """What the viewer may read as this: new ones first, each latest first."""
    page = max(1, page)
    items, total = await repository.list_readable(
        reader,
        _account_of(viewer),
        viewer.councils(Role.STEWARD),
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    return Page(items=tuple(items), total=total, page=page, per_page=PER_PAGE)


async def get_feedback(feedback_id: UUID, reader: Reader, viewer: Viewer) -> Feedback:
    """Feedback as somebody reads it, who has read it then.

    Raises:
        NotFoundError: there is none, it was taken back, or the viewer may not read it as this.
    """
    feedback = await look_at(feedback_id, reader, viewer)
    if feedback.is_new_for(reader):
        await repository.mark_read(feedback_id, reader, clock.now())
    return feedback


async def look_at(feedback_id: UUID, reader: Reader, viewer: Viewer) -> Feedback:
    """The same for a page that asks something about it; marks nothing. NotFoundError as `get_feedback`."""
    return await _get(feedback_id, reader, viewer)


async def answer(feedback_id: UUID, words: str, viewer: Viewer) -> None:
    """Thank or answer, as the provider; once.

    Raises:
        InvalidError: there are no words, or too many.
        NotFoundError: it was taken back, or the viewer is not one of the provider's people.
        ConflictError: a colleague was quicker; or the person has blocked the provider.
    """
    if problems := list(rules.check_answer(words)):
        raise InvalidError(problems)
    account_id = _account_of(viewer)
    async with transaction():
        if not await repository.hold_account(account_id):
            raise _not_found()
        feedback = await _get(feedback_id, Reader.PROVIDER, viewer, lock=True)
        if feedback.answered_at is not None:
            raise ConflictError(_("A colleague has answered meanwhile. Each is answered once."))
        if not feedback.can_answer:
            raise ConflictError(_("You cannot answer this any more."))
        await repository.put_answer(feedback_id, account_id, words.strip(), clock.now())
        await audit.record("answer", RECORD_TYPE, feedback_id, viewer.actor)
        address = await find_address(feedback.account_id)
        if address:
            letter = replace(letters.for_person(feedback_id), council_code=feedback.council_code)
            await mail.queue_letter(address, letter, account_id=feedback.account_id)


async def take_back(feedback_id: UUID, viewer: Viewer) -> None:
    """Delete what the viewer told, with the answer. NotFoundError when it is gone or another's."""
    async with transaction():
        await _get(feedback_id, Reader.PERSON, viewer, lock=True)
        await repository.drop(feedback_id)
        await audit.record("take_back", RECORD_TYPE, feedback_id, viewer.actor)


async def report(
    feedback_id: UUID,
    reader: Reader,
    words: str,
    viewer: Viewer,
    *,
    host: str,
    is_unsafe: bool = False,
    with_words: bool = False,
    may_be_told: bool = False,
) -> None:
    """Tell the people who look after the listing's council what is wrong with feedback or its answer.

    What was written goes with it only `with_words`. `may_be_told` leaves the viewer's address, to hear how it
    ended. The other side is not told. `host` is the client's.

    Raises:
        InvalidError: there are no words, or too many.
        NotFoundError: the viewer may not read it as this.
        TooManyError: there were too many reports from there.
    """
    feedback = await _get(feedback_id, reader, viewer)
    if problems := list(rules.check_report(words)):
        raise InvalidError(problems)
    contact = (await find_address(_account_of(viewer)) or "") if may_be_told else ""
    new = NewConcern(
        kind=ConcernKind.SAFEGUARDING if is_unsafe else ConcernKind.OTHER,
        words=f"{rules.introduction(reader)}\n\n{words.strip()}",
        contact=contact,
        attached=rules.transcript(feedback) if with_words else "",
    )
    await concerns.report_concern(feedback.listing_id, new, host=host, is_party=True)


async def list_needs(viewer: Viewer) -> list[Need]:
    """What is new for the viewer, as person, provider and steward. One statement."""
    if viewer.account_id is None or not viewer.is_signed_in:
        return []
    return await repository.list_needs(viewer.account_id, viewer.councils(Role.STEWARD))


async def drop_old_feedback() -> int:
    """Delete feedback as long after its last word as the council keeps conversations; return how many."""
    count = 0
    async with transaction():
        for code in sorted(await repository.list_councils()):
            settings = await councils.get_council_settings(code)
            before = clock.now() - timedelta(days=settings.enquiries_kept_days)
            dropped = await repository.drop_before(code, before)
            await audit.record_many("delete", RECORD_TYPE, "retention", dropped)
            count += len(dropped)
    return count


async def _find_untold(account_id: UUID, listing_id: UUID) -> Tellable:
    """Whom to tell. Looked for first: what another tab tells meanwhile is seen by the second look."""
    found = await repository.list_tellable(account_id, listing_id)
    if found:
        return found[0]
    if await repository.find_of(account_id, listing_id) is not None:
        raise _told_already()
    raise _not_found()


async def _get(feedback_id: UUID, reader: Reader, viewer: Viewer, *, lock: bool = False) -> Feedback:
    codes = viewer.councils(Role.STEWARD)
    found = await repository.find_readable(feedback_id, reader, _account_of(viewer), codes, lock=lock)
    if found is None:
        raise _not_found()
    return found


def _account_of(viewer: Viewer) -> UUID:
    if viewer.account_id is None or not viewer.is_signed_in:
        raise _not_found()
    return viewer.account_id


def _not_found() -> NotFoundError:
    """The same for what is another's, what never was, and what was taken back."""
    return NotFoundError(_("This is not here. It may have been taken back."))


def _told_already() -> ConflictError:
    return ConflictError(_("You have told them already. Take that back first if you want to say it anew."))
