"""Evidence: what providers claim, who sees the files, what stewards decide, and what is deleted when."""

import asyncio
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from marketplace.accounts.schemas import ANONYMOUS, Role
from marketplace.accounts.service import find_account, grant_role
from marketplace.audit.service import list_history
from marketplace.kernel import clock
from marketplace.kernel.database import DB, transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.listings import service as listings
from marketplace.listings.erasing.service import erase_organization
from marketplace.listings.evidence import service
from marketplace.listings.evidence.deciding import service as deciding
from marketplace.listings.evidence.rules import ASKED, check_facts, check_pdf
from marketplace.listings.evidence.schemas import Acceptance, ClaimFacts, ClaimStatus
from marketplace.listings.media.service import add_upload, list_usable
from marketplace.listings.organizations.service import create_organization
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy
from tests.factories.accounts import make_account, viewer_of
from tests.factories.evidence import hostile_pdfs, make_pdf
from tests.factories.listings import ACTOR, make_organization, make_personal_assistant, publish
from tests.factories.pictures import SECRET, exif, hostile_files, jpeg

TODAY = clock.today()
NEXT_YEAR = TODAY + timedelta(days=300)
INSURANCE = ClaimFacts(kind="insurance", amount_pence=5_000_000_00, expires_on=NEXT_YEAR)
DBS = ClaimFacts(kind="dbs", level="enhanced", checked_on=TODAY - timedelta(days=30))
TRAINING = ClaimFacts(kind="first_aid", checked_on=TODAY - timedelta(days=9), words="St John Ambulance")
SEEN = Acceptance(checked_on=TODAY - timedelta(days=30), expires_on=NEXT_YEAR)
KINDS = taxonomies.codes(Taxonomy.CHECK)


async def provider(**changes):
    """Somebody with a public listing that has no checks: viewer, organisation, listing."""
    viewer = await viewer_of(await make_account(Role.PROVIDER))
    organization_id = await create_organization("Amina K.", viewer)
    organization = make_organization(id=organization_id)
    draft = make_personal_assistant(organization=organization, **{"checks": ()} | changes)
    return viewer, organization_id, await publish(draft)


async def steward(council="national"):
    return await viewer_of(await make_account(Role.STEWARD, council))


async def claim_of(viewer, organization_id, facts=INSURANCE, files=()):
    claim_id = await service.add_claim(organization_id, facts, files, viewer)
    return await service.get_own_claim(claim_id, viewer)


async def checks_shown(listing_id):
    return {check.kind: check for check in (await listings.get_listing(listing_id)).checks}


async def test_claim_waits_for_the_stewards_of_the_council(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, files=[jpeg(), make_pdf()])
    assert claim.status is ClaimStatus.WAITING
    assert [file.content_type for file in claim.files] == ["image/webp", "application/pdf"]
    waiting = await deciding.list_waiting_claims(await steward())
    assert [each.id for each in waiting.items] == [claim.id]
    assert waiting.total == 1


async def test_claim_is_not_shown_to_the_public(db):
    viewer, organization_id, listing_id = await provider()
    await claim_of(viewer, organization_id)
    assert await checks_shown(listing_id) == {}


async def test_photographed_paper_is_kept_without_where_it_was_taken(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, files=[jpeg(exif=exif())])
    file = await service.open_file(claim.files[0].id, viewer)
    assert file.name == "insurance.webp"
    assert SECRET not in file.content


@pytest.mark.parametrize("name", hostile_pdfs())
def test_hostile_pdf_is_refused_in_words(name):
    assert check_pdf(hostile_pdfs()[name]).endswith(".")


@pytest.mark.parametrize(
    "name", ["HTML", "SVG with script", "ZIP", "program", "HEIC", "JPEG cut short", "nothing", "PDF"]
)
async def test_hostile_file_is_refused_at_the_field_and_nothing_is_kept(db, name):
    viewer, organization_id, _listing = await provider()
    with pytest.raises(InvalidError) as refused:
        await service.add_claim(organization_id, INSURANCE, [hostile_files()[name]], viewer)
    assert [problem.field for problem in refused.value.problems] == ["files"]
    assert (await service.list_claims(organization_id, viewer)).items == ()


