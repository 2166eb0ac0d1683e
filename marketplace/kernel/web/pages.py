"""What handlers of pages with forms answer with: the page (again), or the way on when it is done."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from babel.dates import format_datetime
from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from marketplace.kernel.clock import LONDON
from marketplace.kernel.forms import Form
from marketplace.kernel.i18n import current_language

AnyRequest = Request[Any, Any, Any]


def form_page(
    template: str,
    form: Form,
    *,
    status: int | None = None,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Template:
    """The page of a form: 422 when there is something to mend, else 200, or the status given."""
    mend = HTTPStatus.UNPROCESSABLE_ENTITY if form.problems else HTTPStatus.OK
    return Template(
        template,
        context={"form": form, **context},
        status_code=int(status or mend),
        headers={"cache-control": "no-store", **(headers or {})},
    )


def plain_page(template: str, *, status: int = HTTPStatus.OK, **context: Any) -> Template:
    """A page that no cache keeps."""
    return Template(template, context=context, status_code=int(status), headers={"cache-control": "no-store"})


def see_other(path: str, cookies: Iterable[Cookie] = ()) -> Redirect:
    """It is done: go on to this path of ours (303), so that reloading does nothing twice."""
    return Redirect(path, status_code=303, cookies=list(cookies), headers={"cache-control": "no-store"})


def client_host(request: AnyRequest) -> str:
    """The address the request comes from, for limits; a proxy that is trusted says it."""
    return request.client.host if request.client else ""


def moment_words(moment: datetime) -> str:
    """A moment as people say it: "3 March 2026, 14:05", by the clocks of the United Kingdom."""
    local = moment.astimezone(LONDON)
    return str(format_datetime(local, "d MMMM y, HH:mm", locale=current_language().replace("-", "_")))
