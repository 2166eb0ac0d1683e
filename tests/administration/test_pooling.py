"""A council says what it has to do with pools, and puts clauses in its own words."""

import pytest

from marketplace.councils import service as councils
from marketplace.councils.clauses.rules import CODES, national_clauses
from marketplace.councils.schemas import NATIONAL, CouncilPart, PackPart
from tests.administration.conftest import SOMERSET, WILTSHIRE

PATH = f"/administration/council/{WILTSHIRE}"
AS_IT_STANDS = {"council_is": "told", "statements_kept_years": "6", "receipts_kept_years": "1"}


async def keep(client, version="1", **data):
    return await client.post(f"{PATH}/pooling", data={"version": version, **AS_IT_STANDS, **data})


async def pooling(code=WILTSHIRE):
    return (await councils.get_council_settings(code)).pooling


async def test_national_words_stand_beside_each_clause(client):
    page = (await client.get(f"{PATH}/pooling")).text
    for clause in national_clauses():
        assert f'name="clause_{clause.code}"' in page
        assert clause.words.split("\n")[0][:40].replace("'", "&#39;") in page


async def test_own_clauses_are_kept_and_an_empty_one_is_the_national_one(client):
    answer = await keep(client, clause_joining="Ask {council} first.", clause_review="", sees=["balance"])
    assert answer.headers["location"] == f"{PATH}?done=kept"
    kept = await pooling()
    assert kept.clauses == {"joining": "Ask {council} first."}
    assert kept.sees == (PackPart.BALANCE,)
    overview = (await client.get(PATH)).text
    assert "Clauses in your own words" in overview
    assert "Joining" in overview


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("{name} decides.", "There is no fact named {name}."),
        ("By {review_date", "Use curly brackets only around"),
        ("x" * 2_001, "Write at most 2000 characters"),
    ],
    ids=["unknown", "open", "long"],
)
async def test_a_clause_that_cannot_be_filled_is_refused_at_its_field(client, typed, message):
    answer = await keep(client, clause_leaving=typed)
    assert answer.status_code == 422
    assert 'href="#clause_leaving"' in answer.text
    assert message in answer.text
    assert typed in answer.text
    assert (await pooling()).clauses == {}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("council_is", "boss"),
        ("contact_email", "nobody"),
        ("sees", "everything"),
        ("statements_kept_years", "5"),
        ("receipts_kept_years", "0"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(client, field, typed):
    answer = await keep(client, **{field: typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


async def test_the_national_team_is_not_told_of_pools_of_councils_that_are_not_here(db):
    await councils.add_council(NATIONAL, actor="test")
    chosen = await pooling(NATIONAL)
    assert chosen.council_is is CouncilPart.TOLD
    from msgspec.structs import replace

    asked = replace(chosen, council_is=CouncilPart.ASKED, contact_email="team@example.gov.uk")
    await councils.update_council_settings(NATIONAL, {"pooling": asked}, 1, actor="test")
    elsewhere = await pooling(SOMERSET)
    assert elsewhere.council_is is CouncilPart.ASKED
    assert elsewhere.contact_email == ""


def test_every_clause_has_a_code_of_its_own():
    assert len(set(CODES)) == len(CODES) == 17
