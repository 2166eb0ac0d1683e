"""Made-up people to sign in as: one for each role, and a steward of another council to try borders with.

Nothing but the list, so that the command which prints it stays small.
"""

from marketplace.accounts.demonstration.rules import DOMAIN
from marketplace.accounts.demonstration.schemas import MadeUp
from marketplace.accounts.schemas import Role

COUNCIL, OTHER_COUNCIL = "E06000054", "E06000023"
"""Wiltshire, and Bristol."""


def made_up_people(council: str | None) -> tuple[MadeUp, ...]:
    """The people, for a demonstration of one council or of all."""
    own = council or COUNCIL
    other = OTHER_COUNCIL if own != OTHER_COUNCIL else COUNCIL
    staff = (
        ("Priya Nair", Role.PRACTITIONER, own, "practitioner"),
        ("Callum Reid", Role.COMMISSIONER, own, "commissioner"),
        ("Siân Davies", Role.STEWARD, own, "steward"),
        ("Adaeze Obi", Role.ADMINISTRATOR, own, "administrator"),
        ("Owen Marsh", Role.STEWARD, other, "other-steward"),
    )
    return (
        MadeUp(name="Pat Lowe", role=Role.PERSON, address=f"person@{DOMAIN}"),
        MadeUp(name="Sam Lowe", role=Role.PERSON, address=f"supporter@{DOMAIN}", acts_for="Mum"),
        MadeUp(name="Jo Field", role=Role.PROVIDER, address=f"provider@{DOMAIN}"),
        *(
            MadeUp(name=name, role=role, council_code=code, address=f"{local}@{DOMAIN}")
            for name, role, code, local in staff
        ),
    )