async def test_too_many_files_are_refused(db):
    viewer, organization_id, _listing = await provider()
    with pytest.raises(InvalidError):
        await service.add_claim(organization_id, INSURANCE, [make_pdf()] * 5, viewer)
    claim = await claim_of(viewer, organization_id, files=[make_pdf()] * 4)
    with pytest.raises(InvalidError):
        await service.add_file(claim.id, make_pdf(), viewer)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(INSURANCE, amount_pence=None), "amount_pence"),
        (replace(INSURANCE, amount_pence=5_00), "amount_pence"),
        (replace(INSURANCE, amount_pence=10**17), "amount_pence"),
        (replace(INSURANCE, expires_on=None), "expires_on"),
        (replace(INSURANCE, expires_on=TODAY - timedelta(days=1)), "expires_on"),
        (replace(INSURANCE, expires_on=date(9999, 12, 31)), "expires_on"),
        (replace(INSURANCE, checked_on=TODAY + timedelta(days=1)), "checked_on"),
        (replace(INSURANCE, checked_on=date(1, 1, 1)), "checked_on"),
        (replace(INSURANCE, reference="x" * 61), "reference"),
        (replace(DBS, level=""), "level"),
        (replace(DBS, level="platinum"), "level"),
        (replace(DBS, checked_on=None), "checked_on"),
        (ClaimFacts(kind="references"), "number"),
        (ClaimFacts(kind="references", number=0, words="Ask my doctor"), "number"),
        (ClaimFacts(kind="references", number=2, words=""), "words"),
        (ClaimFacts(kind="references", number=2, words="x" * 1_001), "words"),
        (ClaimFacts(kind="data_protection", expires_on=NEXT_YEAR), "reference"),
        (ClaimFacts(kind="data_protection", reference="12345678", expires_on=NEXT_YEAR), "reference"),
        (ClaimFacts(kind="data_protection", reference="ZA12345", expires_on=NEXT_YEAR), "reference"),
        (ClaimFacts(kind="first_aid"), "checked_on"),
        (ClaimFacts(kind="quality_mark"), "kind"),
        (ClaimFacts(kind="no such check"), "kind"),
        (ClaimFacts(kind=""), "kind"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field(facts, field):
    assert field in [problem.field for problem in check_facts(facts, TODAY, KINDS)]


@pytest.mark.parametrize(
    "facts",
    [
        INSURANCE, DBS, TRAINING,
        ClaimFacts(kind="data_protection", reference="ZA123456", expires_on=NEXT_YEAR),
        ClaimFacts(kind="data_protection", reference="Z1234567", expires_on=NEXT_YEAR),
        ClaimFacts(kind="data_protection", reference="A8123456", expires_on=NEXT_YEAR),
        ClaimFacts(kind="references", number=2, words="Two people I help"),
        ClaimFacts(kind="identity"),
        replace(INSURANCE, expires_on=TODAY),
    ],
)  # fmt: skip
def test_what_is_right_is_taken(facts):
    assert check_facts(facts, TODAY, KINDS) == []


def test_every_kind_that_has_questions_of_its_own_is_a_check():
    assert set(ASKED) <= KINDS


async def test_facts_of_another_kind_are_not_kept(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, replace(DBS, amount_pence=500, words="SECRET"))
    assert claim.facts == DBS


async def test_accepted_claim_is_a_check_of_every_listing_that_says_who_saw_it(db):
    viewer, organization_id, listing_id = await provider()
    other = await publish(
        make_personal_assistant(organization=make_organization(id=organization_id), checks=())
    )
    claim = await claim_of(viewer, organization_id)
    await deciding.accept_check(claim.id, claim.version, SEEN, await steward())
    for each in (listing_id, other):
        check = (await checks_shown(each))["insurance"]
        assert (check.checked_on, check.expires_on) == (SEEN.checked_on, SEEN.expires_on)
        assert check.checked_by == "the stewards of this site"
    after = await service.get_own_claim(claim.id, viewer)
    assert (after.status, after.seen_on) == (ClaimStatus.ACCEPTED, TODAY)


async def test_badge_goes_on_the_day_after_the_check_ran_out(db):
    viewer, organization_id, listing_id = await provider()
    claim = await claim_of(viewer, organization_id)
    await deciding.accept_check(claim.id, claim.version, SEEN, await steward())
    with clock.stopped_at(clock.now() + timedelta(days=300)):
        assert "insurance" in await checks_shown(listing_id)
    with clock.stopped_at(clock.now() + timedelta(days=301)):
        assert "insurance" not in await checks_shown(listing_id)
        assert await listings.drop_expired_checks(actor=ACTOR) == 1


async def test_accepting_again_replaces_what_was_accepted_before(db):
    viewer, organization_id, listing_id = await provider()
    first = await claim_of(viewer, organization_id)
    by = await steward()
    await deciding.accept_check(first.id, first.version, SEEN, by)
    second = await claim_of(viewer, organization_id)
    later = replace(SEEN, expires_on=NEXT_YEAR + timedelta(days=9))
    await deciding.accept_check(second.id, second.version, later, by)
    assert (await service.get_own_claim(first.id, viewer)).status is ClaimStatus.REPLACED
    assert (await checks_shown(listing_id))["insurance"].expires_on == later.expires_on


async def test_checks_that_came_from_elsewhere_stay(db):
    viewer, organization_id, listing_id = await provider(checks=make_personal_assistant().checks)
    claim = await claim_of(viewer, organization_id)
    await deciding.accept_check(claim.id, claim.version, SEEN, await steward())
    assert set(await checks_shown(listing_id)) == {"dbs", "first_aid", "insurance"}


async def test_refused_claim_shows_nothing_and_says_why(db):
    viewer, organization_id, listing_id = await provider()
    claim = await claim_of(viewer, organization_id)
    await deciding.refuse_check(claim.id, claim.version, "The photo is dark.", await steward())
    after = await service.get_own_claim(claim.id, viewer)
    assert (after.status, after.note) == (ClaimStatus.REFUSED, "The photo is dark.")
    assert await checks_shown(listing_id) == {}


async def test_accepted_check_can_be_taken_back(db):
    viewer, organization_id, listing_id = await provider()
    claim, by = await claim_of(viewer, organization_id), await steward()
    await deciding.accept_check(claim.id, claim.version, SEEN, by)
    await deciding.refuse_check(claim.id, claim.version + 1, "The policy was cancelled.", by)
    assert await checks_shown(listing_id) == {}


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1_001])
async def test_refusal_needs_a_reason(db, reason):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id)
    with pytest.raises(InvalidError):
        await deciding.refuse_check(claim.id, claim.version, reason, await steward())


