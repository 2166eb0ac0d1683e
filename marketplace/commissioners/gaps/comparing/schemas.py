"""What the page of comparison shows."""

from msgspec import Struct

from marketplace.gaps.schemas import GapGroup


class ComparedRow(Struct, frozen=True, kw_only=True):
    """What half of the people of a care group have, here and elsewhere."""

    group: GapGroup
    here: str
    shade: int | None
    alike: str
    region: str
    england: str


class ChangeRow(Struct, frozen=True, kw_only=True):
    """A small area whose number changed."""

    name: str
    href: str
    before: str
    after: str
    is_less: bool
