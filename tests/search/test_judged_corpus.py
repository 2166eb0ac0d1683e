"""The corpus of the judged searches is what loading and indexing make of the same drafts."""

from marketplace.kernel.clock import stopped_at
from marketplace.listings.indexing import repository
from marketplace.listings.indexing.rules import document_of
from marketplace.listings.service import load_listings
from seed.demo.generator import generate_listings
from seed.load import load_pictures
from tests.search.judged import corpus
from tests.search.judged.planted import planted_listings

FEW = 150


async def test_documents_are_those_that_the_database_gives(db, gazetteer):
    with stopped_at(corpus.NOON):
        await load_pictures()
        drafts = [*generate_listings(FEW, gazetteer, today=corpus.TODAY), *planted_listings().values()]
        await load_listings(drafts, gazetteer=gazetteer, actor="test")
        stored = {row.id: document_of(row) async for rows in repository.stream_public() for row in rows}
    assert {one.id: one for one in corpus.documents(gazetteer, FEW)} == stored
