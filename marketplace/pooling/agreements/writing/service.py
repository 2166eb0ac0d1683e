"""The door for leads who write terms. One function = one use case = one transaction, with the pool held."""

from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import replace

from marketplace.accounts.limits import service as limits
from marketplace.accounts.limits.schemas import POOL_PROPOSALS
from marketplace.accounts.schemas import Viewer
from marketplace.audit import service as audit
from marketplace.councils import service as councils
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.places import service as places
from marketplace.pooling.agreements import repository
from marketplace.pooling.agreements.clauses.rules import freeze_sentences, write_clauses
from marketplace.pooling.agreements.clauses.schemas import Clause
from marketplace.pooling.agreements.comparing.rules import diff
from marketplace.pooling.agreements.comparing.schemas import Difference
from marketplace.pooling.agreements.letters import rules as letters
from marketplace.pooling.agreements.schemas import (
    Agreement,
    AgreementState,
    FrozenWords,
    Terms,
    TermsChangedError,
)
from marketplace.pooling.agreements.terms import rules as terms_rules
from marketplace.pooling.agreements.writing import rules
from marketplace.pooling.parties import service as parties
from marketplace.pooling.rules import name_of
from marketplace.pooling.schemas import Member, Part, Pool
from marketplace.pooling.service import put_agreeing, put_looking
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

RECORD_TYPE = "pool_agreement"
_BEFORE = (AgreementState.WRITING, AgreementState.PROPOSED, AgreementState.IN_FORCE)


async def begin_writing(pool_id: UUID, viewer: Viewer) -> Agreement:
    """The draft of a pool; where there is none, a new one out of what waits or is in force, or of the pool.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ConflictError: the viewer does not lead it, or it is ending.
    """
    async with transaction():
        part = await _hold_open(pool_id, viewer)
        members, names = await _staying(part.pool)
        found = await repository.find_in_states(pool_id, names, *_BEFORE)
        if AgreementState.WRITING in found:
            return found[AgreementState.WRITING]
        before = found.get(AgreementState.PROPOSED) or found.get(AgreementState.IN_FORCE)
        today = clock.today()
        if before:
            terms = terms_rules.begun_from(before.terms, today)
        else:
            terms = _first_terms(part.pool, members, today)
        agreement_id = uuid4()
        await repository.add(agreement_id, pool_id, _with(terms, members), _own_id(part), clock.now())
        await audit.record("write", RECORD_TYPE, agreement_id, viewer.actor)
        return (await repository.find_in_states(pool_id, names, AgreementState.WRITING))[
            AgreementState.WRITING
        ]


async def get_draft(pool_id: UUID, viewer: Viewer) -> Agreement:
    """The draft, with the members that the pool has now.

    Raises:
        NotFoundError: there is none, or the viewer does not lead the pool.
    """
    part = await parties.get_part(pool_id, viewer)
    if not part.may_write:
        raise parties.not_found()
    members, names = await _staying(part.pool)
    found = await repository.find_in_states(pool_id, names, AgreementState.WRITING)
    if AgreementState.WRITING not in found:
        raise NotFoundError(_("Nobody is writing an agreement of this pool now. Begin a new version."))
    return _refreshed(found[AgreementState.WRITING], members)


async def write_terms(pool_id: UUID, terms: Terms, expected_version: int, viewer: Viewer) -> int:
    """Write a draft anew; return its version. Members of the terms who have no place any more are left out.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        InvalidError: something cannot be.
        TermsChangedError: another lead wrote meanwhile; it has how the draft is now.
        ConflictError: the viewer does not lead; the draft was proposed or deleted meanwhile; the pool ends.
    """
    async with transaction():
        part = await _hold_open(pool_id, viewer)
        members, names = await _staying(part.pool)
        draft = _check_version(await _draft(pool_id, names), members, expected_version)
        terms = _with(terms, members)
        if problems := list(terms_rules.check_terms(terms)):
            raise InvalidError(problems)
        await repository.put_terms(draft.id, terms, clock.now())
        await audit.record("write", RECORD_TYPE, draft.id, viewer.actor)
        return draft.version + 1


async def drop_draft(pool_id: UUID, expected_version: int, viewer: Viewer) -> None:
    """Delete a draft. Errors as `write_terms`."""
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        members, names = await _staying(part.pool)
        draft = _check_version(await _draft(pool_id, names), members, expected_version)
        await repository.drop(draft.id)
        await audit.record("drop", RECORD_TYPE, draft.id, viewer.actor)


