"""What tests of the adapter turn: a server that is away, slow, or whose tasks wait, fail or are canceled."""

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest


def test_a_server_that_is_down_refuses_connections_and_comes_back_with_all_it_had(controls, api, shops):
    controls.go_down()
    with pytest.raises(httpx.TransportError):
        api.send("GET", shops)
    controls.come_back()
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 4


def test_going_down_ends_requests_that_wait(controls, api):
    controls.delay_seconds = 8.0
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(api.send, "GET", "/health")
        time.sleep(0.05)
        controls.go_down()
        with pytest.raises(httpx.TransportError):
            waiting.result(timeout=2)


def test_a_slow_server_answers_late(controls, api):
    started = time.monotonic()
    controls.delay_seconds = 0.15
    api.call("GET", "/health")
    assert time.monotonic() - started >= 0.15


def test_held_tasks_wait_in_their_order(controls, api, shops, meilisearch_uid):
    controls.hold_tasks()
    first = api.call("POST", shops + "/documents", [{"id": 5, "name": "Fifth"}])
    second = api.call("DELETE", shops + "/documents/5")
    time.sleep(0.02)
    assert api.call("GET", f"/tasks/{first['taskUid']}")["status"] == "enqueued"
    assert api.call("GET", shops + "/stats")["isIndexing"]
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 4
    controls.release_tasks()
    assert api.wait(second)["details"]["deletedDocuments"] == 1
    assert api.wait(first)["status"] == "succeeded"


def test_held_tasks_can_be_canceled(controls, api, shops):
    controls.hold_tasks()
    waiting = api.call("POST", shops + "/documents", [{"id": 5}])
    cancelation = api.wait(api.call("POST", f"/tasks/cancel?uids={waiting['taskUid']}"))
    assert cancelation["details"]["canceledTasks"] == 1
    canceled = api.wait(waiting)
    assert (canceled["status"], canceled["canceledBy"]) == ("canceled", cancelation["uid"])
    assert canceled["details"]["indexedDocuments"] == 0
    controls.release_tasks()
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 4


def test_the_next_task_fails_when_told_to_and_only_that_one(controls, api, shops):
    controls.fail_next_task("no_space_left_on_device", "There is no more space left on the device.")
    failed = api.wait(api.call("POST", shops + "/documents", [{"id": 5}]))
    assert failed["status"] == "failed"
    assert failed["error"]["code"] == "no_space_left_on_device"
    assert failed["error"]["message"] == "There is no more space left on the device."
    api.do("POST", shops + "/documents", [{"id": 6}])
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 5


def test_the_next_task_is_canceled_when_told_to_and_only_that_one(controls, api, shops):
    controls.cancel_next_task()
    assert api.wait(api.call("POST", shops + "/documents", [{"id": 5}]))["status"] == "canceled"
    api.do("POST", shops + "/documents", [{"id": 6}])
    assert api.call("GET", shops + "/stats")["numberOfDocuments"] == 5


def test_a_server_that_forgot_everything_is_as_new(controls, api, shops):
    controls.forget_everything()
    assert api.call("GET", "/indexes")["results"] == []
    assert api.call("GET", "/tasks")["results"] == []
    assert {key["name"] for key in api.call("GET", "/keys")["results"]} == {
        "Default Search API Key",
        "Default Admin API Key",
    }
    assert api.refused("GET", shops) == (404, "index_not_found")
