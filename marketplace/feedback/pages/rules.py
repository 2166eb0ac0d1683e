"""Words and addresses of the pages of feedback."""

from marketplace.feedback.schemas import Feedback, Reader
from marketplace.kernel.i18n import gettext as _

BASES = {
    Reader.PERSON: "/feedback",
    Reader.PROVIDER: "/provider/feedback",
    Reader.STEWARD: "/stewards/feedback",
}


def done_words(code: str) -> str:
    """What the page says was done, by a code that stands in its address."""
    return {
        "given": _("They have it now. You get an email if they answer."),
        "given-council": _("The council's team has it now. The provider does not read it."),
        "answered": _("They have your answer."),
        "taken-back": _("It is taken back. Nobody reads it any more."),
        "reported": _("Thank you. The people who look after this website read it."),
    }.get(code, "")


def state_words(feedback: Feedback, reader: Reader) -> tuple[str, str]:
    """How it stands for a reader, and the colour of its tag."""
    if feedback.is_new_for(reader):
        return _("New"), "blue"
    if feedback.answered_at is not None:
        return _("Answered"), "green"
    if reader is Reader.PERSON and feedback.read_at is not None:
        return _("Read"), "grey"
    if reader is Reader.PERSON:
        return _("Sent"), "grey"
    if not feedback.with_provider:
        return _("Read"), "grey"
    return _("Not answered"), "grey"


def title_of(feedback: Feedback, reader: Reader) -> str:
    """What stands above it: from whom or for whom."""
    if reader is Reader.PROVIDER:
        return feedback.name or _("Somebody whom you help")
    return feedback.provider_name or _("Somebody who is not here any more")
