"""Every query of the places room."""

from uuid import UUID, uuid4

from marketplace.kernel.database import connection
from marketplace.places.schemas import DirectPaymentSupport
from marketplace.places.tables import DirectPaymentSupport as SupportTable

_FACTS = ("name", "description", "phone", "url", "source", "as_of")
_FIND = f"SELECT {', '.join(_FACTS)} FROM direct_payment_support WHERE council_code = $1"  # noqa: S608 - our own names


async def find_support(council_code: str) -> DirectPaymentSupport | None:
    """The support organisation on record for a council."""
    async with connection() as raw:
        row = await raw.fetchrow(_FIND, council_code)
    return DirectPaymentSupport(**{fact: row[fact] for fact in _FACTS}) if row else None


async def put_support(council_code: str, support: DirectPaymentSupport) -> UUID:
    """Keep the support organisation of a council, in place of the one before; return the record's id."""
    facts = {fact: getattr(support, fact) for fact in _FACTS}
    row = SupportTable(id=uuid4(), council_code=council_code, **facts)
    kept = await (
        SupportTable.insert(row)
        .on_conflict(
            target=SupportTable.council_code,
            action="DO UPDATE",
            values=[getattr(SupportTable, fact) for fact in _FACTS],
        )
        .returning(SupportTable.id)
    )
    return UUID(str(kept[0]["id"]))
