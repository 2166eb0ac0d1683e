"""The door for timed work. What is due is decided by dates in the data: a day of downtime is caught up.

Each does its work in portions, a transaction each, so that a night with a thousand of them holds nobody up.
"""

from collections.abc import Awaitable, Callable
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from msgspec.structs import replace

from marketplace.accounts.service import list_addresses
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.enquiries import repository as conversations
from marketplace.enquiries.answering.service import close
from marketplace.enquiries.letters import rules as letters
from marketplace.enquiries.parties import service as parties
from marketplace.enquiries.rules import OFFER_AFTER
from marketplace.enquiries.schemas import Conversation, EndedBy, EndReason, Side
from marketplace.enquiries.waiting import repository
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.listings.organizations.service import addresses_of
from marketplace.mail import service as mail
from marketplace.mail.schemas import Letter

ACTOR = "waiting"
REMIND_AFTER = timedelta(days=3)
END_AFTER = timedelta(days=28)
QUIET_AFTER = timedelta(days=91)
AT_ONCE = 200
"""Conversations, or those who are to hear of them, of one transaction."""


async def take_steps() -> int:
    """Do all that is due with conversations that wait; return how many it was."""
    return sum(
        [
            await _in_portions(_remind),
            await _in_portions(_offer_others),
            await _in_portions(_end_gone),
            await _in_portions(_end_unanswered),
            await _in_portions(_end_quiet),
        ]
    )


async def drop_old_conversations() -> int:
    """Delete conversations in which nobody wrote for as long as the council keeps them; return how many."""
    count = 0
    async with transaction():
        for code in sorted(await repository.list_councils()):
            settings = await councils.get_council_settings(code)
            before = clock.now() - timedelta(days=settings.enquiries_kept_days)
            dropped = await repository.drop_before(code, before)
            await audit.record_many("delete", parties.RECORD_TYPE, "retention", dropped)
            count += len(dropped)
        await repository.drop_empty_enquiries(clock.now())
    return count


async def _in_portions(step: Callable[[datetime], Awaitable[int]]) -> int:
    done, count = 0, 1
    while count:
        async with transaction():
            count = await step(clock.now())
        done += count
    return done


async def _remind(now: datetime) -> int:
    """Write to providers who have not answered for three days: one letter however many wait."""
    due = await repository.list_due_to_remind(now - REMIND_AFTER, AT_ONCE)
    await repository.mark_reminded([each.conversation_id for each in due], now)
    told = set()
    for organization_id in sorted({each.whose for each in due}):
        councils_of_it = {each.council_code for each in due if each.whose == organization_id}
        letter = _signed(letters.for_provider_reminder(), councils_of_it)
        for account_id, address in await addresses_of(organization_id):
            if account_id not in told:
                told.add(account_id)
                await mail.queue_letter(address, letter, account_id=account_id)
    return len(due)


def _signed(letter: Letter, council_codes: AbstractSet[str]) -> Letter:
    """In the name of the one council that looks after all of it; of several, the site writes itself."""
    return replace(letter, council_code=next(iter(council_codes))) if len(council_codes) == 1 else letter


async def _offer_others(now: datetime) -> int:
    """Tell people who have had no answer for a week that they can ask others: one letter each."""
    due = await repository.list_due_to_offer(now - OFFER_AFTER, AT_ONCE)
    await repository.mark_offered([each.conversation_id for each in due], now)
    first = {each.whose: each for each in reversed(due)}
    addresses = await list_addresses(first.keys()) if first else {}
    await mail.queue_letters(
        (
            addresses[account_id],
            _signed(letters.for_person_others(each.conversation_id), {each.council_code}),
            account_id,
        )
        for account_id, each in first.items()
        if account_id in addresses
    )
    return len(due)


async def _end_gone(now: datetime) -> int:
    """End what is not agreed with a listing that was taken down."""
    return await _end(repository.GONE, (), EndReason.LISTING_GONE, now)


async def _end_unanswered(now: datetime) -> int:
    """End what nobody answered for four weeks, whoever began."""
    where = "c.status IN ('sent', 'read') AND c.sent_at <= $1"
    return await _end(where, (now - END_AFTER,), EndReason.NO_ANSWER, now)


async def _end_quiet(now: datetime) -> int:
    """End what was answered, and then nothing more was written for three months."""
    where = "c.status = 'answered' AND c.last_message_at <= $1"
    return await _end(where, (now - QUIET_AFTER,), EndReason.WENT_QUIET, now)


async def _end(where: str, values: tuple[datetime, ...], reason: EndReason, now: datetime) -> int:
    due = await conversations.list_held(where, *values, most=AT_ONCE)
    for each in due:
        await close(each, reason, EndedBy.TIME, now)
        await parties.record("end", each.id, ACTOR)
        await _tell_ended(each, reason)
    return len(due)


async def _tell_ended(conversation: Conversation, reason: EndReason) -> None:
    """To a person who asked, and waits. What went quiet, both sides know."""
    if conversation.started_by is Side.PROVIDER or reason is EndReason.WENT_QUIET:
        return
    letter = (
        letters.for_person_unanswered(conversation.id)
        if reason is EndReason.NO_ANSWER
        else letters.for_person_ended(conversation.id)
    )
    await parties.tell(conversation, Side.PERSON, letter)
