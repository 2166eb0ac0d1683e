"""How far a provider is in its council's scheme, on cards and on the page of a listing."""

from datetime import timedelta

from marketplace.kernel import clock
from marketplace.listings.schemas import Check
from tests.factories.listings import MELKSHAM, make_personal_assistant, publish

NEEDED = ("identity", "right_to_work", "dbs", "references")
ACCREDITED = (*NEEDED, "insurance", "safeguarding_training", "code_of_conduct")


def checks(*kinds, references="2", **changes):
    on = clock.today() - timedelta(days=30)
    return tuple(
        Check(kind=kind, level=references if kind == "references" else "", checked_on=on, **changes)
        for kind in kinds
    )


async def results(client):
    return (await client.get("/search", params={"near": MELKSHAM}, headers={"accept": "text/html"})).text


async def test_accredited_is_said_on_the_card_and_on_the_page_with_what_was_seen(index, client, db):
    listing_id = await publish(make_personal_assistant(checks=checks(*ACCREDITED)))
    await index()
    assert 'app-tier">Accredited</li>' in await results(client)
    tier = (await client.get(f"/api/listings/{listing_id}")).json()["words"]["tier"]
    assert tier["name"] == "Accredited"
    assert tier["meaning"].startswith("For this were seen: DBS check, Identity seen, Right to work seen")
    assert "Signed the code of conduct" in tier["meaning"]


async def test_registered_is_said_on_the_page_only(index, client, db):
    listing_id = await publish(make_personal_assistant(checks=checks(*NEEDED)))
    await index()
    assert "app-tier" not in await results(client)
    assert (await client.get(f"/api/listings/{listing_id}")).json()["words"]["tier"]["name"] == "Registered"


async def test_who_lacks_a_check_has_no_tier(index, client, db):
    listing_id = await publish(make_personal_assistant(checks=checks(*NEEDED[1:])))
    await index()
    assert (await client.get(f"/api/listings/{listing_id}")).json()["words"]["tier"] is None


async def test_tier_goes_with_the_check_that_runs_out(client, index, db):
    until = clock.today() + timedelta(days=5)
    listing_id = await publish(make_personal_assistant(checks=checks(*ACCREDITED, expires_on=until)))
    await index()
    with clock.stopped_at(clock.now() + timedelta(days=6)):
        assert (await client.get(f"/api/listings/{listing_id}")).json()["words"]["tier"] is None
