"""Documents as they stand on the server: what is filtered by can be made of what is shown."""

import json

from hypothesis import given
from hypothesis import strategies as st

from search.engines.meilisearch.documents import add_filtered, stored_documents
from search.engines.meilisearch.layout import SHOWN_FIELDS
from tests.search import strategies


@given(st.lists(strategies.documents(), max_size=5))
def test_what_is_filtered_by_is_made_of_what_is_shown(documents):
    whole = stored_documents(documents, batch=3)
    shown = [{name: value for name, value in one.items() if name in SHOWN_FIELDS} for one in whole]
    copied = json.loads(json.dumps(shown))
    add_filtered(copied)
    assert copied == whole
