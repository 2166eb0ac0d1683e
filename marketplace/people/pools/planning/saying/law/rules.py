"""What the law asks of who employs a personal assistant, sentence by sentence."""

from babel.dates import format_date

from marketplace.kernel.i18n import current_language
from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.money import say_pence
from marketplace.people.pools.planning.saying.rules import tenths
from marketplace.pooling.planning.employing.schemas import Employing, PensionDuty
from marketplace.pooling.planning.rates.schemas import Rates
from marketplace.pooling.planning.schemas import Planned

ALLOWANCE = (
    "https://www.gov.uk/government/publications/employment-allowance-more-detailed-guidance/"
    "employers-of-care-and-support-workers-and-employment-allowance-further-employer-guidance"
)


def duties(planned: Planned) -> list[str]:
    """What the law asks of who employs the personal assistant."""
    employing = planned.answer.employing
    if employing is None:
        return []
    said = [
        _wage_words(employing),
        *_insurance_words(employing, planned),
        _pension_words(employing, planned.rates),
    ]
    said.append(_sick_words(employing))
    if employing.stand_in_tenths:
        weeks = tenths(employing.stand_in_tenths)
        said.append(
            _(
                "For %(weeks)s weeks of the year somebody else must come while the PA is on holiday. "
                "We count the same pay for them.",
                weeks=weeks,
            )
        )
    return said


def _wage_words(employing: Employing) -> str:
    least = say_pence(employing.least_rate_pence)
    if employing.is_paid_enough:
        return _("The pay is not below the minimum wage of %(least)s an hour.", least=least)
    return _("This is less than the minimum wage. The law asks for %(least)s an hour or more.", least=least)


def _insurance_words(employing: Employing, planned: Planned) -> list[str]:
    begins = say_pence(employing.insurance_from_week_pence)
    week = say_pence(employing.week_pay_pence)
    if not employing.insurance_year_pence:
        return [
            _(
                "No National Insurance is due from you: the pay is %(week)s a week, "
                "and it begins above %(begins)s.",
                week=week,
                begins=begins,
            )
        ]
    took = say_pence(employing.allowance_pence)
    said = _(
        "National Insurance begins above %(begins)s a week. The pay is %(week)s.", begins=begins, week=week
    )
    if planned.plan.claims_allowance:
        allowance = _("The Employment Allowance takes %(took)s off it.", took=took)
    else:
        allowance = _(
            "An employer of a care or support worker can often claim the Employment Allowance. "
            "It would take %(took)s off.",
            took=took,
        )
    needs = _(
        "For the allowance, all the work has to be for people who need it because of age, disability or "
        "illness. Each employer has one allowance a year."
    )
    return [said, allowance, needs]


def _pension_words(employing: Employing, rates: Rates) -> str:
    trigger = say_pence(rates.pension_trigger_week)
    if employing.pension_duty is PensionDuty.DUE:
        return _(
            "A pension is due: the pay is above %(trigger)s a week. The PA may say no to it.", trigger=trigger
        )
    if employing.pension_duty is PensionDuty.ON_REQUEST:
        return _("A pension is not due by itself. If the PA asks to join one, you must pay in too.")
    return _("A pension is not due. The PA may ask to join one; you need not pay in.")


def _sick_words(employing: Employing) -> str:
    pay = say_pence(employing.sick_week_pence)
    if not employing.sick_week_pence:
        return _("If the PA is ill, the law asks for no sick pay at this pay.")
    if employing.sick_waiting_days:
        return _(
            "If the PA is ill, sick pay is %(pay)s a week, from the fourth day. "
            "Somebody who stands in costs extra.",
            pay=pay,
        )
    return _(
        "If the PA is ill, sick pay is %(pay)s a week, from the first day. "
        "Somebody who stands in costs extra.",
        pay=pay,
    )


def rates_words(rates: Rates) -> str:
    """Whose rates these are, and what is not known of them."""
    until = format_date(rates.until_on, "d MMMM y", locale=current_language().replace("-", "_"))
    if rates.is_late:
        return _(
            "Not all rates after %(until)s are in our table yet. We counted with those of %(year)s.",
            until=until,
            year=rates.tax_year,
        )
    return _(
        "These are the rates of the tax year %(year)s. They hold until %(until)s.",
        year=rates.tax_year,
        until=until,
    )


def sources(planned: Planned) -> list[tuple[str, str]]:
    """Where the rates were published, and who may claim the allowance where there is one to claim."""
    found = list(planned.rates.sources)
    if planned.answer.employing and planned.answer.employing.insurance_year_pence:
        found.append(ALLOWANCE)
    return [(address, source_words(address)) for address in found]


def source_words(address: str) -> str:
    """What stands at the address of a source."""
    return next((words for part, words in _sources().items() if part in address), address)


def _sources() -> dict[str, str]:
    return {
        ALLOWANCE: _("Employment Allowance for employers of care and support workers (gov.uk)"),
        "national-minimum-wage-rates": _("Minimum wage, by age (gov.uk)"),
        "rates-and-thresholds-for-employers": _("Rates and thresholds for employers (gov.uk)"),
        "workplace-pensions/": _("Workplace pensions: who pays what (gov.uk)"),
        "moneyhelper": _("Pensions if you earn £10,000 a year or less (MoneyHelper)"),
        "earnings-trigger": _("When a pension is due: the yearly reviews (gov.uk)"),
        "holiday-entitlement-rights": _("Paid holiday (gov.uk)"),
        "simplifying-holiday": _("Holiday for hours that change or part of the year (gov.uk)"),
        "employers-sick-pay": _("Sick pay: a guide for employers (gov.uk)"),
    }
