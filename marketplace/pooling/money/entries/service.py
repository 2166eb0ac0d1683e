"""The door for recording money. One function = one use case = one transaction, with the pool held.

Who may write: who leads the pool, an accepted helper, and the member who holds its account. A form that is
sent twice is recorded once. Another pool's records are not there: NotFoundError.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.kernel.pictures import Picture
from marketplace.pooling.money import repository, rules
from marketplace.pooling.money import service as money
from marketplace.pooling.money.entries import repository as entries
from marketplace.pooling.money.keeping import service as keeping
from marketplace.pooling.money.receipts import repository as receipts
from marketplace.pooling.money.receipts import service as files
from marketplace.pooling.money.rules import RECORD_TYPE
from marketplace.pooling.money.schemas import SHARED, Account, Entry, EntryKind, Facts, Posting, Sharing
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import Member, Part

CASH, OWED, MEMBER = Account.CASH, Account.OWED, Account.MEMBER
_FOLDED_AT_ONCE = 50


async def record_opening(pool_id: UUID, amounts: Mapping[UUID, int], facts: Facts, viewer: Viewer) -> UUID:
    """Record what members had in the pool before this record began; `amounts` are pence by member.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_contribution`.
    """
    facts = replace(facts, amount_pence=sum(amounts.values()))
    async with transaction():
        members = [each for each, pence in amounts.items() if pence]
        part, done = await _begin(pool_id, EntryKind.OPENING, facts, viewer, members=members)
        if done is not None:
            return done
        if number := await repository.find_opening(pool_id):
            raise ConflictError(_("It is recorded already, in entry %(number)s.", number=number))
        for member_id, pence in amounts.items():
            await _check_member(part, member_id)
            if pence < 0:
                raise _wrong("amount", _("Enter what each had, or leave it empty"))
        return await _add(part, EntryKind.OPENING, facts, rules.opening_postings(amounts), viewer)


async def record_contribution(pool_id: UUID, member_id: UUID, facts: Facts, viewer: Viewer) -> UUID:
    """Record that a member paid into the pool's account.

    Raises:
        NotFoundError: the pool is not the viewer's.
        ConflictError: the viewer may not record; the form was used for something else before.
        InvalidError: with all that is wrong, by field: `amount`, `on`, `words`, `member`.
    """
    return await _of_member(EntryKind.CONTRIBUTION, pool_id, member_id, facts, viewer)


async def record_refund_out(pool_id: UUID, member_id: UUID, facts: Facts, viewer: Viewer) -> UUID:
    """Record that the pool gave a member money back: no more than it holds for them.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_contribution`.
    """
    return await _of_member(EntryKind.REFUND_OUT, pool_id, member_id, facts, viewer)


async def record_settlement(pool_id: UUID, member_id: UUID, facts: Facts, viewer: Viewer) -> UUID:
    """Record the last payment of a member who leaves: to them, or by them where they are behind.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_contribution`.
    """
    return await _of_member(EntryKind.SETTLEMENT, pool_id, member_id, facts, viewer)


async def record_bill(
    pool_id: UUID, facts: Facts, sharing: Sharing, viewer: Viewer, receipt: bytes | None = None
) -> UUID:
    """Record a bill, with each member's share as it is now: later changes leave it as it is.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_contribution`; also `sharing`, `files`.
    """
    return await _shared(EntryKind.BILL, OWED, pool_id, facts, sharing, viewer, receipt)


async def record_spend(
    pool_id: UUID, facts: Facts, sharing: Sharing, viewer: Viewer, receipt: bytes | None = None
) -> UUID:
    """Record money that was paid from the pool's account at once, shared as a bill is.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_bill`.
    """
    return await _shared(EntryKind.SPEND, CASH, pool_id, facts, sharing, viewer, receipt)


async def pay_bill(
    bill_id: UUID,
    facts: Facts,
    viewer: Viewer,
    *,
    member_id: UUID | None = None,
    receipt: bytes | None = None,
) -> UUID:
    """Record that a bill or a part of it was paid: by the pool, or from a member's own budget.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_bill`; more than is left to pay is `amount`.
    """
    kind = EntryKind.BILL_PAID if member_id is None else EntryKind.BILL_PAID_DIRECT
    file = await _read(receipt, viewer)
    pool_id = (await _get(bill_id)).pool_id
    async with transaction():
        part, done = await _begin(pool_id, kind, facts, viewer, refers_to=bill_id, members=(member_id,))
        if done is not None:
            return done
        bill = await _get(bill_id)
        if bill.kind is not EntryKind.BILL or bill.reversed_by is not None:
            raise ConflictError(_("This bill was taken out of the record."))
        left = next((each for each in await repository.list_open_bills(pool_id) if each.id == bill_id), None)
        if left is None:
            raise ConflictError(_("This bill is paid already."))
        if facts.amount_pence > left.left_pence:
            message = _("Only %(left)s of this bill is left to pay", left=say_pence(left.left_pence))
            raise _wrong("amount", message)
        if member_id is None:
            postings = rules.moved(OWED, CASH, facts.amount_pence)
        else:
            await _check_member(part, member_id)
            postings = rules.moved(OWED, MEMBER, facts.amount_pence, member_id)
        return await _add(part, kind, facts, postings, viewer, refers_to=bill_id, file=file)


async def record_refund(entry_id: UUID, facts: Facts, viewer: Viewer) -> UUID:
    """Record that some of a bill or of money spent came back; it is shared as that was shared.

    Raises:
        NotFoundError, ConflictError, InvalidError: as `record_contribution`; more than is left is `amount`.
    """
    pool_id = (await _get(entry_id)).pool_id
    async with transaction():
        part, done = await _begin(pool_id, EntryKind.REFUND_IN, facts, viewer, refers_to=entry_id)
        if done is not None:
            return done
        entry = await _get(entry_id)
        if entry.kind not in SHARED or entry.reversed_by is not None:
            raise ConflictError(_("Nothing can be given back of this entry."))
        left, most = rules.most_back(entry, await repository.list_about(entry_id))
        if facts.amount_pence > most:
            raise _wrong("amount", rules.too_much_back_words(entry, most))
        postings = rules.refund_postings(facts.amount_pence, left, await repository.sum_carried(pool_id))
        return await _add(part, EntryKind.REFUND_IN, facts, postings, viewer, refers_to=entry_id)


async def correct(entry_id: UUID, words: str, token: UUID, viewer: Viewer) -> UUID:
    """Take an entry out that was wrong, by an entry of its own; return that one's id.

    It counts for the day of what it takes out: from then on every balance is right, and what was said before
    can still be asked for as it was known then.

    Raises:
        NotFoundError: the pool is not the viewer's.
        ConflictError: the viewer may not record; it is taken out already, or others refer to it.
        InvalidError: `words` are too long.
    """
    pool_id = (await _get(entry_id)).pool_id
    async with transaction():
        part = await money.hold_writer(pool_id, viewer)
        entry = await _get(entry_id)
        facts = Facts(on=entry.on, amount_pence=entry.amount_pence, words=words.strip(), token=token)
        if done := await repository.find_by_token(pool_id, token):
            if done.reverses == entry_id:
                return done.id
            raise rules.used_already(done)
        if problems := list(rules.check_words(facts)):
            raise InvalidError(problems)
        await _check_correctable(entry)
        postings = rules.reversed_postings(entry.postings)
        return await _add(part, EntryKind.REVERSAL, facts, postings, viewer, reverses=entry_id)


async def fold_old_entries() -> int:
    """Delete entries whose time is over, in pools that go on too; return how many. For timed work.

    One entry stands for them: what the pool and each member had on that day.
    """
    folded = 0
    async for council, settings in keeping.each_council():
        folded += await _fold_of(council, rules.oldest_kept(clock.today(), settings.statements_kept_years))
    return folded


async def _fold_of(council: str | None, before: date) -> int:
    folded = 0
    for pool_id in await entries.list_with_old(before, council, limit=_FOLDED_AT_ONCE):
        async with transaction():
            await parties.hold_pool(pool_id)
            count = await entries.fold(pool_id, before, clock.now())
            if count:
                await audit.record("fold", "pool", pool_id, "retention", after={"entries": count})
            folded += count
    return folded


async def _check_correctable(entry: Entry) -> None:
    if entry.kind in {EntryKind.REVERSAL, EntryKind.BROUGHT_FORWARD}:
        raise ConflictError(_("This entry cannot be taken out. Enter what is right as a new one."))
    if entry.reversed_by is not None:
        raise ConflictError(_("Somebody has taken this entry out already."))
    about = await repository.list_about(entry.id)
    if about:
        numbers = ", ".join(str(each.number) for each in about)
        raise ConflictError(
            _("Take out what was paid or came back first: entry %(numbers)s.", numbers=numbers)
        )


async def _of_member(kind: EntryKind, pool_id: UUID, member_id: UUID, facts: Facts, viewer: Viewer) -> UUID:
    async with transaction():
        part, done = await _begin(pool_id, kind, facts, viewer, members=(member_id,))
        if done is not None:
            return done
        member = await _check_member(part, member_id)
        debit, credit = CASH, MEMBER
        if kind is not EntryKind.CONTRIBUTION:
            if kind is EntryKind.SETTLEMENT and not rules.is_leaving(part.pool, member):
                raise _wrong("member", _("They stay. Record that they paid in, or were paid back"))
            has = (await repository.sum_balances(pool_id, None)).of(member_id)
            if has > 0 or kind is EntryKind.REFUND_OUT:
                debit, credit = MEMBER, CASH
            most = abs(has) if kind is EntryKind.SETTLEMENT else max(has, 0)
            if facts.amount_pence > most:
                raise _wrong("amount", rules.at_most_words(kind, most))
        postings = rules.moved(debit, credit, facts.amount_pence, member_id)
        return await _add(part, kind, facts, postings, viewer)


async def _shared(
    kind: EntryKind,
    against: Account,
    pool_id: UUID,
    facts: Facts,
    sharing: Sharing,
    viewer: Viewer,
    receipt: bytes | None,
) -> UUID:
    file = await _read(receipt, viewer)
    members = [each.member_id for each in sharing.parts if each.weight > 0]
    async with transaction():
        part, done = await _begin(pool_id, kind, facts, viewer, members=members, sharing=sharing)
        if done is not None:
            return done
        if not any(each.weight > 0 for each in sharing.parts):
            raise _wrong("sharing", _("Choose who shares this"))
        await _check_member(part, *(each.member_id for each in sharing.parts), field="sharing")
        carried = await repository.sum_carried(pool_id)
        postings = rules.shared_postings(against, facts.amount_pence, sharing, carried)
        return await _add(part, kind, facts, postings, viewer, sharing=sharing, file=file)


async def _begin(
    pool_id: UUID,
    kind: EntryKind,
    facts: Facts,
    viewer: Viewer,
    *,
    refers_to: UUID | None = None,
    members: Iterable[UUID | None] = (),
    sharing: Sharing | None = None,
) -> tuple[Part, UUID | None]:
    """Hold the pool for a writer; the id of the entry where the same form was sent before."""
    part = await money.hold_writer(pool_id, viewer)
    if problems := rules.check_facts(facts, await keeping.oldest_entries(part.pool), clock.today()):
        raise InvalidError(problems)
    before = await repository.find_by_token(pool_id, facts.token)
    if before is None:
        return part, None
    if rules.is_same(before, kind, facts, refers_to, frozenset(each for each in members if each), sharing):
        return part, before.id
    raise rules.used_already(before)


async def _add(
    part: Part,
    kind: EntryKind,
    facts: Facts,
    postings: tuple[Posting, ...],
    viewer: Viewer,
    *,
    refers_to: UUID | None = None,
    reverses: UUID | None = None,
    sharing: Sharing | None = None,
    file: Picture | None = None,
) -> UUID:
    entry_id, now = uuid4(), clock.now()
    recorded_by = part.member.id if part.member is not None else None
    number = await entries.add_entry(
        entry_id,
        part.pool.id,
        kind,
        facts,
        postings,
        at=now,
        recorded_by=recorded_by,
        refers_to=refers_to,
        reverses=reverses,
        sharing=sharing,
    )
    if file is not None:
        last = rules.delete_on(facts.on, (await keeping.settings_of(part.pool)).receipts_kept_years)
        await receipts.add(uuid4(), entry_id, file, at=now, uploaded_by=recorded_by, delete_on=last)
    after = {"pool": part.pool.id, "number": number, "kind": kind, "receipt": file is not None}
    await audit.record("record", RECORD_TYPE, entry_id, viewer.actor, after=after)
    return entry_id


async def _get(entry_id: UUID) -> Entry:
    entry = await repository.find_entry(entry_id)
    if entry is None:
        raise rules.not_found()
    return entry


async def _check_member(part: Part, member_id: UUID, *more: UUID, field: str = "member") -> Member:
    """The first of them; whether all are of the pool, with a place now or before."""
    known = {member.id: member for member in await money.list_money_members(part.pool.id)}
    if not {member_id, *more} <= set(known):
        raise _wrong(field, _("Choose a member of the pool"))
    return known[member_id]


async def _read(receipt: bytes | None, viewer: Viewer) -> Picture | None:
    return None if not receipt else await files.read_file(receipt, parties.account_of(viewer))


def _wrong(field: str, message: str) -> InvalidError:
    return InvalidError([Problem(field=field, message=message)])
