"""The page of the demonstration. `marketplace.app` serves it in a demonstration and nowhere else."""

from litestar import get
from litestar.response import Template

from marketplace.accounts.demonstration import rules, service
from marketplace.kernel.web.guards import PUBLIC
from marketplace.kernel.web.pages import plain_page


@get("/demonstration", opt=PUBLIC, include_in_schema=False)
async def show_sign_ins() -> Template:
    """Made-up people to sign in as, with what their code apps show now."""
    return plain_page(
        "accounts/demonstration.html", sign_ins=await service.list_sign_ins(), password=rules.PASSWORD
    )


route_handlers = (show_sign_ins,)
