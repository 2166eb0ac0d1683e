"""What the pages weigh and how often they ask the database."""

import pytest

from marketplace.listings.editing.steps.rules import steps_of
from marketplace.listings.schemas import ListingKind
from marketplace.provider.steps.schemas import FORMS
from tests.factories.providers import ACTIVITY, ASSISTANT, make_written

LATER_PAGE_BYTES = 6 * 1024
LINES = [f"Line number {number} says one thing." for number in range(20)]
MANY = ASSISTANT | {"easy_read": LINES, "easy_read_pictures": ["swimming"] * 20}


@pytest.mark.parametrize(
    ("kind", "answers"),
    [(ListingKind.PERSONAL_ASSISTANT, MANY), (ListingKind.COMMUNITY_ACTIVITY, ACTIVITY)],
)
async def test_every_page_is_light(client, viewer, kind, answers):
    request = await make_written(viewer, answers, kind)
    ends = [f"/answers/{step}" for step in steps_of(request.content) if step in FORMS]
    heavy = {}
    for end in ("", "/check", "/preview", "/place/travel", *ends):
        answer = await client.get(f"/provider/requests/{request.id}{end}", headers={"accept-encoding": "br"})
        assert answer.status_code in {200, 303}
        if int(answer.headers.get("content-length", 0)) > LATER_PAGE_BYTES:
            heavy[end] = answer.headers["content-length"]
    assert not heavy


@pytest.mark.parametrize(("end", "most"), [("/answers/offer", 4), ("", 4), ("/check", 5), ("/preview", 5)])
async def test_pages_ask_a_fixed_small_number_of_times(client, viewer, statements, end, most):
    request = await make_written(viewer)
    async with statements() as run:
        await client.get(f"/provider/requests/{request.id}{end}")
    assert len(run) <= most, run


async def test_saving_a_page_asks_a_fixed_small_number_of_times(client, viewer, statements):
    request = await make_written(viewer)
    async with statements() as run:
        answer = await client.post(
            f"/provider/requests/{request.id}/answers/price",
            data={"prices": "£18 an hour", "version": request.version},
        )
    assert answer.status_code == 303
    assert len(run) <= 8, run