@pytest.mark.parametrize(
    "seen",
    [
        replace(SEEN, checked_on=TODAY + timedelta(days=1)),
        replace(SEEN, expires_on=TODAY - timedelta(days=1)),
        replace(SEEN, seen_on=TODAY + timedelta(days=1)),
        replace(SEEN, note="x" * 1_001),
    ],
)
async def test_impossible_acceptance_is_refused(db, seen):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id)
    with pytest.raises(InvalidError):
        await deciding.accept_check(claim.id, claim.version, seen, await steward())


async def test_provider_is_told_of_the_decision_and_the_subject_says_nothing(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id)
    await deciding.refuse_check(claim.id, claim.version, "The photo is dark.", await steward())
    [(subject,)] = await DB.run_ddl("SELECT subject FROM letter WHERE kind = 'check_decided'")
    assert subject == "Your evidence was looked at"


async def test_second_steward_on_one_claim_is_told(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id)
    await deciding.accept_check(claim.id, claim.version, SEEN, await steward())
    for decide in (
        deciding.accept_check(claim.id, claim.version, SEEN, await steward()),
        deciding.refuse_check(claim.id, claim.version, "No.", await steward()),
        deciding.accept_check(claim.id, claim.version + 1, SEEN, await steward()),
    ):
        with pytest.raises(ConflictError):
            await decide


