"""Where pages of pools are, and what they say."""

from uuid import UUID

from msgspec.structs import replace

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext
from marketplace.kernel.money import pounds
from marketplace.pooling.finding.saying.rules import left_words, times_words
from marketplace.pooling.money.rules import has_to_agree_first
from marketplace.pooling.schemas import (
    HAS_PLACE,
    CheckState,
    Member,
    MemberState,
    Pool,
    PoolContent,
    PoolState,
    PoolView,
)
from marketplace.taxonomies import service as taxonomies
from marketplace.taxonomies.schemas import Taxonomy

PUBLIC_PATH = "/pools"
"""What anybody finds; `/pools/{pool_id}` is one of them, `/pools/plan` is the planner."""
MINE_PATH = f"{PUBLIC_PATH}/mine"
"""Pools of the viewer."""
PATH = f"{MINE_PATH}/{{pool_id:uuid}}"
"""One of them. Its money, agreement and talk are below it."""
MEMBER_PATH = f"{PATH}/members/{{member_id:uuid}}"
START_PATH = f"{PUBLIC_PATH}/start"
ASK_PATH = f"{PUBLIC_PATH}/{{pool_id:uuid}}/ask"
COME_PATH = f"{PUBLIC_PATH}/come"
"""Links that leads hand on."""


def pool_url(pool_id: UUID) -> str:
    """The page of one pool for those who are in it."""
    return f"{MINE_PATH}/{pool_id}"


def content_rows(content: PoolContent, outcode: str, council: str) -> list[tuple[str, str]]:
    """What a pool is for, as names and values."""
    rows = [
        (_("What"), _labels(Taxonomy.SUPPORT_TYPE, content.support_types)),
        (_("Where"), ", ".join(part for part in (content.place_words, outcode, council) if part)),
        (_("When"), times_words(content.times)),
        (_("For whom"), _labels(Taxonomy.CARE_GROUP, content.care_groups) or _("Anybody")),
        (_("Languages"), _labels(Taxonomy.LANGUAGE, content.languages)),
    ]
    if content.weekly_cost_pence is not None:
        cost = _("about %(pounds)s a week", pounds=pounds(content.weekly_cost_pence))
        rows.append((_("Cost for each"), cost))
    return [(name, value) for name, value in rows if value]


def places_words(places: int, taken: int) -> str:
    """How many places are left, and nothing of who has the others."""
    return left_words(places, max(places - taken, 0))


def own_state_words(state: MemberState) -> str:
    """Where the viewer is in a pool, in a few words."""
    return {
        MemberState.INVITED: _("You are invited"),
        MemberState.ASKED: _("You asked to join"),
        MemberState.WELCOME: _("You are welcome, and have no place yet"),
        MemberState.JOINING: _("You have a place, and are to agree"),
        MemberState.MEMBER: _("You are a member"),
        MemberState.LEAVING: _("You are leaving"),
        MemberState.LEFT: _("You have left"),
        MemberState.REFUSED: _("They said no"),
        MemberState.WITHDRAWN: _("You said no"),
    }[state]


def waiting_words(waiting: int) -> str:
    """How many wait for a lead's answer."""
    return ngettext("%(num)s person asks to join", "%(num)s people ask to join", waiting)


def pool_colour(state: PoolState) -> str:
    """The colour of the tag that says where a pool is."""
    return {
        PoolState.LOOKING: "blue",
        PoolState.AGREEING: "yellow",
        PoolState.ACTIVE: "green",
        PoolState.ENDING: "orange",
        PoolState.ENDED: "grey",
    }[state]


def check_words(pool: Pool) -> str:
    """What leads read of whether the public sees the pool."""
    if not pool.is_open:
        return ""
    if pool.check is CheckState.RETURNED:
        return _("A steward asks you to change the words before others can find the pool.")
    if pool.check is CheckState.FINE:
        return _("Others can find the pool. They see no names, and not how many members need what.")
    if pool.shown is not None:
        return _("A steward looks at your new words. Until then others see the words from before.")
    return _("A steward looks at the words. After that others can find the pool; you can invite people now.")


def content_for(view: PoolView) -> PoolContent:
    """What a pool is for, in words that the viewer may read: who only asked reads those of the public."""
    shown, own = view.pool.shown, view.part.member
    if shown is None or own is None or own.state is not MemberState.ASKED:
        return view.pool.content
    return replace(view.pool.content, title=shown.title, words=shown.words, place_words=shown.place_words)


