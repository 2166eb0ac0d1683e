"""Any acts in any order through the services, against a model written to be obviously right."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.kernel.database import connection
from marketplace.kernel.errors import DomainError
from marketplace.pooling.agreements import service
from marketplace.pooling.joining import service as joining
from tests.factories.agreements import NAMES, OUTCOME, add_member, make_together, write

pytestmark = pytest.mark.usefixtures("db")
PEOPLE = 4
ACTS = (
    "propose",
    "take_back",
    "agree",
    "agree",
    "agree",
    "take_back_yes",
    "agree_to_the_one_before",
    "go",
    "come",
)


class Model:
    """Who is in, and each version with whom it names, who agreed, and where it is."""

    def __init__(self):
        self.members = [0, 1]
        self.named, self.agreed, self.states = {}, {}, {}

    @property
    def waiting(self):
        return next((number for number, state in self.states.items() if state == "proposed"), None)

    @property
    def in_force(self):
        return next((number for number, state in self.states.items() if state == "in_force"), None)

    def seen(self, name):
        """Number of the version that the act is about."""
        newest = max(self.states, default=1)
        if name == "agree_to_the_one_before":
            return newest - 1
        return self.waiting or (self.in_force if name == "agree" else None) or newest

    def propose(self, _who):
        if self.waiting:
            self.states[self.waiting] = "dropped"
        number = len(self.states) + 1
        self.named[number], self.agreed[number] = set(self.members), set()
        self.states[number] = "proposed"
        return True

    def take_back(self, _who):
        if not self.waiting:
            return False
        self.states[self.waiting] = "dropped"
        return True

    def agree(self, who):
        number = self.waiting
        if number is None:
            # Saying yes again to what is in force changes nothing.
            return self.in_force is not None and who in self.agreed[self.in_force] and who in self.members
        if who in self.agreed[number] and who in self.members:
            return True
        if who not in self.named[number] or not self.named[number] <= set(self.members):
            return False
        self.agreed[number].add(who)
        if self.agreed[number] == self.named[number]:
            if self.in_force:
                self.states[self.in_force] = "replaced"
            self.states[number] = "in_force"
        return True

    def take_back_yes(self, who):
        if not self.waiting or who not in self.members:
            return False
        self.agreed[self.waiting].discard(who)
        return True

    def agree_to_the_one_before(self, who):
        number = self.seen("agree_to_the_one_before")
        is_open = self.states.get(number) in {"in_force", "proposed"}
        return is_open and who in self.agreed.get(number, ()) and who in self.members

    def go(self, who):
        is_named = self.in_force is not None and who in self.named[self.in_force]
        if who == 0 or who not in self.members or is_named:
            return False
        self.members.remove(who)
        return True

    def come(self, who):
        if who in self.members or len(self.members) >= PEOPLE:
            return False
        self.members.append(who)
        return True


async def act(name, together, viewers, number, who):
    """The same through the services, with the number of the version that was seen."""
    viewer = viewers[who]
    if name == "propose":
        await service.propose(together.id, await write(together), together.lead)
    elif name == "take_back":
        await service.take_back(together.id, number, together.lead)
    elif name in {"agree", "agree_to_the_one_before"}:
        await service.agree(together.id, number, viewer, OUTCOME)
    elif name == "take_back_yes":
        await service.take_back_yes(together.id, number, viewer)
    else:
        own = [each for each in await together.members() if each.account_id == viewer.account_id]
        await joining.withdraw(own[-1].id, own[-1].version, viewer)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, PEOPLE - 1)), min_size=4, max_size=16))
async def test_a_version_is_in_force_exactly_when_all_whom_it_names_agreed(no_limits, acts):
    together = await make_together(2)
    viewers, model = dict(enumerate(together.viewers)), Model()
    for name, who in acts:
        if name == "come" or who not in viewers:
            if name == "come" and who not in viewers and model.come(who):
                viewers[who] = await add_member(together, NAMES[who])
            continue
        number = model.seen(name)
        if number == 0 or (name == "go" and who == 0) or (name == "propose" and len(model.members) < 2):
            continue
        if getattr(model, name)(who):
            await act(name, together, viewers, number, who)
        else:
            with pytest.raises(DomainError):
                await act(name, together, viewers, number, who)
        await check_same(together, model)


async def check_same(together, model):
    """The database says what the model says, and holds its own laws now."""
    async with connection() as raw:
        await raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        await raw.execute("SET CONSTRAINTS ALL DEFERRED")
        rows = await raw.fetch(
            "SELECT number, state FROM pool_agreement WHERE pool = $1 AND state <> 'writing'", together.id
        )
    assert {row["number"]: row["state"] for row in rows} == model.states
    terms = await service.current_terms(together.id)
    if model.in_force is None:
        assert terms is None
        assert await together.state() in {"looking", "agreeing"}
    else:
        assert await together.state() == "active"
        assert len(terms.members) == len(model.named[model.in_force])


@pytest.fixture
def no_limits(monkeypatch):
    """A pool proposes more often here than in any day."""

    async def check(*_arguments):
        return None

    monkeypatch.setattr("marketplace.pooling.agreements.writing.service.limits.check", check)
