"""A made-up direct payment support service for each of the 153 councils of England."""

from datetime import date
from random import Random

from marketplace.places.schemas import Council, DirectPaymentSupport
from marketplace.places.service import list_councils
from seed.demo.phrases import pick
from seed.demo.terrain import ENGLAND

SOURCE = "Made up for demonstration"

_WHAT = (
    "Helps you to set up and run a direct payment in {name}: the plan, the account, and finding somebody.",
    "Somebody to ask about direct payments in {name}, from the first question to the yearly review.",
    "Advice about direct payments in {name}, with payroll, managed accounts and help to find a PA.",
    "Run by people who use direct payments; helps people in {name} to get one and to keep it going.",
    "Plain answers about direct payments in {name}, by phone, at home or by video call.",
)
_MARK = "This service is made up; it stands where your council's own would be named."


def service_name(council_name: str) -> str:
    """Name of the made-up service of a council, marked as what it is."""
    return f"{council_name} Direct Payment Support (demonstration)"


def made_up_support(today: date) -> dict[str, DirectPaymentSupport]:
    """A service for each council of England, by council code.

    The telephone numbers are of the range that Ofcom keeps for drama (01632 960000 to 960999); the web
    addresses are under example.org, which is kept for examples.
    """
    councils = sorted(list_councils(ENGLAND), key=lambda council: council.code)
    return {council.code: _make(number, council, today) for number, council in enumerate(councils)}


def _make(number: int, council: Council, today: date) -> DirectPaymentSupport:
    random = Random(f"support {council.code}")
    return DirectPaymentSupport(
        name=service_name(council.name),
        description=f"{pick(random, _WHAT).format(name=council.name)} {_MARK}",
        phone=f"01632 960{number + 100}",
        url=f"https://www.example.org/direct-payments/{council.code.lower()}",
        source=SOURCE,
        as_of=today,
    )
