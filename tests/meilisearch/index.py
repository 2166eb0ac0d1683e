"""One index: its documents, settings, and the sets that answer searches."""

import gc
from datetime import UTC, datetime

import numpy as np

from tests.meilisearch import settings as rules
from tests.meilisearch.facets import Facets
from tests.meilisearch.text_index import TextIndex

_MANY_DEAD_ROWS = 2000
_MANY_DOCUMENTS = 10_000


def now():
    """This moment as Meilisearch writes it."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


class Index:
    """Documents by id. Each version of a document has a row; `alive` says which rows count."""

    def __init__(self, uid, primary_key=None):
        self.uid = uid
        self.primary_key = primary_key
        self.settings = rules.fresh()
        self.created_at = self.updated_at = now()
        self.documents = {}
        self._forget_rows()

    def _forget_rows(self):
        self._row_of = {}
        self._by_row = []
        self._age = []
        self._youngest = 0
        self._alive = np.zeros(0, dtype=bool)
        self._facets = Facets(self._is_filterable)
        self._text = TextIndex(self.settings)
        self._texts_added = 0

    def _is_filterable(self, field):
        return rules.features_of(self.settings, field) is not None

    def view(self):
        return {
            "uid": self.uid,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
            "primaryKey": self.primary_key,
        }

    def put(self, documents):
        """Takes in {id: document}; one that is there already keeps its age."""
        before = len(self.documents)
        for identity, document in documents.items():
            row = len(self._by_row)
            old = self._row_of.get(identity)
            if old is None:
                self._youngest += 1
            self._age.append(self._youngest if old is None else self._age[old])
            self._by_row.append(document)
            self._row_of[identity] = row
            self.documents[identity] = document
            self._facets.add(row, document)
            if old is not None:
                self._kill(old)
        self._after_change(len(documents))
        if len(self.documents) // _MANY_DOCUMENTS > before // _MANY_DOCUMENTS:
            gc.freeze()  # else each full collection in this process looks through all of them for a second

    def remove(self, identities):
        """How many of the documents were there."""
        there = [identity for identity in identities if self.documents.pop(identity, None) is not None]
        for identity in there:
            self._kill(self._row_of.pop(identity))
        self._after_change(0)
        return len(there)

    def _kill(self, row):
        if row < len(self._alive):
            self._alive[row] = False
        self._by_row[row] = None
        self._facets.points.pop(row, None)

    def _after_change(self, added):
        self.updated_at = now()
        fresh = np.array([document is not None for document in self._by_row[len(self._alive) :]], dtype=bool)
        if added:
            self._alive = np.concatenate([self._alive, fresh])
        if len(self._by_row) - len(self.documents) > max(_MANY_DEAD_ROWS, len(self.documents)):
            self.rebuild()

    def rebuild(self):
        """Indexes every document afresh, oldest first."""
        ages = sorted(self.documents, key=lambda identity: self._age[self._row_of[identity]])
        documents = {identity: self.documents[identity] for identity in ages}
        self.documents = {}
        self._forget_rows()
        self.put(documents)

    def change_settings(self, changes):
        """Merges a change into the settings; what searches need is built again where it matters."""
        before = self.settings
        self.settings = rules.merge(before, changes)
        self.updated_at = now()
        if self.settings != before:
            self.rebuild()

    @property
    def alive(self):
        return self._alive

    @property
    def facets(self):
        return self._facets

    @property
    def text(self):
        """The words of all documents, brought up to date."""
        for row in range(self._texts_added, len(self._by_row)):
            if self._by_row[row] is not None:
                self._text.add(row, self._by_row[row])
        self._texts_added = len(self._by_row)
        return self._text

    def document_of(self, row):
        return self._by_row[row]

    def rows(self, mask):
        """The rows of a mask, oldest document first."""
        rows = np.flatnonzero(mask)
        return rows[np.argsort(np.array(self._age, dtype=np.int64)[rows], kind="stable")]

    def field_distribution(self):
        """How many documents have each field."""
        counts = {}
        for document in self.documents.values():
            for name in document:
                counts[name] = counts.get(name, 0) + 1
        return dict(sorted(counts.items()))
