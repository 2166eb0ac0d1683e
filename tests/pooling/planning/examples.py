"""The worked examples of docs/reference/pool-planner.md, and the table of rates in it.

`python -m tests.pooling.planning.examples` prints what stands there; a test compares.
"""

import sys
from datetime import date

from marketplace.kernel.money import say_pence
from marketplace.people.pools.planning.saying.rules import headline, lines
from marketplace.pooling.planning.employing.schemas import HolidayRule
from marketplace.pooling.planning.rates.repository import list_rates
from marketplace.pooling.planning.schemas import Plan, PriceBy
from marketplace.pooling.planning.service import work_out

NOVEMBER = date(2026, 11, 22)

ART_GROUP = Plan(
    price_by=PriceBy.EMPLOYED,
    price_pence=14_00,
    minutes_a_time=3 * 60,
    times_a_week=1,
    weeks_a_year=48,
    contributions_pence=(40_00, 40_00, 40_00),
    travel_pence=15_00,
    venue_pence=10_00,
    cover_pence=90_00,
    payroll_pence=120_00,
    starts_on=NOVEMBER,
)
SIXTEEN_HOURS = Plan(
    price_by=PriceBy.EMPLOYED,
    price_pence=13_00,
    minutes_a_time=8 * 60,
    times_a_week=2,
    weeks_a_year=50,
    contributions_pence=(60_00, 60_00, 60_00, 60_00),
    starts_on=NOVEMBER,
)
OUTING = Plan(
    price_by=PriceBy.PLACE,
    price_pence=12_00,
    times_a_week=1,
    weeks_a_year=40,
    contributions_pence=(15_00, 15_00, 15_00),
    travel_pence=30_00,
    starts_on=NOVEMBER,
)
TERM_TIME = Plan(
    price_by=PriceBy.EMPLOYED,
    price_pence=12_21,
    minutes_a_time=5 * 60,
    times_a_week=1,
    weeks_a_year=39,
    contributions_pence=(30_00, 25_00),
    holiday=HolidayRule.ACCRUED,
    starts_on=date(2025, 9, 1),
)
EXAMPLES = {
    "art group": ART_GROUP,
    "sixteen hours": SIXTEEN_HOURS,
    "outing": OUTING,
    "term time": TERM_TIME,
}
_UNITS = {"pence": say_pence, "ten_thousandths": lambda value: f"{value // 100}.{value % 100:02d} %"}


def example_lines(plan):
    """An example's answer, as the document has it."""
    planned = work_out(plan)
    answer = planned.answer
    yield "| | a year |"
    yield "|---|---:|"
    for line in lines(planned):
        yield f"| {line.label}{': ' + line.how if line.how else ''} | {line.amount} |"
    yield f"| **All** | {say_pence(answer.totals.year_pence)} |"
    yield ""
    yield headline(answer)
    yield ""
    yield "| people | " + " | ".join(str(share.people) for share in answer.shares) + " |"
    yield "|---|" + "---:|" * len(answer.shares)
    yield "| each, a week | " + " | ".join(say_pence(share.week_pence) for share in answer.shares) + " |"


def _said(row):
    say = _UNITS.get(row.unit)
    return say(row.value) if say else f"{row.value / 10:g}" if row.unit == "tenths" else str(row.value)


def rate_lines():
    """The table of rates: a line for each figure, a column for each year."""
    rows = list_rates()
    years = list(dict.fromkeys(row.tax_year for row in rows))
    yield "| figure | " + " | ".join(years) + " | source |"
    yield "|---|" + "---:|" * len(years) + "---|"
    for code in dict.fromkeys(row.code for row in rows):
        found = {row.tax_year: row for row in rows if row.code == code}
        said = " | ".join(_said(found[year]) for year in years)
        sources = list(dict.fromkeys(found[year].source for year in years))
        where = "gov.uk, by year" if len(sources) > 1 else sources[0].removeprefix("https://www.")
        yield f"| `{code}` | {said} | {where} |"


def everything():
    """Every example under its name, and the table of rates."""
    for name, plan in EXAMPLES.items():
        yield from ("", f"### {name}", *example_lines(plan))
    yield from ("", "### rates", *rate_lines())


if __name__ == "__main__":
    sys.stdout.write("\n".join(everything()) + "\n")
