"""Feedback for tests, through the services only: somebody agreed something, and says how it was."""

from typing import NamedTuple
from uuid import UUID

from marketplace.feedback import service
from marketplace.feedback.schemas import NewFeedback
from tests.factories.enquiries import Talk, make_agreed


class Told(NamedTuple):
    """Feedback, and the conversation it came from."""

    id: UUID
    talk: Talk


def make_new(**changes) -> NewFeedback:
    """What somebody says."""
    values = {
        "good": "You are always on time.",
        "better": "Please ring when you are late.",
        "statements": ("respect", "safe"),
        "name": "Robin",
    }
    return NewFeedback(**values | changes)


async def make_feedback(talk: Talk | None = None, **changes) -> Told:
    """Feedback that was given."""
    talk = talk or await make_agreed()
    return Told(await service.give(talk.offer.listing, make_new(**changes), talk.person), talk)
