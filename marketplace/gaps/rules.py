"""Which care groups of the lists belong to which of the nine."""

import csv
from functools import cache
from pathlib import Path

from marketplace.gaps.schemas import GapGroup
from marketplace.kernel.i18n import gettext as _

_GROUPS = Path(__file__).with_name("data") / "groups.csv"


@cache
def group_of(code: str) -> GapGroup | None:
    """The group that a code of the taxonomy CARE_GROUP belongs to; None where none of the nine fits."""
    return next((group for group in GapGroup if code in codes_of(group)), None)


@cache
def codes_of(group: GapGroup) -> frozenset[str]:
    """Codes of the taxonomy CARE_GROUP that belong to a group."""
    with _GROUPS.open(encoding="utf-8", newline="") as file:
        return frozenset(row["code"] for row in csv.DictReader(file) if row["group"] == group)


def group_words(group: GapGroup) -> str:
    """A care group as pages say it."""
    return {
        GapGroup.OLDER_PEOPLE: _("Older people"),
        GapGroup.DEMENTIA: _("Dementia"),
        GapGroup.LEARNING_DISABILITY: _("Learning disability"),
        GapGroup.AUTISM: _("Autism"),
        GapGroup.MENTAL_HEALTH: _("Mental health"),
        GapGroup.PHYSICAL_DISABILITY: _("Physical disability"),
        GapGroup.SENSORY: _("Sight and hearing"),
        GapGroup.CARERS: _("Unpaid carers"),
        GapGroup.CHILDREN: _("Children and young people"),
    }[group]
