"""What the made-up pools are for: `words/pools.toml` as typed values."""

from enum import StrEnum
from functools import cache

import msgspec
from msgspec import Struct

from marketplace.pooling.agreements.schemas import AbsentRule, ShareRule
from seed.demo.vocabulary import read_toml

_WEEKS, _MONTHS = 52, 12
_POUND = 100


class Story(StrEnum):
    """What became of a pool."""

    STEADY = "steady"
    """At work, and nothing special happened."""
    OWN = "own"
    """At work; somebody asks to join, a bill is not paid yet, and one is behind."""
    PROVIDER = "provider"
    """At work, with the listing of the provider whom one can sign in as."""
    NEWER = "newer"
    """At work, and a newer version of the agreement waits."""
    CORRECTED = "corrected"
    """At work; an entry was wrong and was put right."""
    REFUND = "refund"
    """At work; some of a bill came back."""
    DIRECT = "direct"
    """At work; a member paid a part of bills from the own budget."""
    OPENING = "opening"
    """At work; members had money in the pool before it came here."""
    JOINER = "joiner"
    """At work; one came later, with a new version of the agreement."""
    LEAVER = "leaver"
    """At work; one left and was paid out to the penny."""
    LEAVING = "leaving"
    """At work; one has given notice."""
    PASSED = "passed"
    """At work; one died."""
    LOST = "lost"
    """At work; one cannot decide any more, and nobody acts for them."""
    ENDING = "ending"
    ENDED = "ended"
    """Everybody was paid out."""
    NEVER = "never"
    """Ended before anything was agreed."""
    AGREEING = "agreeing"
    LOOKING = "looking"
    ASKED = "asked"
    """Looks for members; some ask, and one is welcome."""
    ALONE = "alone"
    """Has looked long, and found nobody."""
    UNCHECKED = "unchecked"
    """Waits for a steward."""
    RETURNED = "returned"
    """A steward gave the words back."""


class Help(StrEnum):
    """How a support organisation stands with a pool."""

    ON = "on"
    """Everybody said yes."""
    WAITS = "waits"
    """The organisation said yes, and one member has not answered."""
    ASKED = "asked"
    """Only the lead has said yes."""


BEFORE_MONEY = frozenset(
    {
        Story.NEVER,
        Story.AGREEING,
        Story.LOOKING,
        Story.ASKED,
        Story.ALONE,
        Story.UNCHECKED,
        Story.RETURNED,
    }
)
"""No agreement has been in force."""


class Idea(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One pool. Money is whole pence."""

    title: str
    words: str
    place: str
    types: tuple[str, ...]
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    weekly: int
    """For a member."""
    places: int
    people: int
    """How many have or had a place."""
    months: int = 0
    """Of money."""
    story: Story = Story.STEADY
    rule: ShareRule = ShareRule.EQUAL
    weights: tuple[int, ...] = ()
    fixed: tuple[int, ...] = ()
    """Of each cost, by member."""
    costs: tuple[str, ...] = ()
    """What the money goes to: the first in two months of three."""
    employs: bool = False
    """The lead employs who helps."""
    help: Help | None = None
    own_words: str = ""
    """What it is for, as the agreement says it."""
    lead: str = ""
    also: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def absent_rule(self) -> AbsentRule:
        """Who pays for who does not come."""
        is_counted = self.rule is ShareRule.SESSIONS
        return AbsentRule.WITH_NOTICE_FREE if is_counted else AbsentRule.PAYS

    @property
    def monthly(self) -> int:
        """What a member pays in a month, in whole pounds; of unequal shares for a part of one."""
        return round(self.weekly * _WEEKS / _MONTHS / _POUND) * _POUND

    def part_of(self, number: int) -> int:
        """The weight of a member, by the order of joining."""
        return self.weights[number] if number < len(self.weights) else 1

    def pays_in(self, number: int) -> int:
        """What a member pays in each month, by the order of joining."""
        if self.fixed:
            return self.fixed[number] if number < len(self.fixed) else self.fixed[-1]
        if not self.weights:
            return self.monthly
        whole = self.monthly * self.people * self.part_of(number) / sum(self.weights)
        return round(whole / _POUND) * _POUND


@cache
def pool_ideas() -> tuple[Idea, ...]:
    """All made-up pools."""
    return msgspec.convert(read_toml("pools.toml")["pool"], tuple[Idea, ...])
