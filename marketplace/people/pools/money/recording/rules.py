"""Which kinds of entries have a form, and how what was typed becomes a sharing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from marketplace.kernel.forms import FormData
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import read_pence, say_pence
from marketplace.people.pools.money.rules import rule_words
from marketplace.pooling.agreements.schemas import MemberTerm, ShareRule, Terms
from marketplace.pooling.money.schemas import EntryKind
from marketplace.pooling.money.sharing.schemas import Part
from marketplace.pooling.schemas import LeftReason, Member

KINDS: Mapping[str, EntryKind] = {
    "paid-in": EntryKind.CONTRIBUTION,
    "spent": EntryKind.SPEND,
    "bill": EntryKind.BILL,
    "paid-back": EntryKind.REFUND_OUT,
    "last": EntryKind.SETTLEMENT,
    "before": EntryKind.OPENING,
}
"""Kinds by their name in an address."""
AGREED, EQUAL, AMOUNTS, SESSIONS = "agreed", "equal", "amounts", "sessions"
AMOUNT = "share_"
"""What names of fields begin with that say an amount of a member."""


class Typed(Struct, frozen=True, kw_only=True):
    """An amount beside a member, as it was typed."""

    member_id: UUID
    name: str
    text: str
    pence: int | None
    """None: nothing, or no amount."""

    @property
    def is_wrong(self) -> bool:
        """Something was typed that is no amount."""
        return bool(self.text) and self.pence is None


def title_of(kind: EntryKind) -> str:
    """What the page of a form is called."""
    return {
        EntryKind.CONTRIBUTION: _("Somebody paid in"),
        EntryKind.SPEND: _("The pool paid for something"),
        EntryKind.BILL: _("A bill came"),
        EntryKind.REFUND_OUT: _("The pool paid money back to a member"),
        EntryKind.SETTLEMENT: _("The last payment of somebody who leaves"),
        EntryKind.OPENING: _("What each had before this record"),
    }[kind]


def read_amounts(names: Mapping[UUID, str], data: FormData | None) -> list[Typed]:
    """Amounts beside members by their names, in order of joining."""
    typed = []
    for member_id, name in names.items():
        text = str(data.get(f"{AMOUNT}{member_id}", "") or "").strip()[:20] if data is not None else ""
        pence = read_pence(text) if text else None
        typed.append(Typed(member_id=member_id, name=name, text=text, pence=pence))
    return typed


def rule_choices(terms: Terms | None) -> list[tuple[str, str]]:
    """How something can be shared."""
    choices = [
        (EQUAL, _("Equally between those ticked below")),
        (AMOUNTS, _("I type the amount for each")),
    ]
    if terms is None or terms.share_rule is not ShareRule.SESSIONS:
        choices.append((SESSIONS, _("By sessions, from the register")))
    if terms is not None:
        words = _("As our agreement says: %(rule)s", rule=rule_words(terms.share_rule))
        choices.insert(0, (AGREED, words))
    return choices


def agreed_parts(terms: Terms, members: Sequence[Member]) -> tuple[Part, ...]:
    """Parts by an agreement, of those who are or were there at the end; not for shares by sessions."""
    by_id = {term.member_id: term for term in terms.members}
    return tuple(
        Part(member_id=member.id, weight=_weight(terms.share_rule, by_id[member.id]))
        for member in members
        if was_there(member) and member.id in by_id
    )


def was_there(member: Member) -> bool:
    """Whether somebody shares what comes now: has a place, or had one when the pool ended."""
    return member.has_place or member.reason is LeftReason.POOL_ENDED


def amounts_problem(typed: Sequence[Typed], amount_pence: int) -> str:
    """What is wrong with amounts that are to make up the whole; empty if nothing."""
    if wrong := next((each for each in typed if each.is_wrong), None):
        return _("Enter an amount for %(name)s such as 12.50, or leave it empty", name=wrong.name)
    total = sum(each.pence or 0 for each in typed)
    if total != amount_pence:
        return _(
            "The amounts add up to %(total)s, and not to %(amount)s",
            total=say_pence(total),
            amount=say_pence(amount_pence),
        )
    return ""


def _weight(rule: ShareRule, term: MemberTerm) -> int:
    if rule is ShareRule.WEIGHT:
        return term.weight
    return term.fixed_pence if rule is ShareRule.FIXED else 1
