"""Tasks are done one after the other, later than the request, and tell what became of them."""

import pytest


def test_what_a_task_does_is_not_there_before_it_is_done(controls, api, shops):
    controls.hold_tasks()
    summary = api.call("POST", shops + "/documents", [{"id": 5}])
    assert summary["status"] == "enqueued"
    assert api.call("GET", shops + "/documents")["total"] == 4
    controls.release_tasks()
    api.wait(summary)
    assert api.call("GET", shops + "/documents")["total"] == 5


def test_tasks_are_done_in_order(api, shops):
    summaries = [api.call("PUT", shops + "/documents", [{"id": 1, "step": step}]) for step in range(20)]
    for summary in summaries:
        api.wait(summary)
    assert api.call("GET", shops + "/documents/1")["step"] == 19


def test_one_bad_place_fails_every_task_of_its_batch(controls, api, shops):
    controls.hold_tasks()
    good = api.call("POST", shops + "/documents", [{"id": 5}])
    bad = api.call("POST", shops + "/documents", [{"id": 6, "_geo": {"lat": 91, "lng": 0}}, {"id": 7}])
    other = api.call("DELETE", shops + "/documents/1")
    controls.release_tasks()
    assert [api.wait(one)["status"] for one in (good, bad, other)] == ["failed", "failed", "succeeded"]
    assert api.wait(good)["error"]["code"] == "invalid_document_geo_field"
    assert api.wait(good)["batchUid"] == api.wait(bad)["batchUid"] != api.wait(other)["batchUid"]
    assert api.call("GET", shops + "/documents")["total"] == 3


def test_tasks_of_an_index_are_done_together_before_those_of_another_that_came_between(
    controls, api, shops, meilisearch_uid
):
    controls.hold_tasks()
    mine, other = shops + "/documents", f"/indexes/{meilisearch_uid}-other/documents?primaryKey=id"
    first, between, second = (api.call("POST", path, [{"id": 5}]) for path in (mine, other, mine))
    controls.release_tasks()
    first, between, second = (api.wait(one)["batchUid"] for one in (first, between, second))
    assert first == second < between


def test_no_task_goes_before_a_swap_of_its_index(controls, api, shops, meilisearch_uid):
    other = f"{meilisearch_uid}-other"
    api.do("POST", f"/indexes/{other}/documents?primaryKey=id", [{"id": 9}])
    controls.hold_tasks()
    before = api.call("POST", shops + "/documents", [{"id": 5}])
    swapped = api.call("POST", "/swap-indexes", [{"indexes": [meilisearch_uid, other]}])
    after = api.call("POST", shops + "/documents", [{"id": 6}])
    controls.release_tasks()
    batches = [api.wait(one)["batchUid"] for one in (before, swapped, after)]
    assert batches == sorted(set(batches))
    assert {one["id"] for one in api.call("GET", shops + "/documents")["results"]} == {6, 9}


def test_one_bad_id_fails_its_own_task_only(controls, api, shops):
    controls.hold_tasks()
    bad = api.call("POST", shops + "/documents", [{"id": "a b"}])
    good = api.call("POST", shops + "/documents", [{"id": 5}])
    controls.release_tasks()
    assert [api.wait(one)["status"] for one in (bad, good)] == ["failed", "succeeded"]


def test_tasks_are_chosen_and_paged(api, shops, meilisearch_uid):
    bad = api.wait(api.call("POST", shops + "/documents", [{"nothing": 1}]))
    of_index = f"/tasks?indexUids={meilisearch_uid}"
    failed = api.call("GET", of_index + "&statuses=failed,canceled")["results"]
    assert [task["uid"] for task in failed] == [bad["uid"]]
    assert [task["uid"] for task in api.call("GET", f"/tasks?uids={bad['uid']}")["results"]] == [bad["uid"]]
    settings = api.call("GET", of_index + "&types=settingsUpdate")["results"]
    assert [task["type"] for task in settings] == ["settingsUpdate"]
    page = api.call("GET", of_index + "&limit=2")
    following = api.call("GET", of_index + f"&limit=2&from={page['next']}")
    seen = [task["uid"] for task in page["results"] + following["results"]]
    assert len(seen) == len(set(seen)) == page["total"] == 4
    assert seen == sorted(seen, reverse=True)
    assert following["next"] is None


def test_deleted_tasks_are_gone(api, shops):
    done = api.wait(api.call("POST", shops + "/documents", [{"id": 5}]))
    api.wait(api.call("DELETE", f"/tasks?uids={done['uid']}"))
    assert api.refused("GET", f"/tasks/{done['uid']}") == (404, "task_not_found")


@pytest.mark.parametrize(
    ("method", "path", "refusal"),
    [
        ("GET", "/tasks/99999999", (404, "task_not_found")),
        ("GET", "/tasks/one", (400, "invalid_task_uids")),
        ("POST", "/tasks/cancel", (400, "missing_task_filters")),
        ("DELETE", "/tasks", (400, "missing_task_filters")),
        ("GET", "/tasks?limit=many", (400, "invalid_task_limit")),
        ("GET", "/tasks?nonsense=1", (400, "bad_request")),
    ],
)
def test_requests_about_tasks_that_make_no_sense_are_refused(api, method, path, refusal):
    assert api.refused(method, path) == refusal
