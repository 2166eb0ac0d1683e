"""The door of the mail room: letters are queued inside the transaction of what they tell of."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from uuid import UUID, uuid4

from marketplace.jobs.service import enqueue_many
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import current_language
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.paging import Page
from marketplace.mail import repository, rules
from marketplace.mail.rules import read_address
from marketplace.mail.schemas import (
    SEND_JOB,
    Action,
    Facts,
    Letter,
    LetterCounts,
    LetterFate,
    LetterLine,
    LetterStatus,
    QueuedLetter,
    Words,
)

__all__ = [
    "Action", "Facts", "Letter", "LetterHolder", "count_letters", "drop_letters_to", "drop_old_words",
    "find_fate", "get_letter", "list_dead", "list_letters", "only_to", "queue_letter", "queue_letters",
    "read_address", "retry_dead_letters",
]  # fmt: skip

SENT_KEPT = timedelta(days=30)
"""How long the address of a letter is kept after it was sent. Its words go at once: they hold links that open
things, and nobody needs them any more."""
KEPT_KEPT = timedelta(days=14)
"""How long letters stay in the mailbox of the demonstration."""
DEAD_KEPT = timedelta(days=30)
"""How long a letter that could not be sent can be tried again."""
WAITING_KEPT = timedelta(days=30)
"""How long a letter waits for a mail server that is not set; its links have run out long before."""
FACTS_KEPT = timedelta(days=365)
"""How long it is kept that a letter of some kind was sent, without the address."""
PER_PAGE = 25

_is_wanted: ContextVar[Callable[[str], bool] | None] = ContextVar("mail_is_wanted", default=None)


@contextmanager
def only_to(is_wanted: Callable[[str], bool]) -> Iterator[None]:
    """Within this context a letter to another address is not kept.

    For the made-up past of a demonstration: thousands of letters that were never sent, to nobody.
    """
    token = _is_wanted.set(is_wanted)
    try:
        yield
    finally:
        _is_wanted.reset(token)


async def queue_letter(
    to: str, letter: Letter, *, account_id: UUID | None = None, about: UUID | None = None
) -> UUID:
    """Keep a letter to be sent after the commit, and return its id.

    `account_id` is whose letter it is, so that it is in what they download and goes when they go; leave it
    out of the last letter about a deleted account. `about` is the account that a letter to somebody else
    names: it goes when that one goes. Addresses in `letter` (actions) are paths of this site.

    Raises:
        ValueError: `to` is no address, the kind is unknown, or the subject is not one fixed line.
    """
    (letter_id,) = await _queue([(_queued(to, letter), account_id)], about)
    return letter_id


async def queue_letters(letters: Iterable[tuple[str, Letter, UUID | None]]) -> list[UUID]:
    """Keep many letters, each with its address and account, in two statements; return their ids.

    Raises:
        ValueError: as `queue_letter`; then none is kept.
    """
    return await _queue([(_queued(to, letter), account_id) for to, letter, account_id in letters], None)


async def _queue(queued: Sequence[tuple[QueuedLetter, UUID | None]], about: UUID | None) -> list[UUID]:
    is_wanted = _is_wanted.get()
    kept = [each for each in queued if is_wanted is None or is_wanted(each[0].recipient or "")]
    if kept:
        async with transaction():
            await repository.add_many(kept, about)
            await enqueue_many(SEND_JOB, [{"letter": letter.id} for letter, _account in kept])
    return [letter.id for letter, _account in queued]


def _queued(to: str, letter: Letter) -> QueuedLetter:
    rules.check_letter(letter)
    return QueuedLetter(
        id=uuid4(),
        kind=letter.kind,
        recipient=read_address(to),
        subject=letter.subject,
        language=current_language(),
        parts=tuple(Words(part) if isinstance(part, str) else part for part in letter.parts),
        unsubscribe_url=letter.unsubscribe_url,
        status=LetterStatus.WAITING,
        message_id=None,
        tries=0,
        queued_at=clock.now(),
        council_code=letter.council_code,
    )


async def list_dead(letter_ids: Collection[UUID]) -> set[UUID]:
    """Those of these letters that could not be sent, for good."""
    return await repository.list_dead(letter_ids) if letter_ids else set()


async def find_fate(letter_id: UUID) -> LetterFate | None:
    """What became of a letter; None for one that waited too long, or is long forgotten."""
    return await repository.find_fate(letter_id)


async def count_letters() -> LetterCounts:
    """How letters stand."""
    return await repository.count()


async def retry_dead_letters() -> int:
    """Have all dead letters that still have their words tried again; return how many."""
    async with transaction():
        letter_ids = await repository.revive()
        await enqueue_many(SEND_JOB, [{"letter": letter_id} for letter_id in letter_ids])
    return len(letter_ids)


async def list_letters(page: int) -> Page[LetterLine]:
    """Letters that still have their words, the newest first: for the mailbox of the demonstration."""
    lines, total = await repository.list_with_words(PER_PAGE, max(0, page - 1) * PER_PAGE)
    return Page(items=tuple(lines), total=total, page=max(1, page), per_page=PER_PAGE)


async def get_letter(letter_id: UUID) -> QueuedLetter:
    """A letter with its words, for the same.

    Raises:
        NotFoundError: there is none, or its words were removed.
    """
    letter = await repository.find(letter_id)
    if letter is None or letter.parts is None:
        raise NotFoundError(_("This letter is not here any more."))
    return letter


async def drop_old_words() -> int:
    """Remove addresses and words that are not needed any more, and old letters; return how many it touched.

    For timed work: what is due is decided by the dates of the letters.
    """
    now = clock.now()
    touched = 0
    for status, kept in (
        (LetterStatus.SENT, SENT_KEPT), (LetterStatus.KEPT, KEPT_KEPT), (LetterStatus.DEAD, DEAD_KEPT),
    ):  # fmt: skip
        touched += await repository.drop_words(status, now - kept)
    touched += await repository.drop_waiting(now - WAITING_KEPT)
    return touched + await repository.drop(now - FACTS_KEPT)


async def drop_letters_to(address: str) -> None:
    """Remove all letters to an address, also those that went there before it had an account."""
    await repository.drop_of_address(address)


class LetterHolder:
    """What this room keeps about an account: the letters to it, and those to others that name it."""

    name = "letters"

    async def export(self, account_id: UUID) -> object:
        """The letters as far as they are kept: their words and the address go after a while.

        Without the addresses that they lead to. Who only found a browser signed in would otherwise read there
        what was sent to the mailbox alone, such as a link to choose a new password.
        """
        letters = await repository.list_of_account(account_id)
        return [letter | {"parts": rules.without_links(letter["parts"])} for letter in letters]

    async def erase(self, account_id: UUID) -> None:
        """Remove all letters to the account and about it, those that wait too."""
        await repository.drop_of_account(account_id)
