"""The page of an account: what is kept of it, where it is signed in. And all pages of accounts together."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from marketplace.accounts import service
from marketplace.accounts.entering import web as entering
from marketplace.accounts.joining import web as joining
from marketplace.accounts.keeping import web as keeping
from marketplace.accounts.leaving import web as leaving
from marketplace.accounts.schemas import Viewer
from marketplace.accounts.second_factor import web as second_factor
from marketplace.accounts.single_sign_on import web as single_sign_on
from marketplace.accounts.staff import web as staff
from marketplace.accounts.supporting import web as supporting
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import moment_words, plain_page, see_other


def _done_words() -> dict[str, str]:
    return {
        "name": _("Your name was changed."),
        "password": _("Your password was changed. You were signed out everywhere else."),
        "address-sent": _("We sent an email to the new address. Follow the link in it to use that address."),
        "address": _("Your email address was changed."),
        "signed-out": _("You were signed out there."),
        "claim-ended": _("You took back what you said about the listing."),
        "everywhere": _("You were signed out everywhere else."),
    }


@get("/account", opt=SIGNED_IN, include_in_schema=False)
async def show_account(viewer: NamedDependency[Viewer], done: FromQuery[str | None] = None) -> Template:
    """What is kept, and what can be done with it."""
    account = await keeping.account_of(viewer)
    return plain_page(
        "accounts/account.html",
        here="/account",
        account=account,
        sessions=await service.list_sessions(account.id),
        moment_words=moment_words,
        done=_done_words().get(done or ""),
    )


@post("/account/sign-out-everywhere", opt=SIGNED_IN, include_in_schema=False)
async def sign_out_everywhere(viewer: NamedDependency[Viewer]) -> Redirect:
    """End all sessions but this one."""
    assert viewer.account_id is not None
    await service.sign_out_everywhere(viewer.account_id, but=viewer.session_id)
    return see_other("/account?done=everywhere")


@post("/account/sessions/{session_id:uuid}/end", opt=SIGNED_IN, include_in_schema=False)
async def sign_out_session(viewer: NamedDependency[Viewer], session_id: FromPath[UUID]) -> Redirect:
    """End one session."""
    assert viewer.account_id is not None
    await service.sign_out_session(viewer.account_id, session_id)
    return see_other("/account?done=signed-out")


route_handlers = (
    show_account,
    sign_out_everywhere,
    sign_out_session,
    *entering.route_handlers,
    *joining.route_handlers,
    *keeping.route_handlers,
    *leaving.route_handlers,
    *second_factor.route_handlers,
    *single_sign_on.route_handlers,
    *staff.route_handlers,
    *supporting.route_handlers,
)
