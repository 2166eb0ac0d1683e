"""Options packs in the life of one person: their own go with them."""

from tests.factories.accounts import viewer_of
from tests.factories.packs import make_linked, make_pack


async def make_packs(mark, account, listing_id):
    """Make a pack with words in it and hand its link over, and one that stays empty."""
    viewer = await viewer_of(account, second_factor=True)
    words = {"reasons": [f"Likes {mark('pack reason')}"], "introduction": f"As {mark('pack words')} said."}
    await make_linked(viewer, [listing_id], near=mark("pack place"), **words)
    await make_pack(viewer)
