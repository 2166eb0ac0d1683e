"""What is known of an organisation's checks already, for its own people."""

from collections.abc import Iterable
from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.kernel import clock
from marketplace.listings.editing.facts.service import last_said
from marketplace.listings.editing.schemas import Answers, Fact
from marketplace.listings.evidence import service as evidence
from marketplace.listings.organizations import service as organizations
from marketplace.provider.evidence.filling import rules
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy


async def known_answers(organization_id: UUID, viewer: Viewer) -> Answers:
    """Answers about checks from what was sent in, else from what was said in another listing."""
    if not await organizations.may_edit(viewer, organization_id):
        return {}
    claims = await evidence.list_current(organization_id, viewer)
    said = await last_said(organization_id, viewer)
    sent = rules.answers_from(claims, clock.today())
    training = [*sent.get("training", ()), *said.get("training", ())]
    return said | sent | ({"training": list(dict.fromkeys(training))} if training else {})


async def papers_to_send(
    organization_id: UUID, facts: Iterable[Fact], viewer: Viewer
) -> tuple[tuple[str, str], ...]:
    """Where the papers of what was said can be sent in, by name; those that were sent are left out."""
    if not await organizations.may_edit(viewer, organization_id):
        return ()
    claims = await evidence.list_current(organization_id, viewer)
    start = f"/provider/organizations/{organization_id}/evidence/add?kind="
    kinds = rules.kinds_without(facts, claims, clock.today())
    return tuple((taxonomies.label(Taxonomy.CHECK, kind), f"{start}{kind}") for kind in kinds)
