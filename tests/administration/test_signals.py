"""A council says whether and how long it is counted what people look for."""

from datetime import UTC, datetime

import pytest

from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import connection
from marketplace.signals import service as signals
from marketplace.signals.schemas import OutcomeSignal, SignalKind
from tests.administration.conftest import SOMERSET, WILTSHIRE

PATH = f"/administration/council/{WILTSHIRE}"
ON = {"keeps_signals": "y", "signals_kept_months": "24"}


async def keep(client, version="1", **data):
    return await client.post(f"{PATH}/signals", data={"version": version, **data})


async def note(council=WILTSHIRE, at=None):
    outcome = OutcomeSignal(
        kind=SignalKind.ENQUIRY, council_code=council, outcode="BA12", outcome="agreed", waited_days=2
    )
    with clock.stopped_at(at or clock.now()):
        await signals.note_outcome(outcome)


async def counted():
    async with connection() as raw:
        rows = await raw.fetch("SELECT council_code FROM outcome_signal ORDER BY council_code")
    return [row["council_code"] for row in rows]


async def test_it_is_on_for_24_months_unless_a_council_says_otherwise(client):
    overview, form = (await client.get(PATH)).text, (await client.get(f"{PATH}/signals")).text
    assert "Counts of what people look for" in overview
    assert "24 months" in overview
    assert 'name="keeps_signals"' in form
    assert "checked" in form


async def test_turning_it_off_deletes_what_there_was_and_the_page_says_so(client):
    await note()
    await note(SOMERSET)
    answer = await keep(client, signals_kept_months="24")
    assert answer.headers["location"] == f"{PATH}?done=kept"
    assert await counted() == [SOMERSET]
    assert "There are no counts of your area" in (await client.get(PATH)).text
    assert (await councils.get_council_settings(WILTSHIRE)).keeps_signals is False


async def test_a_shorter_time_deletes_what_is_older_at_once(client):
    await note(at=datetime(2025, 12, 15, tzinfo=UTC))
    await note(at=datetime(2026, 10, 15, tzinfo=UTC))
    with clock.stopped_at(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        await keep(client, **ON | {"signals_kept_months": "6"})
    assert len(await counted()) == 1


@pytest.mark.parametrize("months", ["", "0", "2", "121", "-3", "some", "9" * 40])
async def test_a_time_that_makes_no_sense_is_refused_and_nothing_is_deleted(client, months):
    await note()
    answer = await keep(client, **ON | {"signals_kept_months": months})
    assert answer.status_code == 422
    assert 'href="#signals_kept_months"' in answer.text
    assert await counted() == [WILTSHIRE]


async def test_of_two_who_change_it_the_second_is_told(client):
    await keep(client, **ON | {"signals_kept_months": "12"})
    answer = await keep(client, **ON | {"signals_kept_months": "36"})
    assert answer.status_code == 409
    assert (await councils.get_council_settings(WILTSHIRE)).signals_kept_months == 12
