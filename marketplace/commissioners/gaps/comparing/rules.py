"""Comparisons in words. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from marketplace.commissioners.gaps.comparing.schemas import ChangeRow, ComparedRow
from marketplace.gaps.reading.drawing.rules import hundredths, scale_of_access
from marketplace.gaps.reading.drawing.schemas import Bar
from marketplace.gaps.reading.rules import changes
from marketplace.gaps.reading.schemas import GroupView, Picture
from marketplace.gaps.reading.wording import rules as wording
from marketplace.gaps.schemas import GapGroup
from marketplace.kernel.i18n import gettext as _

MOST_CHANGES = 10


def compared(picture: Picture) -> list[ComparedRow]:
    """A row for each care group."""
    return [_row(view) for view in picture.groups]


def _row(view: GroupView) -> ComparedRow:
    usual = view.usual
    return ComparedRow(
        group=view.group,
        here=_shown(usual.here),
        shade=scale_of_access((), usual.england).shade(usual.here) if usual.england else None,
        alike=_shown(usual.alike),
        region=_shown(usual.region),
        england=_shown(usual.england),
    )


def _shown(value: float | None) -> str:
    return _("not known") if value is None else wording.number(value)


def council_bars(
    values: Mapping[str, float], names: Mapping[str, str], here: str, usual: float | None
) -> list[Bar]:
    """This council and those like it, as bars, most first."""
    scale = scale_of_access(values.values(), usual)
    most = max([*values.values(), usual or 0.0], default=0.0)
    return [
        Bar(
            label=names[code],
            href="",
            shown=wording.number(value),
            length=hundredths(value, most),
            shade=scale.shade(value),
            note=_("This council") if code == here else "",
        )
        for code, value in sorted(values.items(), key=lambda each: (-each[1], names[each[0]]))
    ]


def usual_mark(values: Sequence[float], usual: float | None) -> int | None:
    """Where England's middle stands among bars; None where it is not known."""
    return None if usual is None else hundredths(usual, max([*values, usual], default=0.0))


def month_bars(history: Sequence[tuple[date, float]], now: float | None, usual: float | None) -> list[Bar]:
    """What half of the people had at the end of each month, and have now."""
    values = [(wording.month_words(month), value) for month, value in history]
    if now is not None:
        values.append((_("Now"), now))
    most = max([*(value for _words, value in values), usual or 0.0], default=0.0)
    return [
        Bar(label=words, href="", shown=wording.number(value), length=hundredths(value, most))
        for words, value in values
    ]


def change_rows(
    before: Picture, after: Picture, group: GapGroup, links: Mapping[str, str]
) -> list[ChangeRow]:
    """The small areas whose access changed most between two times."""
    names = {area.code: area.name for area in after.areas}
    found = changes(_values(before, group), _values(after, group))
    return [
        ChangeRow(
            name=names[code],
            href=links[code],
            before=wording.number(old),
            after=wording.number(new),
            is_less=new < old,
        )
        for code, old, new in found
        if wording.number(old) != wording.number(new)
    ][:MOST_CHANGES]


def _values(picture: Picture, group: GapGroup) -> dict[str, float]:
    view = picture.view(group)
    if view is None or picture.computed_at is None:
        return {}
    return {area.code: reach.value for area, reach in zip(picture.areas, view.reach, strict=True)}
