"""Agreements of others: of another pool, and those of one's own pool that only its leads write."""

from marketplace.accounts.schemas import Role
from tests.factories.accounts import make_account
from tests.factories.agreements import (
    OUTCOME,
    Together,
    make_in_force,
    make_proposed,
    make_together,
    propose,
    write,
)
from tests.permissions.cases import Foreign, foreign

AGREEMENT = "/pools/mine/{pool_id:uuid}/agreement"
VERSION = f"{AGREEMENT}/{{number:int}}"
TOPIC = f"{AGREEMENT}/write/{{topic:str}}"
_ROLES = (Role.PERSON, Role.PROVIDER, Role.STEWARD, Role.ADMINISTRATOR, Role.PRACTITIONER)


async def _of(together: Together, end: str, *, owner: int = 0, reached=(200, 303), **form: str) -> Foreign:
    strangers = [await make_account(role) for role in _ROLES]
    other, _number = await make_in_force(2)
    return Foreign(
        path=f"/pools/mine/{together.id}/agreement{end}",
        owner=together.accounts[owner],
        strangers=[*strangers, other.accounts[0]],
        form=form,
        reached=reached,
    )


@foreign(f"GET {AGREEMENT}")
async def agreement_of_another_pool():
    together, _number = await make_in_force(2)
    return await _of(together, "")


@foreign(f"GET {AGREEMENT}/versions")
async def versions_of_another_pool():
    together, _number = await make_in_force(2)
    return await _of(together, "/versions")


@foreign(f"GET {VERSION}")
async def version_of_another_pool():
    together, number = await make_proposed(2)
    return await _of(together, f"/{number}", owner=1)


@foreign(f"GET {VERSION}/pdf")
async def printed_version_of_another_pool():
    together, number = await make_proposed(2)
    return await _of(together, f"/{number}/pdf", owner=1)


@foreign(f"GET {VERSION}/changes")
async def changes_of_another_pool():
    together, _number = await make_in_force(2)
    number = await propose(together, notice_weeks=9)
    return await _of(together, f"/{number}/changes", owner=1)


@foreign(f"GET {VERSION}/agree", f"POST {VERSION}/agree")
async def agreeing_for_another_pool():
    together, number = await make_proposed(2)
    return await _of(together, f"/{number}/agree", owner=1, outcome=OUTCOME)


@foreign(f"POST {VERSION}/take-back-yes")
async def taking_anothers_yes_back():
    together, number = await make_proposed(2)
    return await _of(together, f"/{number}/take-back-yes", owner=1)


@foreign(f"POST {VERSION}/take-back")
async def taking_a_version_of_another_pool_back():
    together, number = await make_proposed(2)
    return await _of(together, f"/{number}/take-back")


@foreign(f"GET {AGREEMENT}/outcome", f"POST {AGREEMENT}/outcome")
async def what_anothers_share_is_for():
    together, _number = await make_in_force(2)
    return await _of(together, "/outcome", owner=1, outcome="I paint again.", version="1")


@foreign(f"GET {AGREEMENT}/write")
async def draft_of_another_pool():
    together = await make_together(2)
    await write(together)
    found = await _of(together, "/write")
    return found._replace(strangers=[*found.strangers, together.accounts[1]])


@foreign(f"POST {AGREEMENT}/write")
async def beginning_a_draft_of_another_pool():
    return await _of(await make_together(2), "/write")


@foreign(f"GET {AGREEMENT}/write/preview")
async def preview_of_another_pool():
    together = await make_together(2)
    await write(together)
    found = await _of(together, "/write/preview")
    return found._replace(strangers=[*found.strangers, together.accounts[1]])


@foreign(f"GET {TOPIC}", f"POST {TOPIC}")
async def topic_of_another_pool():
    together = await make_together(2)
    version = await write(together)
    form = {"absent_rule": "pays", "absent_notice_hours": "24", "version": str(version)}
    found = await _of(together, "/write/absence", **form)
    return found._replace(strangers=[*found.strangers, together.accounts[1]])


@foreign(f"POST {AGREEMENT}/propose")
async def proposing_for_another_pool():
    together = await make_together(2)
    return await _of(together, "/propose", version=str(await write(together)))


@foreign(f"POST {AGREEMENT}/drop")
async def deleting_a_draft_of_another_pool():
    together = await make_together(2)
    return await _of(together, "/drop", version=str(await write(together)))
