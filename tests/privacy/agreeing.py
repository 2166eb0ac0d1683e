"""What somebody writes in agreements: a draft of their own, and what is theirs alone in another pool."""

from msgspec.structs import replace

from marketplace.kernel import clock
from marketplace.pooling.agreements import service
from marketplace.pooling.agreements.schemas import CouncilSaid
from marketplace.pooling.joining import service as joining
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import NewPool
from marketplace.pooling.service import start_pool
from tests.factories.agreements import make_together, propose
from tests.factories.pooling import make_content


async def agree(mark, viewer, gazetteer, place):
    """Write for nobody, and agree to what others wrote."""
    own = await start_pool(NewPool(content=make_content(), name="Ada", place=place), viewer, gazetteer)
    draft = await service.begin_writing(own, viewer)
    terms = replace(draft.terms, purpose=mark("draft words"), holiday=mark("draft holiday"))
    await service.write_terms(own, terms, draft.version, viewer)
    others = await make_together(2)
    await joining.come_by_link(await joining.invite(others.id, others.lead), "Bo", None, viewer)
    member = next(each for each in await others.members() if each.account_id == viewer.account_id)
    await joining.take_place(member.id, member.version, viewer)
    said = CouncilSaid(who=mark("council who"), said_on=clock.today())
    await service.agree(others.id, await propose(others), viewer, mark("outcome words"), said)
    assert (await parties.get_part(others.id, viewer)).member is not None
