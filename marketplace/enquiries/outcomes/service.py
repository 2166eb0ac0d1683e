"""Notes how an enquiry ended, in the transaction that ends it."""

from datetime import datetime

from marketplace.enquiries import rules
from marketplace.enquiries.schemas import Conversation, EndReason, Side, Status
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SignalKind


async def note_end(
    conversation: Conversation, status: Status, reason: EndReason | None, at: datetime
) -> None:
    """Keep how it ended for the market view.

    What a provider began is left out: of the advert that it answers the wanted room tells, once.
    """
    if conversation.started_by is Side.PROVIDER:
        return
    told = rules.told_reason(reason)
    await signals.note_outcome(
        OutcomeSignal(
            kind=SignalKind.ENQUIRY,
            council_code=conversation.area_council_code,
            outcode=conversation.outcode,
            support_types=conversation.support_types,
            outcome=status.value,
            reason=told.value if told else None,
            waited_days=rules.waited_days(conversation, at),
            whose=conversation.account_id,
        )
    )
