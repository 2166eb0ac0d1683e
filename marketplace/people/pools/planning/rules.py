"""From the form to a plan; and where the page leads."""

from datetime import date
from urllib.parse import parse_qsl, urlencode

from marketplace.kernel.errors import InvalidError
from marketplace.kernel.forms import FormData, add_problem, add_problems, read_form
from marketplace.kernel.i18n import gettext as _
from marketplace.listings.schemas import CostUnit, Listing, ListingKind
from marketplace.people.pools.planning.schemas import DEFAULTS, PlanForm
from marketplace.people.pools.rules import PUBLIC_PATH, START_PATH
from marketplace.pooling.planning.checking.rules import BY_THE_HOUR, check_plan
from marketplace.pooling.planning.employing.schemas import AgeBand, HolidayRule
from marketplace.pooling.planning.rules import contributions_of
from marketplace.pooling.planning.schemas import AbsentRule, Plan, PlanAnswer, PriceBy

PATH = f"{PUBLIC_PATH}/plan"
ANSWER_PATH = f"{PATH}/answer"
SENT = "people"
"""Stands in every address that the form made."""
FIELDS = {
    "price_pence": "price",
    "minutes_a_time": "hours",
    "times_a_week": "times",
    "weeks_a_year": "weeks",
    "contributions_pence": "each",
    "travel_pence": "travel",
    "venue_pence": "venue",
    "other_pence": "other",
    "cover_pence": "cover",
    "payroll_pence": "payroll",
}
"""What the form calls the fields of a plan."""
_PRICES = {CostUnit.HOUR: PriceBy.HOUR, CostUnit.SESSION: PriceBy.SESSION, CostUnit.DAY: PriceBy.SESSION}
_APRIL = (4, 6)
_USUAL_CHOICES = {(name, DEFAULTS[name]) for name in ("age", "holiday", "absent", "when")}
LONGEST_CARRIED = 700
_MORE_FIELDS = 40
"""Fields of the form that have no default."""


def prefilled(listing: Listing) -> dict[str, str]:
    """What a listing's first price says of a plan; nothing where it has none that fits one time."""
    for cost in listing.costs:
        way = _PRICES.get(cost.unit)
        if way is None or not cost.amount_pence:
            continue
        if way is PriceBy.SESSION and listing.kind is ListingKind.COMMUNITY_ACTIVITY:
            way = PriceBy.PLACE
        pence = cost.amount_to_pence or cost.amount_pence
        return {"price_by": way.value, "price": f"{pence // 100}.{pence % 100:02d}"}
    return {}


def check_form(form: PlanForm) -> bool:
    """Whether all is there that this way to pay needs; what it does not need is never wrong."""
    form.validate()
    way = form.price_by.data
    if way not in BY_THE_HOUR:
        form.hours.errors = []
    elif form.hours.minutes is None and not form.hours.errors:
        add_problem(form, "hours", _("Enter the hours of one time, such as 2 or 2.5."))
    if way != PriceBy.EMPLOYED:
        for field in (form.payroll, form.age, form.holiday):
            field.errors = []
    if form.people.data:
        for field in form.own[form.people.data :]:
            if field.pence is not None:
                words = _(
                    "%(who)s: you plan for %(people)s people. Take this amount out.",
                    who=str(field.label.text),
                    people=form.people.data,
                )
                field.errors = [words]
    return not form.problems


def to_plan(form: PlanForm, today: date) -> Plan:
    """The plan of a form that `check_form` takes."""
    is_by_the_hour = form.price_by.data in BY_THE_HOUR
    is_employed = form.price_by.data == PriceBy.EMPLOYED
    own = [field.pence for field in form.own]
    return Plan(
        price_by=PriceBy(form.price_by.data),
        price_pence=form.price.pence or 0,
        minutes_a_time=(form.hours.minutes or 0) if is_by_the_hour else 0,
        times_a_week=form.times.data or 0,
        weeks_a_year=form.weeks.data or 0,
        contributions_pence=contributions_of(form.each.pence or 0, own, form.people.data or 0),
        travel_pence=form.travel.pence or 0,
        venue_pence=form.venue.pence or 0,
        other_pence=form.other.pence or 0,
        cover_pence=form.cover.pence or 0,
        payroll_pence=(form.payroll.pence or 0) if is_employed else 0,
        absent_rule=AbsentRule(form.absent.data),
        age=AgeBand(form.age.data) if is_employed else AgeBand.FROM_22,
        holiday=HolidayRule(form.holiday.data) if is_employed else HolidayRule.WEEKS,
        claims_allowance=is_employed and form.allowance.data,
        joins_pension=is_employed and form.pension.data,
        starts_on=next_tax_year(today) if form.when.data == "next" else today,
    )


def next_tax_year(today: date) -> date:
    """The 6 April after a day."""
    starts = date(today.year, *_APRIL)
    return starts if today < starts else date(today.year + 1, *_APRIL)


def read_plan(form: PlanForm, today: date) -> Plan | None:
    """The plan of a form; None, with the problems at its fields, where there is something to mend."""
    if not check_form(form):
        return None
    asked = to_plan(form, today)
    add_problems(form, InvalidError(check_plan(asked)), FIELDS)
    return None if form.problems else asked


def carry(form: PlanForm) -> str:
    """What was typed, as one piece of text that another page can hand on.

    The listing and the usual choices are left out. Empty where it is too long to be part of an address.
    """
    typed = {field.name: field.raw_data[0] for field in form if field.raw_data and field.name != "listing"}
    kept = {
        name: value
        for name, value in typed.items()
        if isinstance(value, str) and value and (name, value) not in _USUAL_CHOICES
    }
    text = urlencode(kept)
    return text if len(text) <= LONGEST_CARRIED else ""


def read_carried(text: str, today: date) -> Plan | None:
    """The plan that `carry` made text of; None for any other text."""
    try:
        pairs = parse_qsl(text[:LONGEST_CARRIED], max_num_fields=len(DEFAULTS) + _MORE_FIELDS)
    except ValueError:
        return None
    return read_plan(read_form(PlanForm, FormData(pairs), **DEFAULTS), today) if pairs else None


def start_url(answer: PlanAnswer, form: PlanForm) -> str:
    """Where a pool with this plan starts; empty where the plan would break the law.

    The page there gets `listing`, `weekly_cost_pence` (of one member) and `plan`, which `read_carried` reads.
    """
    if answer.employing and not answer.employing.is_paid_enough:
        return ""
    carried = {"weekly_cost_pence": str(answer.share.week_pence), "plan": carry(form)}
    listing = {"listing": form.listing.data} if form.listing.data else {}
    return f"{START_PATH}?{urlencode(listing | carried)}"
