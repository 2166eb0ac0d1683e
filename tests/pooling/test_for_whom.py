"""One account acts for two members of a pool: what is for one is asked for whom, and done for no other."""

import re
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import Account, Viewer
from marketplace.accounts.service import act_for, list_acting_for
from marketplace.accounts.supporting.schemas import Consent, Relation, Support
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.pooling import service
from marketplace.pooling.agreements import service as agreements
from marketplace.pooling.agreements.outcomes import service as outcomes
from marketplace.pooling.joining import service as joining
from marketplace.pooling.leaving import service as leaving
from marketplace.pooling.meeting.talk import service as talk
from marketplace.pooling.money import service as money
from marketplace.pooling.parties import service as parties
from marketplace.pooling.schemas import ForWhomError, LeftReason, MemberState
from tests.factories.agreements import OUTCOME, Together, make_together, propose
from tests.factories.pooling import make_person, make_shown

pytestmark = pytest.mark.usefixtures("db")


class Parent(NamedTuple):
    """Who acts for two members of a pool."""

    account: Account
    viewer: Viewer
    mo: UUID
    tom: UUID

    def speaking_for(self, member_id) -> Viewer:
        """As a page is that says for whom it is."""
        return replace(self.viewer, speaks_for=member_id)


async def act(account, name):
    """Act for somebody; return what by."""
    await act_for(account.id, Support(person_name=name, relation=Relation.FAMILY, consent=Consent.AGREED))
    return next(each.id for each in await list_acting_for(account.id) if each.person_name == name)


async def make_parent(pool_id, lead) -> Parent:
    """A parent whose two have a place."""
    account, viewer = await make_person()
    made = []
    for name in ("Mo", "Tom"):
        supported = await act(account, name)
        token = await joining.invite(pool_id, lead)
        await joining.come_by_link(token, name, supported, viewer)
        member = next(each for each in await parties.list_members(pool_id) if each.acting_for == supported)
        await joining.take_place(member.id, member.version, viewer)
        made.append(member.id)
    return Parent(account, viewer, *made)


async def make_family() -> tuple[Together, Parent]:
    """A pool with a lead and a parent of two."""
    together = await make_together(1)
    return together, await make_parent(together.id, together.lead)


async def row(member_id):
    """A member as they are now."""
    return (await parties.hold_member(member_id))[1]


async def test_a_person_comes_in_once_and_another_beside_them():
    together, parent = await make_family()
    (mo, *_rest) = [each for each in await together.members() if each.id == parent.mo]
    token = await joining.invite(together.id, together.lead)
    with pytest.raises(ConflictError):
        await joining.come_by_link(token, "Mo", mo.acting_for, parent.viewer)
    view = await service.get_pool(together.id, parent.viewer)
    assert [(line.name, line.is_you, line.is_acted_for) for line in view.members] == [
        ("Robin", False, False),
        ("Mo", True, True),
        ("Tom", True, True),
    ]
    assert (await service.list_mine(parent.viewer)).total == 1


async def test_what_is_for_one_member_is_done_for_none_until_it_is_said():
    together, parent = await make_family()
    everybody = Together(together.id, [*together.accounts], [*together.viewers])
    number = await propose(everybody)
    for asked in (
        agreements.agree(together.id, number, parent.viewer, OUTCOME),
        agreements.take_back_yes(together.id, number, parent.viewer),
        outcomes.get_own(together.id, parent.viewer),
        outcomes.change_outcome(together.id, OUTCOME, 0, parent.viewer),
        talk.write(together.id, None, "Hello.", parent.viewer),
    ):
        with pytest.raises(ForWhomError) as error:
            await asked
        assert {member.id for member in error.value.members} == {parent.mo, parent.tom}


async def test_each_agrees_apart_and_keeps_words_of_their_own():
    together, parent = await make_family()
    number = await propose(together)
    view = await agreements.find_version(together.id, number, parent.viewer)
    assert (view.own_name, view.may_agree) == ("Mo", True)
    assert not await agreements.agree(together.id, number, parent.speaking_for(parent.mo), "Mo paints.")
    view = await agreements.find_version(together.id, number, parent.viewer)
    assert (view.own_name, view.may_agree, view.has_consented) == ("Tom", True, True)
    assert not (await agreements.find_version(together.id, number, parent.speaking_for(parent.mo))).may_agree
    await agreements.agree(together.id, number, together.lead, OUTCOME)
    assert await agreements.agree(together.id, number, parent.speaking_for(parent.tom), "Tom sings.")
    for member_id, words in ((parent.mo, "Mo paints."), (parent.tom, "Tom sings.")):
        outcome, _said = await outcomes.get_own(together.id, parent.speaking_for(member_id))
        assert outcome.words == words
        assert (await row(member_id)).state is MemberState.MEMBER


async def test_one_leaves_and_the_other_stays():
    together, parent = await make_family()
    await joining.withdraw(parent.mo, (await row(parent.mo)).version, parent.viewer)
    assert (await row(parent.mo)).state is MemberState.LEFT
    part = await parties.get_part(together.id, parent.viewer)
    assert part.own_ids == {parent.tom}
    assert (await outcomes.get_own(together.id, replace(parent.viewer, speaks_for=parent.tom))) == (
        None,
        None,
    )
    number = await propose(together)
    await agreements.agree(together.id, number, parent.viewer, OUTCOME)
    with pytest.raises(NotFoundError):
        await agreements.agree(together.id, number, parent.speaking_for(parent.mo), OUTCOME)


