"""The door of the mail room: letters are queued inside the transaction of what they tell of."""

from collections.abc import Collection
from uuid import UUID, uuid4

from marketplace.kernel import clock
from marketplace.kernel.i18n import current_language
from marketplace.mail import repository, rules
from marketplace.mail.rules import read_address
from marketplace.mail.schemas import Action, Facts, Letter, LetterStatus, QueuedLetter, Words

__all__ = ["Action", "Facts", "Letter", "LetterHolder", "list_dead", "queue_letter", "read_address"]


async def queue_letter(to: str, letter: Letter, *, account_id: UUID | None = None) -> UUID:
    """Keep a letter to be sent after the commit, and return its id.

    `account_id` is whose letter it is, so that it is in what they download and goes when they go; leave it
    out of the last letter about a deleted account. Addresses in `letter` (actions) are paths of this site.

    Raises:
        ValueError: `to` is no address, the kind is unknown, or the subject is not one fixed line.
    """
    rules.check_letter(letter.kind, letter.subject, can_stop=letter.unsubscribe_url is not None)
    queued = QueuedLetter(
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
    )
    await repository.add(queued, account_id)
    return queued.id


async def list_dead(letter_ids: Collection[UUID]) -> set[UUID]:
    """Those of these letters that could not be sent, for good."""
    return await repository.list_dead(letter_ids) if letter_ids else set()


class LetterHolder:
    """What this room keeps about an account: the letters to it."""

    name = "letters"

    async def export(self, account_id: UUID) -> object:
        """The letters as far as they are kept: their words and the address go after a while."""
        return await repository.list_of_account(account_id)

    async def erase(self, account_id: UUID) -> None:
        """Remove all letters to the account, those that wait too."""
        await repository.drop_of_account(account_id)
