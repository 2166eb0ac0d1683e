"""Showing a statement to a worker of the council, and taking it back."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from marketplace.accounts.limits.rules import too_many_words
from marketplace.accounts.schemas import Viewer
from marketplace.councils.schemas import PackPart
from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError, NotFoundError, TooManyError
from marketplace.kernel.forms import FormData, add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.guards import SIGNED_IN
from marketplace.kernel.web.pages import form_page, see_other
from marketplace.people.pools.rules import MINE_PATH
from marketplace.people.pools.statements import rules
from marketplace.people.pools.statements.rules import SHARE_PATH, STATEMENTS_PATH, statements_url
from marketplace.people.pools.statements.schemas import BY_HAND, BY_LETTER, ShareForm
from marketplace.people.pools.whom.rules import said_query
from marketplace.pooling.money.schemas import Period
from marketplace.pooling.statements import service as statements
from marketplace.pooling.statements.letters.rules import OPEN
from marketplace.pooling.statements.periods.rules import is_allowed, period_words
from marketplace.pooling.statements.shares import service
from marketplace.pooling.statements.shares.rules import part_words
from marketplace.pooling.statements.shares.schemas import NewShare, Offer


@get(SHARE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def show_share(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """What sharing means, and the questions."""
    query = request.query_params
    return await _page(pool_id, viewer, _days(query), None, query.get("council", ""))


@post(SHARE_PATH, opt=SIGNED_IN, include_in_schema=False)
async def share_statement(
    pool_id: FromPath[UUID], request: PageRequest, viewer: NamedDependency[Viewer]
) -> Template | Redirect:
    """Share it: the council is sent the link, or it is shown to be handed on."""
    data = await request.form()
    return await _page(pool_id, viewer, _days(data), data, str(data.get("council") or ""))


@post(f"{STATEMENTS_PATH}/shares/{{share_id:uuid}}/withdraw", opt=SIGNED_IN, include_in_schema=False)
async def withdraw_statement(
    pool_id: FromPath[UUID], share_id: FromPath[UUID], viewer: NamedDependency[Viewer]
) -> Redirect:
    """Let it be seen no more."""
    await service.withdraw(share_id, viewer)
    whom = said_query(viewer)
    return see_other(f"{statements_url(pool_id)}{whom}{'&' if whom else '?'}done=withdrawn")


async def _page(
    pool_id: UUID, viewer: Viewer, days: Period, data: FormData | None, council_code: str
) -> Template | Redirect:
    """The form as it is, or what came of sending it."""
    pool, _member = await statements.get_own_member(pool_id, viewer)
    offers = {offer.council_code: offer for offer in await service.list_offers()}
    chosen = offers.get(council_code) or offers.get(pool.area.council_code or "")
    form = _form(offers, chosen, data)
    if data is not None and form.validate():
        new = NewShare(
            period=days,
            parts=tuple(PackPart(part) for part in form.parts.data),
            council_code=form.council.data,
            by_letter=form.how.data == BY_LETTER,
        )
        try:
            token = await service.share(pool_id, new, viewer)
        except InvalidError as error:
            add_problems(form, error)
        except TooManyError as error:
            add_problem(form, "how", too_many_words(error.retry_after_seconds))
        else:
            if new.by_letter:
                return see_other(f"{statements_url(pool_id, '', days, viewer.speaks_for)}&done=sent")
            return see_other(f"{OPEN}/{token}?done=made")
    return form_page(
        "people/pools/statements/share.html",
        form,
        here=MINE_PATH,
        pool=pool,
        chosen=chosen,
        has_councils=bool(offers),
        period=days,
        period_words=period_words(days),
        url=statements_url(pool_id, "share") + said_query(viewer),
        back=statements_url(pool_id, "", days, viewer.speaks_for),
    )


def _form(offers: dict[str, Offer], chosen: Offer | None, data: FormData | None) -> ShareForm:
    """The form for a council. The member's own words are shown only where they tick them."""
    parts = chosen.parts if chosen else ()
    form = read_form(
        ShareForm,
        data,
        council=chosen.council_code if chosen else None,
        parts=[part.value for part in parts if part is not PackPart.OUTCOMES],
        how=BY_LETTER if chosen and chosen.takes_letters else BY_HAND,
    )
    form.council.choices = [(code, offer.name) for code, offer in offers.items()]
    form.parts.choices = [(part.value, part_words(part)) for part in parts]
    if chosen is not None and not chosen.takes_letters:
        form.how.choices = [(BY_HAND, _("You give it to your worker yourself"))]
    return form


def _days(sent: Any) -> Period:
    days = rules.read_days(sent.get("since"), sent.get("until"))
    if days is None or not is_allowed(days, clock.today()):
        raise NotFoundError(_("Choose the days of your statement first."))
    return days


route_handlers = (show_share, share_statement, withdraw_statement)
