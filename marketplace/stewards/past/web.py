"""The history of a listing: its versions, one of them as it was shown, and two beside each other."""

from datetime import date, datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.schemas import Viewer
from marketplace.finder.service import get_vocabulary, preview_listing_page
from marketplace.finder.web import map_of_listing, week_of
from marketplace.kernel import clock
from marketplace.kernel.forms import number_of, page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page, see_other
from marketplace.listings.history import service as history
from marketplace.listings.moderating import service as moderating
from marketplace.places.service import Gazetteer
from marketplace.stewards.diffs.rules import compare_drafts
from marketplace.stewards.records.service import actor_names
from marketplace.stewards.reviews.service import speech
from marketplace.stewards.rules import HERE, MEDIA_URL, STEWARDS

PATH = "/stewards/listings/{listing_id:uuid}"


@get(f"{PATH}/history", opt=STEWARDS, include_in_schema=False)
async def show_history(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """The versions of a listing, newest first."""
    stored = await moderating.get_listing(listing_id, viewer)
    number = page_number(request.query_params.get("page"))
    versions = await history.list_versions(listing_id, number)
    present = await history.get_present(listing_id)
    actors = {present.began_by, *(version.began_by for version in versions.items)}
    return plain_page(
        "stewards/history.html",
        here=HERE,
        part="listings",
        stored=stored,
        present=present,
        versions=versions,
        names=await actor_names(actors),
        moment=moment_words,
        url=f"/stewards/listings/{listing_id}/history",
    )


@get(f"{PATH}/versions/{{version:str}}", opt=STEWARDS, include_in_schema=False)
async def show_version(
    listing_id: FromPath[UUID],
    version: FromPath[str],
    viewer: NamedDependency[Viewer],
    gazetteer: NamedDependency[Gazetteer],
) -> Template:
    """One version on the very page on which everybody saw it, marked with its dates."""
    await moderating.get_listing(listing_id, viewer)
    found = await history.get_version(listing_id, number_of(version))
    page = await preview_listing_page(history.as_shown(found, last_day_of(found.ended_at)))
    return plain_page(
        "stewards/version.html",
        here=HERE,
        page=page,
        week=week_of(page, get_vocabulary()),
        map=map_of_listing(page.listing, gazetteer),
        version_=found,
        moment=moment_words,
        media_url=MEDIA_URL,
        preview_url=f"/stewards/listings/{listing_id}/history",
    )


@get(f"{PATH}/compare", opt=STEWARDS, include_in_schema=False)
async def compare_versions(
    listing_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """What differs between two versions; the older one stands first whichever way they are asked for."""
    await moderating.get_listing(listing_id, viewer)
    asked = [number_of(request.query_params.get(name)) for name in ("from", "to")]
    if not all(asked):
        return see_other(f"/stewards/listings/{listing_id}/history")
    before, after = [await history.get_version(listing_id, number) for number in sorted(asked)]
    return plain_page(
        "stewards/compare.html",
        here=HERE,
        part="listings",
        listing_id=listing_id,
        before=before,
        after=after,
        diff=compare_drafts(before.content.draft, after.content.draft, speech()),
        moment=moment_words,
        media_url=MEDIA_URL,
    )


def last_day_of(ended_at: datetime | None) -> date:
    """The last day on which a version stood; today for what stands now."""
    return ended_at.astimezone(clock.LONDON).date() if ended_at else clock.today()


route_handlers = (show_history, show_version, compare_versions)