async def test_of_two_stewards_at_once_one_decides(committed_db):
    viewer, organization_id, listing_id = await provider()
    claim = await claim_of(viewer, organization_id)
    one, other = await steward(), await steward()
    answers = await asyncio.gather(
        deciding.accept_check(claim.id, claim.version, SEEN, one),
        deciding.refuse_check(claim.id, claim.version, "No.", other),
        return_exceptions=True,
    )
    assert sorted(isinstance(answer, ConflictError) for answer in answers) == [False, True]
    accepted = answers[0] is None
    assert ("insurance" in await checks_shown(listing_id)) is accepted


@pytest.mark.parametrize(
    "role", [Role.PROVIDER, Role.PERSON, Role.PRACTITIONER, Role.COMMISSIONER, Role.ADMINISTRATOR]
)
async def test_who_is_no_steward_decides_nothing_and_sees_nothing(db, role):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, files=[make_pdf()])
    other = await viewer_of(await make_account(role, "national"))
    for ask in (
        deciding.accept_check(claim.id, claim.version, SEEN, other),
        deciding.refuse_check(claim.id, claim.version, "No.", other),
        deciding.get_claim(claim.id, other),
        service.get_own_claim(claim.id, other),
        service.open_file(claim.files[0].id, other),
        service.remove_file(claim.files[0].id, other),
        service.add_file(claim.id, make_pdf(), other),
        service.end_claim(claim.id, other),
        service.list_claims(organization_id, other),
        service.add_claim(organization_id, DBS, [], other),
    ):
        with pytest.raises(NotFoundError):
            await ask
    assert (await deciding.list_waiting_claims(other)).total == 0
    assert await deciding.list_claims_of(organization_id, other) == ()


async def test_provider_cannot_accept_their_own(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id)
    with pytest.raises(NotFoundError):
        await deciding.accept_check(claim.id, claim.version, SEEN, viewer)


async def test_a_steward_decides_nothing_about_their_own_organisation(db):
    viewer, organization_id, listing_id = await provider()
    waiting = await claim_of(viewer, organization_id)
    await grant_role(viewer.account_id, Role.STEWARD, "national", actor=ACTOR)
    own = await viewer_of(await find_account(viewer.account_id))
    for attempt in (
        deciding.accept_check(waiting.id, waiting.version, SEEN, own),
        deciding.refuse_check(waiting.id, waiting.version, "Not mine to say.", own),
        deciding.give_check(organization_id, "identity", SEEN, own, council_code="national"),
    ):
        with pytest.raises(ConflictError, match="another steward"):
            await attempt
    assert await checks_shown(listing_id) == {}
    assert [each.id for each in (await service.list_claims(organization_id, viewer)).items] == [waiting.id]


async def test_steward_of_another_council_sees_nothing(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, files=[make_pdf()])
    other = await steward("E10000008")
    for ask in (
        deciding.get_claim(claim.id, other),
        service.open_file(claim.files[0].id, other),
        deciding.accept_check(claim.id, claim.version, SEEN, other),
    ):
        with pytest.raises(NotFoundError):
            await ask


async def test_steward_without_a_second_factor_sees_nothing(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, files=[make_pdf()])
    halfway = await viewer_of(await make_account(Role.STEWARD, "national"), second_factor=False)
    with pytest.raises(NotFoundError):
        await service.open_file(claim.files[0].id, halfway)
    with pytest.raises(NotFoundError):
        await service.open_file(claim.files[0].id, ANONYMOUS)


async def test_each_opening_of_a_file_is_on_record(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, files=[make_pdf()])
    by = await steward()
    await service.open_file(claim.files[0].id, viewer)
    await service.open_file(claim.files[0].id, by)
    actors = [one.actor for one in await list_history("check_claim", claim.id) if one.action == "open_file"]
    assert actors == [viewer.actor, by.actor]


async def test_one_kind_waits_once(db):
    viewer, organization_id, _listing = await provider()
    first = await claim_of(viewer, organization_id)
    with pytest.raises(ConflictError):
        async with transaction():
            await service.add_claim(organization_id, INSURANCE, [], viewer)
    assert first


