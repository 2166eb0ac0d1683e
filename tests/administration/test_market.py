"""A council says what it pays for an hour, which commissioners see beside prices."""

import pytest

from marketplace.councils import service as councils
from tests.administration.conftest import WILTSHIRE

PATH = f"/administration/council/{WILTSHIRE}"


async def keep(client, rate, version="1", mode="bus"):
    return await client.post(f"{PATH}/market", data={"version": version, "rate": rate, "travel_mode": mode})


async def rate():
    return (await councils.get_council_settings(WILTSHIRE)).rate_pence_per_hour


async def test_without_a_rate_the_settings_say_so(client):
    assert "You have not said" in (await client.get(PATH)).text
    assert await rate() is None


async def test_a_rate_is_kept_shown_and_taken_back(client):
    assert (await keep(client, " £17.20 ")).status_code == 303
    assert await rate() == 1720
    assert "£17.20" in (await client.get(PATH)).text
    assert 'value="17.20"' in (await client.get(f"{PATH}/market")).text
    assert (await keep(client, "", version="2")).status_code == 303
    assert await rate() is None


@pytest.mark.parametrize("typed", ["4.99", "100.01", "-17", "seventeen", "17,20", "0", "99999999999999"])
async def test_what_is_no_rate_is_refused_and_kept_in_the_box(client, typed):
    answer = await keep(client, typed)
    assert answer.status_code == 422
    assert 'href="#rate"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert await rate() is None


async def test_how_people_get_to_places_is_kept_and_shown(client):
    assert "By bus" in (await client.get(PATH)).text
    assert (await keep(client, "", mode="walking")).status_code == 303
    assert (await councils.get_council_settings(WILTSHIRE)).travel_mode == "walking"
    assert "On foot" in (await client.get(PATH)).text


async def test_an_unknown_way_to_travel_is_refused(client):
    answer = await keep(client, "", mode="broom")
    assert answer.status_code == 422
    assert 'href="#travel_mode' in answer.text
