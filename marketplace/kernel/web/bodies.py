"""Reads the forms that people send.

Litestar keeps the last 1024 forms it has read in memory, passwords among them, and takes any number of
fields; this reads each anew and forgets it.
"""

from typing import Any, cast
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException

LARGEST_BODY_BYTES = 200_000
"""Of a form without files; routes that take files say their own `request_max_body_size`."""
MOST_FIELDS = 1_000
_SENT = "form_sent"


class PageRequest(Request[Any, Any, Any]):
    """The request of every handler: `await request.form()`."""

    _sent: FormMultiDict | None = None

    async def form(self) -> FormMultiDict:
        """What the form holds; nothing when what was sent is no form.

        Raises:
            ClientException: it has too many fields (400), or is too large (413).
        """
        content_type, _ = self.content_type
        if content_type != RequestEncodingType.URL_ENCODED:
            return await self._read_parts()
        if self._sent is None:
            self._sent = FormMultiDict(_read_pairs(await self.body()))
            cast("dict[str, Any]", self.scope)[_SENT] = self._sent
        return self._sent

    @property
    def sent(self) -> FormMultiDict:
        """What the handler has read of the form, for what answers in its place; nothing if it read none."""
        found = cast("dict[str, Any]", self.scope).get(_SENT)
        return found if isinstance(found, FormMultiDict) else FormMultiDict()

    async def _read_parts(self) -> FormMultiDict:
        """What Litestar makes of other bodies; text that is in no known alphabet is no fault of ours."""
        try:
            return await super().form()
        except (ValueError, LookupError) as error:
            raise ClientException("The form cannot be read.") from error


def _read_pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        text = body.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError as error:
        raise ClientException("The form cannot be read.") from error
