"""What the pages of the desk say."""

from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.people.pools.rules import PATH, pool_url
from marketplace.pooling.desk.schemas import CheckLine, ChecklistItem, Ending, RunsOut
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

DESK_PATH = f"{PATH}/desk"
"""Of those who run a pool."""

_AGREED = frozenset(
    {ChecklistItem.AGREEMENT, ChecklistItem.ACCOUNT, ChecklistItem.COUNCIL, ChecklistItem.BACK_UP}
)


def desk_url(pool_id: UUID) -> str:
    """The desk of a pool."""
    return f"{pool_url(pool_id)}/desk"


def item_words(item: ChecklistItem) -> tuple[str, str]:
    """What is to be done, and what that means."""
    return {
        ChecklistItem.AGREEMENT: (
            _("An agreement"),
            _("Everybody has said yes to the same version."),
        ),
        ChecklistItem.ACCOUNT: (
            _("Who holds the account"),
            _("The agreement says whose account the pool's money is in."),
        ),
        ChecklistItem.COUNCIL: (
            _("The council knows"),
            _("Each of you has told the worker who agreed your direct payment, if your council wants that."),
        ),
        ChecklistItem.INSURANCE: (
            _("Insurance"),
            _("Who employs has employer's liability insurance, or the provider is insured."),
        ),
        ChecklistItem.CONTRACT: (
            _("A contract or written terms"),
            _("With whoever gives the support: what, when, the price, and how to end it."),
        ),
        ChecklistItem.DBS: (
            _("DBS check"),
            _("Somebody has seen the DBS certificate of whoever gives the support."),
        ),
        ChecklistItem.VENUE: (
            _("A place to meet"),
            _("You know where you meet. Ask whether everybody can get in."),
        ),
        ChecklistItem.BACK_UP: (
            _("Back-up"),
            _("You know who comes when the worker is ill."),
        ),
    }[item]


def line_words(line: CheckLine, day: str) -> str:
    """Why something counts as done, with the day of the tick."""
    if line.is_known:
        if line.item in _AGREED:
            return _("Your agreement says so.")
        return _("The listing that you use says so, or your agreement.")
    if line.tick is None:
        return ""
    who = line.ticked_by or _("the support organisation")
    return _("%(who)s said so on %(day)s.", who=who, day=day)


def ending_words(each: RunsOut) -> str:
    """What runs out."""
    if each.kind is Ending.CHECK:
        check = taxonomies.label(Taxonomy.CHECK, each.name)
        return _("A check of the provider's listing: %(check)s", check=check)
    if each.kind is Ending.LEAVING:
        return _("%(name)s leaves the pool", name=each.name)
    if each.kind is Ending.INSURANCE:
        return _("Insurance of who employs: %(name)s", name=each.name)
    return {
        Ending.REVIEW: _("Look at the agreement again together"),
        Ending.LAST_DAY: _("The last day of the pool"),
    }[each.kind]


def bills_words(bills: int) -> str:
    """How many bills are open."""
    return ngettext("%(num)s bill is not paid yet", "%(num)s bills are not paid yet", bills)


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "reminded": _("They are reminded by email. The letter only says that something of the pool waits."),
        "ticked": _("Kept."),
    }.get(code, "")
