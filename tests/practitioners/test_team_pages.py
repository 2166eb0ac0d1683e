"""Teams: made, joined by a link, left; and what administrators may and may not do with them."""

import pytest

from marketplace.accounts import service as accounts
from marketplace.accounts.service import end_role
from marketplace.audit.service import list_history
from marketplace.kernel.database import connection
from marketplace.referrals import service
from marketplace.referrals.schemas import CaseloadFilter
from marketplace.referrals.teams import repository
from tests.accounts.letters import last_link
from tests.factories.accounts import COUNCIL, make_account, sign_in_as, viewer_of
from tests.factories.referrals import make_draft, make_practitioner, make_team_of

LIST = "/practitioners/teams"
OTHER = "E06000023"


async def team_of(robin, name="Night team"):
    answer = await robin.post(LIST, data={"council": COUNCIL, "name": name})
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0]


async def browser_of(browse, role, council=COUNCIL, **values):
    browser = browse()
    account = await make_account(role, council, **values)
    await sign_in_as(browser, account)
    browser.viewer = await viewer_of(account)
    return browser


async def test_a_team_is_made_and_a_colleague_joins_by_the_link(robin, browse):
    path = await team_of(robin)
    answer = await robin.post(f"{path}/invite", data={"address": "kim@council.example"})
    assert answer.headers["location"] == f"{path}?done=invited"
    link = await last_link("kim@council.example")
    page = await browse().get(link)
    assert "Join Night team" in page.text
    kim = await browser_of(browse, "practitioner", name="Kim Colleague")
    answer = await kim.post(link)
    assert answer.headers["location"] == f"{path}?done=joined"
    assert "Kim Colleague" in (await robin.get(path)).text
    team_id = path.rsplit("/", 1)[1]
    await make_draft(
        robin.viewer, team_id=(await repository.list_of(robin.viewer.account_id, [COUNCIL]))[0].id
    )
    assert (await service.list_caseload(kim.viewer, CaseloadFilter())).total == 1
    assert (await browse().get(link)).status_code == 404
    assert team_id in (await kim.get(LIST)).text


async def test_who_is_no_practitioner_of_the_council_keeps_the_link_and_is_told_how(robin, browse):
    path = await team_of(robin)
    await robin.post(f"{path}/invite", data={"address": "sam@example.org"})
    link = await last_link("sam@example.org")
    for role, council in (("person", None), ("practitioner", OTHER), ("administrator", COUNCIL)):
        stranger = await browser_of(browse, role, council)
        answer = await stranger.post(link)
        assert answer.status_code == 409
        assert "Only practitioners of Wiltshire" in answer.text
    kim = await browser_of(browse, "practitioner")
    assert (await kim.post(link)).status_code == 303


async def letters_of_joining():
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT recipient, subject, parts::text AS parts, council_code FROM letter"
            " WHERE kind = 'team_joined' ORDER BY recipient"
        )
    return [dict(row) for row in rows]


async def test_all_of_a_team_are_told_who_joined_and_who_asked_them_and_it_is_in_the_trail(robin, browse):
    kim = await make_practitioner(address="kim@council.example")
    left = await make_practitioner(address="left@council.example")
    team_id = await make_team_of(robin.viewer, kim, left, name="Night team")
    await end_role(left.account_id, "practitioner", COUNCIL, actor="test")
    await robin.post(f"{LIST}/{team_id}/invite", data={"address": "lee@council.example"})
    lee = await browser_of(browse, "practitioner", name="Lee New", address="lee@council.example")
    assert (await lee.post(await last_link("lee@council.example"))).status_code == 303
    told = await letters_of_joining()
    own = await accounts.find_address(robin.viewer.account_id)
    assert [each["recipient"] for each in told] == sorted([own, "kim@council.example"])
    assert {each["subject"] for each in told} == {"Somebody joined a team"}
    assert all("Lee New" in each["parts"] and "Somebody of the team" in each["parts"] for each in told)
    assert {each["council_code"] for each in told} == {COUNCIL}
    entries = await list_history("team", team_id)
    (joined,) = [entry for entry in entries if entry.action == "add_member"]
    assert (joined.actor, joined.council) == (str(lee.viewer.account_id), COUNCIL)


