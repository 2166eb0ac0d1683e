"""Which claims are made, changed and ended by what a listing says. Pure.

What a steward decided is never touched, and not asked again while the provider says the same. What was sent
in is changed where the facts changed, and never ended.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import asdict, replace

from marketplace.listings.evidence.rules import only_asked
from marketplace.listings.evidence.saying.schemas import Change, Plan, Said
from marketplace.listings.evidence.schemas import Claim, ClaimFacts, ClaimStatus


def plan(said: Said, claims: Sequence[Claim]) -> Plan:
    """What becomes of `claims` of an organisation: all that wait, and of each kind the newest decided one."""
    ended = [claim for claim in claims if _is_unsaid(claim, said)]
    changed: list[Change] = []
    added: list[ClaimFacts] = []
    for facts in said.facts:
        of_kind = [claim for claim in claims if claim.facts.kind == facts.kind]
        if facts.kind in said.unchanged and of_kind and not any(_is_own(claim, said) for claim in of_kind):
            continue
        kept = _find_kept(facts, of_kind)
        ended += [claim for claim in of_kind if _is_own(claim, said) and claim is not kept]
        if kept is not None:
            changed += _change(kept, facts, said)
        elif not any(says(claim, facts) for claim in of_kind if claim.status is not ClaimStatus.WAITING):
            added.append(facts)
    return Plan(
        ended=tuple(claim for claim in ended if not set(claim.said_in) - {said.listing_id}),
        changed=(*changed, *(_left_by(said, claim) for claim in ended if _is_shared(claim, said))),
        added=tuple(added),
    )


def says(claim: Claim, facts: ClaimFacts) -> bool:
    """Whether a claim is just what is said: in the words of a listing, or in the facts of a decision."""
    return claim.said == facts or replace_said(claim.facts, facts) == claim.facts


def replace_said(before: ClaimFacts, said: ClaimFacts) -> ClaimFacts:
    """The facts of a claim with what a listing says; what listings do not ask about stays."""
    return replace(before, **{name: value for name, value in asdict(said).items() if value not in {None, ""}})


def tidy(facts: Iterable[ClaimFacts], kinds: frozenset[str]) -> tuple[ClaimFacts, ...]:
    """Facts of known kinds, tidied, each kind once; the last of a kind counts."""
    return tuple({each.kind: only_asked(each) for each in facts if each.kind in kinds}.values())


def _find_kept(facts: ClaimFacts, of_kind: Sequence[Claim]) -> Claim | None:
    """The claim that waits and stands for these facts from now on, if any."""
    waiting = [claim for claim in of_kind if claim.status is ClaimStatus.WAITING]
    for claim in waiting:
        if says(claim, facts):
            return claim
    if any(says(claim, facts) for claim in of_kind if claim not in waiting):
        return None
    same_level = (claim for claim in waiting if claim.facts.level == facts.level)
    return next(same_level, None) or next((claim for claim in waiting if claim.is_only_said), None)


def _change(claim: Claim, facts: ClaimFacts, said: Said) -> Iterator[Change]:
    is_same = says(claim, facts)
    said_in = (*claim.said_in, said.listing_id) if is_same else (said.listing_id,)
    said_in = tuple(dict.fromkeys(said_in))
    after = claim.facts if is_same else replace_said(claim.facts, facts)
    if (after, facts, said_in) != (claim.facts, claim.said, claim.said_in):
        yield Change(claim=claim, facts=after, said=facts, said_in=said_in)


def _is_own(claim: Claim, said: Said) -> bool:
    """It is only said, and by this listing."""
    return claim.is_only_said and said.listing_id in claim.said_in


def _is_unsaid(claim: Claim, said: Said) -> bool:
    return _is_own(claim, said) and claim.facts.kind not in {facts.kind for facts in said.facts}


def _is_shared(claim: Claim, said: Said) -> bool:
    return bool(set(claim.said_in) - {said.listing_id})


def _left_by(said: Said, claim: Claim) -> Change:
    """Another listing still says it."""
    others = tuple(each for each in claim.said_in if each != said.listing_id)
    return Change(claim=claim, facts=claim.facts, said=claim.said or claim.facts, said_in=others)
