"""What is our own fault is logged; what people mistyped is not."""

import pytest
from litestar.exceptions import NotFoundException, ServiceUnavailableException

from marketplace import app
from marketplace.kernel.errors import NotFoundError


@pytest.mark.parametrize(
    ("error", "is_logged"),
    [
        (RuntimeError(), True),
        (ServiceUnavailableException(), True),
        (NotFoundException(), False),
        (NotFoundError("There is no such listing."), False),
    ],
)
def test_what_is_our_own_fault_is_logged(monkeypatch, error, is_logged):
    said = []
    monkeypatch.setattr(app.log, "error", lambda _words, **values: said.append(values))
    app._log_failure(error, {})
    assert [values["exc_info"] for values in said] == ([error] if is_logged else [])
