"""What the pages of the desk say."""

from collections.abc import Sequence
from uuid import UUID

from marketplace.kernel.i18n import gettext as _
from marketplace.people.pools.rules import PATH, pool_url
from marketplace.pooling.desk.schemas import CheckLine, ChecklistItem, Ending, KnownBy, RunsOut
from marketplace.pooling.schemas import PoolContent
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

DESK_PATH = f"{PATH}/desk"
"""Of those who run a pool."""

_AGREED = frozenset({ChecklistItem.AGREEMENT, ChecklistItem.ACCOUNT})
"""What is done in the agreement and nowhere else: nobody ticks it."""


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
    if line.known_by is KnownBy.AGREEMENT:
        return _("Your agreement says so.")
    if line.known_by is KnownBy.LISTING:
        return _("The listing that you use says so.")
    if line.tick is None:
        return ""
    who = line.ticked_by or _("the support organisation")
    return _("%(who)s said so on %(day)s.", who=who, day=day)


def can_tick(line: CheckLine) -> bool:
    """Whether somebody has to say that it is done, since no record here can know."""
    return line.known_by is None and line.item not in _AGREED


def count_words(checklist: Sequence[CheckLine]) -> str:
    """How far the list of a pool is."""
    done = sum(line.is_done for line in checklist)
    return _("%(done)s of %(all)s are done.", done=done, all=len(checklist))


def ending_path(each: RunsOut, content: PoolContent) -> str:
    """Where something can be done about what runs out: below the pool, or the listing's page."""
    if each.kind is Ending.CHECK:
        return f"/listings/{content.listing_id}"
    return {Ending.REVIEW: "/agreement", Ending.INSURANCE: "/agreement"}.get(each.kind, "")


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


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "reminded": _("They are reminded by email. The letter only says that something of the pool waits."),
        "ticked": _("It is done. We keep who said so, and when."),
        "unticked": _("It is on your list again."),
    }.get(code, "")