async def test_claim_that_was_taken_back_can_be_made_again(db):
    viewer, organization_id, _listing = await provider()
    first = await claim_of(viewer, organization_id, files=[make_pdf()])
    await service.end_claim(first.id, viewer)
    assert (await claim_of(viewer, organization_id)).id != first.id
    with pytest.raises(ConflictError):
        await service.add_file(first.id, make_pdf(), viewer)


async def test_files_go_after_the_councils_time_and_the_check_stays(db):
    viewer, organization_id, listing_id = await provider()
    claim = await claim_of(viewer, organization_id, files=[make_pdf()])
    await deciding.accept_check(claim.id, claim.version, replace(SEEN, expires_on=None), await steward())
    with clock.stopped_at(clock.now() + timedelta(days=364)):
        assert await service.drop_due_files() == 0
    with clock.stopped_at(clock.now() + timedelta(days=365)):
        assert await service.drop_due_files() == 1
        assert await service.drop_due_files() == 0
        assert (await service.get_own_claim(claim.id, viewer)).files == ()
        assert "insurance" in await checks_shown(listing_id)


async def test_copy_of_a_dbs_certificate_goes_after_half_a_year(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id, DBS, [make_pdf()])
    await deciding.refuse_check(claim.id, claim.version, "It is not legible.", await steward())
    with clock.stopped_at(clock.now() + timedelta(days=183)):
        assert await service.drop_due_files() == 1


async def test_waiting_files_are_never_deleted(db):
    viewer, organization_id, _listing = await provider()
    await claim_of(viewer, organization_id, files=[make_pdf()])
    with clock.stopped_at(clock.now() + timedelta(days=5_000)):
        assert await service.drop_due_files() == 0


async def test_evidence_is_erased_with_the_organisation(db):
    viewer, organization_id, _listing = await provider()
    await claim_of(viewer, organization_id, files=[make_pdf()])
    await service.erase_evidence(organization_id)
    assert await DB.run_ddl("SELECT id FROM evidence_file") == []


async def test_steward_gives_a_check_that_they_saw(db):
    _viewer, organization_id, listing_id = await provider()
    by = await steward()
    await deciding.give_check(
        organization_id, "identity", Acceptance(checked_on=TODAY), by, council_code="national"
    )
    assert "identity" in await checks_shown(listing_id)
    with pytest.raises(NotFoundError):
        await deciding.give_check(
            organization_id,
            "identity",
            Acceptance(checked_on=TODAY),
            await steward("E10000008"),
            council_code="national",
        )


async def test_references_say_how_many(db):
    viewer, organization_id, listing_id = await provider()
    claim = await claim_of(viewer, organization_id, ClaimFacts(kind="references", number=3, words="Ask them"))
    await deciding.accept_check(
        claim.id, claim.version, Acceptance(checked_on=TODAY, number=2), await steward()
    )
    assert (await checks_shown(listing_id))["references"].level == "2"


async def test_new_listing_gets_the_checks_that_stand(db):
    viewer, organization_id, _listing = await provider()
    claim = await claim_of(viewer, organization_id)
    await deciding.accept_check(claim.id, claim.version, SEEN, await steward())
    later = await publish(
        make_personal_assistant(organization=make_organization(id=organization_id), checks=())
    )
    assert await deciding.apply_checks(organization_id, actor=ACTOR) == 1
    assert await deciding.apply_checks(organization_id, actor=ACTOR) == 0
    assert set(await checks_shown(later)) == {"insurance"}


async def test_what_an_account_claimed_is_handed_over(db):
    viewer, organization_id, _listing = await provider()
    await claim_of(viewer, organization_id)
    [claim] = await service.EvidenceHolder().export(viewer.account_id)
    assert claim["amount_pence"] == INSURANCE.amount_pence


async def test_erasing_an_organisation_takes_its_evidence_and_its_pictures(db):
    viewer, organization_id, _listing = await provider()
    await claim_of(viewer, organization_id, files=[make_pdf()])
    hash_ = await add_upload(jpeg(), organization_id, viewer)
    await erase_organization(organization_id, actor=ACTOR)
    assert await DB.run_ddl("SELECT id FROM evidence_file UNION SELECT id FROM check_claim") == []
    assert await list_usable([hash_], organization_id) == set()
