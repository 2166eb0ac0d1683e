"""The pages of what people shared with stewards."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from marketplace.accounts.schemas import Viewer
from marketplace.feedback.pages import web as pages
from marketplace.feedback.schemas import Reader
from marketplace.kernel.web.bodies import PageRequest
from marketplace.stewards.rules import STEWARDS

LIST_PATH = "/stewards/feedback"


@get(LIST_PATH, opt=STEWARDS, include_in_schema=False)
async def list_feedback(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What people of the viewer's councils shared, new ones first."""
    return await pages.list_page(Reader.STEWARD, request, viewer)


@get(f"{LIST_PATH}/{{feedback_id:uuid}}", opt=STEWARDS, include_in_schema=False)
async def show_feedback(
    feedback_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template:
    """One, which is read then."""
    return await pages.feedback_page(Reader.STEWARD, feedback_id, request, viewer)


route_handlers = (list_feedback, show_feedback)