def sections(view: PoolView, *, settles: bool = False) -> list[tuple[str, str]]:
    """Other pages of a pool: their paths below it, and what they are called.

    Who `settles` a pool that has ended still has its whole record of money.
    """
    own = view.part.member
    if own is not None and own.state is MemberState.LEFT:
        closing = [("/money", _("Settle what is left")), ("/sessions", _("Who came"))] if settles else []
        return [*closing, ("/statements", _("Your statements")), ("/money/mine", _("Your money by the year"))]
    if own is not None and own.state is MemberState.WELCOME:
        return [("/talk", _("Talk to those who lead it"))]
    if own is not None and own.state not in HAS_PLACE:
        return []
    agreement = ("/agreement", _("Our agreement"))
    desk = [("/desk", _("What waits"))] if view.part.may_write and view.pool.ended_at is None else []
    help_page = ("/help", _("Help from a support organisation"))
    if own is None:
        record = ("/statements/pool", _("The record of the whole pool"))
        return [*desk, agreement, ("/money", _("Our money")), ("/sessions", _("Who came")), record, help_page]
    if has_to_agree_first(view.part):
        return [agreement, ("/talk", _("Our messages")), help_page]
    return [
        *desk,
        agreement,
        ("/talk", _("Our messages")),
        ("/money", _("Our money")),
        ("/sessions", _("Who came")),
        ("/statements", _("Your statement, also for your council")),
        help_page,
    ]


def balance_words(pence: int) -> str:
    """What the pool holds for somebody who leaves or has left."""
    if pence > 0:
        return _("The pool holds %(pounds)s for you.", pounds=pounds(pence))
    if pence < 0:
        return _("You still have to pay in %(pounds)s.", pounds=pounds(-pence))
    return _("Nothing is left to settle between you and the pool.")


def what_next(view: PoolView, own: Member | None) -> str:
    """What the viewer can do now, for themselves or for whom they act, in a sentence; None: who helps."""
    if own is None:
        return _("Your organisation helps this pool.")
    by_state = {
        MemberState.INVITED: _("You are invited. If you say yes, you see each other's chosen names."),
        MemberState.ASKED: _("You asked to join. We tell you by email what they say."),
        MemberState.LEFT: _("You have left this pool."),
        MemberState.LEAVING: _("You leave this pool on the day below."),
    }
    if own.state in by_state:
        return by_state[own.state]
    if view.pool.state is PoolState.ENDED:
        return _("This pool has ended.")
    if own.state is MemberState.WELCOME:
        return (
            _("You are welcome. Talk to them, and take a place when you are ready.")
            if view.places_left
            else _("You are welcome, but no place is left now. We cannot say when there will be one.")
        )
    if own.state is MemberState.JOINING and view.pool.state is PoolState.ACTIVE:
        return _("You have a place. You are a member once everybody agrees to a version that names you.")
    return _state_words(view)


def done_words(code: str) -> str:
    """What to say at the top of a page, by the code in its address."""
    return {
        "started": _("Your pool is started. You have the first place and lead it."),
        "changed": _("Kept."),
        "asked": _("Sent. We tell you by email what they say."),
        "welcomed": _("They are welcome, and we tell them. You see each other's chosen names now."),
        "refused": _("You said no, and we tell them."),
        "accepted": _("You said yes. You see each other's chosen names now."),
        "placed": _(
            "You have a place. You are a member once everybody has agreed to an agreement with you in it."
        ),
        "withdrawn": _("You are not in this pool any more."),
        "lead": _("They lead the pool too, and we tell them."),
        "stepped-down": _("You do not lead this pool any more. Your place is yours."),
        "invites-ended": _("Links that you handed on and nobody used do not work any more."),
        "notice": _("You gave notice. The leads are told. You can change your mind until your last day."),
        "left": _("You have left. What you may still be owed stays on record."),
        "stays": _("You stay. The leads are told."),
        "recorded": _(
            "Thank you. It is recorded. We write to them no more, and what they are owed stays on record."
        ),
        "put-right": _("It is put right: they are in the pool. We write to them again."),
        "ending": _("The last day is set, and everybody is told."),
        "ended": _("The pool has ended, and everybody is told."),
        "goes-on": _("The pool goes on, and everybody is told."),
    }.get(code, "")


def _state_words(view: PoolView) -> str:
    return {
        PoolState.LOOKING: _("Find members, then write an agreement together."),
        PoolState.AGREEING: _("An agreement waits for everybody's yes."),
        PoolState.ACTIVE: _("Everybody agreed, and the agreement is in force."),
        PoolState.ENDING: _("The last day of this pool is set."),
        PoolState.ENDED: _("This pool has ended."),
    }[view.pool.state]


def _labels(taxonomy: Taxonomy, codes: tuple[str, ...]) -> str:
    return ", ".join(taxonomies.label(taxonomy, code) for code in codes)
