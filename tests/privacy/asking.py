"""What somebody writes who asks others for help, and answers those who ask them."""

from marketplace.enquiries import service
from marketplace.enquiries.schemas import EndReason, NewEnquiry, Side
from marketplace.feedback import service as feedback
from marketplace.feedback.schemas import NewFeedback, Reader
from tests.factories.accounts import make_account, viewer_of
from tests.factories.enquiries import make_offer
from tests.factories.listings import make_activity, make_organization


async def ask_others(mark, viewer):
    """One that is agreed, one that is ended and reported with its messages, one that is blocked."""
    drafts = [make_activity(organization=make_organization(f"Club {n}")) for n in range(3)]
    offers = [await make_offer(draft, name="Kim Colleague") for draft in drafts]
    new = NewEnquiry(
        support_types=("swimming",),
        when=mark("asked when"),
        where=mark("asked where"),
        words=mark("asked words"),
        name=mark("asked name"),
    )
    agreed, ended, blocked = await service.ask([each.listing for each in offers], new, viewer)
    await service.reply(agreed, "I can help you.", 1, offers[0].viewer)
    await service.agree(agreed, 2, viewer, words=mark("agreed words"), share=mark("person contact"))
    told = await feedback.give(
        offers[0].listing,
        NewFeedback(
            good=mark("what was good"),
            better=mark("what could be better"),
            name=mark("feedback name"),
            with_steward=True,
        ),
        viewer,
    )
    await feedback.report(
        told, Reader.PERSON, f"Odd, {mark('odd words')}.", viewer, host="192.0.2.1", may_be_told=True
    )
    await service.end(ended, EndReason.OTHER, 1, viewer, words=mark("last words"))
    await service.report(
        ended,
        f"Rude, {mark('report words')}.",
        viewer,
        host="192.0.2.1",
        with_messages=True,
        may_be_told=True,
    )
    await service.block(blocked, viewer)


async def be_asked(mark, viewer, listing_id):
    """Answer somebody who asks, show them how to be reached, and block somebody else."""
    for what in ("answered", "blocked"):
        asking = await viewer_of(await make_account("person", name="Kim Colleague"))
        (made,) = await service.ask([listing_id], NewEnquiry(words="Can you help me?"), asking)
        if what == "blocked":
            await service.block(made, viewer, side=Side.PROVIDER)
            continue
        words, contact = mark("answer"), mark("provider contact")
        await service.reply(made, words, 1, viewer, side=Side.PROVIDER, share=contact)
        await service.agree(made, 2, asking)
        told = await feedback.give(listing_id, NewFeedback(good="You came."), asking)
        await feedback.answer(told, f"Thank you, {mark('thanks')}.", viewer)
