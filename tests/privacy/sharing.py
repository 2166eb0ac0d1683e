"""What somebody does in pools: leads one alone, is in one of others, and asks a third."""

from marketplace.pooling import repository, service
from marketplace.pooling.joining import service as joining
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.meeting.talk import service as talk
from marketplace.pooling.meeting.wishes import service as wishes
from marketplace.pooling.schemas import LeftReason, MemberState, NewPool
from tests.factories.pool_meeting import make_wish_content
from tests.factories.pooling import activate, make_content, make_pool, make_shown


async def pool(mark, viewer, gazetteer, place):
    """Start, be let in, leave, ask."""
    content = make_content(
        title=mark("pool title"),
        words=f"We paint, {mark('pool words')}.",
        place_words=mark("pool place"),
    )
    new = NewPool(content=content, name=mark("leading name"), place=place, plan={"words": mark("pool plan")})
    pool_id = await service.start_pool(new, viewer, gazetteer)
    await repository.put_pool(pool_id, check_state="returned", check_note=mark("pool note"))
    others = await make_pool(others=1)
    token = await joining.invite(others.id, others.lead.viewer)
    await joining.come_by_link(token, mark("member name"), None, viewer)
    own = await service.get_part(others.id, viewer, frozenset({MemberState.WELCOME}))
    await joining.take_place(own.member.id, own.member.version, viewer)
    await talk.write(others.id, None, f"Hello all, {mark('pool message')}.", viewer)
    await activate(others)
    member = (await service.get_part(others.id, viewer)).member
    await leaving.give_notice(member.id, LeftReason.MOVED, None, member.version, viewer)
    wish = make_wish_content(name=mark("wish name"), title=mark("wish title"), care_group="autism")
    await wishes.start_wish(wish, place, viewer, gazetteer)
    shown = await make_shown()
    await joining.ask_to_join(shown.id, mark("asking name"), None, viewer, f"I like {mark('asking words')}.")
