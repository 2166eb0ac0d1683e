"""The machine: each act takes a state and gives the next, or says no with a ConflictError. No other way is.

`REFERRAL_MOVES` and `OFFER_MOVES` are all steps that acts can come to; the database refuses any other.
"""

from collections.abc import Collection, Mapping
from typing import Never

from msgspec.structs import replace

from marketplace.kernel.errors import ConflictError
from marketplace.kernel.i18n import gettext as _
from marketplace.referrals.moving.schemas import State
from marketplace.referrals.schemas import ASKED, FINAL, Mode, OfferStatus, Outcome, ReferralStatus

REFERRAL_MOVES: Mapping[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.DRAFT: frozenset({ReferralStatus.OPEN}),
    ReferralStatus.OPEN: frozenset({ReferralStatus.ACCEPTED, ReferralStatus.ENDED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.ACCEPTED: frozenset(
        {ReferralStatus.OPEN, ReferralStatus.STARTED, ReferralStatus.ENDED, ReferralStatus.WITHDRAWN}
    ),
    ReferralStatus.STARTED: frozenset({ReferralStatus.ENDED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.ENDED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
}
OFFER_MOVES: Mapping[OfferStatus, frozenset[OfferStatus]] = {
    OfferStatus.WAITING: frozenset({OfferStatus.SENT, OfferStatus.WITHDRAWN}),
    OfferStatus.SENT: frozenset(
        {
            OfferStatus.SEEN,
            OfferStatus.ACCEPTED,
            OfferStatus.DECLINED,
            OfferStatus.TAKEN,
            OfferStatus.WITHDRAWN,
        }
    ),
    OfferStatus.SEEN: frozenset(
        {OfferStatus.ACCEPTED, OfferStatus.DECLINED, OfferStatus.TAKEN, OfferStatus.WITHDRAWN}
    ),
    OfferStatus.ACCEPTED: frozenset({OfferStatus.DECLINED, OfferStatus.WITHDRAWN}),
    OfferStatus.TAKEN: frozenset({OfferStatus.WAITING, OfferStatus.SENT}),
    OfferStatus.WITHDRAWN: frozenset({OfferStatus.WAITING, OfferStatus.SENT}),
    OfferStatus.DECLINED: frozenset(),
}
OUTCOMES: Mapping[ReferralStatus, tuple[Outcome, ...]] = {
    ReferralStatus.OPEN: (Outcome.NONE_FOUND, Outcome.NOT_NEEDED),
    ReferralStatus.ACCEPTED: (Outcome.NEVER_STARTED, Outcome.NOT_NEEDED),
    ReferralStatus.STARTED: (Outcome.CONTINUES, Outcome.FINISHED, Outcome.STOPPED),
}
"""How a team may end a referral, by where it is."""
_AGAIN = frozenset({OfferStatus.TAKEN, OfferStatus.WITHDRAWN})
_HOPEFUL = frozenset({OfferStatus.WAITING, *ASKED})


def send(state: State) -> State:
    """Begin to ask: the first provider, or all of them."""
    _require(state, ReferralStatus.DRAFT)
    opened = _advanced(replace(state, status=ReferralStatus.OPEN))
    if not opened.is_asked:
        raise ConflictError(_("None of the providers you chose can be asked any more. Choose others."))
    return opened


def ask_more(state: State, indexes: Collection[int]) -> State:
    """Ask these too: new ones, and who was not quick enough or was taken out; never one who said no."""
    _require(state, ReferralStatus.OPEN)
    if any(state.offers[index] is OfferStatus.DECLINED for index in indexes):
        raise ConflictError(_("One of these providers said no. Choose others."))
    again = [index for index in indexes if state.offers[index] in _AGAIN]
    if state.gone & set(again):
        raise ConflictError(_("One of these providers cannot be asked at the moment. Choose others."))
    return _going_on(_with(state, dict.fromkeys(again, OfferStatus.WAITING)))


def ask_next(state: State) -> State:
    """Ask the next one now, although others may still answer."""
    _require(state, ReferralStatus.OPEN)
    changes = _ask(state, most=1)
    if OfferStatus.SENT not in changes.values():
        if _with(state, changes).offers.count(OfferStatus.WAITING):
            raise ConflictError(_("They agreed more than six months ago. Ask for their consent again first."))
        raise ConflictError(_("Nobody is left to ask. Add more providers."))
    return _with(state, changes)


def agree_again(state: State) -> State:
    """Go on with a new consent, where the one before was too old for those that wait."""
    _require(state, ReferralStatus.OPEN)
    if OfferStatus.WAITING not in state.offers:
        raise ConflictError(_("Nobody waits to be asked. Add more providers, and record consent with them."))
    return _going_on(state)


def see(state: State, index: int) -> State:
    """The provider looked at it."""
    _require_asked(state, index)
    return state if state.offers[index] is OfferStatus.SEEN else _with(state, {index: OfferStatus.SEEN})


def accept(state: State, index: int) -> State:
    """The provider takes it on: nobody else can."""
    _require_asked(state, index)
    taken = {other: OfferStatus.TAKEN for other, status in enumerate(state.offers) if status in ASKED}
    accepted = _with(state, {**taken, index: OfferStatus.ACCEPTED})
    return replace(accepted, status=ReferralStatus.ACCEPTED)


def decline(state: State, index: int) -> State:
    """The provider says no; where they are asked in order, the next is asked by itself."""
    _require_asked(state, index)
    return _advanced(_with(state, {index: OfferStatus.DECLINED}), only=Mode.IN_ORDER)


def give_back(state: State, index: int) -> State:
    """The provider cannot do it after all, before it started: the referral is open again."""
    _require(state, ReferralStatus.ACCEPTED)
    if state.offers[index] is not OfferStatus.ACCEPTED:
        _refuse()
    return _opened(state, {index: OfferStatus.DECLINED})


def release(state: State) -> State:
    """The team takes it back from the provider who said yes, before it started: it is open again."""
    _require(state, ReferralStatus.ACCEPTED)
    return _opened(state, {state.offers.index(OfferStatus.ACCEPTED): OfferStatus.WITHDRAWN})


def stop_asking(state: State, indexes: Collection[int]) -> State:
    """Ask these providers no longer; when nobody is left who may answer, the next one is asked."""
    _require(state, ReferralStatus.DRAFT, ReferralStatus.OPEN)
    if any(state.offers[index] not in _HOPEFUL for index in indexes):
        _refuse()
    return _going_on(_with(state, dict.fromkeys(indexes, OfferStatus.WITHDRAWN)))


def start(state: State) -> State:
    """The support has begun."""
    _require(state, ReferralStatus.ACCEPTED)
    return replace(state, status=ReferralStatus.STARTED)


def end(state: State, outcome: Outcome) -> State:
    """It is over. `FORGOTTEN` may be wherever something else may be."""
    outcomes = OUTCOMES.get(state.status, ())
    if outcome not in outcomes and not (outcomes and outcome is Outcome.FORGOTTEN):
        _refuse()
    return replace(_closed(state, _HOPEFUL), status=ReferralStatus.ENDED)


def withdraw(state: State) -> State:
    """The person no longer agrees: nobody is asked, and nobody has it. What was over stays over."""
    if state.status is ReferralStatus.ENDED:
        return state
    _require(state, ReferralStatus.OPEN, ReferralStatus.ACCEPTED, ReferralStatus.STARTED)
    return replace(_closed(state, _HOPEFUL | {OfferStatus.ACCEPTED}), status=ReferralStatus.WITHDRAWN)


def check_state(state: State) -> list[str]:
    """What cannot be in a state that acts came to; nothing, unless a rule here is wrong."""
    accepted = state.offers.count(OfferStatus.ACCEPTED)
    has_provider = state.status in {ReferralStatus.ACCEPTED, ReferralStatus.STARTED}
    says = {
        "one provider has what is accepted or started": not has_provider or accepted == 1,
        "nobody has what is open or a draft": accepted == 0
        or state.status not in {ReferralStatus.DRAFT, ReferralStatus.OPEN},
        "only what is open may be answered": state.status is ReferralStatus.OPEN or not state.is_asked,
        "nobody waits when it is over": state.status not in FINAL or OfferStatus.WAITING not in state.offers,
        "nobody has what is withdrawn": state.status is not ReferralStatus.WITHDRAWN or accepted == 0,
    }
    return [law for law, holds in says.items() if not holds]


def _with(state: State, changes: Mapping[int, OfferStatus]) -> State:
    offers = tuple(changes.get(index, status) for index, status in enumerate(state.offers))
    return replace(state, offers=offers)


def _opened(state: State, changes: Mapping[int, OfferStatus]) -> State:
    return _advanced(replace(_with(state, changes), status=ReferralStatus.OPEN), only=Mode.IN_ORDER)


def _closed(state: State, which: Collection[OfferStatus]) -> State:
    closed = {index: OfferStatus.WITHDRAWN for index, status in enumerate(state.offers) if status in which}
    return _with(state, closed)


def _going_on(state: State) -> State:
    """Ask whoever is to be asked now that providers came or went."""
    if state.status is not ReferralStatus.OPEN or (state.mode is Mode.IN_ORDER and state.is_asked):
        return state
    return _advanced(state)


def _advanced(state: State, *, only: Mode | None = None) -> State:
    """Ask those that wait: the first one, or all; with `only` in this mode alone."""
    if only not in {None, state.mode}:
        return state
    return _with(state, _ask(state, most=1 if state.mode is Mode.IN_ORDER else len(state.offers)))


def _ask(state: State, *, most: int) -> dict[int, OfferStatus]:
    """Ask so many of those that wait. Who cannot be asked and would be next is taken out.

    Whose consent is too old goes on waiting, and in order so do those after them.
    """
    changes: dict[int, OfferStatus] = {}
    for index, status in enumerate(state.offers):
        if list(changes.values()).count(OfferStatus.SENT) == most:
            break
        if status is not OfferStatus.WAITING:
            continue
        if index in state.gone:
            changes[index] = OfferStatus.WITHDRAWN
        elif index not in state.lapsed:
            changes[index] = OfferStatus.SENT
        elif state.mode is Mode.IN_ORDER:
            break
    return changes


def _require(state: State, *statuses: ReferralStatus) -> None:
    if state.status not in statuses:
        _refuse()


def _require_asked(state: State, index: int) -> None:
    if state.offers[index] is OfferStatus.TAKEN:
        raise ConflictError(_("Another provider was quicker this time. Thank you for looking at it."))
    if state.offers[index] is OfferStatus.ACCEPTED:
        raise ConflictError(_("You or a colleague have said yes already."))
    if state.offers[index] is OfferStatus.DECLINED:
        raise ConflictError(_("You or a colleague have said no already."))
    if state.status is not ReferralStatus.OPEN or state.offers[index] not in ASKED:
        raise ConflictError(_("This is no longer asked of you. Thank you for looking at it."))


def _refuse() -> Never:
    raise ConflictError(_("Something changed meanwhile. Look at it as it is now."))
