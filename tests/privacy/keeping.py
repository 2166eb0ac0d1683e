"""What the person keeps for themselves, and shares."""

from marketplace.shortlists import service as shortlists
from marketplace.shortlists.schemas import NOTHING, BrowserList
from marketplace.shortlists.sharing import service as sharing
from marketplace.wanted.alerts import service as alerts
from marketplace.wanted.alerts.schemas import AlertChoices
from marketplace.wanted.searches import service as searches


async def keep_a_list(mark, viewer, listing_id):
    """Write a note, share the list with it and have it sent; then bring another note from a browser."""
    kept = BrowserList((listing_id,))
    await shortlists.move_to_account(viewer, kept)
    await shortlists.put_note(listing_id, f"They were kind, {mark('shared note')}.", viewer, NOTHING)
    saved = await shortlists.list_saved(viewer, NOTHING)
    await sharing.share_list(saved, viewer, host="192.0.2.1", with_notes=True)
    await sharing.email_list(saved, viewer)
    await shortlists.put_note(listing_id, f"Not on Tuesdays, {mark('saved note')}.", viewer, NOTHING)
    left = BrowserList((listing_id,), {listing_id: f"Ring them, {mark('browser note')}."})
    await shortlists.move_to_account(viewer, left)


async def keep_a_search(mark, viewer):
    """Save a search under a name, and choose which letters to get."""
    words = f"q={mark('search words').replace(' ', '+')}"
    await searches.save_search(mark("search name"), words, viewer, wants_alerts=True)
    await alerts.choose(AlertChoices(about_adverts=False), viewer)
