"""The door of facts: for an organisation's own people, and what handing in does with them."""

from collections.abc import Iterable
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.listings.editing import repository as requests
from marketplace.listings.editing.facts import repository
from marketplace.listings.editing.facts.rules import claim_facts
from marketplace.listings.editing.reading.rules import read_facts
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Fact, Step
from marketplace.listings.editing.steps.rules import only_fields_of
from marketplace.listings.evidence.saying import service as saying
from marketplace.listings.organizations import service as organizations


async def last_said(organization_id: UUID, viewer: Viewer) -> Answers:
    """What an organisation said last of its checks, in whichever of its listings.

    {} where it said nothing, and for whoever is not one of its people.
    """
    if not await organizations.may_edit(viewer, organization_id):
        return {}
    return only_fields_of(Step.CHECKS, await repository.find_last_content(organization_id))


async def say_facts(request: ChangeRequest, facts: Iterable[Fact], viewer: Viewer) -> None:
    """Put what a request says of checks on the stewards' list, in the transaction that hands it in.

    That holds the organisation. What the listing said before this request was begun is no news.
    """
    facts = tuple(facts)
    before = read_facts(request.base, [])
    await saying.say(
        request.organization.id,
        request.listing_id,
        [claim_facts(fact) for fact in facts],
        viewer,
        unchanged={fact.kind for fact in facts if fact in before},
    )


async def unsay_facts(request: ChangeRequest, viewer: Viewer) -> None:
    """Have the stewards' list say again what the listing said without this request, which is thrown away.

    In the transaction that does so, which holds the organisation.
    """
    last = await requests.find_last_approved(request.listing_id)
    facts = read_facts(last.content, []) if last else ()
    await saying.say(
        request.organization.id,
        request.listing_id,
        [claim_facts(fact) for fact in facts],
        viewer,
        unchanged={fact.kind for fact in facts},
    )
