"""Requests to the server; whatever goes wrong becomes a SearchError in words for the operator."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import httpx2
from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.errors import (
    MeilisearchApiError,
    MeilisearchCommunicationError,
    MeilisearchError,
)
from meilisearch_python_sdk.models.search import SearchParams, SearchResultsWithUID

from search.engine import SearchError

Found = SearchResultsWithUID[dict[str, Any]]

_RIGHTS = {"invalid_api_key", "missing_authorization_header"}
_MISSING = "index_not_found"
_WRONG_SEARCH = ("invalid_search_", "invalid_multi_search_")
"""Since v1.47 each search of several is a federated one of its own, and some of its faults are called so."""


def _needs_certificates(url: str) -> bool:
    """Reading all certificates takes a tenth of a second, and is for nothing without TLS."""
    return not url.lower().startswith("http://")


class MissingIndexError(SearchError):
    """The server has no such index."""


class RefusedSearchError(SearchError):
    """The server takes a search for wrong: most likely its settings are not as they should be."""


class Connection:
    """The server, by the SDK's client. Opening makes no request."""

    def __init__(self, url: str, key: str | None, timeout_seconds: float) -> None:
        """Raises SearchError for a URL that is none. A password in it is in no message."""
        self._address = url.rpartition("@")[2]
        with self.telling():
            self.client = AsyncClient(url, key, verify=_needs_certificates(url))
            self.client.http_client.timeout = httpx2.Timeout(timeout_seconds)

    async def ask(self, queries: Sequence[SearchParams]) -> list[Found]:
        """Several searches in one request; the key needs the action `search` only. Raises SearchError."""
        with self.telling():
            answers = cast("list[Found]", await self.client.multi_search(list(queries)))
            if len(answers) != len(queries):
                raise SearchError(f"{self._server} answered another number of searches than it was asked.")
            return answers

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Turn whatever is raised within into a SearchError."""
        try:
            yield
        except MeilisearchApiError as error:
            raise self._refusal(error) from error
        except (MeilisearchCommunicationError, httpx2.ConnectError) as error:
            raise SearchError(f"{self._server} cannot be reached: {error.args[0]}.") from error
        except (MeilisearchError, httpx2.HTTPError, httpx2.InvalidURL) as error:
            if isinstance(error.__cause__, httpx2.TimeoutException):
                raise SearchError(f"{self._server} took too long to answer.") from error
            raise SearchError(f"{self._server} did not answer as it should: {error}.") from error
        except SearchError:
            raise
        except Exception as error:
            raise SearchError(
                f"{self._server} answered what cannot be read ({type(error).__name__}: {error}). "
                "Is it Meilisearch, and of a version that is supported?"
            ) from error

    @property
    def _server(self) -> str:
        return f"The search server at {self._address}"

    def _refusal(self, error: MeilisearchApiError) -> SearchError:
        said = error.message.removeprefix("Error message: ")
        if error.code == _MISSING:
            return MissingIndexError(
                f"{self._server} has no search index yet: {said} Build it with `marketplace reindex`."
            )
        if error.code in _RIGHTS:
            return SearchError(f"{self._server} does not accept the key for this: {said}")
        kind = RefusedSearchError if error.code.startswith(_WRONG_SEARCH) else SearchError
        return kind(f"{self._server} refused ({error.code or error.status_code}): {said}")