async def test_an_administrator_who_makes_themself_a_practitioner_does_not_join_unseen(robin, browse):
    team_id = await make_team_of(robin.viewer)
    adam = await browser_of(browse, "administrator", name="Adam Admin", address="adam@council.example")
    await adam.post(f"{LIST}/{team_id}/invite", data={"address": "adam@council.example"})
    await accounts.grant_role(adam.viewer.account_id, "practitioner", COUNCIL, actor="test")
    await sign_in_as(adam, await accounts.find_account(adam.viewer.account_id))
    link = await last_link("adam@council.example")
    assert (await adam.post(link)).status_code == 303
    (told,) = await letters_of_joining()
    assert told["recipient"] == await accounts.find_address(robin.viewer.account_id)
    assert "Adam Admin" in told["parts"]
    assert "asked themself" in told["parts"]


async def test_of_who_joins_a_team_of_nobody_the_other_administrators_are_told(robin, browse):
    team_id = await make_team_of(robin.viewer)
    await make_draft(robin.viewer, team_id=team_id)
    adam = await browser_of(browse, "administrator", address="adam@council.example")
    await make_account("administrator", COUNCIL, address="eve@council.example")
    await repository.drop_member(team_id, robin.viewer.account_id)
    await adam.post(f"{LIST}/{team_id}/invite", data={"address": "adam@council.example"})
    await accounts.grant_role(adam.viewer.account_id, "practitioner", COUNCIL, actor="test")
    await sign_in_as(adam, await accounts.find_account(adam.viewer.account_id))
    assert (await adam.post(await last_link("adam@council.example"))).status_code == 303
    assert [each["recipient"] for each in await letters_of_joining()] == ["eve@council.example"]


async def test_who_is_in_the_team_already_is_not_told_of(robin):
    team_id = await make_team_of(robin.viewer, await make_practitioner())
    await robin.post(f"{LIST}/{team_id}/invite", data={"address": "robin@council.example"})
    assert (await robin.post(await last_link("robin@council.example"))).status_code == 303
    assert await letters_of_joining() == []


async def test_the_answer_is_the_same_whether_or_not_an_address_has_an_account(robin):
    path = await team_of(robin)
    await make_account("practitioner", COUNCIL, address="known@council.example")
    said = []
    for address in ("known@council.example", "unknown@council.example"):
        answer = await robin.post(f"{path}/invite", data={"address": address})
        said.append((answer.status_code, answer.headers["location"]))
    assert said[0] == said[1]
    async with connection() as raw:
        rows = await raw.fetch("SELECT recipient, subject, parts FROM letter WHERE kind = 'team_invitation'")
    assert {row["recipient"] for row in rows} == {"known@council.example", "unknown@council.example"}
    assert len({row["subject"] for row in rows}) == 1


async def test_an_administrator_looks_after_teams_and_sees_no_referral(robin, browse):
    path = await team_of(robin)
    team_id = (await repository.list_of(robin.viewer.account_id, [COUNCIL]))[0].id
    referral_id = await make_draft(robin.viewer, team_id=team_id)
    adam = await browser_of(browse, "administrator")
    assert "Night team" in (await adam.get(LIST)).text
    page = await adam.get(path)
    assert page.status_code == 200
    assert "/practitioners/referrals" not in page.text
    assert (await adam.get(f"/practitioners/referrals/{referral_id}")).status_code == 403
    assert (await adam.post(f"{path}/invite", data={"address": "k@council.example"})).status_code == 303
    assert (await adam.post(f"{path}/rename", data={"name": "Day team"})).status_code == 303
    other = await browser_of(browse, "administrator", OTHER)
    assert (await other.get(path)).status_code == 404
    assert "Day team" not in (await other.get(LIST)).text