async def propose(pool_id: UUID, expected_version: int, viewer: Viewer) -> int:
    """Ask everybody to agree to the draft, with the words of its clauses as they are now; return its number.

    A version that waited is dropped; one in force stays until all have agreed to this.

    Raises:
        InvalidError: something is missing.
        TooManyError: the pool proposed very many today.
        others: as `write_terms`.
    """
    async with transaction():
        part = await _hold_open(pool_id, viewer)
        members, names = await _staying(part.pool)
        draft = _check_version(await _draft(pool_id, names), members, expected_version)
        terms = _with(draft.terms, members)
        if problems := list(terms_rules.missing(terms, clock.today())):
            raise InvalidError(problems)
        await limits.check(POOL_PROPOSALS, str(pool_id))
        now = clock.now()
        waiting = await repository.find_in_states(pool_id, names, AgreementState.PROPOSED)
        for older in waiting.values():
            await repository.put_over(older.id, AgreementState.DROPPED, now)
        if terms_rules.without_names(terms) != terms_rules.without_names(draft.terms):
            await repository.put_terms(draft.id, terms, now)
        words = freeze_sentences(terms, await current_words(part.pool))
        await repository.put_proposed(draft.id, words, _own_id(part), now)
        await put_agreeing(part.pool, viewer.actor)
        await audit.record("propose", RECORD_TYPE, draft.id, viewer.actor)
        own = _own_id(part)
        await parties.tell(
            part.pool, [member for member in members if member.id != own], letters.proposed(pool_id)
        )
        return draft.number


async def take_back(pool_id: UUID, number: int, viewer: Viewer) -> None:
    """Ask nobody to agree to a proposed version any more. What is in force stays so.

    Raises:
        NotFoundError: the viewer has no place in the pool.
        ConflictError: the viewer does not lead; it does not wait any more.
    """
    async with transaction():
        part = await parties.hold_led(pool_id, viewer)
        members, names = await _staying(part.pool)
        found = await repository.find_in_states(pool_id, names, AgreementState.PROPOSED)
        agreement = found.get(AgreementState.PROPOSED)
        if agreement is None or agreement.number != number:
            raise ConflictError(_("This version does not wait any more."))
        await repository.put_over(agreement.id, AgreementState.DROPPED, clock.now())
        await put_looking(part.pool, viewer.actor)
        await audit.record("take_back", RECORD_TYPE, agreement.id, viewer.actor)
        own = _own_id(part)
        await parties.tell(
            part.pool, [member for member in members if member.id != own], letters.dropped(pool_id)
        )


async def preview(
    pool_id: UUID, viewer: Viewer
) -> tuple[str, Agreement, tuple[Clause, ...], Difference | None]:
    """A pool's title, its draft, that in clauses, and what differs from what is in force (None: nothing is).

    Raises:
        NotFoundError: as `get_draft`.
    """
    draft = await get_draft(pool_id, viewer)
    pool = (await parties.get_part(pool_id, viewer)).pool
    clauses = write_clauses(draft.terms, await current_words(pool))
    names = {term.member_id: term.name for term in draft.terms.members}
    found = await repository.find_in_states(pool_id, names, AgreementState.IN_FORCE)
    before = found.get(AgreementState.IN_FORCE)
    if before is None or before.words is None:
        return pool.content.title, draft, clauses, None
    return pool.content.title, draft, clauses, diff(write_clauses(before.terms, before.words), clauses)


async def current_words(pool: Pool) -> FrozenWords:
    """The words that a version of this pool would have if it were proposed now."""
    settings = await councils.get_council_settings(pool.area.council_code)
    support = await places.find_support(pool.area.council_code)
    return rules.freeze_words(settings, support, councils.safeguarding_of(settings))


async def _hold_open(pool_id: UUID, viewer: Viewer) -> Part:
    part = await parties.hold_led(pool_id, viewer)
    if not part.pool.is_open:
        raise ConflictError(_("This pool is ending. Its agreement cannot be changed any more."))
    return part


async def _staying(pool: Pool) -> tuple[list[Member], dict[UUID, str]]:
    """Members with a place in order of joining, and what everybody is called."""
    members = await parties.list_members(pool.id)
    names = {member.id: name_of(member) for member in members}
    return [member for member in members if member.has_place], names


async def _draft(pool_id: UUID, names: dict[UUID, str]) -> Agreement:
    found = await repository.find_in_states(pool_id, names, AgreementState.WRITING)
    if AgreementState.WRITING not in found:
        raise ConflictError(
            _("Another lead proposed or deleted this draft meanwhile. Look at the agreement as it is now.")
        )
    return found[AgreementState.WRITING]


def _check_version(draft: Agreement, members: list[Member], expected_version: int) -> Agreement:
    if draft.version != expected_version:
        raise TermsChangedError(
            _("Another lead changed this while you were writing."), _refreshed(draft, members)
        )
    return draft


def _refreshed(draft: Agreement, members: list[Member]) -> Agreement:
    return replace(draft, terms=_with(draft.terms, members))


def _with(terms: Terms, members: list[Member]) -> Terms:
    pairs = [(member.id, name_of(member)) for member in members]
    return terms_rules.with_members(terms, pairs, (member.id for member in members if member.is_lead))


def _first_terms(pool: Pool, members: list[Member], today: date) -> Terms:
    labels = {}
    for day in taxonomies.terms(Taxonomy.DAY):
        for part in taxonomies.terms(Taxonomy.TIME):
            labels[f"{day.code}.{part.code}"] = f"{day.label} {part.label.lower()}"
    return rules.first_terms(pool, members, labels, today)


def _own_id(part: Part) -> UUID | None:
    return part.member.id if part.member else None
