"""What becomes of each made-up pool, written into the diary."""

from collections.abc import Callable

from marketplace.pooling.desk.schemas import ChecklistItem
from marketplace.pooling.schemas import Affairs, LeftReason
from seed.demo.pools.ideas import BEFORE_MONEY, Help, Story
from seed.demo.pools.ledger import MONTH, Ledger
from seed.demo.pools.life import Life

_NEARLY, _PAST = -2.5, 4
"""Days from the last month of money to now, or to the end of the pool: what is due next is not due yet."""
_OVER_SINCE = 16
"""Days since pools that have ended ended."""
_HELLO = "I live round the corner and would love to come along."


def tell(life: Life) -> None:
    """Write all of it down."""
    if life.idea.story in BEFORE_MONEY:
        _BEFORE[life.idea.story](life)
        return
    over = _OVER_SINCE + _PAST if life.idea.story is Story.ENDED else _NEARLY
    in_force = life.idea.months * MONTH + over
    life.start(in_force + 12)
    life.show(in_force + 11)
    life.propose(in_force + 4)
    life.agree(in_force)
    ledger = Ledger(life, in_force)
    is_own = life.idea.story is Story.OWN
    ledger.months(is_last_paid=not is_own, behind=len(life.places) - 1 if is_own else None)
    _AT_WORK.get(life.idea.story, _nothing)(life, ledger)
    if life.idea.help is not None:
        _HELPED[life.idea.help](life)


def _looking(life: Life) -> None:
    days = 9 + life.number
    life.start(days)
    life.show(days - 1)


def _asked(life: Life) -> None:
    _looking(life)
    welcome = life.ask(6, life.spare(0), "I used to do this, and miss it.")
    life.welcome(5, welcome)
    life.ask(4, life.spare(1), _HELLO)
    for name in life.idea.asks:
        life.ask(3, life.hood.known[name], "I would like to try it once and see.")


def _agreeing(life: Life) -> None:
    _looking(life)
    life.propose(4)
    life.agree(3, most=life.idea.people - 1 - (life.number % 2 and life.idea.people > 2))


def _alone(life: Life) -> None:
    life.start(128)
    life.show(127)


def _unchecked(life: Life) -> None:
    life.start(3 + life.number / 10)


def _returned(life: Life) -> None:
    life.start(7)
    life.give_back(5, "Please say what you want to do, and where.")


def _never(life: Life) -> None:
    life.start(100)
    life.show(99)
    life.end(40)


def _nothing(_life: Life, _ledger: Ledger) -> None:
    """Nothing special."""


def _own(life: Life, _ledger: Ledger) -> None:
    life.tick(180, ChecklistItem.VENUE, ChecklistItem.CONTRACT)
    life.write(9, life.places[1], "Is the minibus at ten past one again? I will bring lemon cake.")
    life.write(8.9, life.lead, "Yes, ten past one. Lemon cake is the best news of the week!")
    life.ask(2, life.spare(0), _HELLO)


def _newer(life: Life, _ledger: Ledger) -> None:
    life.propose(5, more_pence=4_00)
    life.agree(4, most=1)
    life.write(4, life.lead, "The price goes up by a pound a week. Please read the new version.")


def _joiner(life: Life, _ledger: Ledger) -> None:
    place = life.ask(50, life.spare(0), _HELLO)
    life.welcome(49, place)
    life.take_place(48, place)
    life.propose(46)
    life.agree(44)


def _leaver(life: Life, ledger: Ledger) -> None:
    place = life.places[1]
    life.give_notice(62, place, LeftReason.MOVED)
    life.carry_out(33)
    ledger.pay_out(31, "Last payment: all that was left", place)
    life.propose(30.5)
    life.agree(30)


def _leaving(life: Life, _ledger: Ledger) -> None:
    life.give_notice(9, life.places[-1], LeftReason.OWN_ARRANGEMENT)


def _passed(life: Life, ledger: Ledger) -> None:
    place = life.places[-1]
    life.record_left(38, place, LeftReason.DIED, Affairs.FAMILY)
    ledger.pay_out(20, "Paid to the family, with our love", place)
    life.propose(19)
    life.agree(18)


def _lost(life: Life, ledger: Ledger) -> None:
    place = life.places[-1]
    life.record_left(45, place, LeftReason.LOST_CAPACITY, Affairs.EXECUTOR)
    ledger.pay_out(29, "Paid to who looks after their money now", place)
    life.propose(28)
    life.agree(27)


def _help_on(life: Life) -> None:
    life.ask_help(70)
    life.consent(69)
    life.answer_help(68)


def _help_waits(life: Life) -> None:
    life.ask_help(6)
    life.consent(5, but=life.places[1])
    life.answer_help(4)


def _help_asked(life: Life) -> None:
    life.ask_help(2)


def _ending(life: Life, _ledger: Ledger) -> None:
    life.end(4 + life.number % 3)


def _ended(life: Life, ledger: Ledger) -> None:
    life.end(_OVER_SINCE + 30)
    ledger.pay_out(_OVER_SINCE + 3, "Last payment: all that was left")
    life.carry_out(_OVER_SINCE)


_BEFORE: dict[Story, Callable[[Life], None]] = {
    Story.LOOKING: _looking,
    Story.ASKED: _asked,
    Story.AGREEING: _agreeing,
    Story.ALONE: _alone,
    Story.UNCHECKED: _unchecked,
    Story.RETURNED: _returned,
    Story.NEVER: _never,
}
_HELPED: dict[Help, Callable[[Life], None]] = {
    Help.ON: _help_on,
    Help.WAITS: _help_waits,
    Help.ASKED: _help_asked,
}
_AT_WORK: dict[Story, Callable[[Life, Ledger], None]] = {
    Story.OWN: _own,
    Story.NEWER: _newer,
    Story.CORRECTED: lambda _life, ledger: ledger.slip(40),
    Story.REFUND: lambda _life, ledger: ledger.refund(3),
    Story.DIRECT: lambda _life, ledger: ledger.pay_direct(12),
    Story.OPENING: lambda _life, ledger: ledger.open(),
    Story.JOINER: _joiner,
    Story.LEAVER: _leaver,
    Story.LEAVING: _leaving,
    Story.PASSED: _passed,
    Story.LOST: _lost,
    Story.ENDING: _ending,
    Story.ENDED: _ended,
}
