"""Reads what somebody saved out of a request. Without session and cookie it asks for nothing."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from litestar import Request

from marketplace.accounts.schemas import ANONYMOUS, Viewer
from marketplace.kernel.web.viewers import VIEWER
from marketplace.shortlists import service
from marketplace.shortlists.schemas import NOTHING, SAVED_COOKIE


async def find_saved(request: Request[Any, Any, Any], listing_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these listings that the viewer saved: one statement for who has signed in, else none."""
    viewer: Viewer = request.scope.get(VIEWER) or ANONYMOUS  # type: ignore[assignment]  # put there by ViewerDoor
    cookie = request.cookies.get(SAVED_COOKIE)
    kept = service.read_browser(cookie, None) if cookie else NOTHING
    return await service.find_saved(viewer, kept, listing_ids)
