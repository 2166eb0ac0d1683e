"""The planner's form. It is sent by address (GET), so that a plan can be kept as a bookmark and passed on."""

import re

from wtforms import BooleanField, HiddenField, StringField

from marketplace.kernel.form_fields import ChoiceField, MoneyField, WholeNumberField
from marketplace.kernel.forms import Form, Needed, lazy
from marketplace.kernel.i18n import gettext as _
from marketplace.pooling.planning.checking.rules import MOST_TIMES, MOST_WEEKS
from marketplace.pooling.planning.rules import LEAST_PEOPLE, MOST_PEOPLE

_HOURS = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?(?:h|hours?|hrs?)?", re.IGNORECASE | re.ASCII)
_LONGEST = 20


class HoursField(StringField):  # type: ignore[misc]  # WTForms has no types
    """Hours as people type them: "2", "2.5". `minutes` is what they are, None if empty."""

    minutes: int | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, to the nearest minute: 1.33 is an hour and twenty minutes."""
        self.data = "".join(valuelist[:1])[:_LONGEST]
        typed = self.data.replace(" ", "")
        found = _HOURS.fullmatch(typed)
        if found:
            hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
            self.minutes = (hundredths * 60 + 50) // 100
        elif typed:
            raise ValueError(_("Enter hours such as 2 or 2.5."))


def _ways() -> list[tuple[str, str]]:
    return [
        ("hour", _("For each hour, one price for all of you")),
        ("session", _("For each time, one price for all of you")),
        ("place", _("For each time, a price for each person")),
        ("employed", _("You employ a personal assistant (PA) together")),
    ]


def _ages() -> list[tuple[str, str]]:
    return [
        ("22", _("22 or over")),
        ("21", _("21")),
        ("18", _("18 to 20")),
        ("16", _("16 or 17")),
    ]


def _holidays() -> list[tuple[str, str]]:
    return [
        ("weeks", _("The same hours in every week of the year")),
        ("accrued", _("Hours that change, or only part of the year")),
    ]


def _absent_rules() -> list[tuple[str, str]]:
    return [
        ("pays", _("They still pay their share")),
        ("with_notice_free", _("The others, if they say so in time")),
        ("pool_pays", _("The others")),
    ]


def _choose() -> str:
    return _("Choose from the list.")


def _number(label: object, words: object, least: int, most: int) -> WholeNumberField:
    def say() -> str:
        return str(words)

    return WholeNumberField(label, say, least=least, most=most, validators=[Needed(say)])


class PlanForm(Form):
    """What a pool wants to do, in the order of the page."""

    listing = HiddenField()
    price_by = ChoiceField(lazy(lambda: _("How do you pay?")), _choose, choices=_ways)
    price = MoneyField(
        lazy(lambda: _("Price, or the PA's pay for an hour")), [Needed(lambda: _("Enter the price."))]
    )
    hours = HoursField(lazy(lambda: _("Hours each time")))
    times = _number(
        lazy(lambda: _("Times a week")),
        lazy(lambda: _("Enter how many times a week: 1 to %(most)s.", most=MOST_TIMES)),
        1,
        MOST_TIMES,
    )
    weeks = _number(
        lazy(lambda: _("Weeks a year")),
        lazy(lambda: _("Enter how many weeks a year: 1 to %(most)s.", most=MOST_WEEKS)),
        1,
        MOST_WEEKS,
    )
    people = _number(
        lazy(lambda: _("How many people?")),
        lazy(lambda: _("Enter how many people: 2 to %(most)s.", most=MOST_PEOPLE)),
        LEAST_PEOPLE,
        MOST_PEOPLE,
    )
    each = MoneyField(lazy(lambda: _("What can each person put in, a week?")))
    travel = MoneyField(lazy(lambda: _("Travel, each time")))
    venue = MoneyField(lazy(lambda: _("Room or venue, each time")))
    other = MoneyField(lazy(lambda: _("Anything else, each time")))
    cover = MoneyField(lazy(lambda: _("Insurance, a year")))
    age = ChoiceField(lazy(lambda: _("How old is the PA?")), _choose, choices=_ages)
    holiday = ChoiceField(lazy(lambda: _("When does the PA work?")), _choose, choices=_holidays)
    payroll = MoneyField(lazy(lambda: _("Payroll service, a year")))
    allowance = BooleanField(lazy(lambda: _("Take off the Employment Allowance")))
    pension = BooleanField(lazy(lambda: _("The PA wants a pension, even if it is not due yet")))
    absent = ChoiceField(
        lazy(lambda: _("If somebody does not come, who pays?")), _choose, choices=_absent_rules
    )
    when = ChoiceField(
        lazy(lambda: _("When would you start?")),
        _choose,
        choices=lambda: [("now", _("Now")), ("next", _("After next 5 April"))],
    )

    @property
    def own(self) -> list[MoneyField]:
        """What single people put in, where it is another amount than that of the rest."""
        return [self[f"own_{number}"] for number in range(1, MOST_PEOPLE + 1)]


def _own_label(number: int) -> lazy:
    return lazy(lambda: _("Person %(number)s", number=number))


for _each in range(1, MOST_PEOPLE + 1):
    setattr(PlanForm, f"own_{_each}", MoneyField(_own_label(_each)))

DEFAULTS = {
    "price_by": "hour",
    "hours": "2",
    "times": 1,
    "weeks": 48,
    "people": 3,
    "age": "22",
    "holiday": "weeks",
    "absent": "pays",
    "when": "now",
}
"""What stands in a new form."""
