"""What a server says of itself and of a key, for the operator."""

from collections.abc import Awaitable, Callable

from meilisearch_python_sdk.errors import MeilisearchApiError
from meilisearch_python_sdk.models.search import SearchParams

from search.engine import SearchError
from search.engines.meilisearch.connection import Connection
from search.server import SearchServer, ServerReport

_TIMEOUT_SECONDS = 5.0
_REFUSED = {"invalid_api_key", "missing_authorization_header"}
_NO_MASTER_KEY = "missing_master_key"


async def look(server: SearchServer) -> ServerReport:
    """Ask the server what it is and try what the key may do; changes nothing. SearchError when it is away."""
    connection = Connection(server.url, server.key, _TIMEOUT_SECONDS)
    client = connection.client
    index = client.index(server.index)
    nothing = SearchParams(index_uid=server.index, q="", limit=0)

    async def refused(ask: Callable[[], Awaitable[object]]) -> str | None:
        """The code of the server's refusal, if it refuses."""
        try:
            with connection.telling():
                await ask()
        except SearchError as error:
            if isinstance(error.__cause__, MeilisearchApiError):
                return error.__cause__.code
            raise
        return None

    try:
        keys = await refused(client.get_keys)
        version = None
        if await refused(client.get_version) is None:
            with connection.telling():
                version = (await client.get_version()).pkg_version
        return ServerReport(
            version=version,
            needs_no_key=keys == _NO_MASTER_KEY,
            may_search=await refused(lambda: client.multi_search([nothing])) not in _REFUSED,
            may_write=await refused(index.get_settings) not in _REFUSED,
            may_manage_keys=keys is None,
        )
    finally:
        await client.aclose()
