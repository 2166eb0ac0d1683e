"""Somebody who did everything that can be done here deletes their account on the page: nothing is left."""

import json

from marketplace import worker
from marketplace.accounts.schemas import Role
from marketplace.accounts.service import find_account
from marketplace.audit.tables import AuditEntry
from marketplace.concerns.tables import Concern
from marketplace.listings.editing import service as editing
from marketplace.listings.evidence.tables import CheckClaim
from marketplace.listings.organizations import repository as members
from marketplace.listings.organizations.schemas import MemberRole
from marketplace.listings.service import get_stored
from marketplace.listings.tables import MediaFile
from marketplace.mail.tables import StoredLetter
from tests.factories.accounts import PASSWORD, make_account
from tests.privacy import life
from tests.privacy.marks import columns, files_with, places_of

KEPT = {
    "concern.words": {"concern", "report words", "odd words"},
    "concern.attached": {"asked when", "asked where", "asked words", "last words"},
    "concern_note.words": {"steward note"},
    "ledger_entry.words": {"entry words"},
    "pool_session.words": {"session words"},
}
"""What stays until its time is over, and no name is with it: safety weighs more; the record is the pool's."""
IDS_IN = {
    "audit_entry.actor", "audit_entry.record_id", "change_request.created_by",
    "change_request.submitted_by", "change_request.decided_by", "concern_note.author",
    "listing_version.ended_by", "referral.created_by", "referral_consent.recorded_by",
}  # fmt: skip
"""Where the account's id stays. It names nobody any more."""


def named(found, mark):
    """The places found, with the names of the words instead of the words."""
    names = {word: name for name, word in mark.words.items()}
    return {place: {names.get(word, word) for word in words} for place, words in found.items()}


async def facts():
    rows = await AuditEntry.select(AuditEntry.id, AuditEntry.action, AuditEntry.record_id, AuditEntry.actor)
    return {tuple(row.values()) for row in rows}


async def test_every_word_is_kept_somewhere_and_handed_over_before(lived):
    words = {*lived.mark.words.values(), lived.address, life.BASE}
    found = await places_of(words)
    gone = {"thrown away title", "name"}  # with the request, and with the links of signing up
    missing = words - set().union(*found.values())
    assert missing <= {lived.mark.words[name] for name in gone}
    answer = await lived.browser.get("/account/data.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="my-data.json"'
    text = answer.text.lower()
    left_out = {name for name, word in lived.mark.words.items() if word.lower() not in text}
    assert left_out == gone | {"paper"}
    assert life.BASE.lower() in text or life.BASE.replace(" ", "").lower() in text
    assert "kim colleague" not in text
    for secret in ("argon2", "password_hash", "token_hash", "sealed"):
        assert secret not in text


async def test_nothing_is_left_of_somebody_who_deletes_their_account_and_others_keep_theirs(lived, settings):
    words = {*lived.mark.words.values(), lived.address, life.BASE}
    before = await facts()
    sent = {"sure": "y", "current_password": PASSWORD}
    answer = await lived.browser.post("/account/delete", data=sent)
    assert answer.headers.get("location") == "/sign-in?done=deleted", answer.text
    await worker.publish(settings)
    found = named(await places_of(words), lived.mark)
    # The last letter says that it was done; its address goes some days after it is sent.
    assert found.pop("letter.recipient") == {lived.address, "address"}
    letters = await StoredLetter.select().where(StoredLetter.recipient == lived.address)
    assert [row["kind"] for row in letters] == ["account_deleted"]
    assert found == KEPT
    assert files_with(settings.index_dir, words) == {}
    assert not await MediaFile.exists()
    assert not await CheckClaim.exists().where(CheckClaim.organization == lived.organization)
    assert before <= await facts()
    assert set(await places_of({str(lived.account.id)})) <= IDS_IN
    assert await places_of({"ALONE-"}) == {}
    assert set(await places_of({"Team of one", "LAS-20417"})) == {"referral.reference"}
    (concern,) = await Concern.select().where(Concern.id == lived.concern)
    assert (concern["reporter_name"], concern["reporter_contact"]) == ("", "")
    await check_others(lived)


async def check_others(lived):
    """What others have, they still have; who became owner is on record."""
    colleague = lived.colleague.account_id
    request = await editing.get_request(lived.shared_request, lived.colleague)
    assert request.title == "What all of us offer"
    people = {each: await members.list_members(each) for each in (lived.kept, lived.shared)}
    assert {each: [(who, role) for who, role, _since in found] for each, found in people.items()} == {
        lived.kept: [(colleague, MemberRole.OWNER)],
        lived.shared: [(colleague, MemberRole.OWNER)],
    }
    assert (await find_account(colleague)).name == "Kim Colleague"
    assert (await get_stored(lived.moderated)).draft.title == "Tuesday art group"
    entries = await AuditEntry.select().where(AuditEntry.record_id == lived.kept).order_by(AuditEntry.id)
    assert [entry["action"] for entry in entries][-2:] == ["set_member_role", "leave"]


async def test_the_search_looks_into_every_type_of_column(committed_db):
    assert {type_ for _table, _column, type_ in await columns()} >= {
        "ARRAY", "bytea", "jsonb", "text", "uuid", "character varying",
    }  # fmt: skip
    account = await make_account(Role.PERSON, name="Zqnobodyelse")
    assert set(await places_of({"zqNobodyElse", str(account.id)})) >= {"account.name", "account.id"}
    text = json.dumps([await places_of({"a word that nobody ever wrote"})])
    assert text == "[{}]"
