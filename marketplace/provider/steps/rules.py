"""What the pages of questions are called, and where each leads."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.i18n import gettext as _
from marketplace.listings.editing.schemas import Answers, ChangeRequest, Reading, Step, StepState
from marketplace.listings.editing.steps.rules import NEEDED, step_after, step_before, steps_of

CHECK_PAGE = "check"
"""Value of `back`: the person came from the page with all answers and goes back there."""


class Task(Struct, frozen=True, kw_only=True):
    """A page of questions in the list of what there is to do."""

    step: Step
    title: str
    url: str
    state: StepState
    words: str


def titles() -> Mapping[Step, str]:
    """What each page is about."""
    return {
        Step.WHO: _("Kind and name"),
        Step.OFFER: _("Title and summary"),
        Step.SUPPORT: _("What you help with"),
        Step.WORDS: _("More about it"),
        Step.PEOPLE: _("Who it is for"),
        Step.LANGUAGES: _("Languages, culture and gender"),
        Step.WHERE: _("Where you give support"),
        Step.VENUE: _("The place people come to"),
        Step.TRAVEL: _("Where you go"),
        Step.TIMES: _("Days, times and what is free"),
        Step.PRICE: _("Price"),
        Step.TEAM: _("People and registration"),
        Step.CHECKS: _("Checks, insurance and training"),
        Step.PHOTOS: _("Photos"),
        Step.EASY_READ: _("In easy words"),
    }


def request_url(request_id: UUID) -> str:
    """The page of a request."""
    return f"/provider/requests/{request_id}"


def step_url(request_id: UUID, step: Step, back: str = "") -> str:
    """The page of a step. Photos have pages of their own."""
    tail = "photos" if step is Step.PHOTOS else f"answers/{step}"
    query = f"?back={back}" if back == CHECK_PAGE else ""
    return f"{request_url(request_id)}/{tail}{query}"


def next_url(request: ChangeRequest, step: Step, content: Answers, back: str = "") -> str:
    """Where a page leads when it was saved; places are shown back first."""
    base = request_url(request.id)
    if step in {Step.VENUE, Step.TRAVEL}:
        return f"{base}/place/{step}{f'?back={back}' if back == CHECK_PAGE else ''}"
    return url_after(request, step, content, back)


def url_after(request: ChangeRequest, step: Step, content: Answers, back: str = "") -> str:
    """The next page of questions, or the page with all answers."""
    following = step_after(step, content)
    if back == CHECK_PAGE or following is None:
        return f"{request_url(request.id)}/check"
    return step_url(request.id, following)


def back_url(request: ChangeRequest, step: Step, back: str = "") -> str:
    """Where "Back" leads."""
    before = step_before(step, request.content)
    if back == CHECK_PAGE:
        return f"{request_url(request.id)}/check"
    return step_url(request.id, before) if before else request_url(request.id)


def place_in(step: Step, content: Answers) -> tuple[int, int]:
    """Number of a page, and of how many."""
    steps = steps_of(content)
    return (steps.index(step) + 1 if step in steps else 1), len(steps)


def list_tasks(request: ChangeRequest, reading: Reading) -> tuple[Task, ...]:
    """All pages with how far each is."""
    words = {
        StepState.DONE: _("Done"),
        StepState.OPEN: _("To do"),
        StepState.OPTIONAL: _("If you like"),
        StepState.WRONG: _("To mend"),
    }
    tasks = []
    for step in steps_of(request.content):
        state = state_of(step, request, reading)
        tasks.append(
            Task(
                step=step,
                title=titles()[step],
                url=step_url(request.id, step),
                state=state,
                words=words[state],
            )
        )
    return tuple(tasks)


def state_of(step: Step, request: ChangeRequest, reading: Reading) -> StepState:
    """How far a page is."""
    has_problems = step in reading.by_step
    if step in request.steps or not request.is_new:
        return StepState.WRONG if has_problems else StepState.DONE
    return StepState.OPEN if has_problems or step in NEEDED else StepState.OPTIONAL


def first_open(request: ChangeRequest, reading: Reading) -> Step | None:
    """The first page on which something is still to be done."""
    steps: Sequence[Step] = steps_of(request.content)
    for step in steps:
        if state_of(step, request, reading) in {StepState.OPEN, StepState.WRONG}:
            return step
    return None
