"""Errors as Meilisearch says them: a code, words, a kind and a link."""

_KINDS = {
    "missing_authorization_header": "auth",
    "invalid_api_key": "auth",
    "missing_master_key": "auth",
    "internal": "internal",
}


class ApiError(Exception):
    """What a request or a task is refused with; `status` is the HTTP status of a refused request."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def body(self):
        return {
            "message": self.message,
            "code": self.code,
            "type": _KINDS.get(self.code, "invalid_request"),
            "link": f"https://docs.meilisearch.com/errors#{self.code}",
        }

    def within(self, place):
        """The same error, said to be inside a part of the body: what is not there is a wrong request."""
        return bad(self.code, f"{place}: {self.message}")


def bad(code, message):
    return ApiError(400, code, message)


def index_not_found(uid):
    return ApiError(404, "index_not_found", f"Index `{uid}` not found.")
