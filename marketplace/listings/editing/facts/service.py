"""The door of facts, for an organisation's own people."""

from uuid import UUID

from marketplace.accounts.schemas import Viewer
from marketplace.listings.editing.facts import repository
from marketplace.listings.editing.schemas import Answers, Step
from marketplace.listings.editing.steps.rules import only_fields_of
from marketplace.listings.organizations import service as organizations


async def last_said(organization_id: UUID, viewer: Viewer) -> Answers:
    """What an organisation said last of its checks, in whichever of its listings.

    {} where it said nothing, and for whoever is not one of its people.
    """
    if not await organizations.may_edit(viewer, organization_id):
        return {}
    return only_fields_of(Step.CHECKS, await repository.find_last_content(organization_id))