async def test_whose_role_ended_reads_nothing_and_the_team_keeps_it(robin, browse):
    kim = await browser_of(browse, "practitioner")
    team_id = await make_team_of(robin.viewer, kim.viewer)
    referral_id = await make_draft(kim.viewer, team_id=team_id)
    await end_role(kim.viewer.account_id, "practitioner", COUNCIL, actor="test")
    assert (await kim.get(f"/practitioners/referrals/{referral_id}")).status_code == 403
    assert (await robin.get(f"/practitioners/referrals/{referral_id}")).status_code == 200
    await sign_in_as(kim, await make_account("practitioner", OTHER))
    assert (await kim.get(f"/practitioners/referrals/{referral_id}")).status_code == 404


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "Enter what your team is called"), ("night TEAM", "of this name"), ("x" * 99, "80")],
)
async def test_a_name_that_cannot_be_is_said(robin, name, said):
    await team_of(robin)
    page = await robin.post(LIST, data={"council": COUNCIL, "name": name})
    assert page.status_code == 422
    assert said in page.text
    second = await team_of(robin, "Other team")
    page = await robin.post(f"{second}/rename", data={"name": name})
    assert page.status_code == 422
    assert "There is a problem" in page.text


@pytest.mark.parametrize("council", ["", OTHER, "national", "x"])
async def test_no_team_is_made_for_another_council(robin, council):
    page = await robin.post(LIST, data={"council": council, "name": "Spies"})
    assert page.status_code == 422
    assert await repository.count_of_council(OTHER) == 0


async def test_an_address_that_is_none_is_said_and_kept(robin):
    path = await team_of(robin)
    page = await robin.post(f"{path}/invite", data={"address": "not an address"})
    assert page.status_code == 422
    assert "not an address" in page.text
    assert "in the right form" in page.text


async def test_an_invitation_is_taken_back_and_its_link_opens_nothing(robin, browse):
    path = await team_of(robin)
    await robin.post(f"{path}/invite", data={"address": "kim@council.example"})
    link = await last_link("kim@council.example")
    team_id = (await repository.list_of(robin.viewer.account_id, [COUNCIL]))[0].id
    (invite,) = await repository.list_invites(team_id)
    assert (await robin.post(f"{path}/invites/{invite.id}/end")).status_code == 303
    assert (await robin.post(f"{path}/invites/{invite.id}/end")).status_code == 404
    kim = await browser_of(browse, "practitioner")
    assert (await kim.post(link)).status_code == 404


async def test_who_is_taken_out_is_told_and_the_last_one_stays_with_the_referrals(robin):
    kim = await make_practitioner(address="kim@council.example")
    team_id = await make_team_of(robin.viewer, kim)
    await make_draft(robin.viewer, team_id=team_id)
    own = robin.viewer.account_id
    page = await robin.get(f"{LIST}/{team_id}/people/{kim.account_id}/remove")
    assert "Take " in page.text
    answer = await robin.post(f"{LIST}/{team_id}/people/{kim.account_id}/remove")
    assert answer.headers["location"].endswith("?done=removed")
    async with connection() as raw:
        assert await raw.fetchval("SELECT recipient FROM letter WHERE kind = 'team_changed'") == (
            "kim@council.example"
        )
    page = await robin.post(f"{LIST}/{team_id}/people/{own}/remove")
    assert page.status_code == 409
    assert "Somebody has to stay" in page.text


async def test_a_team_of_nobody_with_no_referral_is_gone(robin):
    path = await team_of(robin)
    answer = await robin.post(f"{path}/people/{robin.viewer.account_id}/remove")
    assert answer.headers["location"] == f"{LIST}?done=left"
    assert (await robin.get(path)).status_code == 404
    assert await repository.count_of_council(COUNCIL) == 0
