"""Searching by a text in which a place, a kind or a language stands: the page's service and the JSON API."""

import pytest
from msgspec.structs import replace

from marketplace.finder import service
from marketplace.finder.params.schemas import SearchParams
from marketplace.listings.schemas import ServiceArea
from marketplace.places import service as places
from search.engine import SearchError
from tests.factories.listings import EXETER, make_activity, make_enterprise, make_personal_assistant, publish


@pytest.fixture
async def town(db, index):
    """A PA and an enterprise that come to Melksham, an art group in Trowbridge."""
    await publish(make_personal_assistant(languages=("english", "somali")))
    await publish(make_activity())
    await publish(make_enterprise())
    await index()


@pytest.fixture
def find(engine, gazetteer):
    async def find_(home_council=None, **asked):
        return await service.search_listings(
            SearchParams(**asked), gazetteer=gazetteer, engine=engine, home_council=home_council
        )

    return find_


def titles(page):
    return sorted(found.card.title for found in page.cards)


async def test_a_place_in_the_text_is_searched_near_and_said_back(find, town):
    page = await find(q="swimming Melksham")
    assert titles(page) == ["Swimming and getting out with you"]
    assert page.found_place.label == "Melksham, Wiltshire"
    assert page.council.name == "Wiltshire"
    assert page.understood_sentence == "Showing swimming near Melksham, Wiltshire."
    assert page.understood.url == "/search?q=swimming+Melksham&literal=1"


async def test_the_boxes_and_links_hold_what_was_understood(find, town):
    page = await find(q="PA who speaks Somali in Melksham")
    assert (page.typed["q"], page.typed["near"]) == ("", "Melksham, Wiltshire")
    assert page.url == "/search?near=Melksham,+Wiltshire&kind=personal_assistant&language=somali"
    assert [(one.name, one.url) for one in page.active] == [
        ("kind", "/search?near=Melksham,+Wiltshire&language=somali"),
        ("language", "/search?near=Melksham,+Wiltshire&kind=personal_assistant"),
    ]
    assert [sort.value for sort in page.sorts][:2] == ["best", "nearest"]
    again = await find(near="Melksham, Wiltshire", kind=("personal_assistant",), language=("somali",))
    assert (again.understood, titles(again)) == (None, titles(page))


async def test_the_plain_words_are_searched_where_that_is_asked_for(find, town):
    page = await find(q="swimming Melksham", literal=True)
    assert (page.understood, page.place) == (None, None)
    assert page.typed["q"] == "swimming Melksham"
    assert page.url == "/search?q=swimming+Melksham&literal=1"


async def test_what_was_typed_stays_in_the_boxes_while_the_place_is_not_known(find, db):
    page = await find(q="PA for swimming", near="Mere")
    assert page.must_choose_place
    assert (page.typed["q"], page.typed["near"], page.understood) == ("PA for swimming", "Mere", None)
    assert all("q=PA+for+swimming" in choice.url for choice in page.place_choices)


async def test_where_what_was_understood_finds_nothing_the_words_as_they_stand_may(find, town, index):
    title = "Chippenham Ramblers of Exeter"
    await publish(make_enterprise(title=title, area=ServiceArea(base_postcode=EXETER, miles=3.0)))
    await index()
    page = await find(q="Ramblers Chippenham", within=3.0)
    assert titles(page) == [title]
    assert page.understood is None
    assert page.notices[0] == (
        "We found nothing for Ramblers near Chippenham, Wiltshire. "
        "These results are for the words as you typed them."
    )
    assert page.url == "/search?q=Ramblers+Chippenham&literal=1&within=3"


async def test_where_nothing_has_the_words_either_the_place_holds_and_ways_on_are_shown(find, town):
    page = await find(q="PA for swimming in Exeter")
    assert (page.total, page.understood_sentence) == (
        0,
        "We looked for personal assistants matching “swimming” near Exeter, Devon.",
    )
    assert page.loosenings


async def test_ways_on_mean_what_they_count(find, client, town):
    page = await find(q="swimming Trowbridge Melksham", near=EXETER, within=1.0)
    assert page.total == 0
    assert page.loosenings
    for looser in page.loosenings:
        answer = (await client.get(looser.url.replace("/search", "/api/search"))).json()
        assert answer["total"] == looser.count, looser


async def test_other_places_of_the_name_are_offered_with_the_same_search(find, town):
    page = await find(q="swimming Newport")
    assert page.understood_sentence == "We looked for swimming near Newport, Isle of Wight."
    assert page.understood.other_places[0].url.startswith("/search?q=swimming&near=Newport,+")


