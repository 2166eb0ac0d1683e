"""Where pages of shared statements are, and what they say."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.statements.shares.schemas import Answer

LIST_PATH = "/practitioners/pools"
PATH = f"{LIST_PATH}/{{share_id:uuid}}"


def share_url(share_id: UUID, part: str = "") -> str:
    """The page of a shared statement, or of something below it."""
    return f"{LIST_PATH}/{share_id}{f'/{part}' if part else ''}"


def answer_colour(answer: Answer | None) -> str:
    """The colour of its tag."""
    return {Answer.LOOKS_FINE: "green", Answer.LET_US_TALK: "yellow", None: "grey"}[answer]


def done_words(code: str) -> str:
    """What was done, by its code in the address."""
    return {
        "opened": _("You look at this statement now, and nobody else can open it."),
        "looks_fine": _("You said that it looks fine, and we tell the member. There is nothing more to do."),
        "let_us_talk": _(
            "You said that you would like to talk, and we tell the member. They see how to reach your "
            "council's support; call or write to them as you usually do."
        ),
    }.get(code, "")
