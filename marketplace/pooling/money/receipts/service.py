"""The door of receipts. Pictures are drawn anew; all are sent as downloads only; each opening is on record.

Every member of the pool may open them, and so a file may show no more of a person than they may know: the
pages say so where one is added. They are deleted after the current tax year and one more, or as many more as
the pool's council says.
"""

from uuid import UUID, uuid4

from marketplace.accounts.limits import service as limits
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError, Problem
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.pictures import Picture, PictureError, redraw_picture
from marketplace.listings.evidence.rules import check_pdf
from marketplace.pooling.money import repository as money_repository
from marketplace.pooling.money import rules as money_rules
from marketplace.pooling.money import service as money
from marketplace.pooling.money.keeping import service as keeping
from marketplace.pooling.money.receipts import repository
from marketplace.pooling.money.receipts.rules import FILES_AN_HOUR, LONGEST_SIDE, MOST_FILES, PER
from marketplace.pooling.money.receipts.schemas import Receipt, ReceiptFile
from marketplace.pooling.parties import service as parties

RECORD_TYPE = "money_receipt"
PDF = "application/pdf"


async def read_file(content: bytes, account_id: UUID) -> Picture:
    """A file that may be kept: a picture drawn anew, or a PDF as it is.

    Raises:
        InvalidError: it cannot be used (`files`).
        TooManyError: the account added very many within an hour.
    """
    await limits.check_limit("receipts", str(account_id), most=FILES_AN_HOUR, per=PER)
    if content.startswith(b"%PDF-"):
        problem = check_pdf(content)
        if problem is None:
            return Picture(content=content, content_type=PDF)
        raise InvalidError([Problem(field="files", message=problem)])
    try:
        return await redraw_picture(content, longest_side=LONGEST_SIDE)
    except PictureError as error:
        message = _("%(why)s You can also choose a PDF.", why=str(error))
        raise InvalidError([Problem(field="files", message=message)]) from error


async def add_receipt(entry_id: UUID, content: bytes, viewer: Viewer) -> UUID:
    """Add a file to an entry; return its id.

    Raises:
        NotFoundError: the entry is not of a pool of the viewer's.
        ConflictError: the viewer may not record, or the time for which receipts are kept is over.
        InvalidError: the file cannot be used, or there are very many already (`files`).
    """
    entry = await money_repository.find_entry(entry_id)
    if entry is None:
        raise money_rules.not_found()
    await money.get_reader(entry.pool_id, viewer)
    file = await read_file(content, parties.account_of(viewer))
    receipt_id, now = uuid4(), clock.now()
    async with transaction():
        part = await money.hold_writer(entry.pool_id, viewer)
        last = money_rules.delete_on(entry.on, (await keeping.settings_of(part.pool)).receipts_kept_years)
        if last <= clock.today():
            raise ConflictError(_("Receipts of that time are deleted already, and none are kept any more."))
        if len(await repository.list_of([entry_id])) >= MOST_FILES:
            message = _("An entry can have %(num)s files", num=MOST_FILES)
            raise InvalidError([Problem(field="files", message=message)])
        uploaded_by = part.member.id if part.member is not None else None
        await repository.add(receipt_id, entry_id, file, at=now, uploaded_by=uploaded_by, delete_on=last)
        await audit.record("add", RECORD_TYPE, receipt_id, viewer.actor, after={"entry": entry_id})
    return receipt_id


async def list_receipts(entry_id: UUID) -> list[Receipt]:
    """Files of an entry, oldest first, whoever asks."""
    return await repository.list_of([entry_id])


async def get_receipt(receipt_id: UUID, viewer: Viewer) -> Receipt:
    """A receipt without its content.

    Raises:
        NotFoundError: there is none, or its pool is not the viewer's.
    """
    found = await repository.find(receipt_id)
    if found is None:
        raise not_found()
    try:
        await money.get_reader(found.pool_id, viewer)
    except NotFoundError:
        raise not_found() from None
    return found


async def open_receipt(receipt_id: UUID, viewer: Viewer) -> ReceiptFile:
    """A file for a member of the pool; the opening is on record.

    Raises:
        NotFoundError: there is none, or its pool is not the viewer's.
    """
    async with transaction():
        found = await get_receipt(receipt_id, viewer)
        content = await repository.find_content(receipt_id)
        if content is None:
            raise not_found()
        await audit.record("open", RECORD_TYPE, receipt_id, viewer.actor)
    ending = "pdf" if found.content_type == PDF else "webp"
    return ReceiptFile(
        content=content,
        content_type=found.content_type,
        name=f"receipt-{found.entry_number}.{ending}",
    )


async def remove_receipt(receipt_id: UUID, viewer: Viewer) -> UUID:
    """Delete a file that is the wrong one; return its entry.

    Raises:
        NotFoundError: there is none, or its pool is not the viewer's.
        ConflictError: the viewer may not record.
    """
    found = await get_receipt(receipt_id, viewer)
    async with transaction():
        await money.hold_writer(found.pool_id, viewer)
        await repository.drop(receipt_id)
        await audit.record("remove", RECORD_TYPE, receipt_id, viewer.actor, before={"entry": found.entry_id})
    return found.entry_id


async def drop_due_receipts() -> int:
    """Delete files whose time is over, by what councils say now; return how many. For timed work."""
    async with transaction():
        async for council, settings in keeping.each_council():
            await repository.put_delete_on(council, settings.receipts_kept_years)
        gone = await repository.drop_due(clock.today())
        await audit.record_many("delete", RECORD_TYPE, "retention", list(gone))
    return len(gone)


def not_found() -> NotFoundError:
    """The same for what is another pool's, what was deleted and what does not exist."""
    return NotFoundError(_("This receipt is not here. It may have been deleted when its time was over."))
