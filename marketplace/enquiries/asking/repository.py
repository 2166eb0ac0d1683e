"""Keeps new enquiries, and looks whom somebody can ask. Raw SQL: all that may stand in the way at once."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from msgspec import Struct

from marketplace.enquiries.schemas import Askable, Side
from marketplace.enquiries.tables import Conversation, Enquiry
from marketplace.kernel.database import connection

_ASKABLE = """
    SELECT s.id, s.title, s.organization AS organization_id, o.name AS provider_name, s.council_code,
        s.support_types,
        EXISTS (SELECT FROM organization_member m WHERE m.organization = o.id) AS has_people,
        EXISTS (SELECT FROM organization_member m WHERE m.organization = o.id AND m.account = $2) AS is_own,
        EXISTS (SELECT FROM conversation_block b
            WHERE b.organization = o.id AND b.account = $2 AND b.side = 'provider') AS is_blocked,
        EXISTS (SELECT FROM conversation_block b
            WHERE b.organization = o.id AND b.account = $2 AND b.side = 'person') AS is_blocked_by_own,
        (SELECT c.id FROM conversation c WHERE c.account = $2 AND c.listing = s.id AND c.ended_at IS NULL)
            AS open_conversation
    FROM service s JOIN organization o ON o.id = s.organization
    WHERE s.id = ANY($1::uuid[]) AND s.status = 'published' AND NOT s.is_hidden
    ORDER BY array_position($1::uuid[], s.id)
"""


class Kept(Struct, frozen=True, kw_only=True):
    """An enquiry as it is kept."""

    account_id: UUID
    council_code: str | None
    advert_id: UUID | None = None
    support_types: tuple[str, ...] = ()
    area: str = ""
    outcode: str | None = None
    person_name: str = ""
    relation: str = ""
    acting_for: UUID | None = None


async def list_askable(listing_ids: Collection[UUID], account_id: UUID) -> list[Askable]:
    """Those of these listings that are public, in the order given."""
    async with connection() as raw:
        rows = await raw.fetch(_ASKABLE, list(listing_ids), account_id)
    return [Askable(**dict(row) | {"support_types": tuple(row["support_types"])}) for row in rows]


async def list_reachable(listing_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these listings that somebody looks after."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id FROM service s WHERE s.id = ANY($1::uuid[]) AND EXISTS (
                SELECT FROM organization_member m WHERE m.organization = s.organization)""",
            list(listing_ids),
        )
    return frozenset(row["id"] for row in rows)


async def is_blocked(account_id: UUID, organization_id: UUID) -> bool:
    """Whether a person or an organisation wants nothing from the other."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                "SELECT EXISTS (SELECT FROM conversation_block WHERE account = $1 AND organization = $2)",
                account_id,
                organization_id,
            )
        )


async def add_enquiry(kept: Kept, at: datetime) -> UUID:
    """Keep what somebody wants; return its id."""
    enquiry_id = uuid4()
    await Enquiry.insert(
        Enquiry(
            id=enquiry_id,
            account=kept.account_id,
            council_code=kept.council_code,
            advert=kept.advert_id,
            support_types=list(kept.support_types),
            area=kept.area,
            outcode=kept.outcode,
            person_name=kept.person_name,
            relation=kept.relation,
            acting_for=kept.acting_for,
            created_at=at,
        )
    )
    return enquiry_id


async def set_name(enquiry_id: UUID, name: str) -> None:
    """Keep what the provider is to call the person."""
    await Enquiry.update({Enquiry.person_name: name}).where(Enquiry.id == enquiry_id)


async def add_conversation(
    enquiry_id: UUID, account_id: UUID, listing: Askable, council_code: str, started_by: Side, at: datetime
) -> UUID:
    """Begin a conversation, unread by the other side; return its id."""
    conversation_id = uuid4()
    await Conversation.insert(
        Conversation(
            id=conversation_id,
            enquiry=enquiry_id,
            account=account_id,
            listing=listing.id,
            organization=listing.organization_id,
            council_code=council_code,
            status="sent",
            started_by=started_by.value,
            last_side=started_by.value,
            sent_at=at,
            last_message_at=at,
            person_contact="",
            provider_contact="",
            person_unread_since=at if started_by is Side.PROVIDER else None,
            provider_unread_since=at if started_by is Side.PERSON else None,
        )
    )
    return conversation_id
