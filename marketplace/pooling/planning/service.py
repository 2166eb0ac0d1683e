"""Answers plans. Nothing is kept, and nobody is asked who they are."""

from datetime import date
from typing import Any

from msgspec import convert, to_builtins

from marketplace.kernel import clock
from marketplace.kernel.errors import InvalidError
from marketplace.pooling.planning import rules
from marketplace.pooling.planning.checking.rules import check_plan
from marketplace.pooling.planning.rates.repository import list_rates
from marketplace.pooling.planning.rates.rules import rates_on
from marketplace.pooling.planning.rates.schemas import Rates
from marketplace.pooling.planning.schemas import Plan, Planned


def get_rates(day: date | None = None) -> Rates:
    """The rates of a day, or of today."""
    return rates_on(list_rates(), day or clock.today())


def work_out(plan: Plan) -> Planned:
    """What a plan costs, and each share.

    Raises:
        InvalidError: a figure is missing or out of bounds; problems name fields of `Plan`.
    """
    problems = check_plan(plan)
    if problems:
        raise InvalidError(problems)
    rates = get_rates(plan.starts_on)
    return Planned(plan=plan, answer=rules.plan(plan, rates), rates=rates)


def to_json(plan: Plan) -> dict[str, Any]:
    """A plan as JSON keeps it, for a pool that starts with it."""
    kept: dict[str, Any] = to_builtins(plan)
    return kept


def from_json(kept: dict[str, Any]) -> Plan:
    """A plan that was kept."""
    return convert(kept, Plan)