async def test_another_persons_member_is_not_found_whoever_asks():
    together, parent = await make_family()
    number = await propose(together)
    lead_id = (await together.members())[0].id
    for member_id in (lead_id, uuid4()):
        viewer = parent.speaking_for(member_id)
        for asked in (
            service.get_pool(together.id, viewer),
            parties.get_part(together.id, viewer),
            agreements.agree(together.id, number, viewer, OUTCOME),
            outcomes.get_own(together.id, viewer),
            money.get_reader(together.id, viewer),
            talk.get_talk(together.id, None, viewer),
        ):
            with pytest.raises(NotFoundError):
                await asked
    for member_id in (parent.mo, parent.tom):
        with pytest.raises(NotFoundError):
            await outcomes.get_own(together.id, replace(together.lead, speaks_for=member_id))
        with pytest.raises(NotFoundError):
            await leaving.give_notice(member_id, LeftReason.MOVED, None, 1, together.lead)


async def test_who_leads_for_one_of_two_leads():
    together, parent = await make_family()
    await joining.make_lead(parent.tom, (await row(parent.tom)).version, together.lead)
    part = await parties.get_part(together.id, parent.viewer)
    assert (part.is_lead, part.member.id) == (True, parent.tom)
    await joining.step_down(together.id, parent.viewer)
    assert not (await row(parent.tom)).is_lead


async def test_the_page_asks_for_whom_and_what_was_typed_goes_with_it(browse):
    together, parent = await make_family()
    number = await propose(together)
    browser = await browse(parent.account)
    url = f"/pools/mine/{together.id}/agreement/{number}/agree"
    page = (await browser.get(url)).text
    assert "For whom is this?" in page
    assert re.findall(rf'href="{url}\?for=([^"]*)">(\w+) \(you act for them\)', page) == [
        (str(parent.mo), "Mo"),
        (str(parent.tom), "Tom"),
    ]
    mine = (await browser.get(f"{url}?for={parent.tom}")).text
    assert "You act for Tom." in mine
    assert f'action="{url}?for={parent.tom}"' in mine
    asked = await browser.post(url, data={"outcome": "To <paint> & sing."})
    assert asked.status_code == 409
    assert 'name="outcome" value="To &lt;paint&gt; &amp; sing."' in asked.text
    done = await browser.post(f"{url}?for={parent.mo}", data={"outcome": "To <paint> & sing."})
    assert done.status_code == 303
    outcome, _said = await outcomes.get_own(together.id, parent.speaking_for(parent.mo))
    assert outcome.words == "To <paint> & sing."


async def test_every_page_that_is_for_one_asks_or_takes_the_one_it_is_told(browse):
    together, parent = await make_family()
    browser, base = await browse(parent.account), f"/pools/mine/{together.id}"
    for path in ("/leave", "/statements", "/money/mine", "/agreement/outcome"):
        asked = await browser.get(base + path)
        assert (asked.status_code, "For whom is this?" in asked.text) == (200, True), path
        told = await browser.get(f"{base}{path}?for={parent.mo}")
        assert (told.status_code, "For whom is this?" in told.text) == (200, False), path
        assert "Mo" in told.text or path == "/agreement/outcome", path
        for wrong in ((await together.members())[0].id, uuid4(), "me", "%00"):
            assert (await browser.get(f"{base}{path}?for={wrong}")).status_code == 404, (path, wrong)
    for path in ("", "/agreement", "/talk", "/help"):
        assert (await browser.get(base + path)).status_code == 200, path
    page = (await browser.get(base)).text
    assert page.count("(you act for them)") == 4


async def test_who_acts_for_two_asks_for_each_and_who_acts_for_nobody_once(browse):
    pool = await make_shown()
    account, viewer = await make_person()
    first = await act(account, "Mo")
    browser, url = await browse(account), f"/pools/{pool.id}/ask"
    await joining.ask_to_join(pool.id, "Mo", first, viewer)
    assert (await browser.get(url)).status_code == 303
    second = await act(account, "Tom")
    page = (await browser.get(url)).text
    assert "Here already, through you: Mo." in page
    assert f'value="{second}"' in page
    assert f'value="{first}"' not in page
    again = await browser.post(url, data={"name": "Mo", "acting_for": str(first), "words": ""})
    assert (again.status_code, "They have a part in this pool already." in again.text) == (409, True)
    done = await browser.post(url, data={"name": "Tom", "acting_for": str(second), "words": ""})
    assert done.status_code == 303
    for withdrawn in ("Mo", "Tom"):
        page = (await browser.get(f"/pools/mine/{pool.id}")).text
        rows = [each for each in await parties.list_members(pool.id) if each.name == withdrawn]
        path = rf'action="(/pools/mine/{pool.id}/withdraw(?:\?for={rows[0].id})?)"'
        answer = await browser.post(re.search(path, page)[1], data={"version": str(rows[0].version)})
        assert answer.status_code == 303
        assert (await row(rows[0].id)).state is MemberState.WITHDRAWN


async def test_a_link_brings_in_another_for_whom_one_acts(browse):
    together, parent = await make_family()
    browser = await browse(parent.account)
    token = await joining.invite(together.id, together.lead)
    assert "use=yes" not in (await browser.get(f"/pools/come/{token}")).text
    third = await act(parent.account, "Una")
    assert f"/pools/come/{token}?use=yes" in (await browser.get(f"/pools/come/{token}")).text
    page = (await browser.get(f"/pools/come/{token}?use=yes")).text
    assert f'value="{third}"' in page
    assert str(await _supported(parent.mo)) not in page
    done = await browser.post(f"/pools/come/{token}", data={"name": "Una", "acting_for": str(third)})
    assert done.status_code == 303


async def _supported(member_id):
    return (await row(member_id)).acting_for
