"""The page of the queue."""

from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency
from litestar.response import Template
from msgspec.structs import asdict

from marketplace.accounts.schemas import Viewer
from marketplace.finder.service import get_vocabulary
from marketplace.kernel.forms import page_number
from marketplace.kernel.web.bodies import PageRequest
from marketplace.kernel.web.pages import moment_words, plain_page
from marketplace.listings.reviewing.risks.rules import risk_words
from marketplace.listings.reviewing.schemas import QueueFilter, Wanted
from marketplace.listings.schemas import ListingKind
from marketplace.stewards.queue import service
from marketplace.stewards.rules import HERE, STEWARDS, done_words
from marketplace.taxonomies.schemas import Taxonomy

ANY_RISK = "any"


def read_filter(params: dict[str, str]) -> QueueFilter:
    """A part of the queue, out of the address; what is not understood is passed over."""
    risk, wanted, kind = (params.get(name, "") for name in ("risk", "show", "kind"))
    return QueueFilter(
        wanted=Wanted(wanted) if wanted in set(Wanted) else Wanted.ALL,
        only_risky=risk == ANY_RISK,
        risk=risk if risk in risk_words() else "",
        kind=ListingKind(kind) if kind in set(ListingKind) else None,
    )


def filter_query(wanted: QueueFilter) -> str:
    """The same as it stands in the address."""
    values = {
        "show": wanted.wanted.value,
        "risk": ANY_RISK if wanted.only_risky else wanted.risk,
        "kind": wanted.kind.value if wanted.kind else "",
    }
    return urlencode({name: value for name, value in values.items() if value})


@get("/stewards", opt=STEWARDS, include_in_schema=False)
async def show_queue(request: PageRequest, viewer: NamedDependency[Viewer]) -> Template:
    """What waits for a steward."""
    wanted = read_filter(dict(request.query_params))
    number = page_number(request.query_params.get("page"))
    page = await service.get_queue(viewer, number, wanted)
    query = filter_query(wanted)
    vocabulary = get_vocabulary()
    return plain_page(
        "stewards/queue.html",
        here=HERE,
        part="requests",
        queue=page,
        waiting=page.waiting,
        wanted=asdict(wanted),
        kinds=vocabulary.terms[Taxonomy.KIND],
        kind_words=lambda kind: vocabulary.label(Taxonomy.KIND, kind.value),
        risk_choices=risk_words(),
        moment=moment_words,
        done=done_words(request.query_params.get("done", "")),
        url=f"/stewards?{query}" if query else "/stewards",
    )


route_handlers = (show_queue,)
