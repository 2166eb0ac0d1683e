"""Joining a team before the second factor is set up, taking somebody out twice, and empty pages of teams."""

from tests.accounts.letters import last_link
from tests.factories.accounts import COUNCIL, make_account, sign_in_as
from tests.factories.referrals import make_practitioner, make_team_of

LIST = "/practitioners/teams"


async def test_a_practitioner_who_has_no_second_factor_yet_is_told_to_set_it_up_and_keeps_the_link(
    robin, browse
):
    path = f"{LIST}/{await make_team_of(robin.viewer)}"
    await robin.post(f"{path}/invite", data={"address": "new@council.example"})
    link = await last_link("new@council.example")
    account = await make_account("practitioner", COUNCIL)
    newcomer = browse()
    await sign_in_as(newcomer, account, second_factor=False)
    page = await newcomer.get(link)
    assert 'href="/account/second-factor"' in page.text
    assert "Join the team</button>" not in page.text
    answer = await newcomer.post(link)
    assert answer.status_code == 409
    assert "First set up the code from your phone" in answer.text
    assert "Ask an administrator" not in answer.text
    await sign_in_as(newcomer, account)
    assert "Join the team</button>" in (await newcomer.get(link)).text
    assert (await newcomer.post(link)).status_code == 303


async def test_a_page_of_teams_that_is_empty_does_not_say_that_one_is_in_no_team(robin):
    await make_team_of(robin.viewer)
    page = await robin.get(LIST, params={"page": "2"})
    assert "Go to the first page" in page.text
    assert "You are in no team" not in page.text


async def test_who_is_taken_out_by_two_presses_is_out_and_another_team_stays_out_of_sight(robin):
    kim = await make_practitioner()
    team_id = await make_team_of(robin.viewer, kim)
    path = f"{LIST}/{team_id}/people/{kim.account_id}/remove"
    for _press in range(2):
        answer = await robin.post(path)
        assert answer.headers["location"] == f"{LIST}/{team_id}?done=removed"
    others = await make_team_of(kim, name="Another team")
    assert (await robin.post(f"{LIST}/{others}/people/{kim.account_id}/remove")).status_code == 404
