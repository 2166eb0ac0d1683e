"""Words that all of the gaps room shares."""

from enum import StrEnum


class GapGroup(StrEnum):
    """The nine care groups that need and supply are compared by."""

    OLDER_PEOPLE = "older_people"
    DEMENTIA = "dementia"
    LEARNING_DISABILITY = "learning_disability"
    AUTISM = "autism"
    MENTAL_HEALTH = "mental_health"
    PHYSICAL_DISABILITY = "physical_disability"
    SENSORY = "sensory"
    CARERS = "carers"
    CHILDREN = "children"


class Unit(StrEnum):
    """What free capacity is counted in; the two are never added."""

    HOURS = "hours"
    """Hours a week, of somebody who comes."""
    PLACES = "places"
    """Places, of somewhere people go."""


class NeedSource(StrEnum):
    """Where a figure of need comes from: one source for a council and care group, never a mix."""

    COUNCIL = "council"
    """The council counted."""
    ESTIMATE = "estimate"
    """People of an age in the census, times how common it is among them."""
