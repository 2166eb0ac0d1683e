"""From a listing to what it would cost with others."""


async def test_a_listing_leads_to_the_planner(client, listing_path):
    link = f"/pools/plan?listing={listing_path.rsplit('/', 1)[1]}"
    assert f'href="{link}"' in (await client.get(listing_path)).text
    answer = await client.get(link)
    assert answer.status_code == 200
    assert f'href="{listing_path}">Back to ' in answer.text
