import pytest

from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.pooling import repository, service
from marketplace.pooling.schemas import CheckState, MemberState, NewPool, PoolState
from tests.factories.listings import EXETER, FEW_PLACES
from tests.factories.pooling import make_active, make_content, make_person, make_pool, make_shown

pytestmark = pytest.mark.usefixtures("db")


async def test_who_starts_a_pool_leads_it_and_has_the_first_place(signals):
    pool = await make_pool()
    view = await pool.seen()
    assert view.pool.state is PoolState.LOOKING
    assert (view.places_taken, view.places_left) == (1, 3)
    assert [(line.name, line.state, line.is_lead, line.is_you) for line in view.members] == [
        ("Ada", MemberState.JOINING, True, True)
    ]
    assert await signals() == [("nothing_there", None)]
    assert await service.find_public(pool.id) is None


async def test_an_active_pool_has_members():
    pool = await make_active()
    assert {line.state for line in (await pool.seen()).members} == {MemberState.MEMBER}
    assert (await pool.pool()).state is PoolState.ACTIVE
