"""The door of agreements: what pages and the other rooms of pooling do with them goes through here."""

from marketplace.pooling.agreements.agreeing.service import agree, take_back_yes
from marketplace.pooling.agreements.comparing.rules import diff
from marketplace.pooling.agreements.reading.service import (
    current_agreement,
    current_terms,
    find_version,
    get_overview,
    list_versions,
    list_views,
    list_waiting,
)
from marketplace.pooling.agreements.writing.service import (
    begin_writing,
    current_words,
    drop_draft,
    get_draft,
    propose,
    take_back,
    write_terms,
)

__all__ = [
    "agree",
    "begin_writing",
    "current_agreement",
    "current_terms",
    "current_words",
    "diff",
    "drop_draft",
    "find_version",
    "get_draft",
    "get_overview",
    "list_versions",
    "list_views",
    "list_waiting",
    "propose",
    "take_back",
    "take_back_yes",
    "write_terms",
]
