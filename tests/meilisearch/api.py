"""A plain client for the checks of the test server: what is sent and answered, without the SDK between."""

import json
import time

import httpx

LONGEST_WAIT_SECONDS = 20
JSON = {"Content-Type": "application/json"}


class Api:
    """Calls a server with one key."""

    def __init__(self, url, key):
        self._url = url
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {key}"} if key else {}, timeout=10
        )

    def close(self):
        self._client.close()

    def send(self, method, path, body=None, **more):
        """The answer, whatever it is."""
        content = {} if body is None else {"content": json.dumps(body), "headers": JSON}
        return self._client.request(method, path, **(content | more))

    def call(self, method, path, body=None):
        """The body of an answer that must be a success."""
        answer = self.send(method, path, body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def refused(self, method, path, body=None):
        """(status, code) of an answer that must be none."""
        answer = self.send(method, path, body)
        assert answer.is_error, answer.text
        return answer.status_code, answer.json()["code"]

    def wait(self, summary):
        """The task when it is done."""
        end = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < end:
            task = self.call("GET", f"/tasks/{summary['taskUid']}")
            if task["status"] not in ("enqueued", "processing"):
                return task
            time.sleep(0.001)
        raise TimeoutError(str(summary))

    def do(self, method, path, body=None):
        """Sends what makes a task and waits until it has succeeded."""
        task = self.wait(self.call(method, path, body))
        assert task["status"] == "succeeded", task
        return task

    def fail(self, method, path, body=None):
        """Sends what makes a task and waits until it has failed; its code."""
        task = self.wait(self.call(method, path, body))
        assert task["status"] == "failed", task
        return task["error"]["code"]