async def test_a_place_that_may_be_meant_is_offered_and_not_taken(find, client, town):
    page = await find(q="art bath")
    assert (page.understood, page.place) == (None, None)
    assert (page.place_offered.label, page.place_offered.url) == (
        "Look near Bath, Somerset",
        "/search?q=art&near=Bath,+Somerset",
    )
    assert (await client.get("/api/search?q=art+bath")).json()["place_offered"] == "Bath, Somerset"


async def test_the_council_of_the_site_decides_between_places_of_one_name(find, town):
    page = await find(home_council="E06000020", q="swimming Newport")
    assert page.found_place.label == "Newport, Shropshire"


async def test_the_api_tells_what_it_understood(client, town):
    answer = (await client.get("/api/search", params={"q": "PA who speaks Somali in Melksham"})).json()
    assert answer["total"] == 1
    assert answer["place"]["label"] == "Melksham, Wiltshire"
    assert answer["understood"] == {
        "sentence": "Showing personal assistants who speak Somali, near Melksham, Wiltshire.",
        "q": "",
        "taken": [
            {"words": "in Melksham", "parameter": "near", "value": "Melksham, Wiltshire"},
            {"words": "who speaks Somali", "parameter": "language", "value": "somali"},
            {"words": "PA", "parameter": "kind", "value": "personal_assistant"},
        ],
        "other_places": [],
        "literal": "/api/search?q=PA+who+speaks+Somali+in+Melksham&literal=1",
    }
    plain = (await client.get(answer["understood"]["literal"])).json()
    assert (plain["understood"], plain["place"]) == (None, None)
    assert plain["self"] == answer["understood"]["literal"]


async def test_pages_of_the_api_go_on_with_what_was_understood(client, db, index):
    for number in range(3):
        await publish(make_activity(title=f"Group number {number}"))
    await index()
    answer = (await client.get("/api/search", params={"q": "group Trowbridge", "per_page": 2})).json()
    assert answer["next"] == "/api/search?q=group&near=Trowbridge,+Wiltshire&per_page=2&page=2"
    assert len((await client.get(answer["next"])).json()["hits"]) == 1


async def test_a_page_that_understood_takes_no_more_statements(find, town, count_statements):
    page = await find(q="swimming Melksham")
    assert page.total == 1
    assert len(count_statements) == 3


async def test_while_the_engine_is_down_nothing_is_said_of_what_was_understood(gazetteer, db):
    class Down:
        async def search(self, _query):
            raise SearchError("down")

    page = await service.search_listings(
        SearchParams(q="swimming Melksham"), gazetteer=gazetteer, engine=Down()
    )
    assert page.is_down
    assert page.total == 0
    assert places.find_council("E06000054") == page.council


async def test_while_a_spare_index_answers_the_page_is_the_same(client, engine, town, monkeypatch):
    plain, search = await client.get("/search/results?q=swimming+Melksham"), engine.search

    async def spare(query):
        return replace(await search(query), degraded=True)

    monkeypatch.setattr(engine, "search", spare)
    assert (await client.get("/api/search?q=swimming+Melksham")).json()["degraded"]
    assert (await client.get("/search/results?q=swimming+Melksham")).text == plain.text


async def test_a_thesaurus_that_is_changed_is_used_at_once(gazetteer, engine, db, tmp_path):
    own = tmp_path / "thesaurus.csv"

    async def suggested(text):
        found = await service.suggest(text, gazetteer=gazetteer, engine=engine, words_dir=tmp_path)
        return [one.value for one in found]

    assert "swimming" not in await suggested("splosh")
    own.write_text("term,means,both_ways\nsplosh,swimming,no\n")
    assert "swimming" in await suggested("splosh")
    own.write_text("term,means,both_ways\nsplosh,gardening,no\nsplish,swimming,no\n")
    assert "swimming" not in await suggested("splosh")


async def test_a_thesaurus_that_cannot_be_read_leaves_the_last_one_in_use(gazetteer, engine, db, tmp_path):
    own = tmp_path / "thesaurus.csv"
    own.write_text("term,means,both_ways\nsplosh,swimming,no\n")
    before = await service.suggest("splosh", gazetteer=gazetteer, engine=engine, words_dir=tmp_path)
    own.write_text("term,means,both_ways\n,,,,,nonsense,maybe\n")
    after = await service.suggest("splosh", gazetteer=gazetteer, engine=engine, words_dir=tmp_path)
    assert before
    assert after == before
