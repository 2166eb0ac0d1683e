"""Saved searches, which only their owner sees."""

from marketplace.accounts.schemas import Role
from marketplace.wanted.searches.service import save_search
from tests.factories.accounts import make_account, viewer_of
from tests.permissions.cases import Foreign, foreign

ONE = "/searches/{search_id:uuid}"


async def _search(end="", **form):
    owner = await make_account(Role.PERSON)
    search_id = await save_search("Swimming", "q=swim", await viewer_of(owner), wants_alerts=True)
    strangers = [await make_account(role) for role in (Role.PERSON, Role.PROVIDER, Role.ADMINISTRATOR)]
    return Foreign(path=f"/searches/{search_id}{end}", owner=owner, strangers=strangers, form=form)


@foreign(f"GET {ONE}", f"POST {ONE}")
async def search_of_another():
    return await _search(name="Mine now")


@foreign(f"GET {ONE}/remove", f"POST {ONE}/remove")
async def removing_anothers_search():
    return await _search("/remove")
